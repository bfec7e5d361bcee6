"""Files of indicators with a few values, as the DfE lays them out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

LAYOUT = (
    '"Short Desc" varchar, "Data item" varchar, "Years" varchar, "LA and Regions" varchar, "Values" varchar, '
    '"LA Number" double, "Region" varchar'
)
Value = tuple[str, str, int, str]  # series, years, the area's number, value


def write_indicator_file(path: Path, values: Iterable[Value]) -> Path:
    """Writes the values as a Parquet file; returns the path."""
    with duckdb.connect() as connection:
        connection.execute(f"create table indicators ({LAYOUT})")
        for series, years, number, value in values:
            row = [series, None, years, f"Area {number}", value, float(number), "NA"]
            connection.execute("insert into indicators values (?, ?, ?, ?, ?, ?, ?)", row)
        connection.execute(f"copy indicators to '{path}' (format parquet)")
    return path
