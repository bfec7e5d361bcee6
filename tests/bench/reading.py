"""How fast reports are read: by our reader, by libraries' plain text, and by what a common scraper does.

Every run takes all ways in turn over the same reports, and a ratio is of one run's times, since machines differ and a
machine's load changes. Wall times of two processes include their start.
"""

from __future__ import annotations

import importlib
import io
import logging
import multiprocessing
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.frameworks import read_report
from pipelines.parsing.statements import UnreadableReport
from pipelines.reading.model import UnreadableDocument
from pipelines.reading.read import read_document
from tests.bench.measurement import Measurement, measurement, skipped

MOST_SCRAPED = 6  # reports that the scraper takes, which starts Java for each
PLAIN = "pdfminer.six extract_text, one process"


class Way(NamedTuple):
    """A way to read a report: takes its bytes in one of `processes` and returns anything at all."""

    name: str
    read: Callable[[bytes], object]
    processes: int


@dataclass
class Times:
    """What one way took in each run: seconds by the clock and of all processors, and against `PLAIN`'s clock."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    ratio: list[float] = field(default_factory=list)


def plain_pdfminer(content: bytes) -> object:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(content))


def plain_pypdfium2(content: bytes) -> object:
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_range() for page in document]


def bytes_alone(content: bytes) -> object:
    return len(content)


def ours(content: bytes) -> object:
    return read_document(content)


def ways() -> list[Way]:
    """What can be measured here; `PLAIN` comes first."""
    return [
        Way(PLAIN, plain_pdfminer, 1),
        Way("our reader, one process", ours, 1),
        Way("our reader, two processes", ours, 2),
        Way("pypdfium2 plain text, one process: the limit", plain_pypdfium2, 1),
        Way("the bytes alone, one process", bytes_alone, 1),
    ]


def measure(reports: list[Path], repeats: int, most: int) -> list[Measurement]:
    """Measures all ways over the PDFs among the reports that can be read.

    Where they are more than `most`, repeated runs take as many of all lengths.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    readable = dict(_readable(reports))
    paths = sorted(readable, key=lambda path: (readable[path], path.name))
    sample = _spread(paths, most)
    found = list(_measured(ways(), sample, sum(readable[path] for path in sample), repeats))
    found.append(_parsing(sample, repeats))
    found.append(_scraper(_spread(paths, MOST_SCRAPED), repeats))
    return found


def _readable(reports: list[Path]) -> Iterator[tuple[Path, int]]:
    """The reports that are PDFs and can be read, with their number of pages."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        for path, number in zip(reports, pool.map(pages, reports), strict=True):
            if number:
                yield path, number


def pages(path: Path) -> int:
    """The PDF's number of pages as our reader sees it; 0 when it cannot be read."""
    try:
        return read_document(path.read_bytes()).page_count or 0
    except UnreadableDocument:
        return 0


def _spread(paths: list[Path], most: int) -> list[Path]:
    """At most so many of the paths, evenly from first to last."""
    if len(paths) <= most:
        return paths
    return [paths[round(number * (len(paths) - 1) / (most - 1))] for number in range(most)]


def _measured(measured: list[Way], paths: list[Path], pages: int, repeats: int) -> Iterator[Measurement]:
    times = {way.name: Times() for way in measured}
    for _ in range(repeats):
        for way in measured:
            start = time.perf_counter()
            cpu = _run(way, paths)
            taken = times[way.name]
            taken.wall.append(time.perf_counter() - start)
            taken.cpu.append(cpu)
            taken.ratio.append(taken.wall[-1] / times[PLAIN].wall[-1])
    for way in measured:
        taken = times[way.name]
        yield measurement(f"{way.name}", "pages/s", [pages / wall for wall in taken.wall])
        yield measurement(f"{way.name}", "CPU ms a page", [1000 * cpu / pages for cpu in taken.cpu])
        if way.name != PLAIN:
            yield measurement(f"{way.name}: wall time against extract_text", "ratio", taken.ratio)


def _run(way: Way, paths: list[Path]) -> float:
    """Reads all reports; returns the seconds of CPU that reading them took."""
    if way.processes == 1:
        return sum(_cpu_seconds(way.read, path) for path in paths)
    with ProcessPoolExecutor(way.processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        return sum(pool.map(_cpu_seconds, [way.read] * len(paths), paths))


def _cpu_seconds(read: Callable[[bytes], object], path: Path) -> float:
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    start = time.process_time()
    read(path.read_bytes())
    return time.process_time() - start


def _parsing(paths: list[Path], repeats: int) -> Measurement:
    documents = [read_document(path.read_bytes()) for path in paths]
    figures = []
    for _ in range(repeats):
        start = time.process_time()
        for document in documents:
            try:
                read_report(document)
            except UnreadableReport:
                continue
        figures.append(1000 * (time.process_time() - start) / len(documents))
    return measurement("parsing what was read", "CPU ms a report", figures)


def _scraper(paths: list[Path], repeats: int) -> Measurement:
    name, unit = "tabula-py and PyPDF2, page 1 alone", "s a report"
    if shutil.which("java") is None:
        return skipped(name, unit, "Java is not installed")
    try:
        tabula, pypdf2 = importlib.import_module("tabula"), importlib.import_module("PyPDF2")
    except ImportError as error:
        return skipped(name, unit, f"{error.name} is not installed")
    logging.getLogger("tabula").setLevel(logging.ERROR)
    figures = []
    for _ in range(repeats):
        start = time.perf_counter()
        for path in paths:
            _scrape(tabula, pypdf2, path)
        figures.append((time.perf_counter() - start) / len(paths))
    return measurement(name, unit, figures)


def _scrape(tabula: Any, pypdf2: Any, path: Path) -> None:
    pypdf2.PdfReader(path).pages[0].extract_text()
    tabula.read_pdf(path, pages=1, silent=True)
