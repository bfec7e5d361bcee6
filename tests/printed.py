"""Small synthetic reports: rows of text set on pages, as a reader would yield them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.parsing.report import Report
from pipelines.reading.model import Cell, Document, Line, Page

WIDTH, HEIGHT, MARGIN, COLUMN = 595.0, 842.0, 71.0, 300.0
CHARACTERS = 84  # of a body line
FOOTER_TOP = 790.0


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line. `right` is a second column's text, `gap` the distance above in lines' heights."""

    text: str
    right: str = ""
    size: float = 12.0
    is_bold: bool = False
    gap: float = 2.2
    indent: float = 0.0


def head(text: str, size: float = 12.0) -> Row:
    """A bold line of its own."""
    return Row(text, size=size, is_bold=True)


def under(text: str, right: str = "", **more: float) -> Row:
    """A line that follows the one above as closely as the lines of a paragraph."""
    return Row(text, right, gap=1.2, **more)  # type: ignore[arg-type]


def paragraph(text: str, is_bold: bool = False, size: float = 12.0) -> list[Row]:
    """The text wrapped over lines that stand close together."""
    lines: list[str] = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= CHARACTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [Row(line, size=size, is_bold=is_bold, gap=2.2 if i == 0 else 1.2) for i, line in enumerate(lines)]


def report(*pages: Sequence[Row | list[Row]], footer: Sequence[str] = ()) -> Report:
    """The pages' rows as a report; `footer` lines stand at the foot of every page but the first."""
    made = []
    for number, rows in enumerate(pages, start=1):
        flat = [row for entry in rows for row in (entry if isinstance(entry, list) else [entry])]
        lines = _set(flat, number)
        if number > 1:
            lines += [_line(Row(text, size=9), number, FOOTER_TOP + 12 * i) for i, text in enumerate(footer)]
        made.append(Page(number, WIDTH, HEIGHT, tuple(lines)))
    return Report(Document("0" * 64, "test", tuple(made)))


def _set(rows: Sequence[Row], page: int) -> list[Line]:
    top = 110.0
    lines = []
    for row in rows:
        top += row.gap * row.size
        lines.append(_line(row, page, top))
    return lines


def _line(row: Row, page: int, top: float) -> Line:
    x0 = MARGIN + row.indent
    cells = []
    if row.text:
        cells.append(Cell(row.text, x0, x0 + len(row.text) * row.size * 0.44))
    if row.right:
        cells.append(Cell(row.right, COLUMN, COLUMN + len(row.right) * row.size * 0.44))
    return Line(page, tuple(cells), top, top + row.size, row.size, row.is_bold)
