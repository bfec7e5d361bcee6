"""One document's bytes to what it prints: a pure function of the bytes and the code's version."""

from __future__ import annotations

import dataclasses
import logging
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
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
        document = stored_document(store, sha256)
        printed = read_report(document)
    except UnreadableDocument as error:
        return _quarantine("reading", error.reason_code, error.reason)
    except UnreadableReport as error:
        return _quarantine(error.stage, error.reason_code, error.reason)
    return {"printed": _json(printed), "reader": document.reader, "page_count": document.page_count}


def stored_document(store: Store, sha256: str) -> Document:
    """The document as read before, or read now and kept. Raises UnreadableDocument."""
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


def all_facts(store: Store, documents: Iterable[str], workers: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each document's SHA-256 and facts, as they become ready; those already kept come first.

    A fault of our own code, or a worker that dies, costs the one document: it is in quarantine with the
    fault named, is not kept, and is tried again by the next run.
    """
    new = []
    for sha256 in documents:
        kept = store.get_json("facts", parser_version(), sha256)
        if kept is None:
            new.append(sha256)
        else:
            yield sha256, kept
    died = []
    for sha256, facts in _read(store, new, executor(workers, len(new))):
        if facts is None:
            died.append(sha256)
        else:
            yield sha256, facts
    # A worker that dies takes its pool along. What that left unread is read one by one, to find who did it.
    for sha256 in died:
        for _, facts in _read(store, [sha256], _processes(1)):
            yield (
                sha256,
                facts or _quarantine("reading", "worker_died", "Reading it ended its process: report it."),
            )


def executor(workers: int, documents: int) -> Executor:
    """Where documents are read: worker processes, or a thread when starting those would take longer."""
    return _processes(min(workers, documents)) if documents > FEW else ThreadPoolExecutor(1)


def _processes(workers: int) -> Executor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))


def _read(store: Store, documents: list[str], pool: Executor) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """The documents' facts as they become ready; None for those whose worker died."""
    with pool:
        futures = {pool.submit(document_facts, store.folder, sha256): sha256 for sha256 in documents}
        for future in as_completed(futures):
            fault = future.exception()
            if isinstance(fault, BrokenExecutor):
                yield futures[future], None
            elif fault is not None:
                reason = f"A fault in the parser ({type(fault).__name__}: {str(fault)[:200]}): report it."
                yield futures[future], _quarantine("parsing", "parser_fault", reason)
            else:
                yield futures[future], future.result()
