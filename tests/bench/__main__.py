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
from tests.bench import job, reading
from tests.bench.measurement import Measurement

CORPUS = ROOT.parent / "shared" / "corpus" / "reports"
SAMPLE = ROOT / "data" / "sample"
LATEST = ROOT / "data" / "bench" / "latest.json"


@click.command()
@click.option("--repeats", default=3, show_default=True, help="Runs of each figure; the table has their median.")
@click.option("--scales", default="1,2,4,8", show_default=True, help="Times the reports, for how cost grows.")
@click.option("--only", type=click.Choice(["reading", "job"]), help="Measure one part alone.")
def main(repeats: int, scales: str, only: str | None) -> None:
    """Measure, print one table, and write data/bench/latest.json."""
    folder = CORPUS if CORPUS.is_dir() else SAMPLE
    reports = sorted(folder.glob("*.pdf"))
    found: list[Measurement] = []
    if only != "job":
        found += reading.measure(reports, repeats)
    if only != "reading":
        with tempfile.TemporaryDirectory() as scratch:
            found += job.measure(reports, Path(scratch), repeats, [int(scale) for scale in scales.split(",")])
    about = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "reports": f"{len(reports)} of {folder.name}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load_before": os.getloadavg()[0],
    }
    LATEST.parent.mkdir(parents=True, exist_ok=True)
    LATEST.write_text(json.dumps({**about, "measurements": [asdict(each) for each in found]}, indent=2) + "\n")
    _print(found)


def _print(found: list[Measurement]) -> None:
    table = Table("what", "unit", "median", "lowest", "highest", "runs")
    for each in found:
        figures = (each.median, each.lowest, each.highest)
        shown = [each.skipped, "", ""] if each.median is None else [f"{figure:,.2f}" for figure in figures]
        table.add_row(each.name, each.unit, *shown, str(each.runs))
    Console(width=None if os.isatty(1) else 140).print(table)


if __name__ == "__main__":
    main()
