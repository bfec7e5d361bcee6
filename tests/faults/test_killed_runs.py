"""Runs that are killed, in the shell and in the UI: what was published stands, and the next run completes."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import dagster as dg
import psutil
import pytest

from pipelines.runs.dagster_home import instance_of
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings, settings
from tests.conftest import run_refresh
from tests.faults.conftest import Calm
from tests.interrupting import environment_of, kill, published_run, started
from tests.product.test_refresh import content
from tests.served_ui import served_ui

# CI kills a few refreshes; more was done by hand, see docs/reliability.md.
KILLS = int(os.environ.get("KILLS", "3"))
UNFINISHED = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED]
ANEW = ("--rebuild", "--accept-shrunken-tables")


@pytest.mark.usefixtures("every_check_passes")
def test_a_killed_first_refresh_leaves_nothing_and_the_next_completes(
    folders: list[Path], calm: Calm, environment: Path
) -> None:
    now = settings(reports=str(folders[1]))
    killed = started(environment, REPORTS=str(folders[1]))
    time.sleep(calm.seconds / 3)
    assert kill(killed)
    assert published_run(now.published) is None
    run_refresh(now, keeps_history=True)
    assert content(now) == calm.content


@pytest.mark.usefixtures("every_check_passes")
def test_a_killed_refresh_leaves_the_old_or_the_new_set(folders: list[Path], published: Settings, calm: Calm) -> None:
    moments = random.Random(20261121)
    before, hit = published_run(published.published), 0
    for number in range(KILLS):
        run = started(published.data, *ANEW, REPORTS=str(folders[number % 2]))
        time.sleep(moments.uniform(0.05, 1) * calm.seconds)
        hit += kill(run)
        before = published_run(published.published)
        assert before is not None
    assert hit >= KILLS / 2
    run_refresh(published, rebuild=True, accept_shrunken_tables=True, keeps_history=True)
    assert published_run(published.published) != before
    assert [path.name for path in published.builds.glob("*.duckdb*")] == [LAST]
    assert content(published) == calm.content


def test_runs_killed_in_the_ui_and_the_shell_leave_a_queue_that_moves(
    folders: list[Path], published: Settings, calm: Calm, tmp_path: Path
) -> None:
    data = published.data
    in_the_shell = published_run(data / "published")
    moments = random.Random(20261126)
    environment = environment_of(data, {"REPORTS": str(folders[1])})
    with served_ui(data, tmp_path / "ui.log", environment) as ui, instance_of(published) as instance:
        for number in range(max(1, KILLS // 5)):
            killed, behind = (ui.launch(rebuild=True, accept_shrunken_tables=True) for _ in range(2))
            process = psutil.Process(ui.process_of(killed, instance))
            time.sleep(moments.uniform(0, 5))
            for each in (process, *process.children(recursive=True)):
                each.kill()
            other = started(data, *ANEW, REPORTS=str(folders[number % 2]))
            time.sleep(moments.uniform(2, 8))
            kill(other)
            assert published_run(data / "published") is not None
            assert ui.finished(killed) == "FAILURE"
            assert ui.finished(behind) == "SUCCESS"
        assert in_the_shell in ui.of_the_job()
        assert ui.finished(ui.launch()) == "SUCCESS"
        assert not instance.get_runs(dg.RunsFilter(statuses=UNFINISHED, job_name="refresh"))
    assert published_run(data / "published") is not None
    assert content(published) == calm.content
