"""The warehouse under construction: a DuckDB file of the run's own, which nobody else opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines import reference
from pipelines.warehouse.schema import Table
from pipelines.warehouse.schema import table as catalogued
from pipelines.warehouse.wordings import is_worded

if TYPE_CHECKING:
    import pandas as pd

# What DuckDB holds beyond its limit goes to a folder beside the file.
MEMORY = "512MiB"
# DuckDB 2.0 writes files that only 2.0 opens unless told otherwise; readers have 1.2 and later.
CONFIG: dict[str, Any] = {
    "storage_compatibility_version": "v1.2.0",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def connect(path: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection with the project's settings; nothing is downloaded through it."""
    connection = duckdb.connect(str(path), read_only=True) if read_only else duckdb.connect(str(path), config=CONFIG)
    connection.execute(f"set memory_limit = '{MEMORY}'")
    return connection


def open_build(path: Path) -> duckdb.DuckDBPyConnection:
    """The build file, with the layers' schemas, and the tables that publication fills, in place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = connect(path)
    connection.create_function("is_worded", is_worded)
    for schema in ("raw", "reference", "staging"):
        connection.execute(f"create schema if not exists {schema}")
    for table in (catalogued("check_results"), catalogued("publication")):
        if _columns(connection, table) != [column.name for column in table.columns]:
            connection.execute(table.create_statement(keys=False))
    return connection


@contextmanager
def at_once(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """What is written to the build meanwhile is written as one, or not at all: DuckDB syncs the disk at each commit."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _columns(connection: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
    """The columns that the build has of the table, in order: none without it, others when another version made it."""
    sql = "select column_name from duckdb_columns() where schema_name = ? and table_name = ? order by column_index"
    return [name for (name,) in connection.execute(sql, [table.schema, table.name]).fetchall()]


def write_rows(connection: duckdb.DuckDBPyConnection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Replaces the table's content by the rows, which have all its columns; returns their number."""
    connection.execute(table.create_statement(keys=False))
    forget_checks(connection, table)
    return add_rows(connection, table, rows)


def add_rows(connection: duckdb.DuckDBPyConnection, table: Table, rows: list[dict[str, Any]]) -> int:
    """Adds the rows, which have all the table's columns; returns their number."""
    if rows:
        connection.register("incoming_rows", _frame(table, rows))
        connection.execute(f"insert into {table.qualified} select {_typed(table)} from incoming_rows")
        connection.unregister("incoming_rows")
    return len(rows)


def write_reference(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Copies the reference tables as they are: all text, and what is empty stays empty text. Returns their names."""
    paths = sorted(reference.reference_dir().glob("*.csv"))
    with at_once(connection):
        for path in paths:
            place = str(path).replace("'", "''")
            connection.execute(
                f"create or replace table reference.{path.stem} as "
                f"select * from read_csv('{place}', header = true, all_varchar = true, nullstr = '\\0')"
            )
    return [path.stem for path in paths]


def create_incoming(connection: duckdb.DuckDBPyConnection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Makes the temporary table `incoming` of rows that may be added: the columns after `row_place`, from 0."""
    connection.register("incoming_rows", _frame(table, rows).rename_axis("row_place").reset_index())
    connection.execute(f"create or replace temp table incoming as select row_place, {_typed(table)} from incoming_rows")
    connection.unregister("incoming_rows")


def _frame(table: Table, rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(rows, columns=[column.name for column in table.columns], dtype=object)


def _typed(table: Table) -> str:
    return ", ".join(f"cast({column.name} as {column.type}) as {column.name}" for column in table.columns)


def forget_checks(connection: duckdb.DuckDBPyConnection, *tables: Table) -> None:
    """Removes what checks said of the tables, which have changed since."""
    names = [table.name for table in tables]
    connection.execute(f"delete from {catalogued('check_results').qualified} where table_name in ?", [names])


def drop_other_kind(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Drops what has the table's name and is a table where the catalogue has a view, or the other way round.

    A build that another version of the code began can hold such a one, and DuckDB replaces only like by like.
    """
    kind = "table" if table.is_view else "view"
    sql = f"select count(*) from duckdb_{kind}s() where schema_name = ? and {kind}_name = ?"
    if connection.execute(sql, [table.schema, table.name]).fetchall() != [(0,)]:
        connection.execute(f"drop {kind} {table.qualified}")


def count_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """The table's number of rows."""
    return int(connection.execute(f"select count(*) from {table.qualified}").fetchall()[0][0])
