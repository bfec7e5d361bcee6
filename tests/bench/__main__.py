"""`make bench`: one table of what reading, the whole job and the questions cost on this machine.

Over ../shared/corpus when it is beside the project, else over the sample's facsimiles. Writes data/bench/latest.json.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from pipelines.settings import ROOT
from tests.bench import growth, job, reading
from tests.bench.measurement import Measurement

CORPUS = ROOT.parent / "shared" / "corpus" / "reports"
SAMPLE = ROOT / "data" / "sample"
PARTS = ("reading", "job", "growth")
MOST, FEW = 30, 8  # reports that repeated readings take
SCALES = (1, 2, 4, 8)
LATEST = ROOT / "data" / "bench" / "latest.json"


@click.command()
@click.option("--full", is_flag=True, help="All reports, more runs, and how cost grows: the better part of an hour.")
@click.option("--only", type=click.Choice(PARTS), help="Measure one part alone.")
def main(full: bool, only: str | None) -> None:
    """Measure, print one table beside the figures of before, and write data/bench/latest.json."""
    folder = CORPUS if CORPUS.is_dir() else SAMPLE
    reports = sorted(folder.glob("*.pdf"))
    repeats = 3 if full else 2
    found: list[Measurement] = []
    with tempfile.TemporaryDirectory() as scratch:
        if only in (None, "reading"):
            found += reading.measure(reports, repeats, most=MOST if full else FEW)
        if only in (None, "job"):
            found += job.measure(reports, Path(scratch) / "job", repeats)
        if only == "growth" or (full and only is None):
            found += growth.measure(Path(scratch) / "growth", SCALES)
    about = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "reports": f"{len(reports)} of {folder.name}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before": os.getloadavg()[0],
    }
    before = _before()
    LATEST.parent.mkdir(parents=True, exist_ok=True)
    LATEST.write_text(json.dumps({**about, "measurements": [asdict(each) for each in found]}, indent=2) + "\n")
    _print(found, before)


def _before() -> dict[str, float]:
    """The medians that were measured last, by name and unit; none when nothing was."""
    if not LATEST.is_file():
        return {}
    measured = json.loads(LATEST.read_text(encoding="utf-8"))["measurements"]
    return {f"{each['name']} {each['unit']}": each["median"] for each in measured if each["median"] is not None}


def _print(found: list[Measurement], before: dict[str, float]) -> None:
    table = Table("what", "unit", "median", "before", "lowest", "highest", "runs")
    for each in found:
        earlier = before.get(f"{each.name} {each.unit}")
        figures = (each.median, earlier, each.lowest, each.highest)
        shown = ["" if figure is None else f"{figure:,.2f}" for figure in figures]
        table.add_row(
            each.name, each.unit, *([each.skipped, "", "", ""] if each.median is None else shown), str(each.runs)
        )
    Console(width=None if os.isatty(1) else 140).print(table)


if __name__ == "__main__":
    main()
