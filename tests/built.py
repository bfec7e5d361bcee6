"""Builds made of a few documents without a run: their raw rows, the reference tables, and every SQL model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from pipelines.raw.extract import document_facts
from pipelines.raw.official import official_rows
from pipelines.raw.rows import raw_rows
from pipelines.reading.read import read_document
from pipelines.runs.code_versions import parser_version
from pipelines.sources.listed_report import ListedReport, Said
from pipelines.sources.official_statistics import official_files
from pipelines.store.store import Store
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table, tables
from pipelines.warehouse.sql_models import all_models, build_models


@dataclass(frozen=True)
class Given:
    """A file of the source: its path there, its bytes, and what the site says of it."""

    path: str
    content: bytes
    said: Said = field(default_factory=Said)


def as_text(path: Path) -> list[str]:
    """The report's lines, as a conversion to text would give them."""
    lines = (line for page in read_document(path.read_bytes()).pages for line in page.lines)
    return ["\t".join(cell.text for cell in line.cells) for line in lines]


def built(folder: Path, files: Iterable[Given], official: Iterable[Path] = ()) -> duckdb.DuckDBPyConnection:
    """An open build of these files."""
    store = Store(folder / "store")
    listed = [
        ListedReport(file.path, store.put_document(file.content)[0], len(file.content), file.said) for file in files
    ]
    connection = build_file.open_build(folder / "build.duckdb")
    for entry in tables().values():
        if entry.layer == "raw":
            build_file.write_rows(connection, entry, [])
    build_file.write_rows(connection, table("report_files"), [report.row("folder") for report in listed])
    facts = [
        (sha256, document_facts(store.place, sha256, parser_version()))
        for sha256 in dict.fromkeys(report.document_sha256 for report in listed)
    ]
    for rows in [*raw_rows(store, facts), official_rows(official_files(official))]:
        for name, of_table in rows.items():
            build_file.add_rows(connection, table(name), of_table)
    build_file.write_reference(connection)
    build_models(connection, all_models())
    return connection
