"""Documents' rows join the raw tables once they are held against the schema: a fault costs what it touches.

A statement that breaks a rule of its table is set aside with its words. A document of which a row that it cannot do
without breaks one, or whose inspection cannot be dated, is kept apart as a whole.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import duckdb

from pipelines.raw.dates import dating_fault, statements_out_of_time
from pipelines.raw.tables import LISTS, Row
from pipelines.warehouse import build_file
from pipelines.warehouse.rules import row_rules
from pipelines.warehouse.schema import Table, table

Rows = dict[str, list[Row]]
STATEMENTS = tuple(LISTS)
OF_THE_REPORT = ("raw_documents", "raw_inspections", "raw_lines")
LONG = 128  # bits of a whole number that a reason does not print
SHOWN = 80  # characters of a value in a reason
LARGEST = 1e300  # of a number with a fraction; a report of 400 digits is read as one without end
LOOK = "Look at the page: if that is printed there, nothing is to be done; if not, it was misread: report it."
MEND = "Look at the report: put a right copy in its place, or report that it was misread."


@dataclass(frozen=True)
class Broken:
    """A rule that a row breaks: its name, and what it says with the values that break it."""

    rule: str
    said: str


def join_rows(connection: duckdb.DuckDBPyConnection, rows: Rows, today: date) -> None:
    """Adds the rows of some documents to the raw tables, but for those that may not join; see the module."""
    held = held_rows(connection, rows, today)
    with build_file.at_once(connection):
        for name, of_table in held.items():
            build_file.add_rows(connection, table(name), of_table)


def held_rows(connection: duckdb.DuckDBPyConnection, rows: Rows, today: date) -> Rows:
    """The rows that may join, those of raw_quarantine and raw_set_aside among them."""
    held: Rows = defaultdict(list)
    held["raw_quarantine"] = [_whole("raw_quarantine", row) for row in rows.get("raw_quarantine", ())]
    held["raw_set_aside"] = [{**row, "text": _encodable(row["text"])} for row in rows.get("raw_set_aside", ())]
    for name in STATEMENTS:
        broken = broken_rows(connection, table(name), rows.get(name, []), today)
        for number, row in enumerate(rows.get(name, [])):
            if number in broken:
                held["raw_set_aside"].append(set_aside(name, row, broken[number]))
            else:
                held[name].append(row)
    refused: dict[str, Broken] = {}
    for name in OF_THE_REPORT:
        of_table = rows.get(name, [])
        held[name] = of_table
        for number, fault in broken_rows(connection, table(name), of_table, today).items():
            refused.setdefault(of_table[number]["document_sha256"], fault)
    _date(held, refused, today)
    return _without(held, refused)


def _date(held: Rows, refused: dict[str, Broken], today: date) -> None:
    """Sets aside what does not fit the inspection's days, and refuses the documents whose days cannot be."""
    of_document: dict[str, Rows] = defaultdict(lambda: defaultdict(list))
    for name in ("raw_dates", "raw_stated_history"):
        for row in held[name]:
            of_document[row["document_sha256"]][name].append(row)
    late: dict[str, list[Row]] = {"raw_dates": [], "raw_stated_history": []}
    for inspection in held["raw_inspections"]:
        sha256 = inspection["document_sha256"]
        if sha256 in refused:
            continue
        if fault := dating_fault(inspection["framework_code"], of_document[sha256]["raw_dates"], today):
            refused[sha256] = Broken(*fault)
            continue
        for name, row, rule, said in statements_out_of_time(of_document[sha256], today):
            late[name].append(row)
            held["raw_set_aside"].append(set_aside(name, row, Broken(rule, said)))
    for name, gone in late.items():
        held[name] = [row for row in held[name] if not any(row is other for other in gone)]


def _without(held: Rows, refused: dict[str, Broken]) -> Rows:
    """The rows without those of refused documents, which go to quarantine."""
    kept: Rows = defaultdict(list)
    for name, rows in held.items():
        kept[name] = [row for row in rows if row["document_sha256"] not in refused]
    for sha256, fault in refused.items():
        row = {
            **_known(held, sha256),
            "document_sha256": sha256,
            "stage": "checks",
            "reason_code": fault.rule,
            "reason": f"{fault.said} {MEND}",
        }
        kept["raw_quarantine"].append(_whole("raw_quarantine", row))
    return kept


