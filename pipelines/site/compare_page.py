"""Authorities side by side: latest judgements, grades over the years, what is due next, and indicators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipelines.site.drawings.indicator_charts import UNITS
from pipelines.site.model.grades import Grade
from pipelines.site.model.model import CHILDRENS_SERVICES, Authority, Inspection, Model
from pipelines.site.model.reading import INDICATORS, Row
from pipelines.site.overview import COLUMNS, grade_lines
from pipelines.site.ready.ready_tables import Answer
from pipelines.site.story import good_or_better
from pipelines.site.text import number, short_day

NEXT_DUE = "next-due"
FULL = "full_inspection"
# Where a next inspection's day is from, the most binding first.
DUE = {"stated_due_date": "as its report says", "rule_due_date": "by the rule", "past_due_date": "after the median"}


@dataclass(frozen=True)
class Given:
    """What one inspection gave in a year: its overall grade, or in words how many areas were good or better."""

    grade: Grade | None
    words: str


@dataclass(frozen=True)
class Indicator:
    """An indicator's latest year that the file has for England's authorities."""

    code: str
    name: str
    unit: str
    period: str
    end: dt.date


def compare_page(model: Model, answers: list[Answer]) -> dict[str, Any]:
    """What the template of the comparison shows: a line for each authority of today."""
    given = {one.urn: _given(one) for one in model.current}
    indicators = _indicators(row for one in model.current for row in one.indicators)
    return {
        "lines": grade_lines(model),
        "domains": COLUMNS,
        "regions": sorted({one.row["region_name"] for one in model.current}),
        "due": _due(model, answers),
        "given": given,
        "years": sorted({year for years in given.values() for year in years}),
        "indicators": indicators,
        "values": {one.urn: _values(one.indicators, indicators) for one in model.current},
    }


def _due(model: Model, answers: list[Answer]) -> dict[str, tuple[str, str]]:
    """By authority the day of its next full inspection, and where the day is from."""
    (answer,) = [one for one in answers if one.table.name == NEXT_DUE]
    due: dict[str, tuple[str, str]] = {}
    for row in answer.rows:
        framework = model.frameworks[row["framework_code"]].row
        if row["next_kind_code"] != FULL or not (framework["is_graded"] and framework["is_of_childrens_services"]):
            continue
        for column, words in DUE.items():
            if row[column] is not None:
                due.setdefault(row["authority_urn"], (short_day(row[column]), words))
    return due


def _given(authority: Authority) -> dict[int, list[Given]]:
    """What full inspections of children's services as a whole gave, by the year of their first day."""
    years: dict[int, list[Given]] = {}
    for one in reversed(authority.inspections):
        if one.is_of_one_service and one.framework.row["is_of_childrens_services"]:
            years.setdefault(one.date.year, []).append(_given_by(one))
    return years


def _given_by(inspection: Inspection) -> Given:
    for one in inspection.overall:
        if one.domain["service_code"] == CHILDRENS_SERVICES:
            return Given(one.grade, one.grade.short_name)
    good, judged = good_or_better(inspection.judgements)
    return Given(None, f"{good} of {judged} good or better")


def _indicators(rows: Iterable[Row]) -> list[Indicator]:
    latest: dict[str, Indicator] = {}
    for row in rows:
        code, end = row["indicator_code"], row["period_end_date"]
        if row["value"] is not None and (code not in latest or end > latest[code].end):
            latest[code] = Indicator(code, row["indicator_name"], UNITS[row["unit_code"]], row["period"], end)
    return [latest[code] for code in INDICATORS if code in latest]


def _values(rows: list[Row], indicators: list[Indicator]) -> list[str]:
    """The authority's values of the indicators in those years, in their order; empty where it has none."""
    own = {(row["indicator_code"], row["period"]): row["value"] for row in rows}
    values = [own.get((one.code, one.period)) for one in indicators]
    return ["" if value is None else number(value) for value in values]
