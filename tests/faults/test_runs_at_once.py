"""Runs at once, and people who read meanwhile: one builds at a time, and a reader sees one edition."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipelines.publishing.publish import publish
from pipelines.runs.dagster_home import prepare_home
from pipelines.runs.data_folder import claimed
from pipelines.runs.run_build import LAST
from pipelines.settings import ROOT, Settings
from pipelines.warehouse import build_file
from tests.faults.conftest import Calm
from tests.interrupting import environment_of, published_run, started

# CI publishes a few times; more was done by hand, see docs/reliability.md.
PUBLICATIONS = int(os.environ.get("PUBLICATIONS", "8"))


def test_of_three_refreshes_at_once_one_builds_and_the_others_wait(folders: list[Path], tmp_path: Path) -> None:
    data = tmp_path / "data"
    runs = [started(data, REPORTS=str(folders[0])) for _ in range(3)]
    outputs = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], outputs
    assert sum("Another run is at work" in output for output in outputs) == 2
    assert sum("Nothing has changed since" in output for output in outputs) == 2
    assert not any("Traceback" in output or "lock on file" in output for output in outputs)
    assert published_run(data / "published") is not None
    assert len(list((data / "published" / "editions").iterdir())) == 1


def test_runs_from_the_shell_and_by_dagster_wait_for_the_one_at_work(folders: list[Path], tmp_path: Path) -> None:
    now = Settings(data=tmp_path / "data")
    data = now.data
    prepare_home(now)
    # As the UI and the schedule start it: by Dagster, in a process of its own.
    dagster = [str(Path(sys.executable).parent / "dg"), "launch", "--job", "refresh", "-m", "pipelines.definitions"]
    environment = environment_of(data, {"REPORTS": str(folders[0]), "DAGSTER_HOME": str(data / "dagster")})
    log = tmp_path / "launched.log"
    with log.open("w") as out, claimed(now, print):
        shell = started(data, REPORTS=str(folders[0]))
        launched = subprocess.Popen(dagster, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
        assert shell.stdout
        assert any("Another run is at work" in line for line in shell.stdout)
        while "Another run is at work" not in log.read_text():
            assert launched.poll() is None, log.read_text()
            time.sleep(0.1)
    # `dg launch` opens the run's resources once more after its end, so it may be waited for again.
    said = shell.stdout.read()
    ended = shell.wait(), launched.wait()
    outputs = said, log.read_text()
    assert ended == (0, 0), outputs
    assert sum("Nothing has changed since" in output for output in outputs) == 1
    assert published_run(data / "published") is not None


READER = """
import duckdb, json, sys, threading, time
done = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), done.set()), daemon=True).start()
runs, counts, opened = set(), set(), 0
while not done.is_set():
    with duckdb.connect(sys.argv[1], read_only=True) as connection:
        for _ in range(5):
            run_id, *rest = connection.execute(sys.argv[2]).fetchall()[0]
            counts.add(tuple(rest))
        runs.add(run_id)
        opened += 1
    time.sleep(0.02)
print(json.dumps({"runs": len(runs), "counts": sorted(counts), "opened": opened}))
"""
READ = (
    "select run_id, (select count(*) from judgement_history), (select count(*) from metric_history), "
    "(select count(*) from findings) from publication"
)


@pytest.mark.usefixtures("without_exports")
def test_readers_never_see_an_error_or_a_mixture(calm: Calm, tmp_path: Path) -> None:
    finished = Path(shutil.copyfile(calm.data / "builds" / LAST, tmp_path / "run.duckdb"))
    published = tmp_path / "published"
    publish(finished, published)
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(published / "warehouse.duckdb"), READ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    for number in range(PUBLICATIONS):
        with build_file.connect(finished) as connection:
            connection.execute(
                "update publication set run_id = ?, published_at = published_at + interval 1 second",
                [f"run{number:05}"],
            )
        publish(finished, published)
    output, errors = reader.communicate()
    assert reader.returncode == 0, errors
    seen = json.loads(output)
    assert len(seen["counts"]) == 1
    assert seen["opened"] > seen["runs"] > PUBLICATIONS / 4
