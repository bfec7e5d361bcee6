"""The history of runs: killed runs leave the queue, old ones leave the disk."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import pytest
from sqlalchemy import create_engine

from pipelines.definitions import definitions
from pipelines.runs.dagster_home import instance_of, prepare_home
from pipelines.runs.history import BEGINS_WITHIN, end_lost_runs, forget_old_runs
from pipelines.runs.history_files import history_kept_open
from pipelines.settings import ROOT, Settings

NORMAL = 1  # of SQLite's ways to sync
LATER = datetime.now(UTC) + timedelta(days=40)
# A run that shows that it is at work, says so, and goes on until it is told to end.
AT_WORK = """
import sys
import dagster as dg
from pipelines.runs.at_work import hold
from pipelines.definitions import definitions
from pipelines.runs.dagster_home import instance_of
from pipelines.settings import settings

@dg.op
def wait(context):
    if sys.argv[1] == "shows":
        hold(settings(), context.run_id)
    print(context.run_id, flush=True)
    sys.stdin.read()

@dg.job(executor_def=dg.in_process_executor)
def at_work():
    wait()

with instance_of(settings()) as instance:
    at_work.execute_in_process(
        instance=instance, run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    )
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path / "data")
    prepare_home(made)
    return made


@pytest.fixture
def instance(settings: Settings) -> Iterator[dg.DagsterInstance]:
    with instance_of(settings) as opened:
        yield opened


def begun(settings: Settings, how: str) -> tuple[subprocess.Popen[str], str]:
    """A run at work in a process of its own, and its id."""
    process = subprocess.Popen(
        [sys.executable, "-c", AT_WORK, how],
        cwd=ROOT,
        env={**os.environ, "DATA": str(settings.data)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def status(instance: dg.DagsterInstance, run_id: str) -> str:
    run = instance.get_run_by_id(run_id)
    assert run
    return run.status.value


def test_a_killed_run_is_marked_and_one_at_work_is_not(settings: Settings, instance: dg.DagsterInstance) -> None:
    now = datetime.now(UTC)
    process, run_id = begun(settings, "shows")
    assert end_lost_runs(settings, instance, now) == []
    # However long it takes.
    assert end_lost_runs(settings, instance, LATER) == []
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert status(instance, run_id) == "STARTED"
    assert end_lost_runs(settings, instance, now) == [run_id]
    assert status(instance, run_id) == "FAILURE"
    assert end_lost_runs(settings, instance, now) == []
    assert not list(settings.at_work.iterdir())


def test_a_run_that_was_killed_as_it_began_is_marked_later(settings: Settings, instance: dg.DagsterInstance) -> None:
    process, run_id = begun(settings, "shows nothing")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert end_lost_runs(settings, instance, datetime.now(UTC)) == []
    assert end_lost_runs(settings, instance, datetime.now(UTC) + BEGINS_WITHIN) == [run_id]


def test_every_step_shows_that_its_run_is_at_work() -> None:
    job = definitions(Settings()).resolve_implicit_global_asset_job_def()
    assert [node.name for node in job.nodes if "data_folder" not in node.definition.required_resource_keys] == []


@dg.asset(check_specs=[dg.AssetCheckSpec("holds", asset="table")])
def table() -> Iterator[dg.Output[None] | dg.AssetCheckResult]:
    yield dg.Output(None)
    yield dg.AssetCheckResult(passed=True, metadata={"rows": dg.MetadataValue.md("a row\n" * 500)})


@dg.asset
def pages() -> None: ...


def made(instance: dg.DagsterInstance, *assets: dg.AssetsDefinition) -> str:
    return dg.materialize(assets, instance=instance).run_id


def test_old_runs_go_and_what_is_still_asked_for_stays(settings: Settings, instance: dg.DagsterInstance) -> None:
    first = made(instance, pages)
    never_begun = instance.create_run_for_job(dg.Definitions([pages]).resolve_implicit_global_asset_job_def()).run_id
    old = [made(instance, table) for _ in range(5)]
    published, newest = old.pop(), made(instance, pages)
    history = settings.dagster_home / "history" / "runs"
    forget_old_runs(settings, instance, datetime.now(UTC))
    assert len(instance.get_runs()) == 8
    assert (history / f"{old[0]}.db").is_file()
    forget_old_runs(settings, instance, LATER)
    assert {run.run_id for run in instance.get_runs()} == {published, newest}
    for run_id in (first, never_begun, *old):
        assert not [path for path in settings.dagster_home.rglob("*") if run_id in path.name]
    with closing(sqlite3.connect(history / "index.db")) as index:
        for name in ("event_logs", "asset_check_executions"):
            (kept,) = zip(*index.execute(f"select distinct run_id from {name}").fetchall(), strict=True)
            assert set(kept) <= {published, newest}, name
    materialized = instance.get_latest_materialization_event(dg.AssetKey("table"))
    assert materialized
    assert materialized.run_id == published


def test_the_history_does_not_grow_without_end(settings: Settings, instance: dg.DagsterInstance) -> None:
    index = settings.dagster_home / "history" / "runs" / "index.db"
    sizes = []
    for _ in range(4):
        for _ in range(5):
            made(instance, table, pages)
        forget_old_runs(settings, instance, LATER)
        sizes.append(index.stat().st_size)
    assert sizes[-1] == sizes[1]
    assert len(list(index.parent.glob("*-*.db"))) == 1


def test_a_run_s_events_are_synced_with_the_databases_logs_which_are_taken_in_at_its_end(
    settings: Settings, instance: dg.DagsterInstance
) -> None:
    runs = settings.dagster_home / "history" / "runs"
    run_id = made(instance, table)
    logs = [path.with_name(f"{path.name}-wal") for path in (runs / "index.db", runs / f"{run_id}.db")]
    assert not any(log.exists() for log in logs)
    with history_kept_open(settings, run_id):
        instance.report_run_failed(instance.get_runs()[0])
        assert all(log.stat().st_size for log in logs)
    assert not any(log.exists() for log in logs)
    with create_engine("sqlite://").connect() as connection:
        assert connection.exec_driver_sql("pragma synchronous").scalar() == NORMAL


def test_a_new_run_s_database_is_made_with_its_log(settings: Settings, instance: dg.DagsterInstance) -> None:
    path = settings.dagster_home / "history" / "runs" / "new.db"
    with history_kept_open(settings, "new"):
        assert instance.all_logs("new") == []
        assert path.with_name("new.db-wal").stat().st_size
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("pragma journal_mode").fetchall() == [("wal",)]
        assert ("event_logs",) in connection.execute("select name from sqlite_master").fetchall()
