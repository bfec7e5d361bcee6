"""The workbook's sheet for one authority: chosen in a cell, beside its statistical neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pipelines.publishing.workbook_sheets import GRADES, LATEST_GRADES

SHOWN = ("Region", "Inspection", "Began", "Published", *GRADES)  # of the sheet of latest grades
DAYS = ("Began", "Published")
FIRST_ROW = 4  # of the authority itself; its neighbours follow
MOST_NEIGHBOURS = 10
NEIGHBOURS = """
    select authorities.authority_name, bridge.neighbour_rank, neighbours.authority_name
    from bridge_authority_neighbour as bridge
    inner join dim_authority as authorities
        on bridge.authority_urn = authorities.authority_urn and authorities.is_current
    inner join dim_authority as neighbours on bridge.neighbour_urn = neighbours.authority_urn and neighbours.is_current
    where bridge.is_latest_set
    order by all
"""


@dataclass(frozen=True)
class Look:
    """The sheet's formats: headings, days, the cell to choose in, and grades by their name."""

    heading: Format
    day: Format
    choice: Format
    grades: Mapping[str, Format]


def write_neighbours(connection: duckdb.DuckDBPyConnection, sheet: Worksheet, heading: Format) -> dict[str, list[str]]:
    """Statistical neighbours as rows, with a key to look them up by; returns each authority's, the closest first."""
    for at, (title, width) in enumerate((("Key", 34), ("Authority", 28), ("Rank", 8), ("Neighbour", 28))):
        sheet.write_string(0, at, title, heading)
        sheet.set_column(at, at, width)
    rows = connection.execute(NEIGHBOURS).fetchall()
    found: dict[str, list[str]] = {}
    for number, (authority, rank, neighbour) in enumerate(rows, start=1):
        sheet.write_string(number, 0, f"{authority} {rank}")
        sheet.write_string(number, 1, authority)
        sheet.write_number(number, 2, rank)
        sheet.write_string(number, 3, neighbour)
        found.setdefault(authority, []).append(neighbour)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), 3)
    return found


def write_my_authority(
    sheet: Worksheet,
    latest: Mapping[str, Sequence[Any]],
    neighbours: Mapping[str, Sequence[str]],
    look: Look,
) -> None:
    """A cell to choose an authority in; beneath it the authority and its neighbours with their latest grades.

    All beneath is looked up by formulas in the sheets of latest grades and of neighbours. `latest` are the rows of the
    former by authority; the first that has an inspection is chosen, and its values stand in the cells for programs that
    do not calculate.
    """
    began = list(LATEST_GRADES.columns).index("Began")
    first = next((name for name, row in latest.items() if row[began] is not None), next(iter(latest), ""))
    sheet.write_string(0, 0, "Choose an authority:", look.heading)
    sheet.write_string(0, 1, first, look.choice)
    names = f"='{LATEST_GRADES.name}'!$A$2:$A${len(latest) + 1}"
    sheet.data_validation(0, 1, 0, 1, {"validate": "list", "source": names})
    sheet.write_string(1, 0, "It stands first, then its statistical neighbours (the DfE's), the closest first.")
    for at, heading in enumerate(("Rank", "Authority", *SHOWN)):
        sheet.write_string(FIRST_ROW - 1, at, heading, look.heading)
        sheet.set_column(at, at, 28 if heading == "Authority" else 20)
    shown = [first, *neighbours.get(first, [])][: MOST_NEIGHBOURS + 1]
    for rank in range(MOST_NEIGHBOURS + 1):
        row = FIRST_ROW + rank
        name = shown[rank] if rank < len(shown) else ""
        found = f'=IFERROR(INDEX(Neighbours!$D:$D,MATCH($B$1&" {rank}",Neighbours!$A:$A,0)),"")'
        sheet.write_number(row, 0, rank)
        sheet.write_formula(row, 1, found if rank else "=$B$1", None, name)
        for at, heading in enumerate(SHOWN, start=2):
            column = list(LATEST_GRADES.columns).index(heading)
            value = latest[name][column] if name in latest else None
            _look_up(sheet, row, at, column, value, look.day if heading in DAYS else None)
    last = xl_col_to_name(1 + len(SHOWN))
    for name, form in look.grades.items():
        rule = {"type": "cell", "criteria": "==", "value": f'"{name}"', "format": form}
        sheet.conditional_format(f"C{FIRST_ROW + 1}:{last}{FIRST_ROW + 1 + MOST_NEIGHBOURS}", rule)
    sheet.freeze_panes(FIRST_ROW, 2)


def _look_up(sheet: Worksheet, row: int, at: int, column: int, value: Any, form: Format | None) -> None:
    """A cell that takes its value from the sheet of latest grades, by the authority's name in its row."""
    letter = xl_col_to_name(column)
    found = f"INDEX('{LATEST_GRADES.name}'!${letter}:${letter},MATCH($B{row + 1},'{LATEST_GRADES.name}'!$A:$A,0))"
    shown = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else value
    sheet.write_formula(row, at, f'=IFERROR(IF({found}="","",{found}),"")', form, shown)
