"""What each document prints, kept from an earlier run or read now in worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, as_completed
from typing import Any

from pipelines.reading import as_json
from pipelines.reading.model import Document, UnreadableDocument
from pipelines.runs.code_versions import parser_version, reader_version
from pipelines.settings.values import LOCAL
from pipelines.store.store import DamagedDocument, Store
from pipelines.workers import executor_at
from pipelines.workers.limits import Stopped

Facts = dict[str, Any]


class OtherVersion(Exception):
    """A worker has other code than the run; the message is one line."""


def all_facts(
    store: Store, documents: Iterable[str], workers: int, executor: str = LOCAL
) -> Iterator[tuple[str, Facts]]:
    """Each document's SHA-256 and facts, as they become ready; those already kept come first.

    A fault of our own code, or a document that meets a limit of its worker process or ends it, costs the one
    document: it is in quarantine with the fault named, is not kept, and is tried again by the next run. The limits
    are tried again too, since how long a document takes lies in the machine's load as well. Whatever else fails, such
    as the store, is raised.
    """
    new = []
    for sha256, kept in store.get_many_json("facts", parser_version(), documents):
        if kept is None:
            new.append(sha256)
        else:
            yield sha256, kept
    if not new:
        return
    pool = executor_at(executor, min(workers, len(new)))
    try:
        yield from _read(store, new, pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _read(store: Store, documents: list[str], pool: Executor) -> Iterator[tuple[str, Facts]]:
    futures: dict[Future[Facts], str] = {
        pool.submit(document_facts, store.place, sha256, parser_version()): sha256 for sha256 in documents
    }
    for future in as_completed(futures):
        sha256 = futures.pop(future)
        try:
            yield sha256, future.result()
        except Stopped as stopped:
            yield sha256, quarantine("reading", stopped.reason_code, stopped.reason)


def document_facts(place: str, sha256: str, version: str) -> Facts:
    """What the document in the store at `place` prints, as JSON values; kept there for the next run.

    Either {"printed": ..., "reader": ..., "page_count": ...} or {"quarantine": {stage, reason_code, reason, ...}}.
    Runs in a worker process. Raises OtherVersion when this code's parser version is not `version`.
    """
    # Imported by the processes that read and by no others, which it would hold up.
    from pipelines.parsing.statements import UnreadableReport
    from pipelines.raw.document import Fault, printed_values

    if version != parser_version():
        raise OtherVersion(
            "A worker has another version of the project than the run: give both the same, and start both again."
        )
    store = Store(place)
    try:
        document = stored_document(store, sha256)
        printed = printed_values(document)
        facts = {"printed": printed, "reader": document.reader, "page_count": document.page_count}
    except DamagedDocument as error:
        return quarantine("source", "damaged_in_store", f"{error} The next run fetches or copies it again.")
    except UnreadableDocument as error:
        facts = quarantine("reading", error.reason_code, error.reason)
    except UnreadableReport as error:
        facts = quarantine(error.stage, error.reason_code, error.reason, error.known)
    except Fault as fault:
        return quarantine("parsing", "parser_fault", str(fault))
    store.put_json("facts", version, sha256, facts)
    return facts


def stored_document(store: Store, sha256: str) -> Document:
    """The document as read before, or read now and kept.

    Raises UnreadableDocument, and Fault or DamagedDocument when it is read now.
    """
    kept = store.get_json("pages", reader_version(), sha256)
    if kept is not None:
        return as_json.from_json(kept)
    from pipelines.raw.document import read_bytes

    document = read_bytes(store.document(sha256))
    store.put_json("pages", reader_version(), sha256, as_json.to_json(document))
    return document


def stored_documents(store: Store, documents: list[str]) -> Iterator[Document]:
    """What `stored_document` gives for each, in their order; what is kept is asked for together."""
    for sha256, kept in store.get_many_json("pages", reader_version(), documents):
        yield stored_document(store, sha256) if kept is None else as_json.from_json(kept)


def quarantine(stage: str, reason_code: str, reason: str, known: dict[str, str] | None = None) -> Facts:
    """The facts of a document that is kept apart; `known` as in UnreadableReport."""
    return {"quarantine": {"stage": stage, "reason_code": reason_code, "reason": reason, **(known or {})}}
