"""The site beyond the desk: read by axe, on a phone, in a system's own colours, on paper, and full of hostile words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.site import SiteSummary
from pipelines.site.serve import server
from tests.browser import pictures, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
# Of a page of tens of thousands of pixels, the part that a person judges it by.
TALL = 2400
COLOURFUL = ("overview", "authority", "authority-without", "quality", "frameworks", "slac", "sif", "ilacs")


@pytest.fixture(scope="module")
def hostile_address(hostile: SiteSummary) -> Iterator[str]:
    """Where a site of hostile words is served."""
    with served(server(hostile.folder, 0)) as where:
        yield where


def kinds(folder: Path) -> dict[str, str]:
    """A page of each kind: authorities of many facts, of few, and ended; an inspection under each framework."""
    sizes = {path: path.stat().st_size for path in (folder / "authorities").glob("*.html")}
    named = {
        "overview": "index.html",
        "find": "find.html",
        "compare": "compare.html?near=80543",
        "tables": "tables.html",
        "table": "tables/focused-visits.html",
        "table-long": "tables/good-or-better-on-a-day.html",
        "authority": f"authorities/{max(sizes, key=lambda path: sizes[path]).name}",
        "authority-without": f"authorities/{min(sizes, key=lambda path: sizes[path]).name}",
        "authority-ended": "authorities/80531.html",
        "quality": "quality.html",
        "frameworks": "frameworks.html",
        "dictionary": "data-dictionary.html",
        "codes": "codes.html",
    }
    for path in sorted((folder / "inspections").glob("*.html")):
        kind = "findings" if "-findings-" in path.stem else path.stem.split("-")[1]
        named[kind] = f"inspections/{path.name}"
    return named


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing_and_pages_fit(
    browser: Browser, site_address: str, site_folder: Path, scheme: str, size: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    viewport = DESK if size == "desk" else PHONE
    context = browser.new_context(
        viewport=viewport, color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
    )
    # Schemes differ in colours, sizes in layout: few kinds of pages have all of either.
    options = {"runOnly": ["color-contrast"]} if scheme == "dark" else {"resultTypes": ["violations"]}
    page = context.new_page()
    found = {}
    for kind, path in kinds(site_folder).items():
        is_looked_at = kind in COLOURFUL or (size, scheme) == ("desk", "light")
        if scheme == "dark" and not is_looked_at:
            continue
        page.goto(f"{site_address}/{path}")
        page.screenshot(
            path=pictures() / f"site-{kind}-{size}-{scheme}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": viewport["width"], "height": TALL},
        )
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], kind
        if not is_looked_at:
            continue
        violations = Axe().run(page, options=options).response["violations"]
        found[kind] = [(one["id"], one["nodes"][0]["html"], len(one["nodes"])) for one in violations]
    context.close()
    assert {kind: some for kind, some in found.items() if some} == {}


def test_the_menu_is_one_line_that_scrolls_to_where_one_is(browser: Browser, site_address: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{site_address}/quality.html")
    menu = page.get_by_role("navigation", name="Site")
    assert len({box["y"] for box in (link.bounding_box() for link in menu.get_by_role("link").all()) if box}) == 1
    here = menu.locator("[aria-current]").bounding_box()
    assert here is not None
    assert here["x"] >= 0
    assert here["x"] + here["width"] <= PHONE["width"]
    # Those beyond the edge are reached by key.
    menu.get_by_role("link", name="Overview").focus()
    first = menu.get_by_role("link", name="Overview").bounding_box()
    assert first is not None
    assert first["x"] >= 0
    page.close()


def test_a_table_of_words_becomes_cards_on_a_phone(browser: Browser, site_address: str, site_folder: Path) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{site_address}/{kinds(site_folder)['ilacs']}")
    table = page.get_by_role("table", name="Each judgement, and the words it was read from")
    quotes = table.get_by_role("cell").filter(has=page.locator(".made-up"))
    assert quotes.count() == table.get_by_role("rowheader").count() > 1
    for box in (quote.bounding_box() for quote in quotes.all()):
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    label = "cell => getComputedStyle(cell, '::before').content"
    assert quotes.first.evaluate(label) == '"Words and page"'
    page.set_viewport_size(DESK)
    assert quotes.first.evaluate(label) == "none"
    assert table.get_by_role("columnheader").all_inner_texts()[-1] == "Words and page"
    page.close()


@pytest.mark.parametrize("name", ["index.html", "compare.html"])
def test_a_phones_cards_leave_out_what_an_authority_lacks(browser: Browser, site_address: str, name: str) -> None:
    """Beside its region an ungraded one's card says once that it has no grades; at a desk no column is empty."""
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{site_address}/{name}")
    row = page.locator("tbody tr").filter(has=page.locator(".absent")).first
    assert row.locator("td:visible").count() == 2
    assert "in this file" in row.inner_text()
    page.set_viewport_size(DESK)
    assert row.locator("td:visible").count() > 6
    page.close()


