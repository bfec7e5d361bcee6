"""ILACS reports, 2018 on: grade table on page 1, graded headings, numbered findings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import prose
from .layout import Sheet, rule
from .tables import Cell, picture, table
from .typeset import SQUARE, draw_line, pieces

Facts = dict[str, Any]

LICENCE = (
    "The Office for Standards in Education, Children’s Services and Skills (Ofsted) regulates and inspects services "
    "for children and learners of all ages.",
    "This information, logos apart, may be used again free of charge under the terms of the Open Government "
    "Licence. The licence is at www.nationalarchives.gov.uk/doc/open-government-licence.",
    "This report is available at https://reports.ofsted.gov.uk/.",
)


def address(sheet: Sheet) -> None:
    """The publisher's address and copyright line at the end of a report."""
    for line in ("Piccadilly Gate\nStore Street\nManchester\nM1 2WD", "T: 0300 123 1231\nW: www.gov.uk/ofsted"):
        sheet.text(line, after=12)


def chrome(facts: Facts, sheet: Sheet) -> None:
    """Title and dates under a rule from page 2 on, the page number large at the right."""
    if sheet.page == 1:
        picture(sheet, 448.5, 740, 102, 74)
        return
    picture(sheet, 482, 776.6, 79, 40)
    bold = bool(facts.get("footer_bold"))
    title, dates = str(facts.get("footer_title", facts["title"])), str(facts.get("footer_dates", facts["dates"]))
    rule(sheet.canvas, 69.4, 53.5, 514.8)
    draw_line(sheet.canvas, pieces(title, 8, bold), 70.8, 40)
    draw_line(sheet.canvas, pieces(dates, 8, bold), 70.8, 30)
    draw_line(sheet.canvas, pieces(str(sheet.page), 20), 513.6, 34)


def build(facts: Facts, path: Path) -> None:
    """Set one report."""
    sheet = Sheet(path, facts["title"], lambda s: chrome(facts, s))
    sheet.notes = {str(key): value for key, value in facts.get("notes", {}).items()}
    sheet.y = 712
    sheet.leading = 14.45
    for line in facts["title_lines"]:
        sheet.text(line, size=26, after=0)
    sheet.y -= 8
    sheet.text(f"**Inspection dates:** {facts['dates']}")
    sheet.text(f"**Lead inspector:** {facts['lead']}, {facts['lead_role']}")
    rows = [[Cell(226.4, "Judgement", True), Cell(226.4, "Grade", True)]]
    rows += [[Cell(226.4, label), Cell(226.4, grade)] for label, grade in facts["judgements"]]
    table(sheet, rows, pad=facts.get("pad", 6.0))
    for paragraph in facts["summary"]:
        sheet.text(paragraph)
    sheet.heading(facts.get("improve_heading", "What needs to improve?"), facts.get("improve_size", 14))
    for item in facts["improve"]:
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
    address(sheet)
    sheet.text(f"© Crown copyright {facts['copyright']}")
    sheet.save()
