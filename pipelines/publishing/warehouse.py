"""The DuckDB file that is published: a copy of the checked build, and what shows that it is whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import PublicationError, first_line
from pipelines.publishing.verbatim import leaves_out_words, selected
from pipelines.quality.suites import suites
from pipelines.warehouse import build_file, sql_models
from pipelines.warehouse.schema import Table, table, tables

HOLDER = re.compile(r"Conflicting lock is held in (.+? \(PID \d+\)|.+?\.(?=\s))")


class HeldOpen(PublicationError):
    """A program has the published file open for writing, so nobody else can open it; the message says which."""


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """The published file, to read. Raises HeldOpen, or PublicationError when it is damaged."""
    try:
        return build_file.connect(path, read_only=True)
    except duckdb.Error as error:
        if holder := HOLDER.search(str(error)):
            raise HeldOpen(
                f"{path} is held open for writing by {holder[1]}: nobody else can read it until that program closes it."
            ) from error
        raise PublicationError(f"{path} is damaged: run with --rebuild to publish anew.") from error


def write_warehouse(build_path: Path, target: Path) -> None:
    """Copies the build's catalogued tables to a new file, with keys, comments, rows in order, and the views.

    Reports' own words are left out where the build's publication says so.

    Raises PublicationError when the build breaks a key or lacks a table.
    """
    connection = build_file.connect(target)
    try:
        connection.execute(f"attach '{quoted(build_path)}' as build (read_only)")
        for schema in ("raw", "staging"):
            connection.execute(f"create schema {schema}")
        leaves_out = leaves_out_words(connection)
        with build_file.at_once(connection):
            for entry in tables().values():
                if not entry.is_view:
                    _copy(connection, entry, leaves_out)
            for model in sql_models.models("views"):
                connection.execute(f"create view {model.table.qualified} as {model.sql}")
                _comment(connection, model.table)
    except duckdb.Error as error:
        raise PublicationError(f"The build is not whole: {first_line(error)}") from error
    finally:
        connection.close()


def _copy(connection: duckdb.DuckDBPyConnection, entry: Table, leaves_out: bool) -> None:
    columns = [column.name for column in entry.columns]
    wanted = selected(entry) if leaves_out else ", ".join(columns)
    connection.execute(entry.create_statement(keys=True))
    connection.execute(
        f"insert into {entry.qualified} select {wanted} from build.{entry.qualified} "
        f"order by {', '.join(entry.primary_key or columns)}"
    )
    _comment(connection, entry)


def _comment(connection: duckdb.DuckDBPyConnection, entry: Table) -> None:
    connection.execute("; ".join(entry.comment_statements()))


def quoted(path: Path) -> str:
    """The path as it stands between quotes in SQL."""
    return str(path).replace("'", "''")


def verified(path: Path) -> dict[str, Any]:
    """Opens the file as a reader would; returns its row of `publication` and how many checks passed and failed.

    Raises PublicationError when a table is missing, a check was not made, or one that guards a reader failed.
    """
    connection = build_file.connect(path, read_only=True)
    try:
        for entry in tables().values():
            # A view is planned and not run: the exports read each whole.
            look = f"describe {entry.qualified}" if entry.is_view else f"from {entry.qualified} limit 1"
            connection.execute(look).fetchall()
        names = [column.name for column in table("publication").columns]
        rows = connection.execute(f"select {', '.join(names)} from publication").fetchall()
        checks = connection.execute(
            "select count(*) filter (where passed), count(*) filter (where not passed), "
            "count(*) filter (where not passed and severity = 'error') from check_results"
        ).fetchall()[0]
        made = connection.execute("select table_name, check_name from check_results").fetchall()
    except duckdb.Error as error:
        raise PublicationError(f"The new file does not open whole: {first_line(error)}") from error
    finally:
        connection.close()
    wanted = {(check.table, check.name) for suite in suites().values() for check in suite}
    if missing := sorted({table_name for table_name, _ in wanted.difference(made)}):
        raise PublicationError(f"Not all was checked since it was made: run the checks of {', '.join(missing)}.")
    if len(rows) != 1 or checks[2]:
        raise PublicationError(f"The new file records {checks[2]} failed checks.")
    return {**dict(zip(names, rows[0], strict=True)), "checks_passed": checks[0], "checks_failed": checks[1]}
