"""A fault of our own costs one document, not the run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pipelines.raw import facts
from pipelines.store import Store

PLAIN = b"A report that no framework knows. " * 20


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path)


def outcomes(store: Store, documents: list[str]) -> dict[str, str]:
    """The reason code of each document's quarantine."""
    found = facts.all_facts(store, documents, workers=2)
    return {sha256: fact["quarantine"]["reason_code"] for sha256, fact in found}


def test_a_fault_in_the_parser_is_one_document_s(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = (store.put_document(PLAIN + suffix)[0] for suffix in (b"1", b"2"))
    whole = facts.document_facts

    def faulty(folder: Path, sha256: str) -> dict[str, Any]:
        if sha256 == bad:
            raise IndexError("no such line")
        return whole(folder, sha256)

    monkeypatch.setattr(facts, "document_facts", faulty)
    assert outcomes(store, [good, bad]) == {good: "unknown_framework", bad: "parser_fault"}
    monkeypatch.setattr(facts, "document_facts", whole)
    assert outcomes(store, [good, bad]) == {good: "unknown_framework", bad: "unknown_framework"}


def dies_on(folder: Path, sha256: str) -> dict[str, Any]:
    """Stands in for document_facts in a worker: the document that says so ends its process."""
    if b"ends the process" in Store(folder).document_path(sha256).read_bytes():
        os._exit(1)
    return facts._quarantine("framework", "unknown_framework", "")


def test_a_worker_that_dies_costs_its_document_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    good = [store.put_document(PLAIN + str(number).encode())[0] for number in range(5)]
    bad, _ = store.put_document(PLAIN + b"ends the process")
    monkeypatch.setattr(facts, "document_facts", dies_on)
    found = outcomes(store, [*good[:2], bad, *good[2:]])
    assert found == {**dict.fromkeys(good, "unknown_framework"), bad: "worker_died"}
