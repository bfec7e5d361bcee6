"""What repeats from page to page is no text of the report, wherever on the page it stands."""

from __future__ import annotations

import pytest

from pipelines.parsing.report import Report
from pipelines.reading.model import Cell, Document, Line, Page

TOPS = (60.0, 140.0)  # within a page's upper edge, and below it


def line(page: int, top: float, text: str) -> Line:
    return Line(page, (Cell(text, 70, 300),), top, top + 12, 12.0, False)


def body(header_top: float, tops: tuple[float, ...]) -> list[str]:
    pages = []
    for number, top in enumerate(tops, start=1):
        lines = (line(number, header_top, f"Kent children’s services {number}"), line(number, top, "Good"))
        pages.append(Page(number, 595.0, 842.0, lines))
    return [found.text for found in Report(Document("0" * 64, "reader", tuple(pages))).lines]


def test_a_header_below_the_upper_edge_is_told_by_its_height() -> None:
    assert [body(top, (300, 320, 420)) for top in TOPS] == [["Good"] * 3] * 2


def test_what_stands_on_two_pages_or_at_other_heights_is_text() -> None:
    assert len(body(140.0, (300, 320))) == 4


def ends(word: str, *tops: float) -> list[str]:
    """What two pages keep of a word that stands alone on a line of each, at these heights."""
    pages = []
    for number, top in enumerate(tops, start=1):
        lines = (line(number, 300, "Leaders write to each family, and so they"), line(number, top, word))
        pages.append(Page(number, 595.0, 842.0, lines))
    return [found.text for found in Report(Document("0" * 64, "reader", tuple(pages))).lines if found.text == word]


def test_the_last_words_of_paragraphs_that_two_pages_cut_alike_are_text() -> None:
    """Camden 2018."""
    assert ends("families.", 780.0, 780.0) == ["families."] * 2
    assert ends("Kent.", 780.0, 766.0) == ["Kent."] * 2
    assert ends("and their carers?", 60.0, 74.0) == ["and their carers?"] * 2


def test_a_footer_at_one_height_is_none_though_it_ends_with_a_stop() -> None:
    assert ends("Published by the council.", 780.0, 780.0) == []
    assert ends("For families", 780.0, 766.0) == []


@pytest.mark.parametrize("header", ["09.12.2024 – 13.12.2024", "9.12.2024", "3.4.2024 Kent"])
def test_a_header_may_begin_with_a_date_where_an_item_begins_with_a_number(header: str) -> None:
    assert ends(header, 60.0, 60.0) == []
    assert ends("4. Leaders", 60.0, 60.0) == ["4. Leaders"] * 2
