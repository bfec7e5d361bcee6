"""Pages tell of what is not there: a later report that could not be read, statements that were set aside."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.site import SiteSummary
from tests.site.altered import ADDRESS, SIF


def page(folder: Path, name: str) -> LexborHTMLParser:
    return LexborHTMLParser((folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("urn", "is_told", "address"), [("80557", True, ADDRESS), ("80476", True, None), ("80528", False, None)]
)
def test_a_later_report_that_could_not_be_read_is_told(
    altered: SiteSummary, urn: str, is_told: bool, address: str | None
) -> None:
    folder = altered.folder
    notices = [node.text() for node in page(folder, f"authorities/{urn}.html").css(".notice")]
    assert any("A later report, of May 2026, could not be read yet" in notice for notice in notices) == is_told
    links = {link.attributes["href"] for link in page(folder, f"authorities/{urn}.html").css(".notice a")}
    assert address is None or address in links
    overview = page(folder, "index.html")
    assert ("could not be read yet" in overview.css(f"#a{urn}")[0].text()) == is_told
    tile = overview.css(f"a[data-urn='{urn}']")[0].attributes["aria-label"] or ""
    assert tile.endswith("; a later report could not be read yet") == is_told


def test_what_was_set_aside_is_on_the_inspections_page_and_quarantine_has_names(altered: SiteSummary) -> None:
    section = page(altered.folder, f"inspections/{SIF}.html").css("section[aria-labelledby=aside-heading]")[0]
    assert all(words in section.text() for words in ("Half a child.", "Words.", "page 7"))
    quality = page(altered.folder, "quality.html").body
    assert quality is not None
    assert "North Somerset, published 21 May 2026" in quality.text()
    assert "2026/later.pdf" in quality.text()


def test_coverage_by_grade_counts_what_the_record_has_and_the_file_lacks(altered: SiteSummary) -> None:
    (table,) = (
        one for one in page(altered.folder, "quality.html").css("table.coverage") if "overall grade" in one.text()
    )
    (row,) = table.css("tbody tr")
    cells = [cell.text().strip() for cell in row.css("td")]
    assert cells == ["2022", "", "2 of 2", "", "0 of 1"]
