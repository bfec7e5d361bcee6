"""What the edition before says of each report, for the next to be held against: see sql/quality/edition_differences."""

from __future__ import annotations

from typing import Any

import duckdb

from pipelines.runs.code_versions import code_version, reference_version

Rows = dict[str, list[dict[str, Any]]]  # by raw table
SAID = {
    "published_edition": """
        select version, published_at, code_version <> $code as has_other_code_version,
            reference_version <> $reference as has_other_reference_version
        from publication
    """,
    "published_values": "select document_sha256, inspection_id, authority_urn, kind_code, field, value, text "
    "from edition_values",
    "published_changes": """
        select from_version, to_version, changed_at, kind_code, cause_code, inspection_id, authority_urn, field,
            case when kind_code <> 'recommendation' then value_before end as value_before,
            case when kind_code <> 'recommendation' then value_after end as value_after,
            document_sha256,
            case when kind_code = 'recommendation' then value_before end as text_before,
            case when kind_code = 'recommendation' then value_after end as text_after
        from changes
    """,
    "published_reports": """
        with read_documents as (
            select document_sha256 from dim_inspection where source_code = 'report'
            union
            select document_sha256 from superseded_documents
        )
        select distinct document_sha256, document_sha256 in (from read_documents) as is_read from raw.report_files
    """,
    # One that was gone for a while is as old as it was.
    "published_inspections": """
        select inspection_id, first_published_at, last_changed_at from inspections
        union all
        select inspection_id, first_published_at, last_changed_at from raw.published_inspections
        where inspection_id not in (select inspection_id from inspections)
    """,
}
NOTHING: Rows = {name: [] for name in SAID}


def said_by_edition(connection: duckdb.DuckDBPyConnection, *, is_sample: bool) -> Rows:
    """Rows of the raw tables of SAID: what an edition, or the build that it was made from, says of its reports.

    None when it is of the sample and the run is not, or the other way round, or when a version of this project that
    did not compare editions made it: then comparing starts anew.
    """
    compares = "select count(*) from duckdb_tables() where table_name = 'edition_values'"
    if connection.execute(compares).fetchall() == [(0,)]:
        return NOTHING
    if connection.execute("select is_sample from publication").fetchall() != [(is_sample,)]:
        return NOTHING
    versions = {"code": code_version(), "reference": reference_version()}
    found: Rows = {}
    for name, sql in SAID.items():
        cursor = connection.execute(f"from ({sql}) order by all", versions if "$code" in sql else None)
        columns = [column[0] for column in cursor.description]
        found[name] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return found
