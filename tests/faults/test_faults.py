"""Faults made to happen: what docs/reliability.md promises of runs that are killed, raced, starved or misled."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import dagster as dg
import duckdb
import psutil
import pytest

from pipelines.commands.refresh_job import RefreshFailed
from pipelines.definitions import definitions
from pipelines.publishing.publish import publish
from pipelines.runs.dagster_home import instance_of
from pipelines.runs.data_folder import VERSION_FILE
from pipelines.runs.run_build import LAST
from pipelines.settings import ROOT, Settings, settings
from pipelines.warehouse import build_file, sql_models
from tests.conftest import run_refresh, without_settings
from tests.interrupting import environment_of, kill, largest_file, made_writable, published_run, started
from tests.product.test_refresh import SAMPLE, SINGLE, VISIT, content
from tests.served_ui import served_ui

# CI kills a few refreshes and publishes a few times; more was run by hand, see docs/reliability.md.
KILLS = int(os.environ.get("KILLS", "3"))
PUBLICATIONS = int(os.environ.get("PUBLICATIONS", "8"))
UNFINISHED = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED]
ANEW = ("--rebuild", "--accept-shrunken-tables")


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Two folders of reports; a run over the one has work after a run over the other."""
    made = []
    for name, files in (("one", [VISIT]), ("two", [VISIT, SINGLE])):
        (tmp_path / name).mkdir()
        for file in files:
            shutil.copy(SAMPLE / file, tmp_path / name / file)
        made.append(tmp_path / name)
    return made


