"""Ready tables: their rows are the file's, whole in the CSV; filters, counts, sorting and CSV in Chromium."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.settings import Settings
from pipelines.site.ready.ready_table_list import READY_TABLES
from pipelines.site.ready.ready_tables import answers
from pipelines.site.ready.table_page import TableCell, csv_of
from tests.browser import DESK
from tests.site_pages import MOST_BYTES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "tables.html"


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file as the site writes it: with a byte order mark."""
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_every_table_has_its_page_and_all_of_its_rows_as_csv(sample: Settings, site_folder: Path) -> None:
    index = LexborHTMLParser((site_folder / "tables.html").read_text(encoding="utf-8"))
    assert [link.attributes["href"] for link in index.css("main a")] == [table.page for table in READY_TABLES]
    for answer in answers(sample.warehouse, READY_TABLES):
        page = LexborHTMLParser((site_folder / answer.table.page).read_text(encoding="utf-8"))
        written = (site_folder / answer.table.page).with_suffix(".csv").read_bytes().decode()
        assert len(rows_of(written)) == len(answer.rows) > 0, answer.table.name
        assert list(rows_of(written)[0]) == [column.heading for column in answer.table.columns]
        assert page.css_first("pre.sql").text() == answer.table.sql


def test_the_shown_sql_runs_on_the_published_file(warehouse: duckdb.DuckDBPyConnection) -> None:
    for table in READY_TABLES:
        result = warehouse.execute(table.sql)
        names = {column[0] for column in result.description or ()} | set(table.settings[0])
        assert names >= {column.name for column in table.columns}, table.name
        assert names >= {column.links for column in table.columns if column.links}, table.name
        for name in table.settings[0]:
            warehouse.execute(f"reset variable {name}")


def test_visits_are_counted_as_the_question_counts_them(sample: Settings, warehouse: duckdb.DuckDBPyConnection) -> None:
    (table,) = [one for one in READY_TABLES if one.name == "focused-visits"]
    (answer,) = answers(sample.warehouse, (table,))
    mine = Counter((row["theme"], row["grade_at_the_time"]) for row in answer.rows)
    from pipelines.warehouse.questions import questions

    found = warehouse.execute(questions()["visit_themes"].sql).fetchall()
    assert mine == {(theme, grade): number for theme, grade, number, *_ in found}


def test_past_shares_end_with_the_publication(sample: Settings, warehouse: duckdb.DuckDBPyConnection) -> None:
    (table,) = [one for one in READY_TABLES if one.name == "good-or-better-on-a-day"]
    (answer,) = answers(sample.warehouse, (table,))
    ((published,),) = warehouse.execute("select cast(published_at as date) from publication").fetchall()
    days = {row["on_date"] for row in answer.rows}
    assert max(days) <= published
    assert len({(row["region_name"], row["on_date"], row["domain_code"]) for row in answer.rows}) == len(answer.rows)


def test_no_cell_of_a_file_is_a_formula() -> None:
    (table,) = [one for one in READY_TABLES if one.name == "good-or-better"]
    lines = [[TableCell("=1+1"), TableCell("-3", "-3"), TableCell('say "so"')]]
    assert csv_of(table.columns[:3], lines).splitlines()[1] == '"\'=1+1","-3","say ""so"""'


def downloaded(page: Page) -> list[dict[str, str]]:
    """What the link to the CSV gives."""
    with page.expect_download() as download:
        page.locator("#csv").click()
    return rows_of(Path(download.value.path()).read_bytes().decode())


@pytest.mark.browser
def test_rows_are_narrowed_sorted_kept_in_the_address_and_taken_away(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}/tables/all-inspections.html")
    visible = page.locator("#rows tbody tr:visible")
    everything = visible.count()
    assert page.get_by_role("status").inner_text() == f"{everything} rows."
    page.get_by_label("Kind", exact=True).select_option("ILACS")
    page.get_by_label("First day from").fill("2022-01-01")
    kept = visible.count()
    assert 1 < kept < everything
    page.get_by_role("columnheader", name="First day").get_by_role("button").click()
    rows = downloaded(page)
    days = [row["First day"] for row in rows]
    assert len(rows) == kept
    assert days == sorted(days)
    assert min(days) >= "2022-01-01"
    assert {row["Kind"] for row in rows} == {"ILACS"}
    shown, address = visible.locator("th").all_inner_texts(), page.url
    page.goto("about:blank")
    page.goto(address)
    assert visible.locator("th").all_inner_texts() == shown
    page.get_by_label("Search in the rows").fill("no such words")
    page.get_by_role("button", name="Clear the filters").click()
    visible.nth(everything - 1).wait_for()


@pytest.mark.browser
def test_counts_follow_what_is_chosen(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}/tables/recommendation-themes.html")
    cells = "cells => cells.map(cell => Number(cell.textContent))"
    page.get_by_label("Year", exact=True).select_option("2014")
    counted = sum(page.locator("#counts tbody td:not(:last-child)").evaluate_all(cells))
    assert counted == sum(int(row["Recommendations"]) for row in downloaded(page)) > 0
    page.goto(f"{site_address}/tables/waiting-times.html")
    page.get_by_label("Search in the rows").fill("kent")
    numbers = [row["Days since"] for row in downloaded(page) if row["Days since"]]
    assert [node.replace(",", "") for node in page.locator("#spread b").all_inner_texts()] == numbers * 3


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_long_table_is_small_and_whole(browser: Browser, site_address: str, site_folder: Path, scheme: str) -> None:
    path = site_folder / "tables" / "good-or-better-on-a-day.html"
    assert path.stat().st_size < MOST_BYTES
    page = browser.new_page(viewport=DESK)
    page.goto(path.as_uri() if scheme == "file" else f"{site_address}/tables/{path.name}")
    rows = len(rows_of(path.with_suffix(".csv").read_bytes().decode()))
    assert page.locator("#rows tbody tr").count() == rows > 400
    assert page.locator("#rows tbody tr:visible").count() == 200
    page.get_by_role("button", name="Show more").click()
    assert page.locator("#rows tbody tr:visible").count() == 400
    page.get_by_role("button", name="Show all").click()
    assert page.locator("#rows tbody tr:visible").count() == rows
    page.close()


@pytest.mark.browser
def test_a_table_reads_without_scripts(browser: Browser, site_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_address}/tables/good-or-better-on-a-day.html")
    assert not page.locator("#filters").is_visible()
    assert page.locator("#rows tbody tr").count() > 100
    assert page.get_by_text("all of them are in the CSV").is_visible()
    context.close()
