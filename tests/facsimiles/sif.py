"""Single inspection reports, 2013-18, and the review of an LSCB by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .layout import Mark, Sheet, rule
from .story import Story, Style, twice
from .tables import Cell, Row, picture, table
from .typeset import draw_line, pieces

Facts = dict[str, Any]
LABELS = (
    "1.  Children who need help and protection",
    "2.  Children looked after and achieving permanence",
    "2.1 Adoption performance",
    "2.2 Experiences and progress of care leavers",
    "3.  Leadership, management and governance",
)


def chrome(facts: Facts, sheet: Sheet) -> None:
    """A rule above the page number: right on odd pages, left on even ones from mid-2014 on."""
    picture(sheet, 482, 776.6, 79, 40)
    left = facts.get("even_left", True) and sheet.page % 2 == 0
    rule(sheet.canvas, 69.4, 45, 522)
    draw_line(sheet.canvas, pieces(str(sheet.page), facts.get("number_size", 16)), 70.9 if left else 513, 29)


def cover(sheet: Sheet, facts: Facts) -> None:
    """Authority, titles, dates: sizes as the facts give them, one line each."""
    sheet.y = 744
    for line in facts["cover"]:
        options = {key: line[key] for key in ("size", "bold", "after") if key in line}
        sheet.text(line["text"], **{"size": 14, "after": 7, **options})
    sheet.y -= 14


def grade_rows(facts: Facts) -> list[Row]:
    """The three-part list, its two sub-judgements set in; labels stand at the middle of their row."""
    wide, split, inset = 464.5, facts.get("split", 290.0), 48.0
    bold = facts.get("bold_grades", False)
    rows: list[Row] = [[Cell(wide, text, *style)] for text, style in facts["above_list"]]
    for label, grade in zip(LABELS, facts["grades"], strict=True):
        result = Cell(wide - split, grade, bold)
        if label[2].isdigit():
            blank = Cell(inset, "", shade=facts.get("shade", 1.0), above=label.startswith("2.1"))
            rows.append([blank, Cell(split - inset, label, middle=True), result])
        else:
            rows.append([Cell(split, label, True, middle=True, hang=18), result])
    return rows


def make(facts: Facts, path: Path, marks: list[Mark]) -> Sheet:
    """Set the report once."""
    sheet = Sheet(path, facts["title"], lambda s: chrome(facts, s))
    sheet.notes = {str(key): value for key, value in facts.get("notes", {}).items()}
    style = Style(number_indent=facts.get("number_indent", 28.4), grade_bold=facts.get("grade_bold", True))
    story = Story(sheet, style, marks)
    cover(sheet, facts)
    story.set(facts.get("above", []))
    if "grades" in facts:
        table(sheet, grade_rows(facts))
    story.set(facts["body"])
    sheet.save()
    return sheet


def build(facts: Facts, path: Path) -> None:
    """Set one report."""
    twice(path, lambda to, marks: make(facts, to, marks))
