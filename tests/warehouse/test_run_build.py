"""What a run's build starts from when another run ended before it was done."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.quality.running import record_results, run_checks
from pipelines.quality.suites import suite
from pipelines.runs.run_build import LAST, RunBuild, RunError, build_path
from pipelines.settings import Settings, settings
from pipelines.warehouse.build_file import at_once, open_build
from pipelines.warehouse.sql_models import all_models, build_models


@pytest.fixture
def killed(environment: Path) -> Settings:
    """A DATA folder with the build of a run that was killed: what it had done stands in the log beside the file."""
    now = settings()
    now.builds.mkdir(parents=True)
    assert environment == now.data
    with duckdb.connect(str(build_path(now, "dying"))) as connection:
        connection.execute("create table done as select 1 as step")
        for end in ("", ".wal"):
            shutil.copy(f"{build_path(now, 'dying')}{end}", f"{build_path(now, 'killed')}{end}")
    return now


def test_what_a_killed_run_had_done_is_gone_on_from(killed: Settings) -> None:
    run_build = RunBuild(killed)
    assert run_build.connection("next", "killed").execute("select step from done").fetchall() == [(1,)]
    run_build.close()
    with duckdb.connect(str(build_path(killed, "next")), read_only=True) as connection:
        assert connection.execute("select step from done").fetchall() == [(1,)]


def test_a_failed_run_s_damaged_build_is_not_gone_on_from(killed: Settings) -> None:
    build_path(killed, "killed").write_bytes(b"damaged" * 1000)
    with pytest.raises(RunError, match="damaged: start the job `refresh` anew"):
        RunBuild(killed).connection("next", "killed")


def test_what_a_run_killed_at_its_start_left_is_cleared_away(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = settings()
    now.builds.mkdir(parents=True)
    assert environment == now.data
    duckdb.connect(str(now.builds / LAST)).close()

    def killed_half_way(_: Path, copy: Path) -> None:
        copy.write_bytes(b"half")
        raise KeyboardInterrupt

    with monkeypatch.context() as killing:
        killing.setattr(shutil, "copyfile", killed_half_way)
        with pytest.raises(KeyboardInterrupt):
            RunBuild(now).connection("killed")
    assert len(list(now.builds.iterdir())) == 2
    run_build = RunBuild(now)
    run_build.connection("next")
    run_build.close()
    assert {path.name for path in now.builds.iterdir()} == {LAST, "next.duckdb"}


@pytest.fixture
def outdated(sample: Settings, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample's build as another version would have left it: a check less told, a view a table, a table a view."""
    path = Path(shutil.copyfile(sample.builds / LAST, tmp_path / "build.duckdb"))
    with duckdb.connect(str(path)) as connection:
        connection.execute("alter table check_results drop column severity")
        connection.execute("drop view inspections")
        connection.execute("create table inspections as select 1 as inspection_id")
        connection.execute("drop table dim_framework")
        connection.execute("create view dim_framework as select 1 as framework_key")
    with open_build(path) as connection:
        yield connection


def test_a_build_that_another_version_left_is_gone_on_from(outdated: duckdb.DuckDBPyConnection) -> None:
    build_models(outdated, all_models())
    assert outdated.execute("select count(*) > 0 from inspections").fetchall() == [(True,)]
    assert outdated.execute("select count(*) > 0 from dim_framework").fetchall() == [(True,)]
    record_results(outdated, {"dim_framework": run_checks(outdated, suite("dim_framework"))})
    told = "select distinct table_name, severity from check_results"
    assert outdated.execute(told).fetchall() == [("dim_framework", "error")]


def test_what_is_written_at_once_is_there_whole_or_not_at_all(environment: Path) -> None:
    def write(connection: duckdb.DuckDBPyConnection, name: str, *, is_broken_off: bool) -> None:
        with at_once(connection):
            connection.execute(f"create table {name} (n integer)")
            if is_broken_off:
                raise KeyboardInterrupt

    with open_build(environment / "run.duckdb") as connection:
        with pytest.raises(KeyboardInterrupt):
            write(connection, "half", is_broken_off=True)
        write(connection, "whole", is_broken_off=False)
        made = connection.execute("select table_name from duckdb_tables() where table_name in ('half', 'whole')")
        assert made.fetchall() == [("whole",)]
