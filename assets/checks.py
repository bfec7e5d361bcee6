"""Great Expectations suites as asset checks: those that would mislead a reader hold the publication back."""

from collections.abc import Iterator, Sequence

import dagster as dg

from assets.run import ONE_AT_A_TIME, build_of
from pipelines.quality.running import Result, record_results, run_suites
from pipelines.quality.suites import checked_tables
from pipelines.warehouse.schema import table

# A table has one asset check, its suite. What every single expectation found is in the check's metadata and in the
# published table check_results. Dagster lets a check that fails as a warning hold nothing back.
CHECK = "expectations"
SHOWN = 300  # characters of the first rows
DESCRIPTION = "Fails as an error when an expectation fails without which nothing is published, else as a warning."


def layer_checks(name: str, tables: Sequence[str]) -> dg.AssetChecksDefinition:
    """The checks of these tables, one each."""
    specs = [dg.AssetCheckSpec(CHECK, asset=table, description=DESCRIPTION, blocking=True) for table in tables]

    @dg.multi_asset_check(name=f"{name}_checks", specs=specs, can_subset=True, required_resource_keys=ONE_AT_A_TIME)
    def layer_suites(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        connection = build_of(context)
        names = sorted(key.asset_key.path[-1] for key in context.selected_asset_check_keys)
        for name, results in run_suites(connection, names):
            record_results(connection, name, results)
            yield _asset_result(name, results)

    return layer_suites


def tables_of(layer: str) -> list[str]:
    """The layer's tables that have a suite."""
    return [name for name in checked_tables() if table(name).layer == layer]


def _asset_result(name: str, results: Sequence[Result]) -> dg.AssetCheckResult:
    """The results as one, as grave as the gravest that failed."""
    failed = [result for result in results if not result.passed]
    is_error = any(result.check.severity == "error" for result in failed)
    metadata: dict[str, dg.MetadataValue] = {"expectations": dg.MetadataValue.md(_as_markdown(results))}
    metadata |= {
        f"offending rows: {result.check.name}": dg.MetadataValue.json(result.unexpected_rows) for result in failed
    }
    return dg.AssetCheckResult(
        check_name=CHECK,
        asset_key=name,
        passed=not failed,
        severity=dg.AssetCheckSeverity.ERROR if is_error else dg.AssetCheckSeverity.WARN,
        metadata=metadata,
        description="; ".join(_said(name, result) for result in _gravest(failed)) or None,
    )


def _said(name: str, result: Result) -> str:
    """The check that failed, with the first rows that it found."""
    said = f"{name}.{result.check.name} ({result.check.description})"
    rows = result.unexpected_rows.strip("[]")
    return f"{said}: {rows if len(rows) <= SHOWN else f'{rows[:SHOWN]}…'}" if rows else said


def _gravest(failed: Sequence[Result]) -> Sequence[Result]:
    """Those of severity error, or all when none is."""
    return [result for result in failed if result.check.severity == "error"] or failed


def _as_markdown(results: Sequence[Result]) -> str:
    lines = ["| expectation | severity | passed | offending rows |", "|---|---|---|---|"]
    for result in results:
        count = "unknown" if result.unexpected_count is None else str(result.unexpected_count)
        passed = "yes" if result.passed else "NO"
        lines.append(f"| {result.check.description} | {result.check.severity} | {passed} | {count} |")
    return "\n".join(lines)
