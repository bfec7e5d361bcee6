"""Flow text over A4 pages as the published reports set it; the same input gives the same pages.

Lengths are points. A footnote's text goes to the foot of the page that carries its mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from .typeset import Piece, Word, bullet_font, draw_line, pieces, wrap

WIDTH, HEIGHT = 594.96, 841.92
LEFT, RIGHT = 70.9, 524.0
MARGIN_LINE = "Facsimile: facts from the published report, wording of the project"


def rule(canvas: Canvas, x0: float, y: float, x1: float, thick: float = 0.5) -> None:
    """A horizontal rule, drawn as the thin filled rectangle that Word writes."""
    canvas.rect(x0, y, x1 - x0, thick, stroke=0, fill=1)


Chrome = Callable[["Sheet"], None]


@dataclass
class Mark:
    """A heading's place, for the contents page."""

    level: int
    title: str
    page: int


class Sheet:
    """A document being set: a cursor that runs down the page, notes kept for its foot."""

    def __init__(self, path: Path, title: str, chrome: Chrome, first_page: int = 1) -> None:
        self.canvas = Canvas(str(path), (WIDTH, HEIGHT), invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setSubject(MARGIN_LINE)
        self.chrome = chrome
        self.page = first_page
        self.left, self.right = LEFT, RIGHT
        self.top, self.bottom = 745.0, 66.0
        self.size, self.leading = 12.0, 14.5
        self.notes: dict[str, str] = {}
        self.marks: list[Mark] = []
        self.box: tuple[float, float, float] | None = None
        self._foot: list[str] = []
        self._placed: set[str] = set()
        self.y = self.top

    def _note_lines(self, key: str) -> list[Word]:
        return wrap(f"^{key}^ {self.notes[key]}", self.right - self.left, 8)

    def _foot_height(self, keys: list[str]) -> float:
        return 16 + sum(9.8 * len(self._note_lines(key)) for key in keys) if keys else 0.0

    def room(self, height: float) -> None:
        """Start a new page unless the height fits above the page's notes."""
        if self.y - height < self.bottom + self._foot_height(self._foot):
            self.new_page()

    def new_page(self) -> None:
        self.end_page()
        self.page += 1
        self.y = self.top
        if self.box:
            self.box = (*self.box[:2], self.y + 4)
            self.y -= 10

    def end_page(self) -> None:
        self.close_segment()
        y = self.bottom + self._foot_height(self._foot) - 12
        if self._foot:
            rule(self.canvas, self.left, y + 4, self.left + 144, 0.7)
        for line in (line for key in self._foot for line in self._note_lines(key)):
            y -= 9.8
            draw_line(self.canvas, line, self.left, y)
        self._foot = []
        draw_line(self.canvas, pieces(MARGIN_LINE, 4.5), LEFT, HEIGHT - 9)
        self.chrome(self)
        self.canvas.showPage()

    def save(self) -> None:
        self.end_page()
        self.canvas.save()

    def open_box(self, x0: float | None = None, x1: float | None = None) -> None:
        """Start a ruled box; pages that it crosses each get their own segment."""
        self.box = (x0 or self.left - 5.6, x1 or self.right + 6, self.y)
        self.y -= 5

    def close_box(self, after: float = 14) -> None:
        self.y -= 2
        self.close_segment()
        self.box = None
        self.y -= after

    def close_segment(self) -> None:
        if self.box:
            x0, x1, y = self.box
            rule(self.canvas, x0, y, x1)
            rule(self.canvas, x0, self.y - 4, x1)
            for x in (x0, x1 - 0.5):
                self.canvas.rect(x, self.y - 4, 0.5, y - self.y + 4, stroke=0, fill=1)

    def text(
        self,
        text: str,
        *,
        size: float | None = None,
        bold: bool = False,
        italic: bool = False,
        indent: float = 0.0,
        right: float | None = None,
        after: float = 12.0,
        keep: int = 1,
        marker: tuple[str, float] | None = None,
    ) -> None:
        """A paragraph; ``keep`` lines must fit together, ``marker`` hangs left of its first line."""
        size = size or self.size
        leading = size * self.leading / self.size
        x = self.left + indent
        lines = wrap(text, (right or self.right) - x, size, bold, italic)
        self.room(leading * min(keep, len(lines) + 2))
        for number, line in enumerate(lines):
            found = [p.text for p in line if p.rise and p.text in self.notes]
            new = [key for key in found if key not in self._placed]
            self.room(leading + self._foot_height(self._foot + new) - self._foot_height(self._foot))
            self._foot += new
            self._placed.update(new)
            self.y -= leading
            if marker and number == 0:
                font = "Helvetica" if marker[0][0].isdigit() else bullet_font()
                draw_line(self.canvas, [Piece(marker[0], font, size)], self.left + marker[1], self.y)
            draw_line(self.canvas, line, x, self.y)
        self.y -= after

    def heading(
        self, text: str, size: float = 14.0, *, mark: int | None = None, after: float = 8.0, right: float | None = None
    ) -> None:
        """A bold heading kept with what follows; ``mark`` is its level in the contents."""
        self.room(size * 1.25 + 3 * self.leading)
        if mark is not None:
            self.marks.append(Mark(mark, re.sub(r"\^\w+\^", "", text).replace("\n", " "), self.page))
        self.text(text, size=size, bold=True, after=after, right=right)

    def bullet(self, text: str, glyph: str, at: float = 0.0, indent: float = 17.9, after: float = 6.0) -> None:
        self.text(text, indent=at + indent, marker=(glyph, at), after=after)

    def numbered(self, number: int, text: str, indent: float = 28.4, after: float = 6.0) -> None:
        self.text(text, indent=indent, marker=(f"{number}.", 0.0), after=after)
