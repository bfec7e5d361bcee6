"""What the published file holds, for the next run to hold its own against."""

from __future__ import annotations

from typing import Any

import duckdb

from pipelines.errors import PublicationError
from pipelines.publishing.edition_before import NOTHING, said_by_edition
from pipelines.publishing.warehouse import HeldOpen, open_published
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from pipelines.warehouse import build_file

SIZES = "published_sizes"
DOCUMENTS = "published_documents"
SHOWN = """
    select document_sha256 from dim_inspection where source_code = 'report'
    union
    select document_sha256 from superseded_documents
    order by all
"""
Before = dict[str, list[dict[str, Any]]]  # rows by raw table
NOTHING_BEFORE: Before = {SIZES: [], DOCUMENTS: [], **NOTHING}


def published_before(settings: Settings, changes: list[dict[str, Any]], *, is_sample: bool) -> Before:
    """Rows of the raw tables published_...: what the published file says of itself.

    There are none when nothing is published. Sizes and documents are not told when it was made from another kind of
    source; of its values, see pipelines.publishing.edition_before; `is_sample` says whether the run is of the sample.
    `changes` are those of the published edition, if any: what its file says is not believed then. While a program
    holds it open for writing that is added to them. Then the build that it was made from says the same. Raises
    PublicationError when neither can be read.
    """
    if not changes and not settings.warehouse.is_file():
        return NOTHING_BEFORE
    if not changes:
        try:
            return _said(open_published(settings.warehouse), settings, is_sample)
        except HeldOpen as error:
            changes.append({"file_path": settings.warehouse.name, "message": str(error)})
        except (PublicationError, duckdb.Error):
            changes.append({"file_path": settings.warehouse.name, "message": "It does not open."})
    try:
        return _said(build_file.connect(settings.builds / LAST, read_only=True), settings, is_sample)
    except duckdb.Error as error:
        raise PublicationError(
            f"What is published in {settings.published} is damaged, and so is the build that it was made from: tables "
            "cannot be held against it: run with --rebuild --accept-shrunken-tables to publish anew."
        ) from error


def _said(connection: duckdb.DuckDBPyConnection, settings: Settings, is_sample: bool) -> Before:
    """What the file says, which is closed then."""
    with connection:
        return {**_sizes(connection, settings), **said_by_edition(connection, is_sample=is_sample)}


def _sizes(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Before:
    sources = connection.execute("select distinct source from raw.report_files").fetchall()
    has_sizes = connection.execute("select count(*) from duckdb_tables() where table_name = 'table_sizes'").fetchall()
    if sources != [(settings.source,)] or has_sizes == [(0,)]:
        return {SIZES: [], DOCUMENTS: []}
    sizes = connection.execute("select table_name, row_count from table_sizes order by all").fetchall()
    documents = connection.execute(SHOWN).fetchall()
    return {
        SIZES: [{"table_name": name, "row_count": count} for name, count in sizes],
        DOCUMENTS: [{"document_sha256": sha256} for (sha256,) in documents],
    }
