"""Official statistics through GOV.UK's content API, by the same polite client."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.errors import SettingError
from pipelines.settings import OfstedSettings
from pipelines.sources.ofsted.errors import OfstedError
from pipelines.sources.ofsted.statistics import fetch_statistics
from tests.replica.runs import quick
from tests.replica.server import Fault, Site, serving

PAGE = "childrens-social-care-in-england-2025"
API = f"/api/content/government/statistics/{PAGE}"
ODS = b"PK\x03\x04 a spreadsheet"


@pytest.fixture
def govuk() -> Iterator[Site]:
    """GOV.UK with one page that has a document and two spreadsheets."""
    with serving(Site([])) as site:
        listed = [{"url": f"{site.url}{path}"} for path in ("/media/1/main.pdf", "/media/2/a.ods", "/media/3/b.ods")]
        site.pages[API] = json.dumps({"details": {"attachments": listed}}).encode()
        site.pages |= {"/media/2/a.ods": ODS, "/media/3/b.ods": ODS + b"2"}
        yield site


def fetched(site: Site, folder: Path, page: str = PAGE) -> list[Path]:
    return fetch_statistics(page, folder, OfstedSettings(), url=site.url, manners=quick())


def test_a_pages_spreadsheets_are_fetched_under_names_of_our_own(govuk: Site, tmp_path: Path) -> None:
    paths = fetched(govuk, tmp_path)
    assert [path.name for path in paths] == [f"{PAGE}-1.ods", f"{PAGE}-2.ods"]
    assert [path.read_bytes() for path in paths] == [ODS, ODS + b"2"]
    assert govuk.paths() == ["/robots.txt", API, "/media/2/a.ods", "/media/3/b.ods"]


def test_the_next_time_files_are_asked_only_whether_they_have_changed(govuk: Site, tmp_path: Path) -> None:
    govuk.faults["/media/2/a.ods"] = [Fault("status", 503), Fault("body", 200, (("ETag", '"1"'),), ODS)]
    fetched(govuk, tmp_path)
    govuk.faults["/media/2/a.ods"] = [Fault("status", 304)]
    paths = fetched(govuk, tmp_path)
    assert [asked.headers.get("if-none-match") for asked in govuk.asked if "/2/" in asked.path] == [None, None, '"1"']
    assert paths[0].read_bytes() == ODS


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (API, b"<html>"),
        (API, b'{"details": {}}'),
        (API, b'{"details": {"attachments": []}}'),
        ("/media/2/a.ods", b"<html>"),
    ],
)
def test_what_is_no_list_or_no_spreadsheet_is_told(govuk: Site, tmp_path: Path, path: str, content: bytes) -> None:
    govuk.pages[path] = content
    with pytest.raises(OfstedError):
        fetched(govuk, tmp_path)
    assert list(tmp_path.glob("*.ods")) == []


@pytest.mark.parametrize("page", ["../../etc", "https://example.org/government/statistics/x", ""])
def test_a_page_of_another_site_is_refused(govuk: Site, tmp_path: Path, page: str) -> None:
    with pytest.raises(SettingError):
        fetched(govuk, tmp_path, page)
    assert govuk.asked == []
