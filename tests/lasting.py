"""What a published file holds that another run over the same reports would make again."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.publishing.sizes import NOTHING_BEFORE
from pipelines.warehouse.schema import tables

OF_THE_RUN = {"publication", "check_results", "edition_differences", "changes", *NOTHING_BEFORE}
MOMENTS = {"first_published_at", "last_changed_at"}


def lasting_content(warehouse: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every table and view but those about the run and the edition before it, without moments, its rows in order."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = {}
        for entry in tables().values():
            if entry.name not in OF_THE_RUN:
                names = ", ".join(column.name for column in entry.columns if column.name not in MOMENTS)
                found[entry.name] = connection.execute(f"select {names} from {entry.qualified} order by all").fetchall()
        return found
