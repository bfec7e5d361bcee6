"""Pages tell of what is not there: a later report that could not be read, statements that were set aside."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.settings import Settings
from pipelines.site import build_site

ADDRESS = "https://reports.example.org/provider/44/80528"
LATER = f"insert into unread_reports values (null, 'later.pdf', '80528', date '2026-05-21', '{ADDRESS}')"
WITHOUT_ADDRESS = "insert into unread_reports values (null, 'later.pdf', '80528', date '2026-05-21', null)"
EARLIER = f"insert into unread_reports values (null, 'earlier.pdf', '80528', date '2014-05-21', '{ADDRESS}')"
APART = """
    insert into quarantine by name
    select
        'later.pdf' as file_name,
        '2026/later.pdf' as source_path,
        'parsing' as stage,
        'no_text' as reason_code,
        'Read it by hand.' as reason,
        'North Somerset' as authority_name,
        date '2026-05-21' as published_date
"""
ASIDE = """
    insert into set_aside
    select document_sha256, file_name, inspection_id, 'raw_quantities', 'counts_are_whole', 'Half a child.', 7, 'Words.'
    from dim_inspection
    where inspection_id = '80528-sif-2017-06-12'
"""
RECORDED = """
    insert into official_outcomes by name
    select
        authority_urn || framework_code as official_id,
        case when grade_code = 'good' then 'here' end as inspection_id,
        'ilacs' as framework_code,
        date '2022-03-01' as inspection_date,
        'childrens_services' as service_code,
        'overall_effectiveness' as domain_code,
        grade_code,
        true as is_used
    from (values ('1', 'ilacs', 'good'), ('2', 'ilacs', 'good'), ('3', 'ilacs', 'inadequate'))
    as records (authority_urn, framework_code, grade_code)
"""


def built(sample: Settings, folder: Path, *changes: str) -> Path:
    """The folder of the site of the sample's warehouse with these changes."""
    copy = folder / "warehouse.duckdb"
    shutil.copyfile(sample.warehouse, copy)
    with duckdb.connect(str(copy)) as connection:
        for change in changes:
            connection.execute(change)
    return build_site(copy, folder / "site").folder


def page(folder: Path, name: str) -> LexborHTMLParser:
    return LexborHTMLParser((folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("change", "is_told", "address"), [(LATER, True, ADDRESS), (WITHOUT_ADDRESS, True, None), (EARLIER, False, None)]
)
def test_a_later_report_that_could_not_be_read_is_told(
    sample: Settings, tmp_path: Path, change: str, is_told: bool, address: str | None
) -> None:
    folder = built(sample, tmp_path, change)
    notices = [node.text() for node in page(folder, "authorities/80528.html").css(".notice")]
    assert any("A later report, of May 2026, could not be read yet" in notice for notice in notices) == is_told
    links = {link.attributes["href"] for link in page(folder, "authorities/80528.html").css(".notice a")}
    assert address is None or address in links
    overview = page(folder, "index.html")
    assert ("could not be read yet" in overview.css("#a80528")[0].text()) == is_told
    tile = overview.css("a[data-urn='80528']")[0].attributes["aria-label"] or ""
    assert tile.endswith("; a later report could not be read yet") == is_told


def test_what_was_set_aside_is_on_the_inspections_page_and_quarantine_has_names(
    sample: Settings, tmp_path: Path
) -> None:
    folder = built(sample, tmp_path, ASIDE, APART)
    section = page(folder, "inspections/80528-sif-2017-06-12.html").css("section[aria-labelledby=aside-heading]")[0]
    assert all(words in section.text() for words in ("Half a child.", "Words.", "page 7"))
    quality = page(folder, "quality.html").body
    assert quality is not None
    assert "North Somerset, published 21 May 2026" in quality.text()
    assert "2026/later.pdf" in quality.text()


def test_coverage_by_grade_counts_what_the_record_has_and_the_file_lacks(sample: Settings, tmp_path: Path) -> None:
    folder = built(sample, tmp_path, "delete from official_outcomes", RECORDED)
    (table,) = (one for one in page(folder, "quality.html").css("table.coverage") if "overall grade" in one.text())
    (row,) = table.css("tbody tr")
    cells = [cell.text().strip() for cell in row.css("td")]
    assert cells == ["2022", "", "2 of 2", "", "0 of 1"]
