"""Ofsted's official statistics on inspections of local authorities: tables in OpenDocument spreadsheets.

Two layouts are known, told apart by their headings alone: one row an authority with a group of columns
(a block) for each inspection it had, as "LA inspections 2009-2023" and the area SEND inspections of 2016-22
with their revisits; and one row an inspection or visit, as an "inspection history" and the sheets of a year's
activity. Other sheets are passed over.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from pipelines import reference
from pipelines.errors import first_line
from pipelines.sources.source_file import SourceFile

SUFFIX = ".ods"
MOST_BYTES = 60_000_000  # the largest file of Ofsted's seen has 2 MB
BY_ROW = "row"  # the block of a table that has one row an inspection
NOTE = re.compile(r"\s*\[\s*notes?\b[^\]]*\]", re.IGNORECASE)
PRINTED_DATES = ("%d/%m/%Y", "%d %B %Y", "%Y-%m-%d")
NOT_YET = "not revisited yet"  # in the place of a revisit's first day: area SEND inspections of 2016-22
Value = object  # what a spreadsheet's cell holds: text, number, boolean, date or nothing


class UnusableStatistics(Exception):
    """A file that cannot be used; the message is one line."""


@dataclass(frozen=True, slots=True)
class OfficialFile(SourceFile):
    """A file of official statistics; or, without bytes, the fault: why they could not be had."""

    fault: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A filled cell under a heading of a known table.

    Rows and columns count from 1, as spreadsheets show them. `heading_key` is the heading as
    official_headings.csv has it; dates are ISO, other values as printed.
    """

    sheet_name: str
    row_number: int
    column_number: int
    heading: str
    heading_key: str
    value: str


@dataclass(frozen=True, slots=True)
class OfficialInspection:
    """An inspection or visit as one sheet records it; dates are ISO, the rest as printed, None where empty.

    `authority_urn` is None when the name is no name of an authority in force that day.
    """

    sheet_name: str
    row_number: int
    block_code: str
    authority_printed: str
    authority_urn: str | None
    inspection_date: str | None
    publication_date: str | None
    inspection_type: str | None
    theme: str | None


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the known tables of one file hold."""

    cells: tuple[Cell, ...]
    inspections: tuple[OfficialInspection, ...]


def official_files(paths: Iterable[Path]) -> list[OfficialFile]:
    """The files that OFFICIAL names, those of a folder and its subfolders in order; the same bytes once."""
    found: dict[tuple[str, str], OfficialFile] = {}
    for path in paths:
        for file in _files_of(path):
            official = _read(file)
            found.setdefault((official.sha256, official.fault and official.name), official)
    return list(found.values())


def _files_of(path: Path) -> list[Path]:
    """The files to read: the path itself unless it is a folder with some."""
    # An office program that has the file open keeps a hidden lock of the same suffix beside it.
    return sorted(p for p in path.rglob(f"*{SUFFIX}") if not p.name.startswith(".")) or [path]


def _read(file: Path) -> OfficialFile:
    try:
        if file.is_dir():
            return OfficialFile(file.name, b"", f"The folder holds no {SUFFIX} file.")
        if not file.is_file() and file.exists():
            return OfficialFile(file.name, b"", "It is no regular file.")
        if (size := file.stat().st_size) > MOST_BYTES:
            return OfficialFile(file.name, b"", f"It has {size:,} bytes, more than the {MOST_BYTES:,} that are read.")
        return OfficialFile(file.name, file.read_bytes())
    except OSError as error:
        return OfficialFile(file.name, b"", f"It cannot be read ({error.strerror or error}).")


def read_statistics(file: OfficialFile) -> Statistics:
    """The cells and inspections of the file's known tables.

    Raises UnusableStatistics when it is no spreadsheet, has no known table, or prints a date that is none.
    """
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(file.content)) as book:
            sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except CalamineError as error:
        raise UnusableStatistics(f"It is not a spreadsheet that can be read: {first_line(error)}.") from error
    tables = [table for name, rows in sheets.items() for table in _tables(name, rows)]
    if not tables:
        raise UnusableStatistics("No sheet has the headings of a table of inspections of local authorities.")
    try:
        inspections = tuple(inspection for table in tables for inspection in table.inspections())
    except ValueError as error:
        raise UnusableStatistics(f"In its {error}.") from error
    return Statistics(tuple(cell for table in tables for cell in table.cells()), inspections)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading that official_headings.csv has: what its column holds, and of which block."""

    field: str
    block: str


