"""The six jobs of docs/jobs.md in Chromium, on a desk and on a phone, step by step, with keys where there are keys."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from pipelines.settings import ROOT
from tests.browser import pictures

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
MOST_STEPS = 5


class Job:
    """A job as it is done: each call is one step of the person who does it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0

    def type(self, label: str, words: str) -> None:
        self.steps += 1
        box = self.page.get_by_label(label, exact=True)
        box.wait_for()  # a script shows the form and moves into it: only then are keys for the box
        box.focus()
        self.page.keyboard.type(words)

    def press(self, key: str) -> None:
        self.steps += 1
        self.page.keyboard.press(key)

    def follow(self, name: str) -> None:
        """Goes to the link as the Tab key does, presses Enter, and sees the page when its scripts have run."""
        self.steps += 1
        self.page.get_by_role("link", name=name, exact=True).first.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def choose(self, label: str, value: str) -> None:
        self.steps += 1
        self.page.get_by_label(label, exact=True).select_option(value)

    def unfold(self, words: str) -> None:
        """Opens what is folded on a phone; on a desk it is open, which is no step."""
        fold = self.page.locator("details", has=self.page.get_by_text(re.compile(words)))
        if fold.first.get_attribute("open") is None:
            self.steps += 1
            fold.first.locator("summary").focus()
            self.page.keyboard.press("Enter")


@pytest.fixture(params=list(SIZES))
def job(request: pytest.FixtureRequest, browser: Browser, site_address: str) -> Iterator[Job]:
    """A job that begins at the overview; the test fails if a page complains or more than five steps were needed."""
    context = browser.new_context(viewport=SIZES[request.param])
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{site_address}/index.html")
    job = Job(page)
    yield job
    page.screenshot(path=pictures() / f"{request.node.originalname}-{request.param}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[request.param]["width"]
    context.close()
    assert said == []
    assert 0 < job.steps <= MOST_STEPS


def rows_of(job: Job) -> list[dict[str, Any]]:
    """Takes the table away as CSV: one step."""
    with job.page.expect_download() as download:
        job.steps += 1
        job.page.locator("#csv").focus()
        job.page.keyboard.press("Enter")
    return list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))


def test_one_authority_s_story(job: Job) -> None:
    job.type("Search", "roth")
    job.press("Enter")
    job.page.get_by_role("heading", level=1, name="Rotherham").wait_for()
    box = job.page.locator(".story").bounding_box()
    assert "were judged" in job.page.locator(".story").inner_text()
    assert box is not None
    assert box["y"] < 844


def test_my_authority_against_its_neighbours(job: Job) -> None:
    job.type("Search", "rotherham")
    job.press("Enter")
    job.follow("Compare Rotherham with its neighbours")
    job.page.get_by_role("status").filter(has_text="11 authorities side by side").wait_for()
    assert job.page.locator("#latest tbody tr:visible th").first.inner_text() == "Rotherham"


def test_what_inspectors_said_of_a_word_in_authorities_like_mine(
    job: Job, warehouse: duckdb.DuckDBPyConnection
) -> None:
    near = warehouse.execute(
        "select neighbour_urn from bridge_authority_neighbour where authority_urn = '80543' and is_latest_set"
    ).fetchall()
    job.follow("Find")
    job.type("An authority, or words of a report", "children")
    job.unfold("Narrow the search")
    job.choose("Authority", "80543")
    job.steps += 1
    job.page.locator("#neighbours:not([disabled])").wait_for()  # it can be ticked once an authority is chosen
    job.page.get_by_label("and its statistical neighbours").focus()
    job.page.keyboard.press("Space")
    job.page.wait_for_url(re.compile("neighbours=1"))
    mine = ["80543", *(urn for (urn,) in near)]
    of_others = "".join(f":not([href*='/{urn}-'])" for urn in mine)
    of_mine = job.page.locator("#hit-list .what a[href*='/80543-']").first
    of_mine.wait_for()
    job.page.locator(f"#hit-list .what a{of_others}").first.wait_for(state="detached")
    of_mine.wait_for()


def test_visits_by_theme(job: Job, warehouse: duckdb.DuckDBPyConnection) -> None:
    job.follow("Tables")
    job.follow("Focused visits by theme and grade at the time")
    job.unfold("Counts")
    cells = job.page.locator("#counts tbody td:last-child")
    counted = sum(cells.evaluate_all("cells => cells.map(cell => Number(cell.textContent))"))
    found = warehouse.execute("select count(*) from dim_inspection where framework_code = 'ilacs_focused_visit'")
    assert (counted,) == found.fetchone()
    assert cells.first.is_visible()


def test_what_changed_since_a_day(job: Job, warehouse: duckdb.DuckDBPyConnection) -> None:
    job.follow("Tables")
    job.follow("All inspections and visits")
    job.unfold("Narrow")
    job.steps += 1
    job.page.get_by_label("Published from").fill("2026-01-01")
    found = warehouse.execute("select authority_name from inspections where published_date >= '2026-01-01'").fetchall()
    assert sorted(row["Authority"] for row in rows_of(job)) == sorted(name for (name,) in found)
    assert found


def test_the_table_for_the_committee(job: Job, warehouse: duckdb.DuckDBPyConnection) -> None:
    job.follow("Tables")
    job.follow("Latest grades of every authority")
    job.unfold("Narrow")
    job.choose("Region", "South East")
    found = warehouse.execute("select authority_name from authority_summary where region_name = 'South East'")
    assert {row["Authority"] for row in rows_of(job)} == {name for (name,) in found.fetchall()}


def test_the_jobs_are_written_down_with_their_steps() -> None:
    written = (ROOT / "docs" / "jobs.md").read_text(encoding="utf-8")
    jobs = re.findall(r"^\| (\d)\. [^|]+\| ([^|]+) \| (\d) \|$", written, re.MULTILINE)
    assert [number for number, _, _ in jobs] == ["1", "2", "3", "4", "5", "6"]
    for number, steps, count in jobs:
        assert len(re.findall(r"\(\d\)", steps)) == int(count) <= MOST_STEPS, number
