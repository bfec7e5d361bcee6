"""The page of what is new and its feeds: words for every cause, and addresses that a reader can follow."""

from __future__ import annotations

import shutil
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pipelines.errors import SettingError
from pipelines.settings import Settings, settings
from pipelines.site import build_site
from pipelines.site.news.feeds import ATOM
from pipelines.site.news.whats_new import CAUSES, KINDS
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import tables

NEW = """
    insert into raw.published_changes
    select
        '2026.10.01', '2026.10.02', timestamp '2026-10-02 02:00:00', kind_code, $cause, inspection_id, authority_urn,
        field, case when $cause <> 'new_report' and kind_code <> 'recommendation' then '7' end,
        case when kind_code <> 'recommendation' then value end, document_sha256, null, text
    from edition_values
    where inspection_id = (select min(inspection_id) from edition_values where field = $field) and kind_code in $kinds
"""
FIGURE = "child_poverty/percent/actual"


def test_every_cause_and_kind_has_its_words() -> None:
    columns = {column.name: column.values for column in tables()["changes"].columns}
    assert list(CAUSES) == list(columns["cause_code"])
    assert set(KINDS) == set(columns["kind_code"])


@pytest.fixture
def told(sample: Settings, tmp_path: Path) -> Path:
    """The sample's file, which tells of a new report and of figures that the code reads otherwise."""
    path = Path(shutil.copyfile(sample.warehouse, tmp_path / "warehouse.duckdb"))
    path.chmod(0o644)
    every = ["inspection", "judgement", "date", "metric", "recommendation", "detail"]
    with build_file.connect(path) as connection:
        connection.execute(NEW, {"cause": "new_report", "field": FIGURE, "kinds": every})
        connection.execute(NEW, {"cause": "code_changed", "field": FIGURE, "kinds": ["metric"]})
    return path


@pytest.mark.parametrize("address", ["", "https://example.org/inspections/"])
def test_a_feeds_links_lead_to_pages(told: Path, tmp_path: Path, address: str) -> None:
    site = build_site(told, tmp_path / "site", address).folder
    feed = ET.parse(site / "feeds" / "all.xml").getroot()
    links = [str(link.get("href")) for link in feed.iter(f"{{{ATOM}}}link")]
    assert len(links) == 3
    for link in links:
        assert link.startswith(address)
        where = site / link.removeprefix(address) if address else site / "feeds" / link
        assert where.is_file(), link
    (entry,) = feed.findall(f"{{{ATOM}}}entry")
    assert str(entry.findtext(f"{{{ATOM}}}title")).startswith("New report: ")
    assert str(feed.findtext(f"{{{ATOM}}}title")).startswith("A sample, not for citing")
    page = unescape((site / "whats-new.html").read_text("utf-8"))
    assert page.count("<article>") == 2
    assert "Children in poverty, per cent, the authority's" in page


def test_an_edition_without_changes_says_so_and_has_feeds(site_folder: Path) -> None:
    assert "nothing has changed yet" in (site_folder / "whats-new.html").read_text("utf-8")
    for path in (site_folder / "feeds").iterdir():
        feed = ET.parse(path).getroot()
        assert feed.findtext(f"{{{ATOM}}}updated")
        assert not feed.findall(f"{{{ATOM}}}entry")


@pytest.mark.usefixtures("environment")
def test_the_sites_address_is_one_of_the_web() -> None:
    assert settings(site_url="https://example.org/x").site_url == "https://example.org/x/"
    with pytest.raises(SettingError, match="is not an https address"):
        settings(site_url="http://example.org")
