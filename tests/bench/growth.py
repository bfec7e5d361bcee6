"""How cost grows with inspections: facsimiles of one short inspection, each of another authority or year."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any

import yaml

from pipelines import reference
from tests.bench.launching import REFRESH, run
from tests.bench.measurement import Measurement, measurement
from tests.facsimiles import ilacs
from tests.facsimiles.samples import FACTS

PATTERN = "80557_2023-05-10.yaml"
ONCE = 60  # inspections at one time the number
# Days that the framework was in use on, before authorities' names or its layout changed.
PERIODS = [
    f"{day} to {day + 4} {month} {year}"
    for year, month, day in product(range(2019, 2023), ("March", "June", "October"), (4, 11))
]


def measure(folder: Path, scales: Sequence[int]) -> Iterator[Measurement]:
    """Cold refreshes of once, twice ... the inspections, in a new folder: cost of each, memory, and what is published.

    A made-up inspection has some 15 pages and 50 paragraphs, a third of a real report.
    """
    first: dict[str, float] = {}
    for scale in scales:
        source, data = folder / f"inspections-{scale}", folder / f"data-{scale}"
        count = make_up(source, ONCE * scale)
        took = run(REFRESH, data, source, is_watched=True)
        published = data / "published"
        found = {
            "cold, each": ("ms", 1000 * took.seconds / count),
            "published file, each": ("kB", (published / "warehouse.duckdb").stat().st_size / 1000 / count),
            "exports, each": ("kB", _bytes(published / "exports") / 1000 / count),
        }
        for name, (unit, figure) in found.items():
            yield measurement(f"at {count} inspections: {name}", unit, [figure])
            yield measurement(
                f"at {count} inspections: {name}, against once", "ratio", [figure / first.setdefault(name, figure)]
            )
        yield measurement(f"at {count} inspections: peak memory, all processes", "MiB", [took.peak])
        shutil.rmtree(source)
        shutil.rmtree(data)


def make_up(folder: Path, count: int) -> int:
    """Sets so many made-up inspections in the folder; returns their number."""
    folder.mkdir(parents=True)
    pattern: dict[str, Any] = yaml.safe_load((FACTS / PATTERN).read_text(encoding="utf-8"))
    named = sorted({one.name for one in reference.authorities() if one.valid_from is None and one.valid_to is None})
    authorities = [name for name in named if name.replace(" ", "").isalpha()]
    for number, (period, name) in enumerate(islice(product(PERIODS, authorities), count)):
        title = f"Inspection of {name} local authority children’s services"
        facts = pattern | {"dates": period, "title": title, "title_lines": [title], "summary": pattern["summary"][1:]}
        ilacs.build(facts, folder / f"{number:05}.pdf")
    return count


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
