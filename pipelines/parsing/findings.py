"""A report's findings: every paragraph of its body once, in printed order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.parsing.outline.paragraphs import Paragraph
from pipelines.parsing.recommendations import Asked
from pipelines.parsing.statements import Finding, Recommendation


def findings(paragraphs: Sequence[Paragraph], asked: Sequence[Asked]) -> list[Finding]:
    """The paragraphs of an outline: those of summaries and of recommendations too, numbered in print or not.

    A paragraph that is one of the report's recommendations says which, the first where it has several. Of a table of
    responsible bodies, whose columns do not read as sentences, the rows stand as the recommendations have them.
    """
    of_paragraph: dict[int, Recommendation] = {}
    for item in asked:
        for paragraph in item.paragraphs:
            of_paragraph.setdefault(id(paragraph), item.recommendation)
    rows = {id(item.paragraphs[0]) for item in asked}
    found = [finding for paragraph in paragraphs for finding in _findings(paragraph, of_paragraph, rows)]
    return [replace(finding, position=position) for position, finding in enumerate(found, start=1)]


def _findings(paragraph: Paragraph, of_paragraph: dict[int, Recommendation], rows: set[int]) -> Iterator[Finding]:
    """The paragraph; of a table's, the row that it begins, if it begins one."""
    item = of_paragraph.get(id(paragraph))
    finding = Finding(
        position=0,
        number=paragraph.number,
        part_code=paragraph.part,
        summary_kind_code=paragraph.summary_kind,
        chapter=paragraph.chapter,
        section=paragraph.section,
        domain_code=paragraph.domain_code,
        recommendation_position=item.position if item is not None else None,
        page=paragraph.block.page,
        text=paragraph.printed,
    )
    if paragraph.asked is None or paragraph.asked.column is None:
        yield finding
    elif item is not None and id(paragraph) in rows:
        yield replace(finding, text=item.text)
