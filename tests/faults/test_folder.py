"""Faults of what a source has: each costs its file or its row, with a reason, and never the run."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pipelines.settings import settings
from pipelines.sources.listed_report import MOST_BYTES
from tests.conftest import rows, run_refresh
from tests.product.test_refresh import SAMPLE, SINGLE, VISIT


@pytest.fixture
def folder(report_folder: Path) -> Path:
    """A folder with one good report."""
    shutil.copy(SAMPLE / VISIT, report_folder)
    return report_folder


@pytest.mark.usefixtures("without_exports")
def test_odd_files_and_a_broken_manifest_hold_nothing_back(folder: Path) -> None:
    shutil.copy(SAMPLE / SINGLE, folder.parent / "elsewhere.pdf")
    (folder / "linked.pdf").symlink_to(folder.parent / "elsewhere.pdf")
    (folder / "nowhere.pdf").symlink_to("gone.pdf")
    os.mkfifo(folder / "pipe.pdf")
    with (folder / "huge.pdf").open("wb") as huge:
        huge.truncate(MOST_BYTES + 1)
    # Two names that an escaped byte would make one.
    shutil.copy(SAMPLE / VISIT, os.fsdecode(os.fsencode(folder) + b"/caf\xe9.pdf"))
    shutil.copy(SAMPLE / VISIT, folder / "caf\\xe9.pdf")
    good = f"{VISIT},80528,2022-03-01\n".encode()
    bad = b"huge.pdf,caf\xe9,\nnowhere.pdf," + b"x" * 200_000 + b",\npipe.pdf,80528,99999-01-01\ngone.pdf,,\n"
    (folder / "manifest.csv").write_bytes(b"file,provider_urn,publication_date\n" + bad + good)
    now = settings()
    run_refresh(now)
    assert rows(now, "select authority_urn, published_date from inspections") != []
    assert rows(now, "select file_name, stage, reason_code from quarantine order by all") == [
        ("huge.pdf", "source", "huge_file"),
        ("linked.pdf", "source", "link_not_followed"),
        ("nowhere.pdf", "source", "unreadable_file"),
        ("pipe.pdf", "source", "unreadable_file"),
    ]
    assert rows(now, "select line_number, kind_code from raw.manifest_oddities order by all") == [
        (2, "unreadable"),
        (3, "unreadable"),
        (4, "publication_date"),
        (5, "no_such_file"),
    ]
    assert rows(now, "select provider_urn from raw.report_files where provider_urn <> ''") == [("80528",)]
    warned = "select check_name from check_results where not passed and table_name = 'manifest_oddities'"
    assert rows(now, warned) == [("all_of_the_manifest_is_used",)]


def test_a_document_damaged_between_listing_and_reading_is_kept_apart_and_tried_again(tmp_path: Path) -> None:
    from pipelines.raw.extract import all_facts
    from pipelines.store.store import Store

    store = Store(tmp_path)
    damaged, _ = store.put_document(b"one")
    (tmp_path / "documents" / damaged[:2] / damaged).write_bytes(b"two")
    ((sha256, facts),) = all_facts(store, [damaged], 1)
    assert (sha256, facts["quarantine"]["reason_code"]) == (damaged, "damaged_in_store")
    assert list(store.get_many_json("facts", "any", [damaged])) == [(damaged, None)]
    assert not (tmp_path / "facts").exists()
