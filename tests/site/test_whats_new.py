"""The page of what is new and its feeds: words for every cause, and addresses that a reader can follow."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from pipelines.errors import SettingError
from pipelines.settings import settings
from pipelines.site.news.feeds import ATOM
from pipelines.site.news.whats_new import CAUSES, KINDS
from pipelines.warehouse.schema import tables


def test_every_cause_and_kind_has_its_words() -> None:
    columns = {column.name: column.values for column in tables()["changes"].columns}
    assert list(CAUSES) == list(columns["cause_code"])
    assert set(KINDS) == set(columns["kind_code"])


@pytest.mark.parametrize(
    ("built", "address"), [("altered", ""), ("furnished", "https://inspections.example.org/pages/")]
)
def test_a_feeds_links_lead_to_pages(request: pytest.FixtureRequest, built: str, address: str) -> None:
    site = request.getfixturevalue(built).folder
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
