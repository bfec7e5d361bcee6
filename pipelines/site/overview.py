"""The overview: each authority's latest grades, the map, and how grades have moved over the years."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.site.drawings.charts import StackedYears, stacked_years
from pipelines.site.drawings.tile_map import name_lines, place
from pipelines.site.model.grades import OVERALL, Grade
from pipelines.site.model.model import CHILDRENS_SERVICES, Authority, Inspection, Model
from pipelines.site.story import good_or_better
from pipelines.site.words import DOMAINS

NO_GRADE = "none"
FIRST_YEAR, LAST_YEAR_OF_TWO_SERVICES, FIRST_YEAR_OF_ONE = 2009, 2013, 2014
SAFEGUARDING, LEADERSHIP = "safeguarding", "leadership"
GOOD_OR_BETTER = "good_or_better"
COLUMNS = DOMAINS | {GOOD_OR_BETTER: "Good or better"}
# Why there is no grade.
MISSING = {
    "no_inspection": "No grades in this file",
    "by_service": "Judged by service, see its page",
    "with_care": "With children in care",
    "no_overall": "No overall grade given",
    "no_grade": "Not given",
}
# How many of the areas judged are good or better; since April 2026 there is no overall grade to say as much.
SHARES = {
    "share_all": "All good or better",
    "share_most": "More than half",
    "share_half": "Half",
    "share_few": "Less than half",
    "share_none": "No area",
}


@dataclass(frozen=True)
class Cell:
    """A grade or share of the table, or why there is none. `sort` orders the best first, the missing last."""

    code: str
    words: str
    letter: str = "–"
    sort: int = 9
    grade: Grade | None = None

    @property
    def is_missing(self) -> bool:
        return self.code in MISSING


@dataclass(frozen=True)
class Line:
    """An authority's line of the table, with a cell for each domain."""

    authority: Authority
    cells: dict[str, Cell]


def cell(authority: Authority, domain_code: str) -> Cell:
    """The latest grade for the area, or why there is none. Nothing older is shown in its place."""
    latest = authority.latest
    if latest is None:
        return _missing("no_inspection")
    grade = authority.latest_grade(domain_code)
    if grade:
        return Cell(grade.code, grade.name, grade.letter, grade.rank or 9, grade)
    if not latest.is_of_one_service:
        return _missing("by_service")
    if domain_code == "care_leavers" and latest.covers_care_leavers:
        return _missing("with_care")
    return _missing("no_overall" if domain_code == OVERALL else "no_grade")


def share(authority: Authority) -> Cell:
    """How many areas of the latest inspection of children's services as a whole are good or better."""
    latest = authority.latest
    if latest is None:
        return _missing("no_inspection")
    if not latest.is_of_one_service:
        return _missing("by_service")
    good, judged = good_or_better([one for one in latest.judgements if one.domain["domain_code"] in DOMAINS])
    if not judged:
        return _missing("no_grade")
    part = good / judged
    code = (
        "share_all"
        if good == judged
        else "share_most"
        if part > 0.5
        else "share_half"
        if part == 0.5
        else "share_few"
        if good
        else "share_none"
    )
    return Cell(code, f"{good} of {judged}", str(good), judged - good)


def _missing(code: str) -> Cell:
    return Cell(code, MISSING[code])


def grade_lines(model: Model) -> list[Line]:
    """A line for each authority of today."""
    return [
        Line(one, {code: cell(one, code) for code in DOMAINS} | {GOOD_OR_BETTER: share(one)}) for one in model.current
    ]


def overview(model: Model) -> dict[str, Any]:
    """What the overview's template shows."""
    lines = grade_lines(model)
    by_urn = {line.authority.urn: line for line in lines}
    placed = [(tile, by_urn[authority.urn]) for tile, authority in place(model.current)]
    legend = Counter(line.cells[GOOD_OR_BETTER].code for line in lines)
    inspected = [line for line in lines if line.authority.latest]
    return {
        "lines": lines,
        "ended": model.ended,
        "tiles": placed,
        "columns": max(tile.column for tile, _ in placed),
        "rows": max(tile.row for tile, _ in placed),
        "legend": legend,
        "domains": COLUMNS,
        "choices": {GOOD_OR_BETTER: "How many areas are good or better"} | DOMAINS,
        "shares": SHARES,
        "missing": MISSING,
        "name_lines": name_lines,
        "regions": sorted({line.authority.row["region_name"] for line in lines}),
        "frameworks_used": [
            one for one in model.frameworks.values() if any(_latest_is(line.authority, one.code) for line in lines)
        ],
        "inspected": len(inspected),
        "from_record": sum(1 for line in inspected if not _latest(line).has_report),
        "latest_day": max((_latest(line).date for line in inspected), default=None),
        "two_services": two_services(model),
        "one_service": one_service(model),
    }


def _latest(line: Line) -> Inspection:
    assert line.authority.latest is not None
    return line.authority.latest


def _latest_is(authority: Authority, framework_code: str) -> bool:
    return authority.latest is not None and authority.latest.framework.code == framework_code


def two_services(model: Model) -> StackedYears | None:
    """Overall grades of safeguarding services at the end of each year from 2009 to 2013."""
    return _years(model, SAFEGUARDING, FIRST_YEAR, LAST_YEAR_OF_TWO_SERVICES)


def one_service(model: Model) -> StackedYears | None:
    """Overall grades of children's services as a whole at the end of each year from 2014."""
    days = [one.published or one.date for one in model.inspections.values()]
    return _years(model, CHILDRENS_SERVICES, FIRST_YEAR_OF_ONE, max(days).year) if days else None


def _years(model: Model, service_code: str, first: int, last: int) -> StackedYears | None:
    """Authorities by the overall grade that was their latest published one on 31 December; None without any."""
    published = [(authority, _published(authority, service_code)) for authority in model.authorities.values()]
    counts: dict[int, Counter[str]] = {}
    for year in range(first, last + 1):
        end = date(year, 12, 31)
        counts[year] = Counter()
        for authority, inspections in published:
            if authority.existed_on(end):
                known = [inspection for day, inspection in inspections if day <= end]
                counts[year][_overall_code(known[-1], service_code) if known else NO_GRADE] += 1
    counts = {year: count for year, count in counts.items() if set(count) - {NO_GRADE}}
    return stacked_years(counts) if counts else None


def _published(authority: Authority, service_code: str) -> list[tuple[date, Inspection]]:
    """Its inspections of the service with their days of publication, the oldest first.

    A review of the safeguarding board is none: it judges neither leadership nor the whole.
    """
    found = [
        (inspection.published or inspection.date, inspection)
        for inspection in authority.inspections
        if any(
            one.domain["service_code"] == service_code and (one.is_overall or one.domain["domain_code"] == LEADERSHIP)
            for one in inspection.judgements
        )
    ]
    return sorted(found, key=lambda pair: (pair[0], pair[1].id))


def _overall_code(inspection: Inspection, service_code: str) -> str:
    grades = [one.grade.code for one in inspection.overall if one.domain["service_code"] == service_code]
    return grades[0] if grades else "not_given"
