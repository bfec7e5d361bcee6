"""Reports of 2009-13: cover, copyright page, running header, graded headings, record of main findings.

Covers ``slac``, ``child_protection`` and ``looked_after``. Printed page numbers start on the
contents page, the third of the file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .layout import Mark, Sheet, rule
from .story import Story, Style, twice
from .tables import picture
from .typeset import SQUARE_2013, draw_line, pieces

Facts = dict[str, Any]
LEFT, RIGHT = 84.0, 511.0
LICENCE = (
    "Website: www.ofsted.gov.uk\nThis document may be reproduced in whole or in part for non-commercial purposes, "
    "without adaptation, with its source and date of publication stated.",
    "Further copies are to be had from the local authority or at www.ofsted.gov.uk",
)


def chrome(facts: Facts, sheet: Sheet) -> None:
    """Nothing on the cover and its back; then title and page number over a rule, at the top."""
    if sheet.page < 1:
        return
    draw_line(sheet.canvas, pieces(facts["header"], 7, True), LEFT, 797)
    number = str(sheet.page)
    draw_line(sheet.canvas, pieces(number, 7, True), RIGHT - 4 * len(number), 797)
    rule(sheet.canvas, LEFT, 788, RIGHT, 0.9)


def front(sheet: Sheet, facts: Facts) -> None:
    """The cover, its facts in two columns, and the copyright notice at the foot of its back."""
    picture(sheet, 455, 728, 105, 86)
    sheet.y = 700
    sheet.text(facts["cover_title"], size=24, after=4)
    sheet.text(facts["cover_authority"], size=18, after=26)
    rule(sheet.canvas, LEFT, sheet.y, RIGHT, 0.9)
    for y, pairs in ((284, facts["cover_facts"]), (130, facts["cover_foot"])):
        for row, (label, value) in enumerate(pairs):
            bold = y == 284
            draw_line(sheet.canvas, pieces(label, 11, True), LEFT, y - 15 * row)
            draw_line(sheet.canvas, pieces(value, 11, bold), LEFT + (116 if bold else 72), y - 15 * row)
    sheet.new_page()
    sheet.y = 196
    rule(sheet.canvas, LEFT, sheet.y, RIGHT, 0.9)
    sheet.text(f"© Crown copyright {facts['copyright']}", size=10)
    for paragraph in LICENCE:
        sheet.text(paragraph, size=10)
    sheet.new_page()


def make(facts: Facts, path: Path, marks: list[Mark]) -> Sheet:
    """Set the report once."""
    sheet = Sheet(path, facts["title"], lambda s: chrome(facts, s), first_page=-1)
    sheet.left, sheet.right, sheet.top, sheet.bottom = LEFT, RIGHT, 752, 84
    bold = facts.get("contents_bold", False)
    style = Style(
        glyphs=(SQUARE_2013,) * 3,
        steps=(28.8, 46, 64),
        number_indent=28.8,
        bullet_gap=9,
        toc_title=(16, True),
        toc={1: (11, True), 2: (11, bold)},
        entry_gap=8 if bold else 4,
    )
    story = Story(sheet, style, marks)
    front(sheet, facts)
    story.set(facts["body"])
    sheet.save()
    return sheet


def build(facts: Facts, path: Path) -> None:
    """Set one report."""
    twice(path, lambda to, marks: make(facts, to, marks))
