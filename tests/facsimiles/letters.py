"""Letters: focused visits, monitoring visits and joint targeted area inspections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import prose
from .layout import Sheet
from .tables import picture
from .typeset import SQUARE, draw_line, pieces

Facts = dict[str, Any]

_OFSTED = "Ofsted\nPiccadilly Gate\nStore Street\nManchester\nM1 2WD"
_CONTACT = "**T** 0300 123 1231\n**Textphone** 0161 618 8524\nenquiries@ofsted.gov.uk\nwww.gov.uk/ofsted"


def chrome(facts: Facts, sheet: Sheet) -> None:
    """Pictures at the top; the page number from page 2 on, low at the right."""
    if facts["head"] == "joint":
        for x, width in ((70, 90), (185, 180), (430, 95)):
            picture(sheet, x, 770, width, 48)
    elif sheet.page == 1:
        picture(sheet, 457.6, 728.9, 102, 84)
    else:
        picture(sheet, 480.6, 772.8, 78, 40)
    if sheet.page > 1:
        draw_line(sheet.canvas, pieces(str(sheet.page), 12), 517.6, 56.6)


def _letterhead(sheet: Sheet) -> None:
    """Address at the left and, beside it, how to reach the sender, in small type."""
    start = 806.0
    for x, block, step in ((70.9, _OFSTED, 10.8), (169.2, _CONTACT, 10.8)):
        for row, line in enumerate(block.split("\n")):
            draw_line(sheet.canvas, pieces(line, 9), x, start - 10 - row * step)


def build(facts: Facts, path: Path) -> None:
    """Set one letter: who it goes to, then its blocks (p, h, b, findings) in order."""
    sheet = Sheet(path, facts["title"], lambda s: chrome(facts, s))
    if facts["head"] == "ofsted":
        _letterhead(sheet)
        sheet.y = 715
    if "date" in facts:
        sheet.text(facts["date"], after=16)
    sheet.text("\n".join(facts["to"]), after=28)
    sheet.text(facts["greeting"])
    sheet.text(facts["title"], bold=True)
    for block in facts["body"]:
        for kind, value in block.items():
            _block(sheet, kind, value)
    sheet.text("Yours sincerely", after=44)
    for name in facts["signed"]:
        sheet.text(name, after=24, keep=3)
    sheet.save()


def _block(sheet: Sheet, kind: str, value: Any) -> None:
    if kind == "p":
        sheet.text(value)
    elif kind == "h":
        sheet.heading(value, 12, after=12)
    elif kind == "b":
        for item in value:
            sheet.bullet(item, SQUARE)
        sheet.y -= 6
    elif kind == "findings":
        for paragraph in prose.summary(value["area"], value["count"], value.get("start", 0)):
            sheet.text(paragraph)
    else:
        raise ValueError(kind)
