"""Rows of the raw tables that stand from the last build, so that a refresh makes those of new documents alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from pipelines.runs.code_versions import build_version
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import Table


def keep_standing(connection: duckdb.DuckDBPyConnection, entries: Sequence[Table], listed: Iterable[str]) -> set[str]:
    """Removes every row of the tables but those that the same code made of a listed document.

    Returns the SHA-256 of the documents whose rows are kept. Those in quarantine are not among them, and are looked
    at anew. Until `note_rows` no row counts as made by any code.
    """
    connection.execute("create table if not exists raw_rows_made_by (build_version varchar)")
    made_by = connection.execute("select build_version from raw_rows_made_by").fetchall()
    connection.execute("delete from raw_rows_made_by")
    if made_by != [(build_version(),)]:
        for entry in entries:
            build_file.write_rows(connection, entry, [])
        return set()
    standing = "select document_sha256 from raw.raw_documents where list_contains(?, document_sha256)"
    connection.execute(f"create or replace temp table standing as {standing}", [list(listed)])
    build_file.forget_checks(connection, *entries)
    for entry in entries:
        connection.execute(
            f"delete from {entry.qualified} where document_sha256 not in (select document_sha256 from standing)"
        )
    return {sha256 for (sha256,) in connection.execute("select document_sha256 from standing").fetchall()}


def note_rows(connection: duckdb.DuckDBPyConnection) -> None:
    """Notes that the tables are whole, and which code made their rows."""
    connection.execute("insert into raw_rows_made_by values (?)", [build_version()])
