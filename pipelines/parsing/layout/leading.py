"""How far apart a document's lines stand: one that is set with wide spacing, as it would stand with the usual one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipelines.reading.model import Box, Document, Page, Table

USUAL = 1.2  # of the font size, top to top, in nearly all reports; no more than 1.4 in any seen
WIDE = 1.45
FEW = 0.05  # of the pairs of lines: those that stand closer in a document that is set wide throughout
SAME_SIZE = 0.6  # points that the type of a paragraph's lines may differ by


def at_usual_leading(document: Document) -> Document:
    """The document, drawn together if most of its lines stand as far apart as paragraphs do elsewhere."""
    pitches = Counter(_pitches(document))
    if not pitches or pitches.total() < sum(len(page.lines) for page in document.pages) / 2:
        return document
    pitch = max(pitches, key=lambda found: (pitches[found], -found))
    closer = sum(count for found, count in pitches.items() if found < WIDE)
    if pitch < WIDE or closer > FEW * pitches.total():
        return document
    return replace(document, pages=tuple(_drawn_together(page, USUAL / pitch) for page in document.pages))


def _pitches(document: Document) -> Iterator[float]:
    """How many times its size each line of a page stands below one of the same type."""
    for page in document.pages if document.page_count is not None else ():
        for above, line in pairwise(page.lines):
            is_same_type = abs(above.size - line.size) <= SAME_SIZE and above.is_bold == line.is_bold
            if is_same_type and above.top < line.top and line.size > 0:
                yield round((line.top - above.top) / line.size, 1)


def _drawn_together(page: Page, scale: float) -> Page:
    lines = (replace(line, top=line.top * scale, bottom=line.bottom * scale) for line in page.lines)
    tables = (Table(tuple(tuple(_at(box, scale) for box in row) for row in table.rows)) for table in page.tables)
    return replace(page, height=page.height * scale, lines=tuple(lines), tables=tuple(tables))


def _at(box: Box, scale: float) -> Box:
    return replace(box, top=box.top * scale, bottom=box.bottom * scale)
