"""Positions of what charts draw; templates turn them into inline SVG."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipelines.site.model.model import Inspection
from pipelines.site.text import amount
from pipelines.site.words import ROLES

# From the bottom of a column to its top, best first.
ORDER = ("outstanding", "good", "adequate", "requires_improvement", "inadequate", "not_judged", "not_given", "none")
STACK_HEIGHT = 200.0
SLOT = 40.0
SINCE_LAST_INSPECTION = "since_last_inspection"
OWN = ("actual", "previous")
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
    """One metric of one authority over time, in one unit and for one kind of period.

    `line` joins the authority's own figures, oldest first; it is empty where they do not follow one another.
    """

    name: str
    unit_code: str
    period_code: str | None
    points: list[Point]
    line: str
    latest: str
    national: str
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


def uneven_metrics(inspections: Iterable[Inspection]) -> set[str]:
    """Names of the metrics that count since the last inspection: over two years in one report, over five in another."""
    return {
        row["metric"]["metric_name"]
        for inspection in inspections
        for row in inspection.metrics
        if row["period_code"] == SINCE_LAST_INSPECTION
    }


def small_multiples(inspections: list[Inspection], uneven: set[str]) -> list[SmallMultiple]:
    """A picture for each metric with figures of two days, or with a national figure; all have one scale of time.

    The figures of `uneven` metrics are not joined.
    """
    found = figures(inspections)
    if not found:
        return []
    first, last = min(one.day for one in found).year, max(one.day for one in found).year
    groups: dict[tuple[str, str, str | None], list[Figure]] = {}
    for figure in found:
        groups.setdefault((figure.name, figure.unit_code, figure.period_code), []).append(figure)
    pictures = []
    for group in groups.values():
        own = [figure for figure in group if figure.role in OWN]
        if own and (len({figure.day for figure in own}) > 1 or any(figure.role == "national" for figure in group)):
            pictures.append(_picture(group, first, last, is_even=group[0].name not in uneven))
    return pictures


def _picture(group: list[Figure], first: int, last: int, *, is_even: bool) -> SmallMultiple:
    """The picture of one metric's figures, with time from the start of the year `first` to the end of `last`."""
    highest = max(figure.value for figure in group) or 1.0  # a scale needs a height, also where all are nought
    start, days = date(first, 1, 1), (date(last + 1, 1, 1) - date(first, 1, 1)).days

    def place(figure: Figure) -> tuple[float, float]:
        x = MARGIN + (PLOT_WIDTH - 2 * MARGIN) * (figure.day - start).days / days
        y = PLOT_HEIGHT - MARGIN - (PLOT_HEIGHT - 2 * MARGIN) * figure.value / highest
        return round(x, 1), round(y, 1)

    points = [
        Point(*place(figure), figure.role, f"{ROLES[figure.role]}, {figure.day.year}: {figure.words}")
        for figure in group
    ]
    own = [figure for figure in group if figure.role in OWN]
    values = {(figure.day, figure.value) for figure in own}
    is_joined = is_even and len(values) == len({figure.day for figure in own}) > 1
    return SmallMultiple(
        group[0].name,
        group[0].unit_code,
        group[0].period_code,
        points,
        " ".join(f"{x},{y}" for x, y in dict.fromkeys(map(place, own))) if is_joined else "",
        _newest([figure for figure in own if figure.role == "actual"] or own),
        _newest([figure for figure in group if figure.role == "national"]),
        first,
        last,
    )


def _newest(figures: list[Figure]) -> str:
    """What the figures of the latest day say, with its year; empty without any."""
    if not figures:
        return ""
    day = max(figure.day for figure in figures)
    words = dict.fromkeys(figure.words for figure in figures if figure.day == day)
    return f"{' and '.join(words)} ({day.year})"
