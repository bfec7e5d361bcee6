"""What a run's build starts from when another run ended before it was done."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines.run import LAST, RunBuild, RunError, build_path
from pipelines.settings import Settings, settings


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
