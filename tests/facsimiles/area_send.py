"""Area SEND inspections, 2023 on: an outcome in a box, bullets, tables of priority action, a team in two columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .layout import Sheet, rule
from .story import Story, Style
from .tables import picture
from .typeset import SQUARE, draw_line, pieces

Facts = dict[str, Any]


def chrome(facts: Facts, sheet: Sheet) -> None:
    """Two pictures; from page 2 a footer of title, dates and a bold page number."""
    picture(sheet, 345, 772, 85, 40)
    picture(sheet, 440, 758, 92, 60)
    if sheet.page == 1:
        draw_line(sheet.canvas, pieces("Local area partnership report", 9), 70.9, 806)
        return
    rule(sheet.canvas, 69.4, 53.5, 522)
    draw_line(sheet.canvas, pieces(f"Area SEND inspection report: {facts['partnership']}", 9), 70.9, 41)
    draw_line(sheet.canvas, pieces(facts["dates"], 9), 70.9, 30)
    draw_line(sheet.canvas, pieces(str(sheet.page), 16, True), 506, 33)


def build(facts: Facts, path: Path) -> None:
    """Set one report."""
    sheet = Sheet(path, facts["title"], lambda s: chrome(facts, s))
    sheet.top = 738
    sheet.y = 722
    story = Story(sheet, Style(glyphs=(SQUARE,), steps=(0,)), [])
    for line in facts["title_lines"]:
        sheet.text(line, size=24, bold=True, after=0)
    sheet.y -= 14
    story.set(facts["body"])
    sheet.save()
