"""How large the published tables are, for the next run to compare its own with."""

from __future__ import annotations

from typing import Any

import duckdb

from pipelines.publishing.warehouse import PublicationError
from pipelines.settings import Settings
from pipelines.warehouse import build_file


def published_sizes(settings: Settings) -> list[dict[str, Any]]:
    """Rows of raw.published_sizes: what the published file's table_sizes says.

    There are none when nothing is published, or it was made from another kind of source: nothing to compare with.
    Raises PublicationError when the published file cannot be read.
    """
    if not settings.warehouse.is_file():
        return []
    try:
        connection = build_file.connect(settings.warehouse, read_only=True)
        try:
            sources = connection.execute("select distinct source from raw.report_files").fetchall()
            has_sizes = connection.execute(
                "select count(*) from duckdb_tables() where table_name = 'table_sizes'"
            ).fetchall()
            if sources != [(settings.source,)] or has_sizes == [(0,)]:
                return []
            sizes = connection.execute("select table_name, row_count from table_sizes").fetchall()
        finally:
            connection.close()
    except duckdb.Error as error:
        raise PublicationError(
            f"{settings.warehouse} is damaged, and new tables cannot be held against its own: "
            "run with --rebuild --accept-shrunken-tables to publish anew."
        ) from error
    return [{"table_name": name, "row_count": count} for name, count in sizes]
