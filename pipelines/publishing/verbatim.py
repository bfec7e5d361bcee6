"""Which words of reports a published file holds: all, or those whose licence lets them be published again."""

from __future__ import annotations

import duckdb

from pipelines.warehouse.schema import Column, Table

REPUBLISHABLE = """
    create or replace temp table republishable as
    select inspections.document_sha256, shown.inspection_key
    from build.staging.stg_inspections as inspections
    inner join build.reference.licences as licences on inspections.licence_code = licences.licence_code
    left join build.main.dim_inspection as shown on inspections.document_sha256 = shown.document_sha256
    where licences.may_republish_text = 'true'
    union all
    -- What comes from the official statistics alone quotes no report.
    select null as document_sha256, inspection_key from build.main.dim_inspection where document_sha256 is null
"""


def leaves_out_words(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the attached build is to be published with open_licence; if so, notes which reports may keep theirs."""
    ((verbatim,),) = connection.execute("select verbatim from build.main.publication").fetchall()
    if verbatim == "all":
        return False
    connection.execute(REPUBLISHABLE)
    return True


def selected(entry: Table) -> str:
    """The table's columns as SQL: words that sql/schema marks as verbatim are null where they may not be published.

    A table that does not say which report a row is from loses them in every row.
    """
    return ", ".join(_selected(entry, column) for column in entry.columns)


def _selected(entry: Table, column: Column) -> str:
    if not column.is_verbatim:
        return column.name
    key = next((c.name for c in entry.columns if c.name in ("document_sha256", "inspection_key")), None)
    if key is None:
        return f"null as {column.name}"
    may = f"{key} in (select {key} from republishable)"
    return f"case when {may} then {column.name} end as {column.name}"
