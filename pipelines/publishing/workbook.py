"""inspections.xlsx: the authorities' latest grades and every judgement, for those who work in a spreadsheet."""

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

from pipelines.publishing.datapackage import QUOTED_WORDS, SAMPLE_NOTE
from pipelines.warehouse.schema import table

SHEETS = ("authority_summary", "judgement_history")
REPORT = "report"
DAY = {"num_format": "yyyy-mm-dd"}
# Fill and ink of a grade's cell; the contrast is 7 to 1 or more, and the grade is always worded.
COLOURS = {
    "outstanding": ("#C6E0F5", "#0B3C5D"),
    "good": ("#D5EBCB", "#1E4620"),
    "requires_improvement": ("#FCE8B2", "#5C3D00"),
    "adequate": ("#FFF3D6", "#5C3D00"),
    "inadequate": ("#F6CBC7", "#6B0F0A"),
    "not_judged": ("#E6E6E6", "#333333"),
}
WIDTHS = {"authority_name": 28, "evidence_text": 70, "judgement_label": 45, "neighbours_overall_effectiveness": 60}
WIDTH = 17
LONGEST = 32_767  # characters that a cell can hold
GRADED = {
    "grade_code",
    "comparable_grade_code",
    "overall_effectiveness",
    "leadership",
    "help_and_protection",
    "children_in_care",
    "care_leavers",
}
NOTES = (
    "Adequate (to 2013) and requires improvement (since) are not the same test: grade_code never mixes them, "
    "comparable_grade_code counts one as the other, as the official statistics do.",
    "Grades in authority_summary are those of the latest inspection of children's services as a whole whose report was "
    "read; a cell is empty when there is none, or it gave none.",
    "The sheet columns says what each column means.",
)


@dataclass(frozen=True)
class _Formats:
    """The workbook's formats. A text that looks like a formula is marked as text, as by a typed apostrophe."""

    heading: Format
    day: Format
    link: Format
    plain: Format
    as_text: Format
    grades: dict[str, Format]


def write_workbook(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Writes a sheet about the file, one each of authority_summary and judgement_history, and one of their columns.

    Grades are in words and coloured, dates are dates, and each row leads to its report on the reports site.
    """
    ((version, published_at, is_sample, attribution),) = connection.execute(
        "select version, published_at, is_sample, attribution from publication"
    ).fetchall()
    names = dict(connection.execute("select grade_code, grade_name from dim_grade").fetchall())
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = xlsxwriter.Workbook(path, options)
    workbook.set_properties({"title": "Inspections of children's services in England", "created": published_at})
    formats = _formats(workbook)
    about = workbook.add_worksheet("about")
    about.set_column(0, 0, 110, workbook.add_format({"text_wrap": True}))
    said = f"Version {version}, published {published_at:%d %B %Y, %H:%M} UTC."
    lines = [f"{attribution}.", said, *NOTES]
    for row, line in enumerate([SAMPLE_NOTE, *lines] if is_sample else [*lines, QUOTED_WORDS]):
        about.write_string(row, 0, line)
    for sheet in SHEETS:
        _sheet(connection, workbook.add_worksheet(sheet), sheet, names, formats)
    _columns(workbook.add_worksheet("columns"), formats)
    if is_sample:
        for sheet in workbook.worksheets():
            sheet.set_header(f"&L{SAMPLE_NOTE}")
    workbook.close()


def _formats(workbook: Workbook) -> _Formats:
    return _Formats(
        heading=workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#EEEEEE", "text_wrap": True}),
        day=workbook.add_format(DAY),
        link=workbook.get_default_url_format(),
        plain=workbook.add_format(),
        as_text=workbook.add_format({"quote_prefix": True}),
        grades={
            code: workbook.add_format({"bg_color": fill, "font_color": ink}) for code, (fill, ink) in COLOURS.items()
        },
    )


def _sheet(
    connection: duckdb.DuckDBPyConnection, sheet: Worksheet, name: str, names: dict[str, str], formats: _Formats
) -> None:
    columns = [column.name for column in table(name).columns]
    wanted = ", ".join(f"shown.{column}" for column in columns)
    rows = connection.execute(
        f"select {wanted}, inspections.source_url from {name} as shown "
        "left join inspections on shown.inspection_id = inspections.inspection_id "
        f"order by shown.authority_name, shown.inspection_start_date, {wanted}"
    ).fetchall()
    headings = [*columns, REPORT]
    for at, heading in enumerate(headings):
        sheet.write_string(0, at, heading, formats.heading)
        sheet.set_column(at, at, WIDTHS.get(heading, WIDTH))
    for number, row in enumerate(rows, start=1):
        for at, value in enumerate(row[:-1]):
            _write(sheet, number, at, value, names if columns[at] in GRADED else {}, formats)
        if str(row[-1]).startswith(("https://", "http://")):
            sheet.write_url(number, len(columns), row[-1], formats.link, "report")
    sheet.freeze_panes(1, columns.index("authority_name") + 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)
    # A URN is a name that looks like a number: no warning in every cell.
    at = columns.index("authority_urn")
    sheet.ignore_errors({"number_stored_as_text": xl_range(1, at, max(len(rows), 1), at)})


def _columns(sheet: Worksheet, formats: _Formats) -> None:
    """What each column of the other sheets means."""
    for at, (heading, width) in enumerate((("sheet", 20), ("column", 34), ("meaning", 110))):
        sheet.write_string(0, at, heading, formats.heading)
        sheet.set_column(at, at, width)
    meanings: list[tuple[str, str, str]] = []
    for name in SHEETS:
        meanings += [(name, column.name, column.comment) for column in table(name).columns]
        meanings.append((name, REPORT, "Link to the report on the reports site, where its address is known."))
    for number, row in enumerate(meanings, start=1):
        for at, text in enumerate(row):
            sheet.write_string(number, at, text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(meanings), 2)


def _write(sheet: Worksheet, row: int, at: int, value: Any, names: dict[str, str], formats: _Formats) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, value, formats.day)
    elif isinstance(value, int | float):
        sheet.write_number(row, at, value)
    elif value in names:
        sheet.write_string(row, at, names[value], formats.grades[value])
    else:
        form = formats.as_text if value.startswith(("=", "+", "-", "@")) else formats.plain
        sheet.write_string(row, at, value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…", form)
