"""The overview: each authority's latest grades, the map, and how grades have moved over the years."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.site.drawings.charts import StackedYears, stacked_years
from pipelines.site.drawings.tile_map import place
from pipelines.site.model import CHILDRENS_SERVICES, OVERALL, Authority, Grade, Inspection, Model
from pipelines.site.words import DOMAINS

NO_GRADE = "none"
FIRST_YEAR, LAST_YEAR_OF_TWO_SERVICES, FIRST_YEAR_OF_ONE = 2009, 2013, 2014
SAFEGUARDING, LEADERSHIP = "safeguarding", "leadership"


@dataclass(frozen=True)
class Cell:
    """A grade of the table, or the words for why there is none. `sort` orders by rank, the missing last."""

    grade: Grade | None
    words: str

    @property
    def code(self) -> str:
        return self.grade.code if self.grade else NO_GRADE

    @property
    def letter(self) -> str:
        return self.grade.letter if self.grade else "–"

    @property
    def sort(self) -> int:
        return self.grade.rank if self.grade and self.grade.rank else 9


@dataclass(frozen=True)
class Line:
    """An authority's line of the table, with a cell for each domain."""

    authority: Authority
    cells: dict[str, Cell]


def cell(authority: Authority, domain_code: str) -> Cell:
    """The latest grade for the area, or why there is none. Nothing older is shown in its place."""
    latest = authority.latest
    if latest is None:
        return Cell(None, "No grades in this file")
    grade = authority.latest_grade(domain_code)
    if grade:
        return Cell(grade, grade.name)
    if not latest.is_of_one_service:
        return Cell(None, "Judged by service, see its page")
    if domain_code == "care_leavers" and latest.covers_care_leavers:
        return Cell(None, "With children in care")
    if domain_code == OVERALL:
        return Cell(None, "No overall grade given")
    return Cell(None, "Not given")


def overview(model: Model) -> dict[str, Any]:
    """What the overview's template shows."""
    lines = [Line(one, {code: cell(one, code) for code in DOMAINS}) for one in model.current]
    by_urn = {line.authority.urn: line for line in lines}
    placed = [(tile, by_urn[authority.urn]) for tile, authority in place(model.current)]
    legend = Counter(line.cells[OVERALL].code for line in lines)
    inspected = [line for line in lines if line.authority.latest]
    return {
        "lines": lines,
        "ended": model.ended,
        "tiles": placed,
        "columns": max(tile.column for tile, _ in placed),
        "rows": max(tile.row for tile, _ in placed),
        "legend": legend,
        "domains": DOMAINS,
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
