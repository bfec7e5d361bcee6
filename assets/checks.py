"""Great Expectations suites as asset checks: those that would mislead a reader hold the publication back."""

from collections.abc import Iterator

import dagster as dg

from pipelines.catalogue import table
from pipelines.quality.suites import Check, Result, record_results, run_suite, suites
from pipelines.run import run_build
from pipelines.settings import settings


def layer_checks(layer: str) -> dg.AssetChecksDefinition:
    """The checks of every table of the layer that has a suite."""
    checked = [name for name in suites() if table(name).layer == layer]
    specs = [_spec(check) for name in checked for check in suites()[name]]

    @dg.multi_asset_check(name=f"{layer}_checks", specs=specs, can_subset=True)
    def layer_suites(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        wanted = {(key.asset_key.path[-1], key.name) for key in context.selected_asset_check_keys}
        with run_build(settings(), context.op_execution_context.run.run_id) as connection:
            for name in checked:
                if not any(asset == name for asset, _ in wanted):
                    continue
                results = run_suite(connection, name)
                record_results(connection, name, results)
                for result in results:
                    if (name, result.check.name) in wanted:
                        yield _result(result)

    return layer_suites


def _spec(check: Check) -> dg.AssetCheckSpec:
    return dg.AssetCheckSpec(
        check.name, asset=check.table, description=check.description, blocking=check.severity == "error"
    )


def _result(result: Result) -> dg.AssetCheckResult:
    check = result.check
    metadata: dict[str, dg.MetadataValue | int | str] = {"expectation": check.type}
    if not result.passed:
        metadata["unexpected rows"] = dg.MetadataValue.json(result.unexpected_rows)
        metadata["unexpected count"] = result.unexpected_count if result.unexpected_count is not None else "unknown"
    severity = dg.AssetCheckSeverity.ERROR if check.severity == "error" else dg.AssetCheckSeverity.WARN
    return dg.AssetCheckResult(
        check_name=check.name,
        asset_key=check.table,
        passed=result.passed,
        severity=severity,
        metadata=metadata,
        description=None if result.passed else f"{check.description} {result.unexpected_count} rows do not.",
    )
