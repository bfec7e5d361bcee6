"""The committed sample reports are what the generator writes, and each is described for other tests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml

from pipelines.settings import ROOT
from tests.facsimiles.layout import MARGIN_LINE
from tests.facsimiles.samples import SAMPLE, samples, write_all

EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "facsimiles" / "expected.yaml").read_text(encoding="utf-8")
)
FILES = sorted(sample.file for sample in samples())
REPORTS = sorted(name for name, facts in EXPECTED.items() if "quarantine" not in facts)
READABLE = sorted(name for name in FILES if EXPECTED[name].get("quarantine") in (None, "unknown_framework"))


def page_texts(path: Path) -> list[str]:
    """Each page's text."""
    document = pypdfium2.PdfDocument(path)
    try:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_range())
            text_page.close()
            page.close()
        return texts
    finally:
        document.close()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every sample, written anew."""
    folder = tmp_path_factory.mktemp("sample")
    write_all(folder)
    return folder


def test_the_folder_holds_the_samples_and_nothing_else(written: Path) -> None:
    # The extract of the DfE's indicators stands beside the facsimiles and is no report.
    names = sorted([*(path.name for path in written.iterdir()), "indicators.parquet"])
    assert names == [*FILES, "indicators.parquet", "manifest.csv"]
    assert sorted(path.name for path in SAMPLE.iterdir()) == names


def test_every_sample_is_described() -> None:
    assert sorted(EXPECTED) == FILES


def test_manifest_is_current(written: Path) -> None:
    committed = (SAMPLE / "manifest.csv").read_text(encoding="utf-8")
    assert committed == (written / "manifest.csv").read_text(encoding="utf-8")
    assert sorted(line.split(",")[0] for line in committed.splitlines()[1:]) == FILES


@pytest.mark.parametrize("name", READABLE)
def test_committed_pages_are_current(name: str, written: Path) -> None:
    committed = page_texts(SAMPLE / name)
    assert committed == page_texts(written / name)
    assert all(MARGIN_LINE in text for text in committed)


@pytest.mark.parametrize("name", REPORTS)
def test_printed_numbers_and_names_are_as_described(name: str) -> None:
    # A hyphen at a line's end comes out as U+FFFE, with the next line after it.
    text = "\n".join(page_texts(SAMPLE / name)).replace("\ufffe", "-")
    last = 0
    for number in re.findall(r"^(\d{1,3})\. ", text, re.MULTILINE):
        last += int(number) == last + 1
    facts = EXPECTED[name]
    # The list of judgements on a single inspection's cover is numbered too, and is no paragraph.
    assert max(last, 3) == max(facts["numbered_paragraphs"], 3)
    assert [person for person in facts["inspectors"] if person not in re.sub(r"\s+", " ", text)] == []


def test_broken_files_are_broken_as_described(written: Path) -> None:
    broken = {facts["quarantine"]: name for name, facts in EXPECTED.items() if "quarantine" in facts}
    assert (SAMPLE / broken["web_page"]).read_bytes() == (written / broken["web_page"]).read_bytes()
    truncated = (SAMPLE / broken["truncated_pdf"]).read_bytes()
    assert truncated.startswith(b"%PDF")
    assert b"%%EOF" not in truncated
    assert page_texts(SAMPLE / broken["no_text"]) == ["", ""]


def test_samples_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in SAMPLE.iterdir()}
    # The extract of the DfE's indicators is a table, no facsimile.
    assert sizes.pop("indicators.parquet") < 150_000
    assert max(sizes.values()) < 45_000
    assert sum(sizes.values()) < 600_000
