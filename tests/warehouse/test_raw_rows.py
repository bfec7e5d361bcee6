"""Rows of the raw tables come some documents at a time, and are the same as all at once."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from pipelines.raw import rows
from pipelines.raw.extract import all_facts
from pipelines.raw.tables import Row
from pipelines.settings import ROOT
from pipelines.store.store import Store


def all_rows(store: Store, documents: list[str]) -> tuple[dict[str, list[Row]], int]:
    """All rows by table, and in how many groups they came."""
    found: dict[str, list[Row]] = defaultdict(list)
    groups = list(rows.raw_rows(store, all_facts(store, documents, 2)))
    for group in groups:
        for name, of_table in group.items():
            found[name] += of_table
    return found, len(groups)


def test_groups_give_what_all_at_once_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    sample = ROOT / "data" / "sample"
    files = [*sorted(sample.glob("8055*.pdf")), sample / "80528_2022-01-31_truncated.pdf"]
    documents = [store.put_document(path.read_bytes())[0] for path in files]
    whole, groups = all_rows(store, documents)
    assert groups == 1
    assert len(whole["raw_documents"]) + len(whole["raw_quarantine"]) == len(documents)
    assert len({row["document_sha256"] for row in whole["raw_lines"]}) == len(whole["raw_documents"])
    monkeypatch.setattr(rows, "TOGETHER", 2)
    some, groups = all_rows(store, documents[::-1])
    assert groups == (len(documents) + 1) // 2
    assert some.keys() == whole.keys()
    assert all(in_order(some[name]) == in_order(whole[name]) for name in whole)


def in_order(of_table: list[Row]) -> list[Row]:
    return sorted(of_table, key=repr)
