"""Runs that fail or are held back: what was published stands, and a run can go on from where one failed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from pipelines.commands.refresh_job import RefreshFailed
from pipelines.definitions import definitions
from pipelines.runs.dagster_home import instance_of
from pipelines.settings import Settings, settings
from tests.conftest import run_refresh
from tests.interrupting import largest_file, published_run, started
from tests.product.test_refresh import SAMPLE, SINGLE


def test_a_full_disk_costs_nothing_that_was_published(folders: list[Path], data: Path) -> None:
    before = published_run(data / "published")
    for size in (20_000, 1_000_000, 6_000_000):
        run = started(data, REPORTS=str(folders[1]), limit=largest_file(size))
        output, _ = run.communicate()
        assert run.returncode == 1, output
        assert "Traceback" not in output
        assert re.match(r"Error: .*(File too large|disk I/O error|Could not write)", output.strip().splitlines()[-1])
        assert published_run(data / "published") == before
    again = started(data, REPORTS=str(folders[1]))
    output, _ = again.communicate()
    assert again.returncode == 0, output
    assert published_run(data / "published") != before


def test_tables_that_collapse_are_held_back_until_a_person_says_so(published: Settings, folders: list[Path]) -> None:
    shutil.copy(SAMPLE / SINGLE, folders[0] / SINGLE)
    run_refresh(published)
    before = published_run(published.published)
    (folders[0] / SINGLE).unlink()
    for rebuild in (False, True):
        with pytest.raises(RefreshFailed, match=r"no_table_collapses.*--accept-shrunken-tables"):
            run_refresh(published, rebuild=rebuild)
    assert published_run(published.published) == before
    run_refresh(published, accept_shrunken_tables=True)
    assert duckdb.connect(str(published.warehouse), read_only=True).execute(
        "select count(*) from inspections"
    ).fetchall() == [(1,)]


@pytest.mark.usefixtures("every_check_passes")
def test_going_on_from_a_failure_publishes_what_the_failed_run_had_built(
    published: Settings, folders: list[Path]
) -> None:
    shutil.copy(SAMPLE / SINGLE, folders[0] / SINGLE)
    # Nothing can be written where current.json is to be.
    (published.published / ".new-current.json").mkdir()
    job = definitions(published).resolve_job_def("refresh")
    with instance_of(published) as instance:
        failed = job.execute_in_process(instance=instance, raise_on_error=False)
        assert not failed.success
        (published.published / ".new-current.json").rmdir()
        options = dg.ReexecutionOptions.from_failure(failed.run_id, instance)
        with dg.execute_job(dg.reconstructable(refresh_job), instance, reexecution_options=options) as again:
            assert again.success
        rows = duckdb.connect(str(published.warehouse), read_only=True).execute("select count(*) from inspections")
        assert rows.fetchall() == [(2,)]
        (published.builds / f"{failed.run_id}.duckdb").unlink(missing_ok=True)
        with dg.execute_job(dg.reconstructable(refresh_job), instance, reexecution_options=options) as without:
            assert not without.success


def refresh_job() -> dg.JobDefinition:
    return definitions(settings()).resolve_job_def("refresh")


@pytest.mark.usefixtures("every_check_passes")
def test_builds_that_came_to_nothing_are_cleared_away(published: Settings) -> None:
    (published.published / ".new-current.json").mkdir()  # nothing can be written where current.json is to be
    for _ in range(3):
        with pytest.raises(RefreshFailed):
            run_refresh(published, rebuild=True)
    assert len(list(published.builds.glob("*.duckdb"))) == 2
