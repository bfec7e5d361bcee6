"""datapackage.json: what the exports hold, in the Frictionless Data form that other tools read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb

from pipelines.warehouse.schema import Column, Table

CONTAINS = "Contains public sector information licensed under the Open Government Licence v3.0."
SAMPLE_NOTE = (
    "This is a sample: facts of published reports in wording of this project's own. No sentence in it is Ofsted's: "
    "quote and cite none of it."
)
QUOTED_WORDS = "Words quoted from a report stay under that report's own licence: see licence_code in inspections."
LICENCE = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
SOURCES = [
    {"title": "Ofsted inspection reports", "path": "https://reports.ofsted.gov.uk"},
    {"title": "Ofsted official statistics", "path": "https://www.gov.uk/government/organisations/ofsted"},
]
FIELD_TYPES = {
    "varchar": "string",
    "integer": "integer",
    "bigint": "integer",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
}
CSV_NOTE = "In the CSV files, text that starts with = + - or @ has an apostrophe before it: it is no formula."
MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
OF_ROWS = {"profile": "tabular-data-resource"}
# A file as it is, so that a program which cannot read Parquet or Excel can hold it to its checksum all the same.
A_FILE = {"profile": "data-resource", "type": "file"}

ATTRIBUTED = """
    select attribution from dim_inspection inner join dim_framework using (framework_key)
    union
    select 'Department for Education' where exists (select 1 from fact_indicator)
    order by all
"""


def attribution(connection: duckdb.DuckDBPyConnection) -> str:
    """Words to print beside anything made from the build: whom its frameworks and indicators come from."""
    names = [name for (name,) in connection.execute(ATTRIBUTED).fetchall()]
    return f"{CONTAINS} Source: {', '.join(names)}"


def write_datapackage(connection: duckdb.DuckDBPyConnection, entries: list[Table], folder: Path) -> None:
    """Writes the folder's datapackage.json, with the checksum of every file in it."""
    ((run_id, published_at, version, is_sample, sources),) = connection.execute(
        "select run_id, published_at, version, is_sample, attribution from publication"
    ).fetchall()
    resources = [_tabular(entry, kind, folder) for entry in entries for kind in MEDIA_TYPES]
    package = {
        "profile": "data-package",
        "name": "childrens-services-inspections",
        "title": "Inspections of children's services in England",
        "description": f"{sources}. {SAMPLE_NOTE if is_sample else QUOTED_WORDS} {CSV_NOTE}",
        "version": version,
        "is_sample": is_sample,
        "id": run_id,
        "created": f"{published_at.isoformat(timespec='seconds')}Z",
        "licenses": [LICENCE],
        "sources": SOURCES,
        "resources": [*resources, _workbook(folder)],
    }
    text = json.dumps(package, indent=2, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _tabular(entry: Table, kind: str, folder: Path) -> dict[str, Any]:
    resource = {
        "name": f"{entry.name}-{kind}".replace("_", "-"),
        "title": entry.name,
        "description": f"{entry.description} {entry.caveats}".strip(),
        **(OF_ROWS if kind == "csv" else A_FILE),
        "format": kind,
        "mediatype": MEDIA_TYPES[kind],
        **file_facts(folder / kind / f"{entry.name}.{kind}", folder),
    }
    schema: dict[str, Any] = {"fields": [_field(column) for column in entry.columns]}
    if entry.primary_key:
        schema["primaryKey"] = list(entry.primary_key)
    return {**resource, **({"encoding": "utf-8"} if kind == "csv" else {}), "schema": schema}


def _field(column: Column) -> dict[str, str]:
    field = {"name": column.name, "type": FIELD_TYPES[column.type], "description": column.comment}
    # DuckDB writes a timestamp with a space between day and time.
    return {**field, "format": "%Y-%m-%d %H:%M:%S"} if column.type == "timestamp" else field


def _workbook(folder: Path) -> dict[str, Any]:
    return {
        "name": "inspections-workbook",
        "title": "Latest grades, judgements, visits, joint and SEND inspections and recommendations as a workbook",
        **A_FILE,
        "format": "xlsx",
        "mediatype": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        **file_facts(folder / "inspections.xlsx", folder),
    }


def file_facts(path: Path, folder: Path) -> dict[str, Any]:
    """A file's path in the folder, its size in bytes and its checksum."""
    facts = {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size}
    return {**facts, "hash": f"sha256:{checksum(path)}"}


def checksum(path: Path) -> str:
    """The file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
