"""Runs with nothing to do, and runs of a part of the job: they publish nothing."""

from __future__ import annotations

import shutil

import dagster as dg
import duckdb
import pytest

from pipelines.runs.run_build import LAST
from pipelines.settings import Settings, settings
from pipelines.warehouse import sql_models
from tests.conftest import run_refresh
from tests.interrupting import published_run
from tests.selected_runs import run_of


@pytest.mark.usefixtures("every_check_passes", "without_exports")
def test_nothing_new_is_not_built_again(published: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = published_run(published.published)
    run_refresh(published)
    assert published_run(published.published) == before
    monkeypatch.setenv("VERBATIM", "open_licence")
    run_refresh(settings())
    assert published_run(published.published) != before


@pytest.mark.usefixtures("every_check_passes", "without_exports")
def test_a_run_without_its_checks_publishes_nothing(with_work: Settings) -> None:
    before = published_run(with_work.published)
    views = [model.name for model in sql_models.models("views")]
    everything = dg.AssetSelection.all() - dg.AssetSelection.assets("site")
    assert not run_of(everything - dg.AssetSelection.checks_for_assets(*views), with_work).success
    assert published_run(with_work.published) == before


def test_a_check_that_is_run_alone_looks_at_the_build_and_makes_nothing(published: Settings) -> None:
    with duckdb.connect(str(published.builds / LAST)) as connection:
        connection.execute("update dim_grade set grade_code = 'splendid' where grade_code = 'good'")
    shutil.rmtree(published.reports)
    run = run_of(dg.AssetSelection.checks_for_assets("dim_grade", "dim_date", "report_files"), published)
    found = {check.asset_key.path[-1]: check.passed for check in run.get_asset_check_evaluations()}
    assert found == {"dim_grade": False, "dim_date": True, "report_files": True}
    assert not [event for event in run.all_events if event.is_step_materialization]


@pytest.mark.usefixtures("every_check_passes")
def test_a_table_of_the_reports_that_is_made_alone_leaves_the_others(with_work: Settings) -> None:
    run = run_of(dg.AssetSelection.assets("report_files"), with_work)
    assert run.success
    made = [event.asset_key.path[-1] for event in run.all_events if event.is_step_materialization and event.asset_key]
    assert made == ["report_files"]
