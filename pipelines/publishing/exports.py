"""Exports: the views of a published file, the tables that they join, and the quality tables, as Parquet and CSV."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.errors import PublicationError, first_line
from pipelines.formulas import harmless_sql
from pipelines.publishing.datapackage import write_datapackage
from pipelines.publishing.warehouse import quoted
from pipelines.publishing.workbook import write_workbook
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import Column, Table, tables

LAYERS = ("views", "quality")
JOINED = ("dim_", "bridge_", "official_")  # of the star schema; the views have the rows of its facts
BYTE_ORDER_MARK = "\ufeff"


def exported() -> list[Table]:
    """The tables that are exported, by name."""
    return sorted(
        (
            entry
            for entry in tables().values()
            if entry.layer in LAYERS or (entry.layer == "star" and entry.name.startswith(JOINED))
        ),
        key=lambda entry: entry.name,
    )


def write_exports(warehouse: Path, folder: Path) -> None:
    """Writes parquet/<name>.parquet, csv/<name>.csv, inspections.xlsx and datapackage.json, all from that one file.

    Rows are in a fixed order, so that the same data makes the same bytes. Raises PublicationError when a file
    cannot be written or does not hold all rows.
    """
    for part in ("parquet", "csv"):
        (folder / part).mkdir(parents=True)
    connection = build_file.connect(warehouse, read_only=True)
    try:
        for entry in exported():
            _write(connection, entry, folder)
        write_workbook(connection, folder / "inspections.xlsx")
        write_datapackage(connection, exported(), folder)
    except duckdb.Error as error:
        raise PublicationError(f"The exports cannot be made: {first_line(error)}") from error
    finally:
        connection.close()


def _write(connection: duckdb.DuckDBPyConnection, entry: Table, folder: Path) -> None:
    parquet = quoted(folder / "parquet" / f"{entry.name}.parquet")
    csv = quoted(folder / "csv" / f"{entry.name}.csv")
    columns = ", ".join(column.name for column in entry.columns)
    order = ", ".join(entry.primary_key) or "all"
    rows = f"(select {columns} from {entry.qualified} order by {order})"
    ((expected,),) = connection.execute(f"copy {rows} to '{parquet}' (format parquet, compression zstd)").fetchall()
    # Excel takes a CSV file for UTF-8 only where it begins with a byte order mark: here, with the first heading.
    cells = ", ".join(
        f'{_cell(column)} as "{BYTE_ORDER_MARK if column is entry.columns[0] else ""}{column.name}"'
        for column in entry.columns
    )
    ((written,),) = connection.execute(
        f"copy (select {cells} from read_parquet('{parquet}')) to '{csv}' (format csv, header)"
    ).fetchall()
    if written != expected:
        raise PublicationError(f"The export of {entry.name} has {written} rows of {expected}.")


def _cell(column: Column) -> str:
    return harmless_sql(column.name) if column.type == "varchar" else column.name
