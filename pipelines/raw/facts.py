"""One document's bytes to what it prints: a pure function of the bytes and the code's version."""

from __future__ import annotations

import dataclasses
import logging
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.frameworks import read_report
from pipelines.parsing.facts import PrintedReport, UnreadableReport
from pipelines.reading import archive
from pipelines.reading.model import Document, UnreadableDocument
from pipelines.reading.read import read_document
from pipelines.store import Store
from pipelines.versions import parser_version, reader_version

FEW = 2  # documents that are read sooner here than worker processes start


def document_facts(store_folder: Path, sha256: str) -> dict[str, Any]:
    """What the stored document prints, as JSON values; kept in the store for the next run.

    Either {"printed": ..., "reader": ..., "page_count": ...} or {"quarantine": {stage, reason_code, reason}}.
    """
    store = Store(store_folder)
    kept = store.get_json("facts", parser_version(), sha256)
    if kept is not None:
        return dict(kept)
    facts = _facts(store, sha256)
    store.put_json("facts", parser_version(), sha256, facts)
    return facts


def _facts(store: Store, sha256: str) -> dict[str, Any]:
    # pdfminer.six warns of every small fault in a PDF; what matters of them ends in quarantine.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        document = _document(store, sha256)
        printed = read_report(document)
    except UnreadableDocument as error:
        return _quarantine("reading", error.reason_code, error.reason)
    except UnreadableReport as error:
        return _quarantine(error.stage, error.reason_code, error.reason)
    return {"printed": _json(printed), "reader": document.reader, "page_count": document.page_count}


def _document(store: Store, sha256: str) -> Document:
    kept = store.get_json("pages", reader_version(), sha256)
    if kept is not None:
        return archive.from_json(kept)
    document = read_document(store.document_path(sha256).read_bytes())
    store.put_json("pages", reader_version(), sha256, archive.to_json(document))
    return document


def _quarantine(stage: str, reason_code: str, reason: str) -> dict[str, Any]:
    return {"quarantine": {"stage": stage, "reason_code": reason_code, "reason": reason}}


def _json(printed: PrintedReport) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    return dict(plain(dataclasses.asdict(printed)))


def executor(workers: int, documents: int) -> Executor | None:
    """Worker processes for that many new documents, or None when starting them would cost more."""
    if documents <= FEW:
        return None
    return ProcessPoolExecutor(min(workers, documents), mp_context=multiprocessing.get_context("spawn"))


def all_facts(store: Store, documents: Iterable[str], workers: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each document's SHA-256 and facts, as they become ready; those already kept come first."""
    new = []
    for sha256 in documents:
        kept = store.get_json("facts", parser_version(), sha256)
        if kept is None:
            new.append(sha256)
        else:
            yield sha256, kept
    pool = executor(workers, len(new))
    if pool is None:
        for sha256 in new:
            yield sha256, document_facts(store.folder, sha256)
        return
    with pool:
        futures = {pool.submit(document_facts, store.folder, sha256): sha256 for sha256 in new}
        for future in as_completed(futures):
            yield futures[future], future.result()
