"""Runs that fail or are held back: what was published stands, and a run can go on from where one failed."""

from __future__ import annotations

import re

import dagster as dg
import pytest

from pipelines.commands.refresh_job import RefreshFailed
from pipelines.definitions import definitions
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings, settings
from tests.conftest import rows, run_refresh
from tests.interrupting import largest_file, published_run, started

COUNTED = "select count(*) from inspections"


@pytest.mark.usefixtures("every_check_passes")
def test_a_full_disk_costs_nothing_that_was_published(with_work: Settings) -> None:
    before = published_run(with_work.published)
    for size in (20_000, 1_000_000, 6_000_000):
        run = started(with_work.data, REPORTS=str(with_work.reports), limit=largest_file(size))
        output, _ = run.communicate()
        assert run.returncode == 1, output
        assert "Traceback" not in output
        assert re.match(r"Error: .*(File too large|disk I/O error|Could not write)", output.strip().splitlines()[-1])
        assert published_run(with_work.published) == before
    run_refresh(with_work, keeps_history=True)
    assert published_run(with_work.published) != before


@pytest.mark.usefixtures("without_exports")
def test_tables_that_collapse_are_held_back_until_a_person_says_so(with_work: Settings) -> None:
    before = published_run(with_work.published)
    for rebuild in (False, True):
        with pytest.raises(RefreshFailed, match=r"no_table_collapses.*--accept-shrunken-tables"):
            run_refresh(with_work, rebuild=rebuild)
    assert published_run(with_work.published) == before
    run_refresh(with_work, accept_shrunken_tables=True)
    assert rows(with_work, COUNTED) == [(1,)]


@pytest.mark.usefixtures("every_check_passes", "without_exports")
def test_going_on_from_a_failure_publishes_what_the_failed_run_had_built_and_older_builds_are_cleared_away(
    with_work: Settings,
) -> None:
    # Nothing can be written where current.json is to be.
    in_the_way = with_work.published / ".new-current.json"
    in_the_way.mkdir()
    job = definitions(with_work).resolve_job_def("refresh")
    with dg.DagsterInstance.ephemeral() as instance:
        earlier, failed = (job.execute_in_process(instance=instance, raise_on_error=False) for _ in range(2))
        assert not earlier.success
        assert not failed.success
        assert {path.name for path in with_work.builds.glob("*.duckdb")} == {LAST, f"{failed.run_id}.duckdb"}
        assert rows(with_work, COUNTED) == [(2,)]
        in_the_way.rmdir()
        assert gone_on_from(failed.run_id, instance)
        assert rows(with_work, COUNTED) == [(1,)]
        assert not gone_on_from(earlier.run_id, instance)


def gone_on_from(run_id: str, instance: dg.DagsterInstance) -> bool:
    """Whether the run that goes on from where that one failed succeeds."""
    options = dg.ReexecutionOptions.from_failure(run_id, instance)
    with dg.execute_job(dg.reconstructable(refresh_job), instance, reexecution_options=options) as again:
        return bool(again.success)


def refresh_job() -> dg.JobDefinition:
    return definitions(settings()).resolve_job_def("refresh")
