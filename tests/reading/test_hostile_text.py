"""Hostile text in reports, their names and the manifest is text in the database, whatever it looks like."""

from __future__ import annotations

import csv
import os
import re
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import duckdb
import pytest

from pipelines.raw import extract
from pipelines.reading.lines import clean_text
from pipelines.reading.read import read_document
from pipelines.settings import ROOT, Settings, settings
from pipelines.store.store import Store
from pipelines.workers.processes import LimitedProcesses
from tests.conftest import quick_refreshes, rows, run_refresh

VISIT = ROOT / "data" / "sample" / "80528_2022-01-31_childrens-services-focused-visit.pdf"
OTHER = ROOT / "data" / "sample" / "80569_2025-03-25_childrens-services-monitoring-visit.pdf"
THIRD = ROOT / "data" / "sample" / "80567_2015-08-03_childrens-services-inspection.pdf"
AREAS = "Managers’ oversight of safeguarding work"
# What a report may say and how it comes back: as it is, but for characters that print nothing.
SAID = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://127.0.0.1/","a")',
    "@SUM(1+1)*cmd' /C calc'!A0",
    "'; drop table raw.raw_documents; --",
    "$$; copy (select 1) to '../../taken.csv'; $$",
    "../../../../etc/passwd",
    "..\\..\\windows\\system32",
    "{{ 7 * 7 }} ${7 * 7} %s %n {0.__class__}",
    "javascript:alert(1) file:///etc/passwd",
]
UNSEEN = "\x01\x02\x07\x08\x1b[31m\x7f\u200e\u200f\u202e\u2066\u00ad"
FILE_NAMES = [
    "'; drop table x; --.txt",
    "=1+1.txt",
    "<img src=x onerror=alert(1)>.txt",
    "..%2f..%2fetc.txt",
    "\u202egnp.txt",
    "line\nbreak\x07.txt",
    "$(touch taken) `touch taken`.txt",
]
UNSEEN_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@cache
def lines_of_the_visit() -> tuple[str, ...]:
    return tuple(line.text for page in read_document(VISIT.read_bytes()).pages for line in page.lines)


def letter(additions: list[str]) -> str:
    """A visit's letter as text, with more things to improve than it had."""
    lines = lines_of_the_visit()
    place = next(i for i, line in enumerate(lines) if AREAS in line)
    return "\n".join([*lines[:place], *(f"• Say {text} aloud." for text in additions), *lines[place:]])


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A letter that says it all, letters of hostile names with hostile words in the manifest, and a name in Latin 1."""
    made = tmp_path_factory.mktemp("hostile")
    folder = made / "reports"
    folder.mkdir()
    (folder / "letter.txt").write_text(letter([f"{UNSEEN}{text}{UNSEEN}" for text in SAID]), encoding="utf-8")
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        manifest = csv.writer(file)
        manifest.writerow(["file", "provider_name", "publication_title", "source_url", "publication_date"])
        for number, name in enumerate(FILE_NAMES):
            (folder / name).write_text(letter([f"Point {number}."]), encoding="utf-8")
            said = SAID[number % len(SAID)]
            manifest.writerow([name, said, f"{said}\n{said}", "javascript:alert(1)", "2022-01-31"])
    if sys.platform == "linux":
        shutil.copy(OTHER, os.fsencode(folder) + b"/caf\xe9.pdf")
        # A name of plain letters that would be written alike is written otherwise.
        shutil.copy(THIRD, folder / "caf\\xe9.pdf")
    with quick_refreshes():
        now = settings(reports=str(folder), data=str(made / "data"))
        run_refresh(now)
    return now


def every_text(now: Settings) -> Iterator[tuple[str, str]]:
    """Each different text of every table and column, with the column's name."""
    with duckdb.connect(str(now.warehouse), read_only=True) as connection:
        columns = connection.execute(
            "select table_schema, table_name, column_name from information_schema.columns where data_type = 'VARCHAR'"
        ).fetchall()
        for schema, table, column in columns:
            found = connection.execute(f'select distinct "{column}" from "{schema}"."{table}" where "{column}" <> \'\'')
            for (text,) in found.fetchall():
                yield f"{table}.{column}", str(text)


def test_what_a_report_says_is_kept_as_text(published: Settings) -> None:
    assert rows(published, "select count(*) from inspections where framework_code = 'ilacs_focused_visit'") == [(1,)]
    assert rows(published, "select count(*) from quarantine") == [(0,)]
    (texts,) = rows(published, "select list(text) from raw.raw_recommendations")
    printed = [str(text) for text in texts[0]]  # type: ignore[attr-defined]
    for text in SAID:
        assert any(text in one for one in printed), text
    # Names of files are kept as they are.
    for column, text in every_text(published):
        assert text in FILE_NAMES or UNSEEN_CHARACTERS.search(text) is None, column
    assert not list(published.data.parent.rglob("taken*"))


def test_names_of_files_and_the_manifest_s_words_are_kept_as_text(published: Settings) -> None:
    listed = rows(published, "select file_name, provider_name from raw.report_files where provider_name <> ''")
    assert dict(listed) == {name: SAID[number % len(SAID)] for number, name in enumerate(FILE_NAMES)}
    # Of them and the letter, one is shown.
    assert rows(published, "select count(*) from superseded_documents") == [(len(FILE_NAMES),)]
    assert not list(published.data.parent.rglob("taken*"))


@pytest.mark.skipif(sys.platform != "linux", reason="Other systems take no such name.")
def test_a_name_that_is_not_utf8_is_written_with_escapes(published: Settings) -> None:
    pdfs = "select file_name from inspections where framework_code <> 'ilacs_focused_visit' order by all"
    assert rows(published, pdfs) == [("caf\\x5cxe9.pdf",), ("caf\\xe9.pdf",)]


@pytest.mark.parametrize(
    "long",
    [
        "A" * 1_000_000,
        "a b " * 250_000,
        "(" * 1_000_000,
        "1. " * 300_000,
        "<td>" * 250_000,
        "*" * 1_000_000,
        "| " * 500_000,
    ],
    ids=["letters", "words", "brackets", "numbers", "tags", "stars", "cells"],
)
@pytest.mark.parametrize("place", ["alone", "in a list"])
def test_a_line_of_a_million_characters_is_read_or_kept_apart(
    tmp_path: Path, long: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract, "executor_at", lambda _, workers: LimitedProcesses(workers, seconds=10.0))
    text = letter([long]) if place == "in a list" else letter([]) + "\n" + long
    store = Store(tmp_path)
    plain, _ = store.put_document(letter([]).encode())
    sha256, _ = store.put_document(text.encode())
    found = dict(extract.all_facts(store, [sha256, plain], 2))
    assert "printed" in found[plain]
    assert found[sha256].get("quarantine", {}).get("reason_code") in (None, "line_too_long", "too_slow", "too_big")


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("lnspectors for this visit", "Inspectors for this visit"),
        ("the lnspection", "the Inspection"),
        ("kiln and ln", "kiln and ln"),
    ],
)
def test_a_capital_that_a_scan_took_for_an_l_is_one_again(drawn: str, read: str) -> None:
    assert clean_text(drawn) == read
