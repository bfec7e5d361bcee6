"""The DfE's indicators to rows of the raw table: those of the series that data/reference/indicators.csv lists."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pipelines import reference
from pipelines.sources.indicators import COLUMNS, IndicatorFile
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table

if TYPE_CHECKING:
    import duckdb

INDICATORS = "raw_indicators"


def write_indicators(connection: duckdb.DuckDBPyConnection, file: IndicatorFile | None) -> int:
    """Replaces raw_indicators by the file's rows of listed series, as printed; returns their number."""
    entry = table(INDICATORS)
    build_file.write_rows(connection, entry, [])
    if file is None:
        return 0
    columns = ", ".join(f'cast("{theirs}" as varchar) as {ours}' for theirs, ours in COLUMNS.items())
    listed = [row["series"] for row in reference.rows("indicators")]
    # DuckDB reads the bytes for as long as this relation is there.
    incoming = connection.read_parquet(io.BytesIO(file.content), file_row_number=True)
    incoming.create_view("incoming")
    connection.execute(
        f"""
        insert into {entry.qualified} by name
        select ? as file_name, ? as file_sha256, file_row_number + 1 as row_number, {columns}
        from incoming
        where list_contains(?, "Short Desc")
        """,
        [file.name, file.sha256, listed],
    )
    connection.execute("drop view incoming")
    return build_file.count_rows(connection, entry)
