"""Great Expectations suites as asset checks: those that would mislead a reader hold the publication back."""

from collections.abc import Iterator, Sequence

import dagster as dg

from assets.raw import FROM_THE_SOURCE
from assets.run import ONE_AT_A_TIME, build_of
from pipelines.quality.running import Result, record_results, run_suites
from pipelines.quality.suites import suites
from pipelines.warehouse.schema import table

# A table has at most two asset checks, each the part of its suite that has that severity; what every
# single expectation found is in the check's metadata and in the published table check_results.
CHECKS = {"error": "must_hold", "warn": "should_hold"}
DESCRIPTIONS = {
    "error": "The expectations without which nothing is published.",
    "warn": "The expectations that call for a look but hold nothing back.",
}
SEVERITIES = {"error": dg.AssetCheckSeverity.ERROR, "warn": dg.AssetCheckSeverity.WARN}

# What needs no check goes first, while the process that checks gets ready.
LATER = {"dagster/priority": "-1"}


def layer_checks(layer: str) -> dg.AssetChecksDefinition:
    """The checks of every table of the layer that has a suite."""
    checked = [name for name in suites() if table(name).layer == layer]
    specs = [_spec(name, severity) for name in checked for severity in CHECKS if _has(name, severity)]

    @dg.multi_asset_check(
        name=f"{layer}_checks", specs=specs, can_subset=True, required_resource_keys=ONE_AT_A_TIME, op_tags=LATER
    )
    def layer_suites(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        wanted = {(key.asset_key.path[-1], key.name) for key in context.selected_asset_check_keys}
        connection = build_of(context)
        for name, results in run_suites(connection, sorted({name for name, _ in wanted})):
            record_results(connection, name, results)
            for severity, check in CHECKS.items():
                if (name, check) in wanted:
                    yield _result(name, severity, [r for r in results if r.check.severity == severity])

    return layer_suites


def _has(name: str, severity: str) -> bool:
    return any(check.severity == severity for check in suites()[name])


def _spec(name: str, severity: str) -> dg.AssetCheckSpec:
    # What the source lists is checked while the reports are read; the publication is held back all the same.
    blocking = severity == "error" and name not in FROM_THE_SOURCE
    return dg.AssetCheckSpec(CHECKS[severity], asset=name, description=DESCRIPTIONS[severity], blocking=blocking)


def _result(name: str, severity: str, results: Sequence[Result]) -> dg.AssetCheckResult:
    failed = [result for result in results if not result.passed]
    metadata: dict[str, dg.MetadataValue] = {"expectations": dg.MetadataValue.md(_as_markdown(results))}
    metadata |= {
        f"offending rows: {result.check.name}": dg.MetadataValue.json(result.unexpected_rows) for result in failed
    }
    return dg.AssetCheckResult(
        check_name=CHECKS[severity],
        asset_key=name,
        passed=not failed,
        severity=SEVERITIES[severity],
        metadata=metadata,
        description="; ".join(f"{name}.{r.check.name} ({r.check.description})" for r in failed) or None,
    )


def _as_markdown(results: Sequence[Result]) -> str:
    lines = ["| expectation | passed | offending rows |", "|---|---|---|"]
    for result in results:
        count = "unknown" if result.unexpected_count is None else str(result.unexpected_count)
        passed = "yes" if result.passed else "NO"
        lines.append(f"| {result.check.description} | {passed} | {count} |")
    return "\n".join(lines)
