"""Authorities side by side: chosen by any name, with their neighbours or by region, kept in the address, as CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.site_pages import MOST_BYTES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PAGE = "compare.html"
NARROWEST = {"width": 320, "height": 640}
ROTHERHAM = "80543"


def side_by_side(page: Page, table: str = "latest") -> list[str]:
    """The authorities that a table shows, in its order."""
    return page.locator(f"#{table} tbody tr:visible th").all_inner_texts()


def test_an_authority_stands_beside_its_neighbours(
    page: Page, site_address: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    near = warehouse.execute(
        "select authorities.authority_name from bridge_authority_neighbour as bridge inner join dim_authority "
        "as authorities on bridge.neighbour_urn = authorities.authority_urn and authorities.is_current "
        "where bridge.authority_urn = ? and bridge.is_latest_set order by bridge.neighbour_rank",
        [ROTHERHAM],
    ).fetchall()
    page.goto(f"{site_address}/compare.html?near={ROTHERHAM}")
    assert side_by_side(page) == side_by_side(page, "years") == ["Rotherham", *(name for (name,) in near)]
    rank = page.locator("#latest tbody tr").first.locator("td[data-rank]")
    assert page.locator("#shares td").nth(2).inner_text() == "1 of 1"
    assert rank.count() == 5
    with page.expect_download() as download:
        page.locator("#csv").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert [row["Authority"] for row in rows] == side_by_side(page)
    assert rows[0]["Overall"] == rows[0]["2017"] == "Good"
    address = page.url
    assert "with=80543+" in address
    page.goto("about:blank")
    page.goto(address)
    assert side_by_side(page)[0] == "Rotherham"
    assert len(side_by_side(page)) == len(near) + 1


def test_authorities_are_chosen_by_name_region_and_keyboard(
    page: Page, site_address: str, warehouse: duckdb.DuckDBPyConnection
) -> None:
    page.goto(f"{site_address}/compare.html")
    assert len(side_by_side(page)) > 150
    page.get_by_label("Add an authority").focus()
    page.keyboard.type("LB Ealing")
    page.keyboard.press("Enter")
    page.keyboard.type("kent")
    assert page.get_by_role("list", name="Authorities of that name").get_by_role("listitem").count() == 1
    page.keyboard.press("Enter")
    assert side_by_side(page) == ["Ealing", "Kent"]
    page.get_by_role("button", name="Take Ealing out").click()
    assert side_by_side(page) == ["Kent"]
    page.get_by_role("button", name="Clear").click()
    page.get_by_label("Add a region").select_option("North East")
    found = warehouse.execute("select authority_name from authority_summary where region_name = 'North East'")
    assert set(side_by_side(page)) == {name for (name,) in found.fetchall()}


@pytest.mark.parametrize("scheme", ["file", "no scripts", "narrowest"])
def test_it_works_from_a_folder_without_scripts_and_narrow(
    browser: Browser, site_address: str, site_folder: Path, scheme: str
) -> None:
    context = browser.new_context(viewport=NARROWEST, java_script_enabled=scheme != "no scripts")
    page = context.new_page()
    start = (site_folder / "compare.html").as_uri() if scheme == "file" else f"{site_address}/compare.html"
    page.goto(f"{start}?near={ROTHERHAM}")
    rows = side_by_side(page)
    assert rows[0] == "Rotherham" if scheme != "no scripts" else len(rows) > 150
    if scheme != "no scripts":
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST["width"]
    context.close()
    assert (site_folder / "compare.html").stat().st_size < MOST_BYTES
    assert (site_folder / "compare-rows.js").stat().st_size < MOST_BYTES