def test_a_table_that_is_wider_than_its_place_scrolls_at_a_desk_too(browser: Browser, site_address: str) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(f"{site_address}/tables/latest-grades.html")
    region = page.get_by_role("region", name="Latest grades of every authority")
    region.evaluate("region => region.scrollTo(region.scrollWidth, 0)")
    page.locator(".more-before:not(.more-after)").wait_for()
    last = region.get_by_role("columnheader").last.bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= DESK["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK["width"]
    page.close()


def test_what_is_wider_than_its_place_says_so_and_scrolls_by_key(browser: Browser, site_address: str) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{site_address}/quality.html")
    region = page.get_by_role("region", name="Coverage: table")
    fades = "region => [region.classList.contains('more-before'), region.classList.contains('more-after')]"
    assert region.evaluate(fades) == [False, True]
    region.focus()
    page.keyboard.press("ArrowRight")
    page.locator(".more-before.more-after:focus").wait_for()
    region.evaluate("region => region.scrollTo(region.scrollWidth, 0)")
    page.locator(".more-before:not(.more-after):focus").wait_for()
    # What fits is neither a stop of the Tab key nor a landmark.
    page.set_viewport_size(DESK)
    region.wait_for(state="detached")
    assert page.locator(".scroll[tabindex]").count() == 0
    page.close()


def test_a_systems_own_colours_leave_grades_told_apart(browser: Browser, site_address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport=DESK, forced_colors="active")
    page.goto(f"{site_address}/index.html")
    swatches = page.locator(".legend .swatch").evaluate_all(
        "all => all.map(one => [one.className, getComputedStyle(one).backgroundColor])"
    )
    assert len({colour for _, colour in swatches}) == len({name for name, _ in swatches}) > 3
    violations = Axe().run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    assert [one["nodes"][0]["html"] for one in violations] == []
    page.close()


def printed(browser: Browser, address: str, name: str) -> list[str]:
    """The text of each sheet that a page is printed on; the PDF is kept as a picture."""
    page = browser.new_page(viewport=DESK)
    page.goto(address)
    path = pictures() / f"site-{name}.pdf"
    page.pdf(path=path, format="A4")
    page.close()
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(document[number].get_textpage().get_text_range().split()) for number in range(len(document))]


def test_an_authority_prints_on_six_sheets_at_most(browser: Browser, site_address: str, site_folder: Path) -> None:
    path = kinds(site_folder)["authority"]
    sheets = printed(browser, f"{site_address}/{path}", "authority")
    assert 1 < len(sheets) <= 6
    assert "judged" in sheets[0]


def test_what_is_folded_on_a_screen_is_printed(browser: Browser, site_address: str, site_folder: Path) -> None:
    path = kinds(site_folder)["ilacs"]
    page = LexborHTMLParser((site_folder / path).read_text(encoding="utf-8"))
    paragraph = page.css("details .findings p")[-1].text()
    text = " ".join(printed(browser, f"{site_address}/{path}", "inspection"))
    assert " ".join(paragraph.split())[:60] in text
    assert "Frameworks and words" not in text


def test_a_long_table_is_printed_whole_with_its_headings(browser: Browser, site_address: str) -> None:
    sheets = [
        text
        for text in printed(browser, f"{site_address}/index.html", "overview")
        if "None graded in this file" in text
    ]
    assert len(sheets) > 3
    assert all("Care leavers" in text and "Leadership" in text for text in sheets[1:-1])
    page = browser.new_page(viewport={"width": 700, "height": 990})  # a sheet, between its margins
    page.goto(f"{site_address}/index.html")
    page.emulate_media(media="print")
    assert not page.get_by_role("search").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
    page.close()


def test_a_ready_table_of_many_columns_is_printed_across(browser: Browser, site_address: str) -> None:
    for name, last, is_across in (
        ("latest-grades", "Its overall grade", True),
        ("all-inspections", "Known from", True),
        ("publication-lag", "Most days", False),
    ):
        sheets = printed(browser, f"{site_address}/tables/{name}.html", name)
        assert last in sheets[0], name
        with pypdfium2.PdfDocument(pictures() / f"site-{name}.pdf") as document:
            width, height = document[0].get_size()
        assert (width > height) == is_across, name


def test_hostile_words_do_nothing(browser: Browser, hostile_address: str) -> None:
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    for path in ("index.html", "quality.html", "frameworks.html"):
        page.goto(f"{hostile_address}/{path}")
        assert page.evaluate("typeof hit") == "undefined", path
    page.goto(f"{hostile_address}/index.html")
    page.get_by_label("Grade for").select_option("leadership")
    page.get_by_label("Search").fill("<script>")
    page.get_by_role("columnheader", name="Region").get_by_role("button").click()
    page.locator("#authorities tbody tr[data-framework='ilacs'] th a").first.click()
    assert page.evaluate("typeof hit") == "undefined"
    page.locator(".time-line a").first.click()
    assert page.evaluate("typeof hit") == "undefined"
    assert page.locator("table.grades").is_visible()
    assert dialogs == []
    context.close()
