"""Rows of the raw tables, some documents at a time, so that no run holds all reports in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from pipelines.raw.extract import Facts, stored_documents
from pipelines.raw.tables import Row, fact_rows, line_rows
from pipelines.store.store import Store

TOGETHER = 25  # documents; their rows take 15 MB, and are written while others are read


def raw_rows(store: Store, facts: Iterable[tuple[str, Facts]]) -> Iterator[dict[str, list[Row]]]:
    """Rows by raw table for TOGETHER documents at a time, in whatever order the facts come."""
    rest = iter(facts)
    while group := list(islice(rest, TOGETHER)):
        rows = fact_rows(group)
        for document in stored_documents(store, [row["document_sha256"] for row in rows["raw_documents"]]):
            rows["raw_lines"] += line_rows(document)
        yield rows
