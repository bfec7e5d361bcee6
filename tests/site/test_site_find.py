"""The search in Chromium: authorities by any name, words of reports, filters, the address, CSV, keyboard and phone."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import duckdb
import pytest

from pipelines.site.serve import server
from tests.browser import DESK, pictures, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGE = "find.html"
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}
MOST_LOADED = 1_000_000  # bytes before the first hits


def test_words_of_reports_are_found_marked_and_come_to(page: Page, site_folder: Path) -> None:
    loaded: set[str] = set()
    page.on("request", lambda request: loaded.add(urlsplit(request.url).path.lstrip("/")))
    page.get_by_role("searchbox").fill("dentists")
    hit = page.locator("#hit-list li").first
    hit.wait_for()
    assert hit.locator("mark").first.inner_text().lower().startswith("dentist")
    assert any("/stems/" in name for name in loaded)
    assert sum((site_folder / name).stat().st_size for name in loaded) < MOST_LOADED
    assert page.url.endswith("find.html?q=dentists")
    words = hit.locator("p").nth(2).inner_text()
    page.screenshot(path=pictures() / "site-find-hits.png")
    hit.get_by_role("link").first.click()
    target = page.locator(":target")
    target.wait_for()
    assert target.is_visible()
    assert " ".join(words.split()) in " ".join(target.inner_text().split())
    page.go_back()
    page.locator("#hit-list li").first.wait_for()
    assert page.get_by_role("searchbox").input_value() == "dentists"


def test_words_that_every_passage_has_are_not_looked_for(page: Page) -> None:
    box, said = page.get_by_role("searchbox"), page.get_by_role("status")
    box.fill("dentists")
    found = said.filter(has_text="passage").inner_text()
    box.fill("to the dentists")
    page.wait_for_url("**/find.html?q=to+the+dentists")
    said.filter(has_text=found).wait_for()
    assert all(mark.lower().startswith("dentist") for mark in page.locator("#hit-list mark").all_inner_texts())
    box.fill("the")
    said.filter(has_text="Nearly every passage has these words").wait_for()
    assert page.locator("#hits").is_hidden()


def test_words_are_found_in_any_form_while_typed_and_as_they_stand(page: Page, site_address: str) -> None:
    def said(query: str) -> str:
        page.goto(f"{site_address}/{PAGE}?{urlencode({'q': query})}")
        return page.get_by_role("status").filter(has_text=".").inner_text()

    assert said("dentist") == said("Dentists") == said("dentisting"), "no report has the last form"
    assert "the best first" in said("dentis"), "a word while it is typed"
    authority, *_ = page.locator("#hit-list a").first.inner_text().split(":")
    assert "the best first" in said(f"{authority} dentists"), "the authority's name, which a passage seldom has"
    assert "the best first" in said(f"{authority} City Council dentists"), "what people write around it"
    assert "Nothing was found" in said("Surrey dentists")
    for none in ("dentists zzyzx", "constructor", "q"):
        assert "Nothing was found" in said(none), none
    assert "as they stand" in said('"children in care"')
    shown = page.locator("#hit-list li p:nth-child(3)").all_inner_texts()
    assert shown
    assert all(re.search(r"children\s+in\s+care", words, re.IGNORECASE) for words in shown)
    assert "Nothing was found" in said('"care in children"')


def test_a_slip_of_the_pen_is_asked_about(page: Page) -> None:
    box, meant = page.get_by_role("searchbox"), page.locator("#meant")
    slips = ("dentits", "dentst", "dentisst", "Dantist", "Children's dentits")
    for slip in slips:
        box.fill(slip)
        words = " ".join([*slip.lower().split()[:-1], "dentist"])
        meant.get_by_role("link", name=words, exact=True).wait_for()
    meant.get_by_role("link").click()
    page.locator("#hit-list li").first.wait_for()
    assert box.input_value() == "children's dentist"
    assert meant.is_hidden()
    box.fill("zzyzx dentists")
    page.get_by_role("status").filter(has_text="Nothing was found").wait_for()
    assert meant.is_hidden(), "nothing is spelled like that"


@pytest.mark.parametrize(
    ("asked", "others"),
    [
        (
            "Placements of children in care",
            ["placements of looked after children", "placements of children looked after"],
        ),
        ("delay at the MASH", ["delay at the multi-agency safeguarding hub"]),
        ("Not in education, employment or training", ["NEET"]),
        ("strategy-meetings", ["strategy discussions"]),
        ("careful children", []),
    ],
)
def test_what_other_reports_call_it_is_offered(page: Page, asked: str, others: list[str]) -> None:
    page.get_by_role("searchbox").fill(asked)
    page.get_by_role("status").filter(has_text=re.compile("reports|found|No passage")).wait_for()
    also = page.locator("#also")
    assert also.is_visible() == bool(others)
    links = also.get_by_role("link")
    assert links.all_inner_texts() == others
    if others:
        links.first.click()
        assert page.get_by_role("searchbox").input_value() == others[0]


def test_a_page_older_than_the_index_says_so_and_goes_on_when_it_is_back(browser: Browser, site_address: str) -> None:
    page = browser.new_page()
    page.goto(f"{site_address}/{PAGE}?q=dentists")
    page.locator("#hit-list li").first.wait_for()
    page.route("**/search/*/**", lambda route: route.fulfill(status=404))
    page.get_by_role("searchbox").fill("carers")
    page.get_by_role("status").filter(has_text="Load the page again").wait_for()
    page.unroute_all()
    page.get_by_role("searchbox").fill("carers and")
    page.get_by_role("status").filter(has_text="the best first").wait_for()
    page.close()


def test_hits_are_narrowed_and_taken_away_as_csv(page: Page, warehouse: duckdb.DuckDBPyConnection) -> None:
    row = warehouse.execute(
        "select theme_name, count(*) from recommendation_themes where framework_code = 'sif' group by all order by all"
    ).fetchone()
    assert row is not None
    theme, number = row
    page.get_by_text("Narrow the search").click()
    page.get_by_label("Theme").select_option(theme)
    page.get_by_label("Kind").select_option("recommendation")
    page.get_by_label("Framework").select_option("sif")
    page.get_by_role("status").filter(has_text=f"{number} passage").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="as CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert len(rows) == number
    assert {row["kind"] for row in rows} == {"recommendation"}
    assert all("#r" in row["address"] and row["text"] for row in rows)
    page.get_by_role("button", name="Clear").click()
    page.locator("#hits").wait_for(state="hidden")
    page.get_by_role("searchbox").fill("children")
    page.get_by_role("status").filter(has_text="the best first").wait_for()
    with page.expect_download() as every:
        page.get_by_role("button", name="as CSV").click()
    (found,) = page.get_by_role("status").filter(has_text="for the CSV").all_inner_texts()
    count = int(found.split(" of ")[1].split()[0])
    assert found == f"{count} of {count} passages for the CSV."
    assert count > 100
    assert len(list(csv.DictReader(io.StringIO(Path(every.value.path()).read_text(encoding="utf-8-sig"))))) == count
    page.get_by_role("searchbox").fill("zzyzx")
    page.get_by_role("status").filter(has_text="Nothing was found").wait_for()


def test_neighbours_join_an_authority(page: Page, warehouse: duckdb.DuckDBPyConnection) -> None:
    row = warehouse.execute(
        "select authority_urn, count(distinct neighbour_urn) from bridge_authority_neighbour where is_latest_set "
        "and authority_urn in (select authority_urn from recommendations) "
        "and neighbour_urn in (select authority_urn from recommendations) group by all order by all"
    ).fetchone()
    assert row is not None

    def shown() -> int:
        page.get_by_role("status").filter(has_text="passage").wait_for()
        return int(page.get_by_role("status").inner_text().split()[0])

    page.get_by_text("Narrow the search").click()
    page.get_by_label("Authority", exact=True).select_option(row[0])
    own = shown()
    page.get_by_label("and its statistical neighbours").check()
    page.get_by_role("status").filter(has_not_text=f"{own} passage").wait_for()
    assert shown() > own
    assert f"authority={row[0]}&neighbours=1" in page.url


@pytest.mark.parametrize(
    ("typed", "name"), [("LB Ealing", "Ealing"), ("RBKC", "Kensington and Chelsea"), ("80528", "North Somerset")]
)
def test_enter_goes_to_the_authority_that_is_named(page: Page, typed: str, name: str) -> None:
    page.keyboard.type(typed)  # the box has the focus
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=name).wait_for()


def test_it_works_below_a_path_and_says_what_it_needs_as_a_file(browser: Browser, site_folder: Path) -> None:
    with served(server(site_folder, 0)) as address:
        page = browser.new_page()
        page.goto(f"{address}/find.html?q=dentist")
        page.locator("#hit-list li").first.wait_for()
    page.goto((site_folder / "find.html").as_uri() + "?q=surrey")
    assert "inspections site" in page.get_by_role("status").inner_text()
    assert page.locator("#place-list a").inner_text() == "Surrey"
    page.close()


def test_on_a_phone_the_answer_is_right_under_the_box(browser: Browser, site_address: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{site_address}/index.html")
    page.get_by_label("Search").fill("Sandwell")
    answer = page.locator("#authorities tbody tr:visible a").first.bounding_box()
    assert answer is not None
    assert answer["y"] + answer["height"] < PHONE["height"]
    page.screenshot(path=pictures() / "site-overview-answer-phone.png")
    page.get_by_label("Search").press("Enter")
    page.get_by_role("heading", level=1, name="Sandwell").wait_for()
    page.set_viewport_size(NARROWEST)
    for path in ("index.html", "find.html?q=plans", "authorities/80528.html", "inspections/80528-sif-2017-06-12.html"):
        page.goto(f"{site_address}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"], path
    page.close()


def test_headings_of_the_long_table_stay_in_sight(browser: Browser, site_address: str) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(f"{site_address}/index.html")
    page.evaluate("document.getElementById('a80567').scrollIntoView({block: 'center'})")
    heading = page.get_by_role("columnheader", name="Care leavers").bounding_box()
    assert heading is not None
    assert 0 <= heading["y"] < 100
    page.close()
