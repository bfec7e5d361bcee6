"""The warehouse under construction: a DuckDB file of the run's own, which nobody else opens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from pipelines.catalogue import Table
from pipelines.catalogue import table as catalogued

# DuckDB 2.0 writes files that only 2.0 opens unless told otherwise; readers have 1.2 and later.
CONFIG: dict[str, Any] = {
    "storage_compatibility_version": "v1.2.0",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection with the project's settings; nothing is downloaded through it."""
    if read_only:
        return duckdb.connect(str(path), read_only=True)
    return duckdb.connect(str(path), config=CONFIG)


def open_build(path: Path) -> duckdb.DuckDBPyConnection:
    """The build file, with the layers' schemas in place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = connect(path)
    for schema in ("raw", "reference", "staging"):
        connection.execute(f"create schema if not exists {schema}")
    return connection


def write_rows(connection: duckdb.DuckDBPyConnection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Replaces the table's content by the rows, which have all its columns; returns their number."""
    connection.execute(table.create_statement(keys=False))
    forget_checks(connection, table)
    return add_rows(connection, table, rows)


def add_rows(connection: duckdb.DuckDBPyConnection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Adds the rows, which have all the table's columns; returns their number."""
    if rows:
        import pandas as pd

        names = [column.name for column in table.columns]
        frame = pd.DataFrame(rows, columns=names, dtype=object)
        columns = ", ".join(f"cast({column.name} as {column.type}) as {column.name}" for column in table.columns)
        connection.register("incoming", frame)
        connection.execute(f"insert into {table.qualified} select {columns} from incoming")
        connection.unregister("incoming")
    return len(rows)


def forget_checks(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Removes what checks said of the table, which has changed since."""
    of_checks = catalogued("check_results")
    create = of_checks.create_statement(keys=False).replace("create or replace table", "create table if not exists")
    connection.execute(create)
    connection.execute(f"delete from {of_checks.qualified} where table_name = ?", [table.name])


def count_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """The table's number of rows."""
    return int(connection.execute(f"select count(*) from {table.qualified}").fetchall()[0][0])
