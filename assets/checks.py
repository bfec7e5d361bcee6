"""Great Expectations suites as asset checks: those that would mislead a reader hold the publication back."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

import dagster as dg

from assets.made import MADE, PUBLISHED
from assets.run import ONE_AT_A_TIME, build_of
from pipelines.quality.running import Result, record_results, run_suites

# An asset has one check, the suites of its tables. What every single expectation found is in the check's metadata and
# in the published table check_results. Dagster lets a check that fails as a warning hold nothing back.
# Publication waits for this step, since checks of what it is made from block. A check of the tables beneath does not,
# so that others are built from them while Great Expectations is imported, but it fails this step all the same.
CHECK = "expectations"
DESCRIPTION = "Fails as an error when an expectation fails without which nothing is published, else as a warning."
SHOWN = 300  # characters of the first rows


@dg.multi_asset_check(
    name="checks",
    specs=[
        dg.AssetCheckSpec(CHECK, asset=asset, description=DESCRIPTION, blocking=asset in PUBLISHED) for asset in MADE
    ],
    can_subset=True,
    required_resource_keys=ONE_AT_A_TIME,
)
def checks(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
    """Checks the assets that the run wants checked; while Dagster records one, Great Expectations looks at the next.

    What every expectation found is in the build's check_results at the end.
    """
    connection = build_of(context)
    wanted = {key.asset_key.path[-1] for key in context.selected_asset_check_keys}
    assets = [asset for asset in MADE if asset in wanted]
    found = run_suites(connection, [table for asset in assets for table in MADE[asset]])
    every: dict[str, list[Result]] = {}
    failed = []
    for asset in assets:
        of_asset = dict(islice(found, len(MADE[asset])))
        every |= of_asset
        result = _asset_result(asset, [*chain(*of_asset.values())])
        if not result.passed and result.severity == dg.AssetCheckSeverity.ERROR:
            failed.append(asset)
        yield result
    record_results(connection, every)
    if failed:
        raise dg.Failure(f"Checks failed of {', '.join(failed)}.", allow_retries=False)


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
