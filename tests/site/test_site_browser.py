"""The site as people use it: search, sort, filters, map and pages in Chromium, by mouse, by keyboard and on a phone."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import duckdb
import pytest

from pipelines.site import SiteError
from pipelines.site.serve import server
from tests.browser import DESK, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGE = "index.html"


def names(page: Page) -> list[str]:
    """The authorities that the table shows, in its order."""
    return page.locator("#authorities tbody tr:visible th").all_inner_texts()


def test_search_filters_the_table_and_the_map(page: Page) -> None:
    everyone = len(names(page))
    page.get_by_label("Search").fill("hertford")
    assert names(page) == ["Hertfordshire"]
    assert page.get_by_role("status").inner_text() == f"Showing 1 of {everyone} authorities."
    assert page.locator("#map a:not(.dim)").get_attribute("aria-label", timeout=1000) is not None
    page.get_by_label("Search").fill("nowhere at all")
    assert names(page) == []
    page.get_by_role("button", name="Clear the filters").click()
    page.locator("#nothing").wait_for(state="hidden")
    assert len(names(page)) == everyone


def test_other_names_of_an_authority_are_found(page: Page, warehouse: duckdb.DuckDBPyConnection) -> None:
    row = warehouse.execute(
        "select authority_name, split_part(aliases, ';', 1) from dim_authority "
        "where is_current and aliases is not null order by authority_name"
    ).fetchone()
    assert row is not None
    page.get_by_label("Search").fill(row[1])
    assert row[0] in names(page)
    page.get_by_label("Search").fill("Hammersmith & Fulham")
    assert names(page) == ["Hammersmith and Fulham"]


def test_filters_by_region_framework_and_grade(page: Page, warehouse: duckdb.DuckDBPyConnection) -> None:
    page.get_by_label("Region").select_option("South West")
    found = warehouse.execute(
        "select authority_name from authority_summary where region_name = 'South West'"
    ).fetchall()
    assert set(names(page)) == {name for (name,) in found}
    page.get_by_role("button", name="Clear", exact=True).click()
    page.get_by_label("Latest inspection", exact=True).select_option("ilacs")
    ilacs = warehouse.execute("select authority_name from authority_summary where framework_code = 'ilacs'").fetchall()
    assert set(names(page)) == {name for (name,) in ilacs} != set()
    page.get_by_label("Grade for").select_option("leadership")
    page.get_by_label("Is", exact=True).select_option("good")
    good = warehouse.execute(
        "select authority_name from authority_summary where framework_code = 'ilacs' and leadership = 'good'"
    ).fetchall()
    assert set(names(page)) == {name for (name,) in good} != set()


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_view_can_be_bookmarked(
    browser: Browser, site_address: str, site_folder: Path, warehouse: duckdb.DuckDBPyConnection, scheme: str
) -> None:
    good = warehouse.execute(
        "select authority_name, region_name from authority_summary "
        "where framework_code = 'ilacs' and leadership = 'good' order by all"
    ).fetchone()
    assert good is not None
    name, region = good
    start = f"{site_address}/index.html" if scheme == "http" else (site_folder / "index.html").as_uri()
    chosen = {"search": "s & é", "region": region, "framework": "ilacs", "domain": "leadership", "grade": "good"}
    context = browser.new_context(viewport=DESK)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    page = context.new_page()
    page.goto(start)
    assert page.url == start
    page.get_by_label("Search").fill(chosen["search"])
    for choice, value in chosen.items():
        if choice != "search":
            page.locator(f"#{choice}").select_option(value)
    bookmark = page.url
    assert dict(parse_qsl(urlsplit(bookmark).query)) == chosen
    page.get_by_label("Search").fill(name)
    shown, status = names(page), page.get_by_role("status").inner_text()
    other = context.new_page()
    other.goto(page.url)
    assert (names(other), other.get_by_role("status").inner_text()) == (shown, status)
    assert shown == [name]
    other.get_by_role("columnheader", name="Latest inspection").get_by_role("button").click(click_count=2)
    assert dict(parse_qsl(urlsplit(other.url).query))["sort"] == "inspection down"
    other.goto(bookmark)
    assert {choice: other.locator(f"#{choice}").input_value() for choice in chosen} == chosen
    other.get_by_role("button", name="Clear", exact=True).click()
    other.wait_for_url(start)
    # What the form does not offer is passed over, and what is not the form's stays.
    other.goto(f"{start}?domain=nothing&grade=<b>&from=letter#table-heading")
    assert other.url == f"{start}?from=letter#table-heading"
    assert len(names(other)) > 150
    context.close()
    assert said == []


def test_the_map_takes_the_chosen_grade(page: Page, warehouse: duckdb.DuckDBPyConnection) -> None:
    row = warehouse.execute(
        "select authority_urn, authority_name, leadership from authority_summary "
        "where leadership <> overall_effectiveness order by authority_urn"
    ).fetchone()
    assert row is not None
    urn, name, leadership = row
    tile = page.locator(f"#map a[data-urn='{urn}']")
    assert f"is-{leadership}" not in (tile.get_attribute("class") or "").split()
    page.get_by_label("Grade for").select_option("leadership")
    assert f"is-{leadership}" in (tile.get_attribute("class") or "").split()
    said = leadership.replace("_", " ").capitalize()
    assert (tile.get_attribute("aria-label") or "").startswith(f"{name}: {said}")
    assert tile.locator(".letter").text_content() == said[0]


def test_headings_sort_both_ways_and_the_missing_stay_last(page: Page) -> None:
    heading = page.get_by_role("columnheader", name="Overall")

    def ranks() -> list[int]:
        cells = page.locator("#authorities tbody td:nth-child(4)")
        return [int(rank) for rank in cells.evaluate_all("cells => cells.map(cell => cell.dataset.sort ?? 9)")]

    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "ascending"
    assert ranks() == sorted(ranks())
    given = [rank for rank in ranks() if rank != 9]
    heading.get_by_role("button").click()
    assert heading.get_attribute("aria-sort") == "descending"
    assert ranks()[: len(given)] == sorted(given, reverse=True)
    assert set(ranks()[len(given) :]) == {9}
    page.get_by_role("columnheader", name="Authority").get_by_role("button").click()
    assert names(page) == sorted(names(page), key=str.casefold)


def test_from_the_overview_to_an_inspection_and_its_words(page: Page, warehouse: duckdb.DuckDBPyConnection) -> None:
    row = warehouse.execute(
        "select authority_name, inspection_id, inspection_start_date, evidence_text, page_number "
        "from judgement_history where is_latest and framework_code = 'ilacs' "
        "and evidence_text is not null and authority_urn in (select authority_urn from authority_summary) order by all"
    ).fetchone()
    assert row is not None
    name, inspection_id, start, words, number = row
    page.get_by_label("Search").fill(name)
    page.locator("#authorities").get_by_role("link", name=name, exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == name
    day = f"{start.day} {start:%B} {start.year}"
    page.locator(".time-line li", has_text=day).get_by_role("link").first.click()
    assert page.url.endswith(f"/inspections/{inspection_id}.html")
    judgements = page.locator("table.grades").inner_text()
    assert words in judgements
    assert f"page {number}" in judgements


def test_the_keyboard_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("surrey")
    assert names(page) == ["Surrey"]
    tile = "document.activeElement.dataset.urn"
    page.locator("#map a[tabindex='0']").focus()
    first = page.evaluate(tile)
    page.keyboard.press("ArrowDown")
    second = page.evaluate(tile)
    page.keyboard.press("ArrowUp")
    assert (page.evaluate(tile), second != first) == (first, True)
    assert page.locator("#map a[tabindex='0']").count() == 1
    page.keyboard.press("Tab")
    assert page.evaluate(tile) is None
    page.get_by_role("columnheader", name="Region").get_by_role("button").focus()
    page.keyboard.press("Space")
    assert page.get_by_role("columnheader", name="Region").get_attribute("aria-sort") == "ascending"
    page.get_by_role("link", name="Surrey", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Surrey").wait_for()


def test_it_reads_without_scripts(browser: Browser, site_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_address}/index.html")
    assert not page.locator("#filters").is_visible()
    assert page.locator("#authorities tbody tr").count() == page.locator("#map a").count() > 150
    page.get_by_role("link", name="Quality").click()
    assert page.get_by_role("heading", name="Quarantine").is_visible()
    context.close()


def test_serving_what_is_not_there_is_refused(tmp_path: Path, site_folder: Path) -> None:
    with pytest.raises(SiteError, match="There is no site"):
        server(tmp_path, 0)
    with served(server(site_folder, 0)) as taken, pytest.raises(SiteError, match="cannot be used"):
        server(site_folder, int(taken.rsplit(":", 1)[1]))
    with pytest.raises(SiteError, match="no such port"):
        server(site_folder, 70_000)


def test_the_pages_keep_their_policy_from_any_web_server_and_as_files(browser: Browser, site_folder: Path) -> None:
    plain = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(site_folder)))
    with served(plain) as address:
        for start in (f"{address}/index.html", (site_folder / "index.html").as_uri()):
            page = browser.new_page(viewport=DESK)
            said: list[str] = []
            page.on("console", lambda message, said=said: said.append(message.text))
            page.goto(start)
            page.get_by_label("Search").fill("hertford")
            assert names(page) == ["Hertfordshire"]
            assert [words for words in said if words != "data:,"] == []
            page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'hit = 1'}))")
            assert page.evaluate("typeof hit") == "undefined"
            assert "Content Security Policy" in said[-1]
            page.close()
