"""Positions of what charts draw; templates turn them into inline SVG."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from pipelines.site.model import Inspection
from pipelines.site.text import amount

# From the bottom of a column to its top, best first.
ORDER = ("outstanding", "good", "adequate", "requires_improvement", "inadequate", "not_judged", "not_given", "none")
STACK_HEIGHT = 200.0
SLOT = 40.0
LEAST_LABELLED = 11.0  # a lower part has no room for its number, which the table has


@dataclass(frozen=True)
class Part:
    """A part of a column: its grade's code, number, place and height in the picture's units."""

    code: str
    count: int
    top: float
    height: float

    @property
    def is_labelled(self) -> bool:
        return self.height >= LEAST_LABELLED


@dataclass(frozen=True)
class StackedYears:
    """Columns of one height, one a year: `counts` are the numbers, `codes` the grades that occur."""

    counts: dict[int, Counter[str]]
    codes: list[str]
    columns: list[tuple[int, float, list[Part]]]
    width: float
    height: float


def stacked_years(counts: dict[int, Counter[str]]) -> StackedYears:
    """A column for each year, each part as high as its share of the year's authorities."""
    codes = [code for code in ORDER if any(count[code] for count in counts.values())]
    columns = []
    for index, (year, count) in enumerate(counts.items()):
        bottom, parts = STACK_HEIGHT, []
        for code in codes:
            height = STACK_HEIGHT * count[code] / count.total()
            bottom -= height
            if count[code]:
                parts.append(Part(code, count[code], round(bottom, 1), round(height, 1)))
        columns.append((year, round(index * SLOT, 1), parts))
    return StackedYears(counts, codes, columns, len(counts) * SLOT, STACK_HEIGHT)


@dataclass(frozen=True)
class Point:
    """A figure's dot: `role` is actual, previous, national or other_comparator; `words` say all of it."""

    x: float
    y: float
    role: str
    words: str


@dataclass(frozen=True)
class SmallMultiple:
    """One metric of one authority over time, in one unit and for one kind of period."""

    name: str
    unit_code: str
    period_code: str | None
    points: list[Point]
    line: str
    latest: str
    national: str | None
    first_year: int
    last_year: int


PLOT_WIDTH, PLOT_HEIGHT, MARGIN = 200.0, 64.0, 6.0


@dataclass(frozen=True)
class Figure:
    """A figure of a metric with the day that it stands for; the inspection's own where none is printed."""

    name: str
    value: float
    unit_code: str
    is_approximate: bool
    role: str
    period_code: str | None
    day: date
    inspection: Inspection

    @property
    def words(self) -> str:
        """The figure with its unit, as approximate where the report marks it so."""
        return amount(self.value, self.unit_code, is_approximate=self.is_approximate)


def figures(inspections: list[Inspection]) -> list[Figure]:
    """Every figure of the inspections' reports, the oldest first."""
    found = [
        Figure(
            row["metric"]["metric_name"],
            row["value"],
            row["unit_code"],
            row["is_approximate"],
            row["role_code"],
            row["period_code"],
            row["as_of_date"] or inspection.date,
            inspection,
        )
        for inspection in inspections
        for row in inspection.metrics
    ]
    return sorted(found, key=lambda figure: (figure.name, figure.unit_code, figure.day))


def small_multiples(inspections: list[Inspection]) -> list[SmallMultiple]:
    """A picture for each metric with figures of two days, or with a national figure; all have one scale of time."""
    found = figures(inspections)
    if not found:
        return []
    first, last = min(one.day for one in found).year, max(one.day for one in found).year + 1
    groups: dict[tuple[str, str, str | None], list[Figure]] = {}
    for figure in found:
        groups.setdefault((figure.name, figure.unit_code, figure.period_code), []).append(figure)
    pictures = []
    for (name, unit_code, period_code), group in groups.items():
        own = [figure for figure in group if figure.role in ("actual", "previous")]
        national = [figure for figure in group if figure.role == "national"]
        if own and (national or len({figure.day for figure in own}) > 1):
            pictures.append(_picture(name, unit_code, period_code, group, own, national, first, last))
    return pictures


def _picture(
    name: str,
    unit_code: str,
    period_code: str | None,
    group: list[Figure],
    own: list[Figure],
    national: list[Figure],
    first: int,
    last: int,
) -> SmallMultiple:
    highest = max(figure.value for figure in group) or 1.0  # a scale needs a height, also where all are nought
    start, days = date(first, 1, 1), (date(last, 1, 1) - date(first, 1, 1)).days

    def place(figure: Figure) -> tuple[float, float]:
        x = MARGIN + (PLOT_WIDTH - 2 * MARGIN) * (figure.day - start).days / days
        y = PLOT_HEIGHT - MARGIN - (PLOT_HEIGHT - 2 * MARGIN) * figure.value / highest
        return round(x, 1), round(y, 1)

    points = [
        Point(*place(figure), figure.role, f"{figure.role}, {figure.day.year}: {figure.words}") for figure in group
    ]
    newest = max((figure for figure in own if figure.role == "actual"), key=lambda figure: figure.day, default=own[-1])
    return SmallMultiple(
        name,
        unit_code,
        period_code,
        points,
        " ".join(f"{x},{y}" for x, y in dict.fromkeys(map(place, own))),
        f"{newest.words} ({newest.day.year})",
        f"{national[-1].words} ({national[-1].day.year})" if national else None,
        first,
        last - 1,
    )
