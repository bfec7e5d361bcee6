"""Damaged PDFs: each is read or kept apart with a reason, and none holds up the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.raw import extract
from pipelines.store.store import Store
from pipelines.workers.processes import LimitedProcesses
from tests.damage import BOMB_EVERY, BOMBS, KINDS, LIGHT, damaged, whole_reports

# A subset of the 5,000 that `python -m tests.damage` reads: every kind of bomb once, the others three times.
BOMB_NUMBERS = [turn * BOMB_EVERY + BOMB_EVERY - 1 for turn in range(len(BOMBS))]
LIGHT_NUMBERS = [number for number in range(3 * len(LIGHT) + 1) if number not in BOMB_NUMBERS]
# Tighter than a run's, so that the suite does not wait: a whole sample report needs a second and 60 MiB.
SECONDS, MEMORY = 6.0, 400 << 20


def whole_alone(folder: Path, reports: list[bytes]) -> list[str]:
    """The whole reports in a store of their own."""
    return [Store(folder).put_document(content)[0] for content in reports]


def test_every_damaged_pdf_is_read_or_kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, reports = Store(tmp_path), whole_reports()
    kinds = {}
    for number in sorted(BOMB_NUMBERS + LIGHT_NUMBERS):
        kind, content = damaged(number, reports)
        kinds[store.put_document(content)[0]] = kind
    assert set(kinds.values()) == set(KINDS)
    # A damage that hit nothing leaves the report as it is.
    whole = [store.put_document(content)[0] for content in reports]
    documents = [*kinds, *(sha256 for sha256 in whole if sha256 not in kinds)]
    monkeypatch.setattr(
        extract, "executor_at", lambda _, workers: LimitedProcesses(workers, seconds=SECONDS, memory=MEMORY)
    )
    alone = dict(extract.all_facts(Store(tmp_path / "alone"), whole_alone(tmp_path / "alone", reports), 2))
    found = list(extract.all_facts(store, documents, 2))
    assert sorted(sha256 for sha256, _ in found) == sorted(documents)
    by_document = dict(found)
    assert {sha256: by_document[sha256] for sha256 in whole} == alone
    whole_printed = [fact["printed"] for fact in alone.values() if "printed" in fact]
    for sha256, kind in kinds.items():
        fact = by_document[sha256]
        if "quarantine" in fact:
            assert fact["quarantine"]["reason"].endswith("."), kind
            assert "\n" not in fact["quarantine"]["reason"], kind
            assert fact["quarantine"]["reason_code"] != "worker_died", kind
        else:
            # A bomb puts another page in a report's place; any other damage must not be read as a report of its own.
            assert kind in BOMBS or fact["printed"] in whole_printed, kind
    limits = [f["quarantine"]["reason_code"] for f in by_document.values() if "quarantine" in f]
    assert {"too_slow", "too_big"} & set(limits)


def test_a_number_always_gives_the_same_damage() -> None:
    reports = whole_reports()
    for number in range(len(LIGHT)):
        assert damaged(number, reports) == damaged(number, reports)
