"""How long a whole refresh takes, in processes of its own: cold, with nothing new, with one new report, and at size."""

from __future__ import annotations

import multiprocessing
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import duckdb

from pipelines.warehouse.questions import questions
from tests.bench.launching import REFRESH, run
from tests.bench.measurement import Measurement, measurement
from tests.bench.reading import pages

SITE = [sys.executable, "-m", "pipelines", "site", "--no-serve"]
EMPTY_JOB = [sys.executable, "-m", "tests.bench.empty_job"]
# As the UI and the schedule start a run: by Dagster, which loads the code itself.
LAUNCH = [str(Path(sys.executable).parent / "dg"), "launch", "--job"]
REFRESH_LAUNCHED = [*LAUNCH, "refresh", "-m", "pipelines.definitions"]
EMPTY_LAUNCHED = [*LAUNCH, "empty", "-m", "tests.bench.empty_job"]


def measure(reports: list[Path], folder: Path, repeats: int) -> Iterator[Measurement]:
    """Measures refreshes over the reports, in a new folder; raises CalledProcessError when one fails."""
    source = folder / "reports"
    source.mkdir(parents=True)
    new, *listed = reports
    for report in listed:
        shutil.copy(report, source)
    data = folder / "data"
    reading = _reading(listed)
    cold = run(REFRESH, data, source)
    yield measurement(f"reading {len(listed)} reports, two processes", "s", [reading])
    yield measurement(f"whole job, cold, {len(listed)} reports", "s", [cold.seconds])
    yield measurement("all but reading, cold, against reading", "ratio", [(cold.seconds - reading) / reading])
    after = run([*REFRESH, "--rebuild"], data, source)
    yield measurement("whole job, all kept from before, built anew", "s", [after.seconds])
    empty, nothing, empty_launched, nothing_launched, one = [], [], [], [], []
    for number in range(repeats):
        empty.append(run(EMPTY_JOB, data, source).seconds)
        nothing.append(run(REFRESH, data, source).seconds)
        empty_launched.append(run(EMPTY_LAUNCHED, data, source).seconds)
        nothing_launched.append(run(REFRESH_LAUNCHED, data, source).seconds)
        (source / f"new-{number}.pdf").write_bytes(_marked(new, f"new {number}"))
        one.append(run(REFRESH, data, source).seconds)
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
    sites = [run(SITE, data, source).seconds for _ in range(repeats)]
    pages_made = sum(1 for _ in (data / "published" / "site").rglob("*.html"))
    yield measurement(f"the site, {pages_made} pages", "s", sites)
    yield from _questions(data / "published" / "warehouse.duckdb", repeats)
    yield from _at_the_prompt(data, source, repeats)
    shutil.rmtree(data)


def _reading(reports: list[Path]) -> float:
    """Seconds by the clock that reading alone takes in two processes, as in a run."""
    start = time.perf_counter()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        list(pool.map(pages, reports))
    return time.perf_counter() - start


def _at_the_prompt(data: Path, source: Path, repeats: int) -> Iterator[Measurement]:
    for name, command in (("inspections --help", ["--help"]), ("a query's first answer", ["query", "select 1"])):
        taken = [run([sys.executable, "-m", "pipelines", *command], data, source).seconds for _ in range(repeats)]
        yield measurement(name, "s", taken)


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


def _marked(report: Path, mark: str) -> bytes:
    """The report's bytes with a mark after their end: another document."""
    return report.read_bytes() + b"\n%" + mark.encode() + b"\n%%EOF\n"
