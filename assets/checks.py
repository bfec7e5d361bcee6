"""Great Expectations suites as asset checks: those that would mislead a reader hold the publication back."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import dagster as dg

from assets.made import MADE, asset_of
from assets.run import build_of
from pipelines.quality.running import Result, record_results, run_suites

# An asset has one check, the suites of its tables. What every single expectation found is in the check's metadata and
# in the published table check_results. Dagster lets a check that fails as a warning hold nothing back.
CHECK = "expectations"
SHOWN = 300  # characters of the first rows
DESCRIPTION = "Fails as an error when an expectation fails without which nothing is published, else as a warning."


def check_specs(*assets: str) -> list[dg.AssetCheckSpec]:
    """The checks of these assets, one each, for the step that makes them."""
    return [dg.AssetCheckSpec(CHECK, asset=asset, description=DESCRIPTION, blocking=True) for asset in assets]


def checked(context: dg.AssetExecutionContext, *assets: str) -> Iterator[tuple[str, list[dg.AssetCheckResult]]]:
    """Each of the assets in turn with what its check found, and with nothing where the run leaves the check out.

    While Dagster records one, Great Expectations looks at the next. All of it is in check_results at the end.
    """
    connection = build_of(context)
    wanted = {key.asset_key.path[-1] for key in context.selected_asset_check_keys}
    found = run_suites(connection, [table for asset in assets if asset in wanted for table in MADE[asset]])
    by_asset = groupby(found, key=lambda each: asset_of(each[0]))
    every: dict[str, list[Result]] = {}
    for asset in assets:
        of_asset = dict(next(by_asset)[1]) if asset in wanted else {}
        every |= of_asset
        results = [result for of_table in of_asset.values() for result in of_table]
        yield asset, [_asset_result(asset, results)] if asset in wanted else []
    record_results(connection, every)


def _asset_result(asset: str, results: Sequence[Result]) -> dg.AssetCheckResult:
    """The results as one, as grave as the gravest that failed."""
    failed = [result for result in results if not result.passed]
    is_error = any(result.check.severity == "error" for result in failed)
    metadata: dict[str, dg.MetadataValue] = {"expectations": dg.MetadataValue.md(_as_markdown(results))}
    metadata |= {
        f"offending rows: {result.check.table}.{result.check.name}": dg.MetadataValue.json(result.unexpected_rows)
        for result in failed
    }
    return dg.AssetCheckResult(
        check_name=CHECK,
        asset_key=asset,
        passed=not failed,
        severity=dg.AssetCheckSeverity.ERROR if is_error else dg.AssetCheckSeverity.WARN,
        metadata=metadata,
        description="; ".join(_said(result) for result in _gravest(failed)) or None,
    )


def _said(result: Result) -> str:
    """The check that failed, with the first rows that it found."""
    said = f"{result.check.table}.{result.check.name} ({result.check.description})"
    rows = result.unexpected_rows.strip("[]")
    return f"{said}: {rows if len(rows) <= SHOWN else f'{rows[:SHOWN]}…'}" if rows else said


def _gravest(failed: Sequence[Result]) -> Sequence[Result]:
    """Those of severity error, or all when none is."""
    return [result for result in failed if result.check.severity == "error"] or failed


def _as_markdown(results: Sequence[Result]) -> str:
    lines = ["| table | expectation | severity | passed | offending rows |", "|---|---|---|---|---|"]
    for result in results:
        count = "unknown" if result.unexpected_count is None else str(result.unexpected_count)
        passed = "yes" if result.passed else "NO"
        check = result.check
        lines.append(f"| {check.table} | {check.description} | {check.severity} | {passed} | {count} |")
    return "\n".join(lines)
