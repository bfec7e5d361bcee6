"""The rows of a report's ruled tables: which lines stand in which cell, and which rows go on over a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE
from pipelines.reading.model import Box, Cell, Document, Line

SAME_COLUMN = 6.0  # points: columns of one table over two pages differ by less
MARK = re.compile(r"(?:\d{1,3}[.)]?|[a-z][.)]|•)")  # what may stand in a column of its own before an item's text
PROSE_WORDS = 12  # a grade's cell has fewer, whatever its label has


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a ruled table: for each cell, from the left, its lines, which have that cell's words alone.

    `number` counts the report's rows; one that goes on over a page is two of these with one number. `of_prose`: whether
    it is the rest of a row of prose.
    """

    number: int
    page: int | None
    boxes: tuple[Box, ...]
    cells: tuple[tuple[Line, ...], ...]
    of_prose: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """Each cell's text, joined over its lines."""
        return tuple(" ".join(line.text for line in cell) for cell in self.cells)

    def as_line(self) -> Line:
        """The row as one line, each cell's text joined over its lines."""
        first = next(line for cell in self.cells for line in cell)
        filled = [(lines, text) for lines, text in zip(self.cells, self.texts, strict=True) if text]
        cells = (Cell(text, lines[0].x0, max(line.x1 for line in lines)) for lines, text in filled)
        return replace(first, cells=tuple(cells))

    @property
    def is_prose(self) -> bool:
        """Whether a cell beside the first has sentences, so that each is to be read by itself; not beside a number."""
        has_prose = any(len(text.split()) >= PROSE_WORDS for text in self.texts[1:])
        return self.of_prose or (has_prose and not MARK.fullmatch(self.texts[0]))


def table_rows(document: Document, lines: Sequence[Line]) -> dict[int, TableRow]:
    """The row that each line stands in, by the line's identity; lines outside of tables have none.

    A row has those of `lines` alone. Rows without any are left out.
    """
    by_page: dict[int | None, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    found: dict[int, TableRow] = {}
    last: TableRow | None = None
    number = 0
    for page in document.pages:
        is_first = True
        for boxes in (row for table in page.tables for row in table.rows):
            members = [line for line in by_page.get(page.number, ()) if _stands_in(line, boxes)]
            if not members:
                continue
            number += 1
            row = TableRow(number, page.number, boxes, tuple(_cell_lines(members, box) for box in boxes))
            if is_first and last is not None and _goes_on(last, row):
                row = replace(row, number=last.number, of_prose=last.is_prose)
                number = last.number
            is_first = False
            last = row
            found |= dict.fromkeys(map(id, members), row)
    return found


def _stands_in(line: Line, boxes: Sequence[Box]) -> bool:
    """Whether all of the line's words stand in the row's cells."""
    middle = line.middle
    return all(
        any(box.top < middle < box.bottom and box.x0 <= (cell.x0 + cell.x1) / 2 <= box.x1 for box in boxes)
        for cell in line.cells
    )


def _cell_lines(lines: Sequence[Line], box: Box) -> tuple[Line, ...]:
    """The lines of one cell, each with that cell's words alone."""
    found = []
    for line in lines:
        cells = tuple(cell for cell in line.cells if box.x0 <= (cell.x0 + cell.x1) / 2 <= box.x1)
        if cells and box.top < line.middle < box.bottom:
            found.append(line if cells == line.cells else replace(line, cells=cells))
    return tuple(found)


def _goes_on(last: TableRow, row: TableRow) -> bool:
    """Whether a page's first row is the rest of the last one before: its columns stand alike and it begins within.

    Where there are several columns the first says nothing again; where there is one, its text goes on.
    """
    if last.page is None or row.page != last.page + 1 or len(last.boxes) != len(row.boxes):
        return False
    pairs = zip(last.boxes, row.boxes, strict=True)
    if any(abs(a.x1 - b.x1) > SAME_COLUMN or abs(a.x0 - b.x0) > SAME_COLUMN for a, b in pairs):
        return False
    first, before = row.texts, last.texts
    if len(first) > 1 and first[0]:
        return False
    text, above = first[-1], before[-1]
    ended = bool(ENDS_SENTENCE.search(above)) and not above.endswith((":", ";"))
    return len(first) > 1 or not ended or text.startswith("•") or text[:1].islower()
