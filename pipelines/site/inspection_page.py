"""An inspection's page, and pages of its findings where they are too long to stand on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from pipelines.site.model.grades import Grade, recorded_grade
from pipelines.site.model.model import Authority, Inspection, Model
from pipelines.site.model.reading import Row
from pipelines.site.story import good_or_better

# Of 300 kB a page may have: what an inspection prints besides its findings takes up to about 150.
INLINE_BYTES = 60_000
PAGE_BYTES = 150_000
ROW_BYTES = 200  # the markup of a finding


@dataclass(frozen=True)
class FindingsPage:
    """Some of an inspection's findings, on a page of their own: number from 1, how many there are, rows."""

    page: str
    number: int
    count: int
    rows: list[Row]


def size(row: Row) -> int:
    """Bytes that a finding takes on a page, about."""
    return len(str(escape(row["finding_text"] or "")).encode()) + len(row["section"] or "") + ROW_BYTES


def findings_pages(inspection: Inspection) -> list[FindingsPage]:
    """The findings cut into pages, none when they fit on the inspection's own."""
    sizes = [size(row) for row in inspection.findings]
    if sum(sizes) <= INLINE_BYTES:
        return []
    pages: list[list[Row]] = [[]]
    filled = 0
    for row, bytes_of_row in zip(inspection.findings, sizes, strict=True):
        if pages[-1] and filled + bytes_of_row > PAGE_BYTES:
            pages.append([])
            filled = 0
        pages[-1].append(row)
        filled += bytes_of_row
    stem = inspection.page.removesuffix(".html")
    return [
        FindingsPage(f"{stem}-findings-{number}.html", number, len(pages), rows)
        for number, rows in enumerate(pages, start=1)
    ]


@dataclass(frozen=True)
class Stated:
    """A grade that the report says an earlier inspection gave, with that inspection and its grade in this file."""

    row: Row
    earlier: Inspection | None
    grade: Grade | None


def _stated(model: Model, row: Row) -> Stated:
    if row["matched_inspection_id"] is None:
        return Stated(row, None, None)
    earlier = model.inspections[row["matched_inspection_id"]]
    if row["our_grade_code"] is None:
        return Stated(row, earlier, None)
    if earlier.has_report:
        return Stated(row, earlier, model.grades[row["our_grade_code"]])
    return Stated(row, earlier, recorded_grade(model.grades, row["our_grade_code"], earlier.framework))


def inspection_page(model: Model, authority: Authority, inspection: Inspection) -> dict[str, Any]:
    """What an inspection's template shows."""
    order = authority.inspections
    place = order.index(inspection)
    return {
        "authority": authority,
        "inspection": inspection,
        "findings_pages": findings_pages(inspection),
        "later": order[place - 1] if place else None,
        "earlier": order[place + 1] if place + 1 < len(order) else None,
        "compared": [
            row
            for row in inspection.reconciliation
            if row["status_code"] != "only_official" and row["kind_code"] != "visit"
        ],
        "domain_names": model.domain_names,
        "good_of": good_or_better(inspection.judgements),
        "has_all_findings": all(row["finding_text"] is not None for row in inspection.findings)
        and not inspection.set_aside,
        "stated": [_stated(model, row) for row in inspection.stated_history],
    }