def _known(held: Rows, sha256: str) -> Row:
    """What could be read of a refused document all the same. Its inspection's days may be what it was refused for."""
    found: Row = {}
    for row in held["raw_inspections"]:
        if row["document_sha256"] == sha256:
            found |= {name: row[name] for name in ("framework_code", "authority_urn")}
    for row in held["raw_dates"]:
        if row["document_sha256"] == sha256 and row["kind"] == "publication":
            found.setdefault("published_date", row["start_date"])
    return found


def _whole(name: str, row: Row) -> Row:
    """The row with every column of its table."""
    return {column.name: row.get(column.name) for column in table(name).columns}


def set_aside(name: str, row: Row, fault: Broken) -> Row:
    """The row of raw_set_aside for a row of that table."""
    text = row.get("text")
    return {
        "document_sha256": row["document_sha256"],
        "table_name": name,
        "rule": fault.rule,
        "reason": f"{fault.said} {LOOK}",
        "page": row.get("page"),
        "text": _encodable(text) if isinstance(text, str) else None,
    }


def broken_rows(connection: duckdb.DuckDBPyConnection, entry: Table, rows: list[Row], today: date) -> dict[int, Broken]:
    """The rows, by their number in the list, that do not fit the table or break one of its rules."""
    broken = _misfits(entry, rows)
    rules = row_rules(entry, today)
    fitting = [number for number in range(len(rows)) if number not in broken]
    if not fitting or not rules:
        return broken
    build_file.create_incoming(connection, entry, [rows[number] for number in fitting])
    whens = " ".join(f"when not ({rule.holds}) then {place}" for place, rule in enumerate(rules))
    found = connection.execute(
        f"select row_place, rule_place from (select row_place, case {whens} end as rule_place from incoming) "
        "where rule_place is not null"
    ).fetchall()
    for number, place in found:
        rule, row = rules[place], rows[fitting[number]]
        broken[fitting[number]] = Broken(rule.name, f"{rule.description} Here: {_values(entry, rule.holds, row)}.")
    return broken


def _misfits(entry: Table, rows: list[Row]) -> dict[int, Broken]:
    """Rows with a value that is none of its column's type: text with half a character, a number without end."""
    found: dict[int, Broken] = {}
    for column in entry.columns:
        if column.type not in FITS:
            continue
        name, fits = column.name, FITS[column.type]
        for number, row in enumerate(rows):
            value = row.get(name)
            if value is not None and not fits(value):
                said = f"{name} is a value of type {column.type}. Here: {_shown(value)}."
                found.setdefault(number, Broken(f"{name}_fits", said))
    return found


def _fits_text(value: object) -> bool:
    return isinstance(value, str) and (value.isascii() or _encodable(value) == value)


def _fits_number(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < LARGEST


def _encodable(text: str) -> str:
    """The text with a question mark for each half of a character (a lone surrogate)."""
    return text.encode("utf-8", "replace").decode("utf-8")


# What a column's type takes; dates and times come from the schema's other tables, never from a report's rows.
FITS: dict[str, Callable[[object], bool]] = {
    "varchar": _fits_text,
    "integer": lambda value: isinstance(value, int) and abs(value) < 1 << 31,
    "bigint": lambda value: isinstance(value, int) and abs(value) < 1 << 63,
    "double": _fits_number,
    "boolean": lambda value: isinstance(value, bool),
}


def _values(entry: Table, holds: str, row: Row) -> str:
    """The values that a rule looks at, in words."""
    named = [column.name for column in entry.columns if re.search(rf"\b{column.name}\b", holds)]
    return ", ".join(f"{name} {_shown(row.get(name))}" for name in named if name != "text")


def _shown(value: object) -> str:
    if value is None:
        return "is missing"
    if isinstance(value, int) and value.bit_length() > LONG:
        return f"a number of some {int(value.bit_length() * math.log10(2)) + 1} digits"
    text = _encodable(str(value))
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}… ({len(text)} characters)"