@dataclass(frozen=True, slots=True)
class _Table:
    """A table: its sheet, headings, and rows with their number in the sheet."""

    sheet: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, Sequence[Value]], ...]

    def cells(self) -> Iterator[Cell]:
        for number, row in self.rows:
            for column, (heading, value) in enumerate(zip(self.headings, row, strict=False), start=1):
                if heading and printed(value):
                    yield Cell(self.sheet, number, column, heading, heading_key(heading), printed(value))

    def inspections(self) -> Iterator[OfficialInspection]:
        """The inspections of each row. Raises ValueError for a date that is none."""
        known = _known(self._keys())
        authority = next(column for column, heading in known.items() if heading.field == "authority")
        blocks = dict.fromkeys(heading.block for heading in known.values() if heading.block)
        for number, row in self.rows:
            for block in blocks:
                values = {
                    heading.field: row[column]
                    for column, heading in known.items()
                    if heading.block == block and printed(row[column]) and printed(row[column]).lower() != NOT_YET
                }
                if values:
                    yield self._inspection(number, block, printed(row[authority]), values)

    def _keys(self) -> list[str]:
        return [heading_key(heading) for heading in self.headings]

    def _inspection(self, number: int, block: str, name: str, values: dict[str, Value]) -> OfficialInspection:
        where = f"sheet {self.sheet}, row {number}"
        inspected, published = (_day(values.get(field), where) for field in ("inspection_date", "publication_date"))
        # The sheets' codes are today's; the name on the day of the inspection says who was inspected.
        day = inspected or published
        authority = reference.resolve_authority(name, day) if day else None
        return OfficialInspection(
            self.sheet,
            number,
            block,
            name,
            authority.urn if authority else None,
            inspected.isoformat() if inspected else None,
            published.isoformat() if published else None,
            printed(values.get("inspection_type")) or None,
            printed(values.get("theme")) or None,
        )


def printed(value: Value) -> str:
    """A cell's value as text: whole numbers without decimals, dates ISO, nothing as ''."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return (value.date() if value.time() == dt.time() else value).isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def heading_key(heading: str) -> str:
    """The heading as official_headings.csv has it: normalised, references to notes taken off."""
    return reference.normalise_name(NOTE.sub("", heading))


@cache
def _headings() -> dict[str, _Heading]:
    return {row["heading"]: _Heading(row["field"], row["block_code"]) for row in reference.rows("official_headings")}


def _known(keys: Sequence[str]) -> dict[int, _Heading]:
    """What each column holds, by its place.

    Headings as general as "Inspection start date" are known only beside that of their block's outcome.
    """
    found = {column: _headings()[key] for column, key in enumerate(keys) if key in _headings()}
    here = {heading.block for heading in found.values() if heading.field == "outcome"}
    lacking = {heading.block for heading in _headings().values() if heading.field == "outcome"} - here
    return {column: heading for column, heading in found.items() if heading.block not in lacking}


def _tables(sheet: str, rows: Sequence[Sequence[Value]]) -> Iterator[_Table]:
    """The sheet's known tables, below their titles and notes; each ends at an empty row or at further headings."""
    headings: tuple[str, ...] | None = None
    body: list[tuple[int, Sequence[Value]]] = []
    for number, row in enumerate(rows, start=1):
        texts = tuple(printed(value) for value in row)
        if _are_headings(texts) or not any(texts):
            if headings and body:
                yield _Table(sheet, headings, tuple(body))
            headings, body = (texts if any(texts) else None), []
        elif headings:
            body.append((number, row))
    if headings and body:
        yield _Table(sheet, headings, tuple(body))


def _are_headings(texts: Sequence[str]) -> bool:
    """Whether the row heads a table of inspections of authorities, by block or by row."""
    known = list(_known([heading_key(text) for text in texts]).values())
    fields = {heading.field for heading in known}
    by_row = {heading.field for heading in known if heading.block == BY_ROW}
    by_block = any(heading.field == "publication_date" and heading.block != BY_ROW for heading in known)
    return "authority" in fields and (by_block or {"inspection_date", "inspection_type"} <= by_row)


def _day(value: Value, where: str) -> dt.date | None:
    """The day in a cell, None for nothing. Raises ValueError when it holds something else."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = printed(value)
    if not text:
        return None
    for form in PRINTED_DATES:
        try:
            return dt.datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(f"{where}: {text!r} is not a date")