@pytest.fixture(scope="module")
def one_publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DATA folder with one publication, of the visit alone, made once: each test gets a copy."""
    made = tmp_path_factory.mktemp("published")
    (made / "one").mkdir()
    shutil.copy(SAMPLE / VISIT, made / "one" / VISIT)
    with pytest.MonkeyPatch.context() as patch:
        without_settings(patch)
        run_refresh(settings(reports=str(made / "one"), data=str(made / "data")), keeps_history=True)
    return made / "data"


@pytest.fixture
def data(one_publication: Path, tmp_path: Path) -> Path:
    """A copy of it, for runs in processes of their own."""
    return Path(shutil.copytree(one_publication, tmp_path / "data", symlinks=True))


@dataclass(frozen=True)
class Calm:
    """What an undisturbed first run publishes of both reports, and how many seconds it takes."""

    content: dict[str, list[tuple[object, ...]]]
    seconds: float


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Calm:
    made = tmp_path_factory.mktemp("calm")
    (made / "two").mkdir()
    for file in (VISIT, SINGLE):
        shutil.copy(SAMPLE / file, made / "two" / file)
    clock = time.monotonic()
    run = started(made / "data", REPORTS=str(made / "two"))
    output, _ = run.communicate()
    assert run.returncode == 0, output
    return Calm(content(Settings(data=made / "data")), time.monotonic() - clock)


def test_a_killed_first_refresh_leaves_nothing_and_the_next_completes(
    folders: list[Path], calm: Calm, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    killed = started(data, REPORTS=str(folders[1]))
    time.sleep(calm.seconds / 3)
    assert kill(killed)
    assert published_run(data / "published") is None
    assert started(data, REPORTS=str(folders[1])).wait() == 0
    assert content(Settings(data=data)) == calm.content


def test_a_killed_refresh_leaves_the_old_or_the_new_set(folders: list[Path], data: Path, calm: Calm) -> None:
    moments = random.Random(20261121)
    before, hit = published_run(data / "published"), 0
    for number in range(KILLS):
        run = started(data, *ANEW, REPORTS=str(folders[number % 2]))
        time.sleep(moments.uniform(0.05, 1) * calm.seconds)
        hit += kill(run)
        before = published_run(data / "published")
        assert before is not None
    assert hit >= KILLS / 2
    last = started(data, *ANEW, REPORTS=str(folders[1]))
    output, _ = last.communicate()
    assert last.returncode == 0, output
    assert published_run(data / "published") != before
    assert [path.name for path in (data / "builds").glob("*.duckdb*")] == [LAST]
    assert content(Settings(data=data)) == calm.content


def test_runs_killed_in_the_ui_and_the_shell_leave_a_queue_that_moves(
    folders: list[Path], data: Path, calm: Calm, tmp_path: Path
) -> None:
    in_the_shell = published_run(data / "published")
    moments = random.Random(20261126)
    environment = environment_of(data, {"REPORTS": str(folders[1])})
    with served_ui(data, tmp_path / "ui.log", environment) as ui, instance_of(Settings(data=data)) as instance:
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
    assert content(Settings(data=data)) == calm.content


def test_of_three_refreshes_at_once_one_builds_and_the_others_wait(folders: list[Path], tmp_path: Path) -> None:
    data = tmp_path / "data"
    runs = [started(data, REPORTS=str(folders[1])) for _ in range(3)]
    outputs = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], outputs
    assert sum("Another run is at work" in output for output in outputs) == 2
    assert sum("Nothing has changed since" in output for output in outputs) == 2
    assert not any("Traceback" in output or "lock on file" in output for output in outputs)
    assert published_run(data / "published") is not None
    assert len(list((data / "published" / "editions").iterdir())) == 1


def test_a_run_that_dagster_launches_waits_for_one_from_the_shell(folders: list[Path], data: Path) -> None:
    run = started(data, REPORTS=str(folders[1]))
    # As the UI and the schedule start it: by Dagster, in a process of its own.
    dagster = [str(Path(sys.executable).parent / "dg"), "launch", "--job", "refresh", "-m", "pipelines.definitions"]
    environment = environment_of(data, {"REPORTS": str(folders[1]), "DAGSTER_HOME": str(data / "dagster")})
    launched = subprocess.run(
        dagster, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    output, _ = run.communicate()
    assert (run.returncode, launched.returncode) == (0, 0), (output, launched.stdout)
    # `dg launch` opens the run's resources once more after its end, so it may wait, and be waited for.
    assert any("Another run is at work" in each for each in (output, launched.stdout))
    assert sum("Nothing has changed since" in each for each in (output, launched.stdout)) == 1
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
def test_readers_never_see_an_error_or_a_mixture(sample: Settings, tmp_path: Path) -> None:
    finished = Path(shutil.copyfile(sample.builds / LAST, tmp_path / "run.duckdb"))
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


@pytest.fixture
def published(
    environment: Path, monkeypatch: pytest.MonkeyPatch, folders: list[Path], one_publication: Path
) -> Settings:
    """A DATA folder with one publication."""
    monkeypatch.setenv("REPORTS", str(folders[0]))
    shutil.copytree(one_publication, environment, symlinks=True)
    return settings()


def test_a_state_of_a_newer_version_is_left_alone(published: Settings) -> None:
    before = published_run(published.published)
    (published.data / VERSION_FILE).write_text("99\n")
    with pytest.raises(RefreshFailed, match=r"newer version .* update the project, or use another DATA"):
        run_refresh(published)
    (published.data / VERSION_FILE).write_text("nonsense\n")
    with pytest.raises(RefreshFailed, match="does not hold a version number"):
        run_refresh(published)
    assert published_run(published.published) == before


def anew(published: Settings) -> None:
    """Publishes anew, and holds nothing against what was published before, as a first run."""
    run_refresh(published, rebuild=True, accept_shrunken_tables=True)


@pytest.mark.usefixtures("every_check_passes")
def test_damaged_state_is_made_anew(published: Settings) -> None:
    before = content(published)
    (published.builds / LAST).write_bytes(b"not a database")
    for kept in published.store_folder.rglob("*.json.gz"):
        kept.write_bytes(kept.read_bytes()[:50])
    anew(published)
    assert content(published) == before


@pytest.mark.parametrize("damaged", ["manifest.json", "warehouse.duckdb"])
def test_an_edition_that_was_damaged_is_published_anew_and_that_is_said(published: Settings, damaged: str) -> None:
    with duckdb.connect(str(published.warehouse), read_only=True) as connection:
        before, run = connection.execute("from findings").fetchall(), published_run(published.published)
    made_writable(published.published / damaged).write_bytes(b"neither one nor the other")
    output, _ = started(published.data, REPORTS=str(published.reports)).communicate()
    assert damaged in output, output
    assert published_run(published.published) not in (None, run)
    with duckdb.connect(str(published.warehouse), read_only=True) as connection:
        assert connection.execute("from findings").fetchall() == before
        told = connection.execute("select file_path from raw.edition_changes").fetchall()
    assert told == [(damaged,)]


@pytest.mark.usefixtures("every_check_passes")
def test_documents_damaged_in_the_store_are_kept_again(published: Settings) -> None:
    before = content(published)
    for document in (published.store_folder / "documents").rglob("*"):
        if document.is_file():
            document.write_bytes(b"")
    shutil.rmtree(published.store_folder / "pages")
    shutil.rmtree(published.store_folder / "facts")
    anew(published)
    assert content(published) == before


@pytest.mark.usefixtures("every_check_passes")
def test_nothing_new_is_not_built_again(published: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = published_run(published.published)
    run_refresh(published)
    assert published_run(published.published) == before
    run_refresh(published, rebuild=True)
    after = published_run(published.published)
    assert after != before
    monkeypatch.setenv("VERBATIM", "open_licence")
    run_refresh(settings())
    assert published_run(published.published) != after


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
def test_an_edition_that_lost_a_file_is_published_anew(published: Settings) -> None:
    before = published_run(published.published)
    for lost in ("warehouse.duckdb", "exports/inspections.xlsx"):
        (published.published / "current" / lost).unlink()
        run_refresh(published)
        assert published_run(published.published) != before


def run_of(selection: dg.AssetSelection, settings: Settings) -> dg.ExecuteInProcessResult:
    """A run of what is selected, as somebody may start it in the UI."""
    job = dg.define_asset_job("selected", selection=selection, executor_def=dg.in_process_executor)
    every = dg.Definitions.merge(definitions(settings), dg.Definitions(jobs=[job]))
    with instance_of(settings) as instance:
        return every.resolve_job_def("selected").execute_in_process(instance=instance, raise_on_error=False)


def test_a_run_without_its_checks_publishes_nothing(published: Settings, folders: list[Path]) -> None:
    before = published_run(published.published)
    shutil.copy(SAMPLE / SINGLE, folders[0] / SINGLE)
    views = [model.name for model in sql_models.models("views")]
    everything = dg.AssetSelection.all() - dg.AssetSelection.assets("site")
    assert not run_of(everything - dg.AssetSelection.checks_for_assets(*views), published).success
    assert published_run(published.published) == before


def test_a_check_that_is_run_alone_looks_at_the_build_and_makes_nothing(published: Settings) -> None:
    with duckdb.connect(str(published.builds / LAST)) as connection:
        connection.execute("update dim_grade set grade_code = 'splendid' where grade_code = 'good'")
    shutil.rmtree(published.reports)
    run = run_of(dg.AssetSelection.checks_for_assets("dim_grade", "dim_date", "report_files"), published)
    found = {check.asset_key.path[-1]: check.passed for check in run.get_asset_check_evaluations()}
    assert found == {"dim_grade": False, "dim_date": True, "report_files": True}
    assert not [event for event in run.all_events if event.is_step_materialization]


@pytest.mark.usefixtures("every_check_passes")
def test_a_table_of_the_reports_that_is_made_alone_leaves_the_others(published: Settings, folders: list[Path]) -> None:
    shutil.copy(SAMPLE / SINGLE, folders[0] / SINGLE)
    run = run_of(dg.AssetSelection.assets("report_files"), published)
    assert run.success
    made = [event.asset_key.path[-1] for event in run.all_events if event.is_step_materialization and event.asset_key]
    assert made == ["report_files"]


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
