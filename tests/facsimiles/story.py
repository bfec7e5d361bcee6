"""A report's body as blocks, in the order that the page shows them.

A block is a mapping whose first key says what it is: ``h`` heading, ``p`` paragraph, ``b`` bullets,
``n`` numbered recommendations, ``to`` numbered findings up to a number, ``box`` ruled blocks,
``grade`` a label beside its grade, ``stated`` a sentence in a box, ``summary`` paragraphs without numbers,
``rows`` a ruled table, ``columns`` two columns without rules, ``page`` a page break, ``contents``
the contents page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import prose
from .layout import Mark, Sheet
from .tables import Cell, contents, table
from .typeset import DASH_2014, SQUARE_2014, draw_line, pieces

Block = dict[str, Any]


@dataclass
class Style:
    """How a framework's reports set their blocks."""

    glyphs: tuple[str, ...] = (SQUARE_2014, DASH_2014, DASH_2014)
    steps: tuple[float, ...] = (0.0, 46.0, 78.0)
    number_indent: float = 28.4
    number_gap: float = 12.0
    bullet_gap: float = 6.0
    wide: float = 464.5
    split: float = 317.4
    toc_title: tuple[float, bool] = (20.0, False)
    toc: dict[int, tuple[float, bool]] = field(default_factory=lambda: {1: (14.0, True), 2: (12.0, False)})
    grade_bold: bool = True
    out: float = -5.6
    entry_gap: float = 6.0


class Story:
    """Sets blocks on a sheet and counts its numbered paragraphs."""

    def __init__(self, sheet: Sheet, style: Style, marks: list[Mark]) -> None:
        self.sheet, self.style, self.marks = sheet, style, marks
        self.number = 0

    def set(self, blocks: list[Block]) -> None:
        for block in blocks:
            getattr(self, f"set_{next(iter(block))}")(block)

    def set_h(self, block: Block) -> None:
        self.sheet.y -= block.get("before", 4)
        beside = block.get("beside")
        self.sheet.heading(
            block["h"],
            block.get("size", 14),
            mark=block.get("toc"),
            after=0 if beside else block.get("after", 8),
            right=330 if beside else None,
        )
        if beside:  # the grade at the right of the heading's last line
            draw_line(self.sheet.canvas, pieces(beside, 14, True), 375, self.sheet.y)
            self.sheet.y -= 8

    def set_p(self, block: Block) -> None:
        options = {key: block[key] for key in ("size", "bold", "italic", "after", "indent", "keep") if key in block}
        self.sheet.text(block["p"], **options)

    def set_b(self, block: Block) -> None:
        self._bullets(block["b"], 0, block.get("at", 0.0))
        self.sheet.y -= block.get("after", 6)

    def _bullets(self, items: list[Any], level: int, at: float) -> None:
        for item in items:
            text, below = next(iter(item.items())) if isinstance(item, dict) else (item, [])
            step = at + self.style.steps[level]
            self.sheet.bullet(text, self.style.glyphs[level], step, 17.9 if level == 0 else 16, self.style.bullet_gap)
            self._bullets(below, level + 1, at)

    def set_n(self, block: Block) -> None:
        for text in block["n"]:
            self.number += 1
            self.sheet.numbered(self.number, text, self.style.number_indent, self.style.number_gap)

    def set_to(self, block: Block) -> None:
        said, flagged = block.get("said", {}), block.get("flagged", [])
        while self.number < block["to"]:
            self.number += 1
            text = said.get(self.number) or prose.finding(self.number, block["area"], block.get("length"))
            if self.number in flagged:
                text += " (Recommendation)"
            self.sheet.numbered(self.number, text, self.style.number_indent, self.style.number_gap)

    def set_summary(self, block: Block) -> None:
        for text in prose.summary(block["summary"], block.get("count", 2), block.get("start", 0)):
            self.sheet.text(text)

    def set_box(self, block: Block) -> None:
        self.sheet.room(60)
        self.sheet.open_box()
        self.set(block["box"])
        self.sheet.close_box()

    def set_stated(self, block: Block) -> None:
        cell = Cell(self.style.wide, block["stated"], True, block.get("size", 14))
        if "toc" in block:
            self.sheet.marks.append(Mark(block["toc"], block["stated"], self.sheet.page))
        table(self.sheet, [[cell]], indent=self.style.out, after=block.get("after", 12))

    def set_grade(self, block: Block) -> None:
        label, grade = block["grade"]
        split = block.get("split", self.style.wide * 0.62)
        widths, bold = (split, self.style.wide - split), self.style.grade_bold
        texts, size = zip(widths, (label, grade), strict=True), block.get("size", 14)
        rows = [[Cell(width, text, bold, size, middle=True) for width, text in texts]]
        if "titles" in block:
            rows.insert(0, [Cell(width, text, True) for width, text in zip(widths, block["titles"], strict=True)])
        height = 12 + max(cell.height() for cell in rows[-1])
        self.sheet.room(height * len(rows) + 60)
        if "toc" in block:
            self.sheet.marks.append(Mark(block["toc"], label, self.sheet.page))
        table(self.sheet, rows, indent=self.style.out, after=0)

    def set_rows(self, block: Block) -> None:
        widths, bold = block["widths"], block.get("bold", [])
        rows = []
        for number, texts in enumerate(block["rows"]):
            across = sum(widths) if len(texts) == 1 else 0
            rows.append(
                [
                    Cell(
                        across or width,
                        text,
                        number in bold or (column == 0 and block.get("bold_labels", False)),
                        block.get("size", 12),
                        shade=block.get("shade", 1.0) if number in bold else 1.0,
                        centre=block.get("centre", False) and column > 0,
                    )
                    for column, (width, text) in enumerate(zip(widths, texts, strict=False))
                ]
            )
        table(self.sheet, rows, pad=block.get("pad", 6), indent=block.get("indent", 0), after=block.get("after", 12))

    def set_columns(self, block: Block) -> None:
        for left, right in block["columns"]:
            self.sheet.y -= self.sheet.leading
            for x, text in ((0.0, left), (block.get("second", 232.0), right)):
                draw_line(self.sheet.canvas, pieces(text, 12), self.sheet.left + x, self.sheet.y)
        self.sheet.y -= 12

    def set_page(self, _: Block) -> None:
        self.sheet.new_page()

    def set_contents(self, block: Block) -> None:
        size, bold = self.style.toc_title
        self.sheet.text(block["contents"], size=size, bold=bold, after=10)
        contents(
            self.sheet, [(m.level, m.title, str(m.page)) for m in self.marks], self.style.toc, self.style.entry_gap
        )


def twice(path: Path, make: Callable[[Path, list[Mark]], Sheet]) -> None:
    """Set a document once to learn where its headings fall, and again with its contents page."""
    make(path, make(path, []).marks)
