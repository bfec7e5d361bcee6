"""The DfE's indicators of an authority over time, beside England and its neighbours, with the days of inspections."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pipelines.site.drawings.charts import MARGIN, PLOT_HEIGHT, PLOT_WIDTH
from pipelines.site.model.model import Inspection
from pipelines.site.model.reading import INDICATORS, Row
from pipelines.site.text import day, number

UNITS = {
    "count": "number",
    "percent": "per cent",
    "per_10k": "per 10,000 children",
    "fte": "full-time equivalents",
    "cases": "cases",
    "gbp": "pounds",
    "gbp_per_week": "pounds a week",
}
WHOSE = {"value": "The authority", "england_value": "England", "neighbours_median": "Neighbours' median"}


@dataclass(frozen=True)
class Mark:
    """The first day of an inspection or visit: its place in the picture, and what it was in words."""

    x: float
    is_graded: bool
    words: str


@dataclass(frozen=True)
class IndicatorPicture:
    """An indicator of one authority: its lines by whose they are, each in the stretches that have no gap.

    `rows` are its years with the three values in words; empty where the file has none.
    """

    name: str
    unit: str
    lines: dict[str, list[str]]
    marks: list[Mark]
    rows: list[tuple[str, list[str]]]
    first_year: int
    last_year: int

    @property
    def words(self) -> str:
        """All of the picture in a sentence, for those who do not see it."""
        said = (f"{period}: {own or 'no figure'}, England {england}" for period, (own, england, _) in self.rows)
        return f"{self.name}: {'; '.join(said)}"


def indicator_pictures(rows: Iterable[Row], inspections: list[Inspection]) -> list[IndicatorPicture]:
    """A picture for each indicator of the rows of indicator_history, in INDICATORS' order, with one scale of time."""
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (INDICATORS.index(row["indicator_code"]), row["period_end_date"])):
        groups.setdefault(row["indicator_code"], []).append(row)
    days = [row["period_end_date"] for group in groups.values() for row in group]
    if not days:
        return []
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)
    marks = [
        Mark(
            _across(one.date, first, last), bool(one.judgements), f"{one.framework.row['short_name']}, {day(one.date)}"
        )
        for one in reversed(inspections)
        if first <= one.date < last
    ]
    return [_picture(group, marks, first, last) for group in groups.values()]


def _picture(group: list[Row], marks: list[Mark], first: date, last: date) -> IndicatorPicture:
    highest = max((row[whose] for row in group for whose in WHOSE if row[whose] is not None), default=0.0) or 1.0

    def point(row: Row, whose: str) -> str:
        y = PLOT_HEIGHT - MARGIN - (PLOT_HEIGHT - 2 * MARGIN) * row[whose] / highest
        return f"{_across(row['period_end_date'], first, last)},{round(y, 1)}"

    lines = {whose: _stretches(group, whose, point) for whose in WHOSE}
    words = [(row["period"], ["" if row[whose] is None else number(row[whose]) for whose in WHOSE]) for row in group]
    return IndicatorPicture(
        group[0]["indicator_name"],
        UNITS[group[0]["unit_code"]],
        lines,
        marks,
        words,
        first.year,
        last.year - 1,
    )


def _stretches(group: list[Row], whose: str, point: Callable[[Row, str], str]) -> list[str]:
    """The points of each stretch of years that have a value; a year without one is a gap, not a line."""
    stretches: list[list[str]] = [[]]
    for row in group:
        if row[whose] is None:
            stretches.append([])
        else:
            stretches[-1].append(point(row, whose))
    return [" ".join(stretch) for stretch in stretches if stretch]


def _across(when: date, first: date, last: date) -> float:
    return round(MARGIN + (PLOT_WIDTH - 2 * MARGIN) * (when - first).days / (last - first).days, 1)
