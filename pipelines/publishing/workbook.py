"""inspections.xlsx: the warehouse for those who work in a spreadsheet, in words that a manager reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from pipelines import reference
from pipelines.publishing.datapackage import QUOTED_WORDS, SAMPLE_NOTE
from pipelines.publishing.my_authority import Look, write_my_authority, write_neighbours
from pipelines.publishing.workbook_sheets import LATEST_GRADES, SHEETS, SheetPlan

REPORT = "Report"
# Fill and ink of a grade's cell; the contrast is 7 to 1 or more, and the grade is always worded.
COLOURS = {
    "outstanding": ("#C6E0F5", "#0B3C5D"),
    "good": ("#D5EBCB", "#1E4620"),
    "requires_improvement": ("#FCE8B2", "#5C3D00"),
    "adequate": ("#FFF3D6", "#5C3D00"),
    "inadequate": ("#F6CBC7", "#6B0F0A"),
    "not_judged": ("#E6E6E6", "#333333"),
}
# Codes that data/reference has a name for, by the column that holds them; others are read out.
NAMED = {
    "framework_code": ("frameworks", "framework_code", "short_name"),
    "service_code": ("services", "service_code", "service_name"),
    "domain_code": ("domains", "domain_code", "domain_name"),
    "theme_code": ("visit_themes", "theme_code", "theme_name"),
    "jtai_theme_code": ("jtai_themes", "jtai_theme_code", "theme_name"),
    "outcome_code": ("outcomes", "outcome_code", "outcome_name"),
    "revisit_outcome_code": ("outcomes", "outcome_code", "outcome_name"),
}
GRADED = {
    *("grade_code", "comparable_grade_code", "overall_grade_at_the_time"),
    *("overall_effectiveness", "leadership", "help_and_protection", "children_in_care", "care_leavers"),
}
WIDTHS = {"authority_name": 28, "evidence_text": 70, "text": 90, "judgement_label": 45, "theme": 45, "lead_in": 40}
WIDTH = 17
LONGEST = 32_767  # characters that a cell can hold
NOTES = (
    "Adequate (to 2013) and requires improvement (since) are not the same test. Grade never mixes them; where a column "
    "counts one as the other, as the official statistics do, its heading says so.",
    "Latest grades are those of the latest inspection of children's services as a whole whose report was read; a cell "
    "is empty when there is none, or it gave none: no overall grade is given from April 2026.",
    "My authority: choose it in the yellow cell, and its statistical neighbours stand beneath it.",
    "The sheet Notes says what each column means.",
)


@dataclass(frozen=True)
class Formats:
    """The workbook's formats. A text that looks like a formula is marked as text, as by a typed apostrophe."""

    heading: Format
    day: Format
    share: Format
    link: Format
    plain: Format
    as_text: Format
    grades: dict[str, Format]


