"""Documents whose rows break a rule that guards a reader: they are kept apart, and the others are published.

Rows are held against the schema before they join the raw tables (pipelines/raw/joining.py). What only shows once the
tables are built is found here: rules over several rows or tables, and whatever the code that builds them gets wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.quality.check import NoRows
from pipelines.quality.counting import offending_rows
from pipelines.quality.documents import KEYS, is_of_documents
from pipelines.quality.suites import suite
from pipelines.raw.joining import MEND
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import Table, table, tables

SHOWN = 300  # characters of the row in a reason


@dataclass(frozen=True)
class Offence:
    """A rule that a document's rows break; `row` is the first of them, in words."""

    document_sha256: str
    table: str
    rule: str
    description: str
    row: str


def keep_apart(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> list[Offence]:
    """Moves documents whose rows in these tables break a rule to quarantine; returns the first offence of each.

    Their rows leave the raw tables: what is built from them is to be built anew. Raises SuiteError.
    """
    found: dict[str, Offence] = {}
    for name in names:
        if is_of_documents(table(name)):
            for offence in _offences(connection, table(name)):
                found.setdefault(offence.document_sha256, offence)
    if found:
        _move(connection, list(found.values()))
    return list(found.values())


def _offences(connection: duckdb.DuckDBPyConnection, entry: Table) -> Iterator[Offence]:
    checks = {check.name: check for check in suite(entry.name) if check.costs != "publication"}
    for name, count in offending_rows(connection, [*checks.values()]).items():
        demand = checks[name].demand
        if count and isinstance(demand, NoRows):
            whole = f"select * from {entry.qualified} where not ({demand.holds})" if demand.holds else demand.sql
            for sha256, row in _documents(connection, whole):
                yield Offence(sha256, entry.name, name, checks[name].description, _said(row))


def _documents(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[str, dict[str, Any]]]:
    """The query's rows that are of a document, each with the document and the row."""
    columns = [row[0] for row in connection.execute(f"describe {sql}").fetchall()]
    key = next(key for key in KEYS if key in columns)
    documents = (
        f"select distinct {key}, document_sha256 as of_document from {KEYS[key]} where document_sha256 is not null"
    )
    joined = f"select of_document, to_json(offending) from ({sql}) as offending inner join ({documents}) using ({key})"
    return [(sha256, json.loads(row)) for sha256, row in connection.execute(joined).fetchall()]


def _said(row: dict[str, Any]) -> str:
    """The row in words, without what a report says in sentences: a reason is published whatever the licence."""
    verbatim = {column.name for entry in tables().values() for column in entry.columns if column.is_verbatim}
    said = [f"{name} {value}" for name, value in row.items() if value is not None and name not in verbatim]
    return ", ".join(said)[:SHOWN]


def _move(connection: duckdb.DuckDBPyConnection, offences: list[Offence]) -> None:
    known = "select document_sha256, framework_code, authority_urn from raw.raw_inspections"
    inspections = {row[0]: row[1:] for row in connection.execute(known).fetchall()}
    rows = []
    for offence in offences:
        framework_code, authority_urn = inspections.get(offence.document_sha256, (None, None))
        rows.append(
            {
                **{column.name: None for column in table("raw_quarantine").columns},
                "document_sha256": offence.document_sha256,
                "stage": "checks",
                "reason_code": offence.rule,
                "reason": f"{offence.description} ({offence.table}.) Here: {offence.row}. {MEND}",
                "framework_code": framework_code,
                "authority_urn": authority_urn,
            }
        )
    left = [
        entry
        for entry in tables().values()
        if (entry.layer == "raw" and is_of_documents(entry)) or entry.name == "raw_set_aside"
    ]
    with build_file.at_once(connection):
        for entry in left:
            sql = f"delete from {entry.qualified} where list_contains(?, document_sha256)"
            connection.execute(sql, [[offence.document_sha256 for offence in offences]])
        build_file.add_rows(connection, table("raw_quarantine"), rows)
        build_file.forget_checks(connection, *left, table("raw_quarantine"))
