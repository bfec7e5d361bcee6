"""Rows of the raw tables, some documents at a time, so that no run holds all reports in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipelines.raw.facts import Facts, stored_documents
from pipelines.raw.tables import Row, fact_rows, line_rows
from pipelines.store import Store
from pipelines.versions import parser_version

TOGETHER = 200  # documents; their rows take 100 MB


def raw_rows(store: Store, facts: Iterable[tuple[str, Facts]]) -> Iterator[dict[str, list[Row]]]:
    """Rows by raw table for TOGETHER documents at a time, in order of the documents' SHA-256.

    `facts` may come in any order. Those of reports are in the store by then, and are taken from there in turn; the
    others are few words each.
    """
    apart = {}
    documents = []
    for sha256, fact in facts:
        documents.append(sha256)
        if "quarantine" in fact:
            apart[sha256] = fact
    documents.sort()
    for start in range(0, len(documents), TOGETHER):
        group = documents[start : start + TOGETHER]
        kept = _kept(store, [sha256 for sha256 in group if sha256 not in apart])
        rows = fact_rows([*kept, *((sha256, apart[sha256]) for sha256 in group if sha256 in apart)])
        for document in stored_documents(store, [row["document_sha256"] for row in rows["raw_documents"]]):
            rows["raw_lines"] += line_rows(document)
        yield rows


def _kept(store: Store, documents: list[str]) -> Iterator[tuple[str, Facts]]:
    for sha256, kept in store.get_many_json("facts", parser_version(), documents):
        if kept is None:
            raise FileNotFoundError(f"What was read of {sha256} went from the store during the run: run again.")
        yield sha256, kept
