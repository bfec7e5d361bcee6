"""An asset's check is as grave as the gravest expectation that failed, and names the table and the first rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets.checks import _asset_result
from assets.made import MADE
from pipelines.commands.refresh_job import RefreshFailed
from pipelines.definitions import defs
from pipelines.quality.check import Check, NoRows
from pipelines.quality.running import Result
from pipelines.quality.suites import checked_tables
from pipelines.settings import settings
from tests.conftest import run_refresh
from tests.product.test_refresh import SAMPLE, VISIT
from tests.unchecked import passed_unseen

CHECK = Check("dim_grade", "codes_are_known", "The codes are known.", "error", NoRows(""))
SOUND = Result(CHECK, True, 0, "[]")
WRONG = Result(CHECK, False, 2, '["nonsense", "poor"]')
ODD = Result(replace(CHECK, name="rows_are_few", severity="warn"), False, 1, '[{"rows":"' + "7" * 900 + '"}]')


def test_every_table_that_a_run_makes_is_checked_once() -> None:
    of_assets = [table for tables in MADE.values() for table in tables]
    assert sorted(of_assets) == sorted(checked_tables())
    checks = {key.asset_key.path[-1] for key in defs.resolve_asset_graph().asset_check_keys}
    assert checks == set(MADE)


@pytest.mark.parametrize(
    ("results", "passed", "severity"),
    [
        ([SOUND], True, dg.AssetCheckSeverity.WARN),
        ([SOUND, ODD], False, dg.AssetCheckSeverity.WARN),
        ([ODD, WRONG], False, dg.AssetCheckSeverity.ERROR),
    ],
)
def test_the_gravest_failure_counts(results: list[Result], passed: bool, severity: dg.AssetCheckSeverity) -> None:
    found = _asset_result("dim_grade", results)
    assert (found.passed, found.severity) == (passed, severity)


def test_an_error_names_its_first_rows_and_no_warning() -> None:
    said = _asset_result("dim_grade", [ODD, WRONG, SOUND]).description
    assert said == 'dim_grade.codes_are_known (The codes are known.): "nonsense", "poor"'


def test_long_rows_are_cut() -> None:
    said = _asset_result("dim_grade", [ODD]).description or ""
    assert said.startswith('dim_grade.rows_are_few (The codes are known.): {"rows":"777')
    assert said.endswith("7…")
    assert len(said) < 400


@pytest.mark.usefixtures("every_check_passes", "without_exports")
def test_an_error_of_a_raw_table_holds_the_publication_back(
    report_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its check does not block the tables that are built from it; the step of the checks fails with it."""

    def one_wrong(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> Iterator[tuple[str, list[Result]]]:
        for name, results in passed_unseen(connection, names):
            yield name, [replace(result, passed=name != "raw_judgements") for result in results]

    monkeypatch.setattr("assets.checks.run_suites", one_wrong)
    shutil.copy(SAMPLE / VISIT, report_folder)
    with pytest.raises(RefreshFailed, match=r"^Not published.*Checks that failed: raw_judgements\.has_its_columns"):
        run_refresh(settings())
    assert not settings().warehouse.exists()
