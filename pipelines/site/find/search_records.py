"""What the search finds: sections of reports and recommendations, each with the anchors of its paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pipelines.site.inspection_page import findings_pages
from pipelines.site.model.model import Authority, Inspection, Model
from pipelines.site.model.reading import Row, grouped
from pipelines.site.text import spoken

# A record a section, not a paragraph: over 1,000 reports, 96,000 paragraphs made an index of 96,000 files, whose list
# alone was 600 kB.
MOST_PARAGRAPHS = 12
BREAK = " ¶ "  # between paragraphs of a record; the page's script tells them apart by it
NO_GRADE_THEN = "none"
KINDS = {"summary": "Summary", "recommendation": "Recommendation", "finding": "Finding"}


@dataclass(frozen=True)
class Record:
    """A hit of the search: where it is, its paragraphs as one text, what is shown of it, what it is found by.

    Of two records of one address Pagefind keeps the later, hence the first paragraph's anchor in it.
    """

    address: str
    content: str
    meta: dict[str, str]
    filters: dict[str, list[str]]


def records(model: Model) -> Iterator[Record]:
    """Every summary, finding and recommendation whose words are published, each once."""
    themes = grouped(model.tables["recommendation_themes"], "inspection_id")
    for authority in model.authorities.values():
        for inspection in authority.inspections:
            filters = _filters(authority, inspection)
            yield from _of_findings(inspection, filters)
            yield from _of_recommendations(inspection, filters, themes[inspection.id])


def _filters(authority: Authority, inspection: Inspection) -> dict[str, list[str]]:
    theme = spoken(inspection.shown["theme"])
    return {
        "region": [authority.row["region_name"]],
        "authority": [authority.urn],
        "framework": [inspection.framework.code],
        "year": [str(inspection.date.year)],
        "grade": [inspection.grade_then or NO_GRADE_THEN],
        "theme": [theme] if theme else [],
    }


def _of_findings(inspection: Inspection, filters: dict[str, list[str]]) -> Iterator[Record]:
    pages = {row["position"]: part.page for part in findings_pages(inspection) for row in part.rows}

    def place(row: Row) -> tuple[str, str, str | None]:
        kind = "finding" if row["summary_kind_code"] is None else "summary"
        return pages.get(row["position"], inspection.page), kind, row["section"]

    # A paragraph that is a recommendation is found as that.
    published = [
        row for row in inspection.findings if row["finding_text"] is not None and row["recommendation_key"] is None
    ]
    for (page, kind, section), group in groupby(published, key=place):
        rows = list(group)
        for start in range(0, len(rows), MOST_PARAGRAPHS):
            part = [
                (f"p{row['position']}", row["page_number"], row["finding_text"])
                for row in rows[start:][:MOST_PARAGRAPHS]
            ]
            yield _record(inspection, page, kind, section, part, filters)


def _of_recommendations(inspection: Inspection, filters: dict[str, list[str]], themes: list[Row]) -> Iterator[Record]:
    named = grouped(themes, "position")
    for row in inspection.recommendations:
        if row["recommendation_text"] is None:
            continue
        own = filters | {"theme": [*filters["theme"], *(one["theme_name"] for one in named[row["position"]])]}
        words = " ".join(filter(None, (row["lead_in"], row["recommendation_text"], row["outcome_tag"])))
        part = [(f"r{row['position']}", row["page_number"], words)]
        yield _record(inspection, inspection.page, "recommendation", None, part, own)


def _record(
    inspection: Inspection,
    page: str,
    kind: str,
    section: str | None,
    part: list[tuple[str, int | None, str]],
    filters: dict[str, list[str]],
) -> Record:
    meta = {
        "title": inspection.authority_name,
        "inspection": f"{inspection.framework.short_name}, {inspection.date_words}",
        "day": inspection.date.isoformat(),
        "kind": KINDS[kind],
        "section": section or "",
        "anchors": " ".join(anchor for anchor, _, _ in part),
        "pages": " ".join("-" if number is None else str(number) for _, number, _ in part),
    }
    content = BREAK.join(words.replace("¶", " ") for _, _, words in part)
    return Record(f"{page}#{part[0][0]}", content, meta, filters | {"kind": [kind]})
