"""Ruled tables, drawn as Word writes them: each rule a thin filled rectangle per cell edge."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from .layout import Sheet
from .typeset import Word, draw_line, wrap

EDGE = 0.48
_GREY = ImageReader(Image.new("L", (2, 1), 200))


@dataclass(frozen=True)
class Cell:
    """One cell: its width, its marked-up text and how that is set."""

    width: float
    text: str
    bold: bool = False
    size: float = 12.0
    middle: bool = False
    shade: float = 1.0
    above: bool = True  # a rule along the top edge
    hang: float = 0.0  # indent of lines after the first
    centre: bool = False

    def lines(self) -> list[Word]:
        return wrap(self.text, self.width - 11 - self.hang, self.size, self.bold) if self.text else []

    def height(self) -> float:
        return len(self.lines()) * self.size * 1.2


Row = list[Cell]


def _edges(canvas: Canvas, row: Row, x: float, top: float, bottom: float) -> None:
    canvas.rect(x, bottom, EDGE, top - bottom, stroke=0, fill=1)
    for cell in row:
        if cell.above:
            canvas.rect(x, top, cell.width, EDGE, stroke=0, fill=1)
        x += cell.width
        canvas.rect(x, bottom, EDGE, top - bottom, stroke=0, fill=1)


def _fill(sheet: Sheet, row: Row, x: float, top: float, height: float, pad: float) -> None:
    for cell in row:
        if cell.shade < 1:
            sheet.canvas.setFillGray(cell.shade)
            sheet.canvas.rect(x, top - height, cell.width, height, stroke=0, fill=1)
            sheet.canvas.setFillGray(0)
        y = top - pad - ((height - 2 * pad - cell.height()) / 2 if cell.middle else 0)
        for place, line in enumerate(cell.lines()):
            y -= cell.size * 1.2
            inset = (cell.width - sum(p.width for p in line)) / 2 if cell.centre else 5.8 + (cell.hang if place else 0)
            draw_line(sheet.canvas, line, x + inset, y + 2.5)
        x += cell.width


def table(sheet: Sheet, rows: list[Row], *, pad: float = 6.0, indent: float = 0.0, after: float = 12.0) -> None:
    """Rows from the cursor down; the table may break between rows, where its rules close."""
    x = sheet.left + indent
    for number, row in enumerate(rows):
        height = max(cell.height() for cell in row) + 2 * pad
        page = sheet.page
        if number and sheet.y - height < sheet.bottom:
            sheet.canvas.rect(x, sheet.y, sum(cell.width for cell in rows[number - 1]), EDGE, stroke=0, fill=1)
        sheet.room(height)
        if page != sheet.page:
            row = [replace(cell, above=True) for cell in row]
        _fill(sheet, row, x, sheet.y, height, pad)
        _edges(sheet.canvas, row, x, sheet.y, sheet.y - height)
        sheet.y -= height
    sheet.canvas.rect(x, sheet.y, sum(cell.width for cell in rows[-1]), EDGE, stroke=0, fill=1)
    sheet.y -= after


def contents(
    sheet: Sheet, entries: list[tuple[int, str, str]], sizes: dict[int, tuple[float, bool]], gap: float = 6.0
) -> None:
    """A contents page: level, title and page; the page stands at the right of the title's last line."""
    for level, title, page in entries:
        size, bold = sizes[level]
        lines = wrap(title, 370, size, bold)
        sheet.room(size * 1.25 * len(lines))
        for line in lines:
            sheet.y -= size * 1.25
            draw_line(sheet.canvas, line, sheet.left + 14 * (level - 1), sheet.y)
        draw_line(sheet.canvas, wrap(page, 60, size, bold)[0], sheet.right - 6 - size * 0.56 * len(page), sheet.y)
        sheet.y -= gap


def picture(sheet: Sheet, x: float, y: float, width: float, height: float) -> None:
    """A grey picture where the report prints a logo."""
    sheet.canvas.drawImage(_GREY, x, y, width, height)
