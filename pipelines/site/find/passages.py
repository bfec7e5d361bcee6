"""What the search finds: every published paragraph of a report, each with the anchor that it has on its page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.site.inspection_page import findings_pages
from pipelines.site.model.model import Authority, Inspection, Model
from pipelines.site.model.reading import Row, grouped
from pipelines.site.text import spoken

NO_GRADE_THEN = "none"
KINDS = {"summary": "Summary", "recommendation": "Recommendation", "finding": "Finding"}


@dataclass(frozen=True)
class Passage:
    """A summary's or finding's paragraph, or a recommendation: what a hit shows, and what it is found by.

    `inspection` names it to a reader, `day` is its first one; `page` is the report's, None where the source has no
    pages; `address` is that of the paragraph on its page; `filters` has the values of each filter.
    """

    authority: str
    inspection: str
    day: str
    kind: str
    section: str
    page: int | None
    address: str
    text: str
    filters: dict[str, list[str]]


def passages(model: Model) -> Iterator[Passage]:
    """Every summary, finding and recommendation whose words are published, each once, an inspection's together."""
    themes = grouped(model.tables["recommendation_themes"], "inspection_id")
    for authority in model.authorities.values():
        for inspection in authority.inspections:
            filters = _filters(authority, inspection)
            of_inspection = {
                "authority": inspection.authority_name,
                "inspection": f"{inspection.framework.short_name}, {inspection.date_words}",
                "day": inspection.date.isoformat(),
            }
            yield from _findings(inspection, of_inspection, filters)
            yield from _recommendations(inspection, of_inspection, filters, themes[inspection.id])


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


def _findings(inspection: Inspection, shown: dict[str, str], filters: dict[str, list[str]]) -> Iterator[Passage]:
    pages = {row["position"]: part.page for part in findings_pages(inspection) for row in part.rows}
    for row in inspection.findings:
        # A paragraph that is a recommendation is found as that.
        if row["finding_text"] is None or row["recommendation_key"] is not None:
            continue
        kind = "finding" if row["summary_kind_code"] is None else "summary"
        yield Passage(
            **shown,
            kind=kind,
            section=row["section"] or "",
            page=row["page_number"],
            address=f"{pages.get(row['position'], inspection.page)}#p{row['position']}",
            text=row["finding_text"],
            filters=filters | {"kind": [kind]},
        )


def _recommendations(
    inspection: Inspection, shown: dict[str, str], filters: dict[str, list[str]], themes: list[Row]
) -> Iterator[Passage]:
    named = grouped(themes, "position")
    for row in inspection.recommendations:
        if row["recommendation_text"] is None:
            continue
        of_themes = [*filters["theme"], *(one["theme_name"] for one in named[row["position"]])]
        yield Passage(
            **shown,
            kind="recommendation",
            section="",
            page=row["page_number"],
            address=f"{inspection.page}#r{row['position']}",
            text=" ".join(filter(None, (row["lead_in"], row["recommendation_text"], row["outcome_tag"]))),
            filters=filters | {"theme": of_themes, "kind": ["recommendation"]},
        )
