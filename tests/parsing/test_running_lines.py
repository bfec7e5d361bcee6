"""What repeats from page to page is no text of the report, wherever on the page it stands."""

from __future__ import annotations

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
