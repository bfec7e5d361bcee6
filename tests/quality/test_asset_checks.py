"""An asset's check is as grave as the gravest expectation that failed, and names the table and the first rows."""

from __future__ import annotations

from dataclasses import replace

import dagster as dg
import pytest

from assets.checks import _asset_result
from assets.made import MADE
from pipelines.definitions import defs
from pipelines.quality.check import Check, NoRows
from pipelines.quality.running import Result
from pipelines.quality.suites import checked_tables

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
