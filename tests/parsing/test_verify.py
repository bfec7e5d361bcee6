"""A fault of our own costs one document, not the run; what costs the run is never taken for a fault of a document."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.raw import document, extract
from pipelines.raw.extract import Facts, OtherVersion
from pipelines.runs.code_versions import parser_version
from pipelines.store.store import Store
from pipelines.workers.processes import LimitedProcesses

PLAIN = b"A report that no framework knows. " * 20


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def outcomes(store: Store, documents: list[str]) -> dict[str, str]:
    """The reason code of each document's quarantine."""
    found = extract.all_facts(store, documents, workers=2)
    return {sha256: fact["quarantine"]["reason_code"] for sha256, fact in found}


def faulty_parser(place: str, sha256: str, version: str) -> Facts:
    """Stands in for document_facts in a worker, with a parser that cannot do without "fine"."""

    def read_report(read: document.Document) -> document.ReportStatements:
        if "fine" not in read.pages[0].lines[0].text:
            raise IndexError("no such line")
        return whole(read)

    whole, document.read_report = document.read_report, read_report
    try:
        return extract.document_facts(place, sha256, version)
    finally:
        document.read_report = whole


def test_a_fault_in_the_parser_is_one_document_s(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = (store.put_document(PLAIN + word)[0] for word in (b"fine", b"odd"))
    with monkeypatch.context() as patch:
        patch.setattr(extract, "document_facts", faulty_parser)
        assert outcomes(store, [good, bad]) == {good: "unknown_framework", bad: "parser_fault"}
    assert outcomes(store, [good, bad]) == {good: "unknown_framework", bad: "unknown_framework"}


def bad_ends(place: str, sha256: str, version: str) -> Facts:
    """Stands in for document_facts in a worker: the document says what it does to its process."""
    content = Store(place).document(sha256)
    if b"ends the process" in content:
        os._exit(1)
    if b"takes for ever" in content:
        time.sleep(60)
    if b"takes all memory" in content:
        raise MemoryError
    return extract.quarantine("framework", "unknown_framework", version)


@pytest.mark.parametrize(
    ("what", "reason_code"),
    [(b"ends the process", "worker_died"), (b"takes for ever", "too_slow"), (b"takes all memory", "too_big")],
)
def test_a_bad_document_costs_itself_and_is_tried_again(
    store: Store, monkeypatch: pytest.MonkeyPatch, what: bytes, reason_code: str
) -> None:
    good = [store.put_document(PLAIN + str(number).encode())[0] for number in range(5)]
    bad, _ = store.put_document(PLAIN + what)
    with monkeypatch.context() as patch:
        patch.setattr(extract, "document_facts", bad_ends)
        patch.setattr(extract, "executor_at", lambda _, workers: LimitedProcesses(workers, seconds=10.0))
        found = outcomes(store, [*good[:2], bad, *good[2:]])
    assert found == {**dict.fromkeys(good, "unknown_framework"), bad: reason_code}
    assert store.get_json("facts", parser_version(), bad) is None
    assert outcomes(store, [bad]) == {bad: "unknown_framework"}


def no_pool(address: str, workers: int) -> None:
    pytest.fail(f"{workers} worker processes at {address} for nothing to read.")


def test_no_worker_starts_when_all_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    known = [store.put_document(PLAIN + str(number).encode())[0] for number in range(3)]
    first = outcomes(store, known)
    monkeypatch.setattr(extract, "executor_at", no_pool)
    assert outcomes(store, known) == first


def test_bytes_that_are_not_in_the_store_fail_the_run(store: Store) -> None:
    good, _ = store.put_document(PLAIN)
    with pytest.raises(FileNotFoundError):
        outcomes(store, [good, "ab" * 32])


def full_disk(place: str, sha256: str, version: str) -> Facts:
    """Stands in for document_facts in a worker on a disk that has no room for what was read."""

    def put_json(*_: object) -> None:
        raise OSError(28, "No space left on device")

    Store.put_json = put_json  # type: ignore[method-assign]
    return extract.document_facts(place, sha256, version)


def other_code(place: str, sha256: str, version: str) -> Facts:
    """Stands in for document_facts in a worker that has another version of the project."""
    return extract.document_facts(place, sha256, f"not {version}")


@pytest.mark.parametrize(
    ("stand_in", "fault", "says"),
    [(full_disk, OSError, "No space left"), (other_code, OtherVersion, "another version of the project")],
)
def test_a_fault_that_is_no_document_s_fails_the_run(
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    stand_in: Callable[[str, str, str], Facts],
    fault: type[Exception],
    says: str,
) -> None:
    documents = [store.put_document(PLAIN + str(number).encode())[0] for number in range(3)]
    monkeypatch.setattr(extract, "document_facts", stand_in)
    with pytest.raises(fault, match=says):
        outcomes(store, documents)
