"""A report's findings: every paragraph of its body once, in printed order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipelines import reference
from pipelines.parsing.outline import Paragraph, outline
from pipelines.parsing.report import Report
from pipelines.parsing.statements import Finding, Recommendation

OPENING = 60  # letters by which a recommendation is known again in a paragraph


def findings(report: Report, framework_code: str, recommendations: Sequence[Recommendation]) -> list[Finding]:
    """The body's paragraphs: those of summaries and of recommendations too, numbered in print or not.

    What follows a numbered paragraph up to the next number or heading belongs to it, and so do the points of a
    sentence that ends with a colon. A paragraph that is one of the report's recommendations says which. Of a table of
    responsible bodies the rows stand as the recommendations have them.
    """
    open_items = list(recommendations)
    found = [
        finding
        for paragraph in outline(report, domains_judged(framework_code))
        for finding in _findings(paragraph, open_items)
    ]
    return [replace(finding, position=position) for position, finding in enumerate(found, start=1)]


@cache
def domains_judged(framework_code: str) -> frozenset[str]:
    """The domains that a framework's chapters are about: what it judges; if it judges none, today's and the board's."""
    judged = {
        row["domain_code"] for row in reference.rows("framework_judgements") if row["framework_code"] == framework_code
    }
    today = {row["domain_code"] for row in reference.rows("domains") if row["current_framework_domain"] == "true"}
    return frozenset(judged or today | {"safeguarding_board"})


def _findings(paragraph: Paragraph, open_items: list[Recommendation]) -> Iterator[Finding]:
    """The paragraph; for the first of a table's, the table's rows; for its others, none. Takes items that it is."""
    if paragraph.in_table:
        rows = [item for item in open_items if item.section and item.section in paragraph.section]
        for item in rows:
            open_items.remove(item)
            yield replace(_finding(paragraph, item), page=item.page, text=item.text, number=item.number)
        return
    letters = _letters(paragraph.text) if paragraph.part == "recommendations" else ""
    match = next((item for item in open_items if letters and _letters(item.text)[:OPENING] in letters), None)
    if match is not None:
        open_items.remove(match)
    yield _finding(paragraph, match)


def _finding(paragraph: Paragraph, item: Recommendation | None) -> Finding:
    return Finding(
        position=0,
        number=paragraph.number,
        part_code=paragraph.part,
        summary_kind_code=paragraph.summary_kind,
        chapter=paragraph.chapter,
        section=paragraph.section,
        domain_code=paragraph.domain_code,
        recommendation_position=item.position if item is not None else None,
        page=paragraph.block.page,
        text=paragraph.text,
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))
