"""How long a whole refresh takes, in processes of its own: cold, with nothing new, with one new report, and at size."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psutil

from pipelines.settings import ROOT
from pipelines.warehouse.questions import questions
from tests.bench.measurement import Measurement, measurement
from tests.bench.reading import pages

REFRESH = [sys.executable, "-m", "pipelines", "run"]
SITE = [sys.executable, "-m", "pipelines", "site", "--no-serve"]
EMPTY_JOB = [sys.executable, "-m", "tests.bench.empty_job"]
# As the UI and the schedule start a run: by Dagster, which loads the code itself.
LAUNCH = [str(Path(sys.executable).parent / "dg"), "launch", "--job"]
REFRESH_LAUNCHED = [*LAUNCH, "refresh", "-m", "pipelines.definitions"]
EMPTY_LAUNCHED = [*LAUNCH, "empty", "-m", "tests.bench.empty_job"]
EVERY = 0.5  # seconds between looks at memory, each of which takes a process some 10 ms


@dataclass(frozen=True)
class Run:
    """What a process took: seconds by the clock, and the most memory that it and its workers were seen to have at
    once, in MiB; 0 when nobody looked."""

    seconds: float
    peak: float


def measure(reports: list[Path], folder: Path, repeats: int, scales: Sequence[int]) -> Iterator[Measurement]:
    """Measures refreshes over the reports, in a new folder; raises CalledProcessError when one fails."""
    source = folder / "reports"
    source.mkdir(parents=True)
    new, *listed = reports
    _copies(listed, source, 1)
    data = folder / "data"
    reading = _reading(listed)
    cold = _run(REFRESH, data, source)
    yield measurement(f"reading {len(listed)} reports, two processes", "s", [reading])
    yield measurement(f"whole job, cold, {len(listed)} reports", "s", [cold.seconds])
    yield measurement("all but reading, cold, against reading", "ratio", [(cold.seconds - reading) / reading])
    after = _run([*REFRESH, "--rebuild"], data, source)
    yield measurement("whole job, all kept from before, built anew", "s", [after.seconds])
    empty, nothing, empty_launched, nothing_launched, one = [], [], [], [], []
    for number in range(repeats):
        empty.append(_run(EMPTY_JOB, data, source).seconds)
        nothing.append(_run(REFRESH, data, source).seconds)
        empty_launched.append(_run(EMPTY_LAUNCHED, data, source).seconds)
        nothing_launched.append(_run(REFRESH_LAUNCHED, data, source).seconds)
        _copy(new, source / f"new-{number}.pdf", f"new {number}")
        one.append(_run(REFRESH, data, source).seconds)
    yield measurement("empty Dagster job", "s", empty)
    yield measurement("whole job, nothing new", "s", nothing)
    yield measurement("nothing new against the empty job", "ratio", _ratios(nothing, empty))
    yield measurement("empty Dagster job, launched by Dagster", "s", empty_launched)
    yield measurement("nothing new, launched by Dagster", "s", nothing_launched)
    yield measurement(
        "nothing new against the empty job, both by Dagster", "ratio", _ratios(nothing_launched, empty_launched)
    )
    yield measurement("whole job, one new report", "s", one)
    yield measurement("one new report against the empty job", "ratio", _ratios(one, empty))
    yield measurement("published file", "MB", [(data / "published" / "warehouse.duckdb").stat().st_size / 1e6])
    sites = [_run(SITE, data, source).seconds for _ in range(repeats)]
    pages_made = sum(1 for _ in (data / "published" / "site").rglob("*.html"))
    yield measurement(f"the site, {pages_made} pages", "s", sites)
    yield from _questions(data / "published" / "warehouse.duckdb", repeats)
    shutil.rmtree(data)
    yield from _at_size(listed, folder, scales)


def _reading(reports: list[Path]) -> float:
    """Seconds by the clock that reading alone takes in two processes, as in a run."""
    start = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(pages, reports))
    return time.perf_counter() - start


def _at_size(reports: list[Path], folder: Path, scales: Sequence[int]) -> Iterator[Measurement]:
    """Cold refreshes of once, twice ... the reports; the copies are other bytes of the same inspections."""
    first = None
    for scale in scales:
        source, data = folder / f"reports-{scale}", folder / f"data-{scale}"
        source.mkdir()
        _copies(reports, source, scale)
        run = _run(REFRESH, data, source, is_watched=True)
        each = 1000 * run.seconds / (scale * len(reports))
        first = first or each
        yield measurement(f"at {scale} times the documents, of the same inspections: cold, each", "ms", [each])
        yield measurement(f"at {scale} times the documents: each against once", "ratio", [each / first])
        yield measurement(f"at {scale} times the documents: peak memory, all processes", "MiB", [run.peak])
        shutil.rmtree(source)
        shutil.rmtree(data)


def _questions(warehouse: Path, repeats: int) -> Iterator[Measurement]:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for question in questions().values():
            taken = []
            for _ in range(max(repeats, 5)):
                start = time.perf_counter()
                connection.execute(question.sql).fetchall()
                taken.append(1000 * (time.perf_counter() - start))
            yield measurement(f"question {question.name}", "ms", taken)


def _ratios(figures: list[float], against: list[float]) -> list[float]:
    return [figure / other for figure, other in zip(figures, against, strict=True)]


def _copies(reports: list[Path], folder: Path, times: int) -> None:
    for report in reports:
        for number in range(times):
            _copy(report, folder / f"{report.stem}-{number}{report.suffix}", f"copy {number}" if number else "")


def _copy(report: Path, target: Path, mark: str) -> None:
    """Copies a report; with a mark after its end the copy is another document."""
    end = b"\n%" + mark.encode() + b"\n%%EOF\n" if mark else b""
    target.write_bytes(report.read_bytes() + end)


def _run(command: list[str], data: Path, source: Path, *, is_watched: bool = False) -> Run:
    environment = {
        **os.environ,
        "DATA": str(data),
        "DAGSTER_HOME": str(data / "dagster"),
        "REPORTS": str(source),
        "WORKERS": "2",
    }
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    peaks = [0.0]
    watch = threading.Thread(target=_watch, args=(process.pid, peaks))
    if is_watched:
        watch.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - start
    if is_watched:
        watch.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=errors)
    return Run(seconds, max(peaks))


def _watch(pid: int, peaks: list[float]) -> None:
    """Notes the memory of the process and of all that it started, until it ends."""
    while True:
        try:
            root = psutil.Process(pid)
            if root.status() == psutil.STATUS_ZOMBIE:
                return
            family = [root, *root.children(recursive=True)]
            # Of memory that processes share, each has its part: what the machine needs for them all.
            peaks.append(sum(member.memory_full_info().pss for member in family) / 2**20)
        except psutil.NoSuchProcess:
            if not psutil.pid_exists(pid):
                return
        time.sleep(EVERY)