def write_workbook(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Writes what the file is, a sheet each as SHEETS has them, one authority beside its neighbours, and notes.

    Codes are in words, grades coloured, dates are dates, and a row of an inspection leads to its report.
    """
    ((version, published_at, is_sample, attribution),) = connection.execute(
        "select version, published_at, is_sample, attribution from publication"
    ).fetchall()
    grades = dict(connection.execute("select grade_code, grade_name from dim_grade").fetchall())
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(path, options)
    workbook.set_properties({"title": "Inspections of children's services in England", "created": published_at})
    formats = _formats(workbook)
    about = workbook.add_worksheet("About")
    about.set_column(0, 0, 110, workbook.add_format({"text_wrap": True}))
    said = f"Version {version}, published {published_at:%d %B %Y, %H:%M} UTC."
    lines = [f"{attribution}.", said, *NOTES]
    for row, line in enumerate([SAMPLE_NOTE, *lines] if is_sample else [*lines, QUOTED_WORDS]):
        about.write_string(row, 0, line)
    chosen = workbook.add_worksheet("My authority")
    rows = {plan.name: _sheet(connection, workbook.add_worksheet(plan.name), plan, grades, formats) for plan in SHEETS}
    neighbours = write_neighbours(connection, workbook.add_worksheet("Neighbours"), formats.heading)
    latest = {str(row[0]): row for row in rows[LATEST_GRADES.name]}
    write_my_authority(chosen, latest, neighbours, _look(workbook, formats, grades))
    _notes(workbook.add_worksheet("Notes"), formats)
    if is_sample:
        for sheet in workbook.worksheets():
            sheet.set_header(f"&L{SAMPLE_NOTE}")
    workbook.close()


def _formats(workbook: Workbook) -> Formats:
    return Formats(
        heading=workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#EEEEEE", "text_wrap": True}),
        day=workbook.add_format({"num_format": "yyyy-mm-dd"}),
        share=workbook.add_format({"num_format": "0%"}),
        link=workbook.get_default_url_format(),
        plain=workbook.add_format(),
        as_text=workbook.add_format({"quote_prefix": True}),
        grades={
            code: workbook.add_format({"bg_color": fill, "font_color": ink}) for code, (fill, ink) in COLOURS.items()
        },
    )


def _look(workbook: Workbook, formats: Formats, grades: dict[str, str]) -> Look:
    choice = workbook.add_format({"bold": True, "border": 1, "bg_color": "#FFF2A8"})
    return Look(formats.heading, formats.day, choice, {grades[code]: form for code, form in formats.grades.items()})


def _sheet(
    connection: duckdb.DuckDBPyConnection, sheet: Worksheet, plan: SheetPlan, grades: dict[str, str], formats: Formats
) -> list[list[Any]]:
    """Writes the sheet; returns its rows as they are shown."""
    columns = list(plan.columns.values())
    words = {column: _words(column, grades) for column in columns}
    rows = [
        [*(_said(value, column, words[column]) for value, column in zip(row, columns, strict=False)), row[-1]]
        for row in connection.execute(_rows_of(plan)).fetchall()
    ]
    headings = [*plan.columns, *([REPORT] if plan.has_report else [])]
    for at, heading in enumerate(headings):
        sheet.write_string(0, at, heading, formats.heading)
        sheet.set_column(at, at, WIDTHS.get(columns[at], WIDTH) if at < len(columns) else WIDTH)
    coloured = {grades[code]: form for code, form in formats.grades.items()}
    for number, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            if column in GRADED and row[at] is not None:
                sheet.write_string(number, at, row[at], coloured[row[at]])
            else:
                _write(sheet, number, at, row[at], formats, formats.share if column in plan.rates else formats.plain)
        if plan.has_report and str(row[-1]).startswith(("https://", "http://")):
            sheet.write_url(number, len(columns), row[-1], formats.link, "report")
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)
    if "authority_urn" in columns:
        # A URN is a name that looks like a number: no warning in every cell.
        at = columns.index("authority_urn")
        sheet.ignore_errors({"number_stored_as_text": xl_range(1, at, max(len(rows), 1), at)})
    return rows


def _rows_of(plan: SheetPlan) -> str:
    """The sheet's rows in their order, the report's address last where rows have one."""
    wanted = ", ".join(f"shown.{column}" for column in plan.columns.values())
    order = ", ".join(f"shown.{column}" for column in plan.order)
    if not plan.has_report:
        return f"select {wanted} from {plan.view} as shown where {plan.rows} order by {order}, {wanted}"
    return (
        f"select {wanted}, reports.source_url from (select * from {plan.view} where {plan.rows}) as shown "
        f"left join inspections as reports on shown.inspection_id = reports.inspection_id order by {order}, {wanted}"
    )


def _words(column: str, grades: dict[str, str]) -> dict[str, str]:
    """The names of a column's codes; none when it holds none that have names."""
    if column in GRADED:
        return grades
    if column not in NAMED:
        return {}
    name, code, words = NAMED[column]
    return {row[code]: row[words] for row in reference.rows(name)}


def _said(value: Any, column: str, words: dict[str, str]) -> Any:
    """The value in words, when it is a code."""
    if isinstance(value, str) and (words or column.endswith("_code")):
        return words.get(value) or value.replace("_", " ").capitalize()
    return value


def _notes(sheet: Worksheet, formats: Formats) -> None:
    """What each sheet is, and each of its columns."""
    for at, (heading, width) in enumerate((("Sheet", 20), ("Column", 40), ("Meaning", 110))):
        sheet.write_string(0, at, heading, formats.heading)
        sheet.set_column(at, at, width)
    meanings: list[tuple[str, str, str]] = []
    for plan in SHEETS:
        meanings.append((plan.name, "", plan.about))
        meanings += [(plan.name, heading, meaning) for heading, meaning in plan.meanings()]
        if plan.has_report:
            meanings.append((plan.name, REPORT, "Link to the report on the reports site, where its address is known."))
    for number, row in enumerate(meanings, start=1):
        for at, text in enumerate(row):
            sheet.write_string(number, at, text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(meanings), 2)


def _write(sheet: Worksheet, row: int, at: int, value: Any, formats: Formats, of_number: Format) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, formats.day)
    elif isinstance(value, int | float):
        sheet.write_number(row, at, value, of_number)
    else:
        form = formats.as_text if value.startswith(("=", "+", "-", "@")) else formats.plain
        sheet.write_string(row, at, value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…", form)
