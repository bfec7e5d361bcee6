"""Which rows are of which document."""

from __future__ import annotations

from pipelines.warehouse.schema import Table

# Columns that say which document a row is of, the surest first, and the table that knows it by them.
KEYS = {"document_sha256": "raw.raw_documents", "inspection_key": "dim_inspection", "inspection_id": "dim_inspection"}
# Tables about documents that are kept out, or of the source's list: their rows are no document's fault.
ABOUT_DOCUMENTS = {
    "raw_quarantine",
    "raw_set_aside",
    "quarantine",
    "set_aside",
    "superseded_documents",
    "unread_reports",
    "edition_values",
    "edition_differences",
    "changes",
    "corrections",
}
FROM_FILES = {
    "report_files",
    "report_register",
    "raw_corrections",
    "published_documents",
    "published_values",
    "published_changes",
    "published_reports",
    "published_inspections",
    "official_statistics",
    "raw_official_inspections",
}


def is_of_documents(entry: Table) -> bool:
    """Whether the table's rows say which document they are of, and are that document's."""
    columns = {column.name for column in entry.columns}
    return entry.name not in ABOUT_DOCUMENTS | FROM_FILES and not columns.isdisjoint(KEYS)
