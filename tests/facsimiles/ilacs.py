"""ILACS reports, 2018 on: grade table on page 1, graded headings, numbered findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import prose
from .layout import Sheet, rule
from .tables import Cell, picture, table
from .typeset import SQUARE, SQUARE_2014, draw_line, pieces

Facts = dict[str, Any]

LICENCE = (
    "The Office for Standards in Education, Children’s Services and Skills (Ofsted) regulates and inspects services "
    "for children and learners of all ages.",
    "This information, logos apart, may be used again free of charge under the terms of the Open Government "
    "Licence. The licence is at www.nationalarchives.gov.uk/doc/open-government-licence.",
)
ADDRESS = "Piccadilly Gate\nStore Street\nManchester\nM1 2WD"


def chrome(facts: Facts, sheet: Sheet) -> None:
    """Title and dates under a rule from page 2 on, the page number large at the right; in 2018 the number alone."""
    if sheet.page == 1:
        picture(sheet, 448.5, 740, 102, 74)
    else:
        picture(sheet, 482, 776.6, 79, 40)
    if "authority" in facts:
        rule(sheet.canvas, 71.6, 48.5, 523)
        draw_line(sheet.canvas, pieces(str(sheet.page), 20), 514 if sheet.page < 10 else 503, 29.4)
        return
    if sheet.page == 1:
        return
    bold = bool(facts.get("footer_bold"))
    title, dates = str(facts.get("footer_title", facts["title"])), str(facts.get("footer_dates", facts["dates"]))
    rule(sheet.canvas, 69.4, 53.5, 514.8)
    draw_line(sheet.canvas, pieces(title, 8, bold), 70.8, 40)
    draw_line(sheet.canvas, pieces(dates, 8, bold), 70.8, 30)
    draw_line(sheet.canvas, pieces(str(sheet.page), 20), 513.6, 34)


def cover(sheet: Sheet, facts: Facts) -> None:
    """Title, dates and lead inspector."""
    for line in facts["title_lines"]:
        sheet.text(line, size=26, after=0)
    sheet.y -= 8
    sheet.text(f"**Inspection dates:** {facts['dates']}")
    sheet.text(f"**Lead inspector:** {facts['lead']}, {facts['lead_role']}")


def cover_2018(sheet: Sheet, facts: Facts) -> None:
    """The authority in large type, all below it bold, the lead inspector in a column of their own."""
    sheet.text(facts["authority"], size=26, after=14)
    sheet.text(facts["title"], size=16, bold=True)
    sheet.text(f"Inspection dates: {facts['dates']}", bold=True, after=14)
    for label, text in (("Lead inspector:", facts["lead"]), ("", facts["lead_role"])):
        sheet.y -= sheet.leading
        for x, part in ((0.0, label), (105.0, text)):
            draw_line(sheet.canvas, pieces(part, 12, True), sheet.left + x, sheet.y)
    sheet.y -= 18


def build(facts: Facts, path: Path) -> None:
    """Set one report; facts with the authority's name on a line of its own have the layout of 2018."""
    sheet = Sheet(path, facts["title"], lambda s: chrome(facts, s))
    sheet.notes = {str(key): value for key, value in facts.get("notes", {}).items()}
    sheet.y = 712
    sheet.leading = 14.45
    early = "authority" in facts
    (cover_2018 if early else cover)(sheet, facts)
    left, right = facts.get("widths", [226.4, 226.4])
    size = 11 if early else 12
    rows = [[Cell(left, "Judgement", True, middle=early), Cell(right, "Grade", True, middle=early)]]
    rows += [
        [Cell(left, label, size=size, middle=early), Cell(right, grade, size=size, middle=early)]
        for label, grade in facts["judgements"]
    ]
    table(sheet, rows, pad=facts.get("pad", 6.0))
    for paragraph in facts["summary"]:
        sheet.text(paragraph, indent=7 if early else 0)
    if facts.get("improve_page"):
        sheet.new_page()
    sheet.heading(facts.get("improve_heading", "What needs to improve?"), facts.get("improve_size", 14))
    for item in facts["improve"]:
        if early:
            sheet.bullet(item, SQUARE_2014, indent=14, after=14)
        else:
            sheet.bullet(item, SQUARE)
    number, gap = 0, facts.get("gap", 6.0)
    for section in facts["sections"]:
        sheet.y -= 6
        sheet.heading(section["heading"])
        while number < section["to"]:
            number += 1
            text = section.get("said", {}).get(number) or prose.finding(number, section["area"])
            sheet.numbered(number, text, facts.get("indent", 28.4), gap)
    sheet.new_page()
    for paragraph in LICENCE:
        sheet.text(paragraph, after=8)
    sheet.text(f"This report is available at {facts.get('available', 'https://reports.ofsted.gov.uk/')}.", after=8)
    sheet.text(ADDRESS)
    if "copyright" in facts:
        sheet.text("T: 0300 123 1231\nW: www.gov.uk/ofsted")
        sheet.text(f"© Crown copyright {facts['copyright']}")
    sheet.save()
