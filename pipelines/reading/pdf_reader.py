"""Reads a PDF with pdfminer.six: what each page draws, and lines made of that."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from pdfminer.pdfpage import PDFPage
from pdfminer.utils import Matrix

from pipelines.reading.drawing.drawn import Drawn, Sides, within
from pipelines.reading.drawing.fonts import Fonts
from pipelines.reading.drawing.graphics import Graphics, Layers
from pipelines.reading.drawing.interpreter import PageInterpreter
from pipelines.reading.model import Page, UnreadableDocument
from pipelines.reading.pages import page_of
from pipelines.reading.structure import CheckedDocument, checked_pages, strictly

LEAST_OF_A_PAGE = 4  # stretches of text that each half of a sheet has at least, if it is a page
MOST_UNMAPPED = 7  # glyphs of one font without a character: bullets and ornaments; a heading has more


def label() -> str:
    """The library that reads, with its version, as a document's row names it."""
    return f"pdfminer-{version('pdfminer.six')}"


def read_pages(content: bytes) -> tuple[Page, ...]:
    """The PDF's pages in order.

    Raises FailedReading for a damaged PDF, or UnreadableDocument with reason code encrypted_pdf,
    unsupported_pdf, pdf_portfolio, unmapped_font or two_pages_on_one.
    """
    with strictly():
        return _pages(content)


def _pages(content: bytes) -> tuple[Page, ...]:
    document = CheckedDocument(content)
    if "Collection" in document.catalog:
        raise UnreadableDocument(
            "pdf_portfolio",
            "The PDF is a portfolio, a cover around other files: save the report as a file of its own.",
        )
    fonts = Fonts()
    interpreter = PageInterpreter(fonts, Layers(document.catalog))
    pages = []
    for number, page in enumerate(checked_pages(document), start=1):
        pages.append(page_of(_drawn(interpreter, page), number))
    _check_fonts(fonts.unmapped)
    _check_sheets(pages)
    return tuple(pages)


def _check_sheets(pages: Sequence[Page]) -> None:
    """Raises UnreadableDocument (two_pages_on_one) where two pages stand side by side on most of the sheets."""
    if 2 * sum(_is_spread(page) for page in pages) > len(pages):
        raise UnreadableDocument(
            "two_pages_on_one",
            "Two pages stand side by side on each sheet, and their lines run into one another: put a PDF with one page "
            "on each in its place.",
        )


def _is_spread(page: Page) -> bool:
    """Whether the page is wider than high and has text on both halves, and none across its middle."""
    middle = page.width / 2
    cells = [cell for line in page.lines for cell in line.cells]
    left = sum(cell.x1 < middle for cell in cells)
    right = sum(cell.x0 > middle for cell in cells)
    return page.width > page.height and min(left, right) > LEAST_OF_A_PAGE and left + right == len(cells)


def _check_fonts(unmapped: dict[str, set[int]]) -> None:
    """Raises UnreadableDocument (unmapped_font) for a font of letters whose codes stand for no characters."""
    for font, codes in sorted(unmapped.items()):
        if len(codes) > MOST_UNMAPPED:
            raise UnreadableDocument(
                "unmapped_font",
                f"The font {font[:60]} does not say which characters its {len(codes)} glyphs stand for, so that text "
                "set in it cannot be read: put a PDF made with such a map in its place, or run OCR on it.",
            )


def _drawn(interpreter: PageInterpreter, page: PDFPage) -> Drawn:
    """What the page draws, in points of the part of it that is shown."""
    shown: Sides = within(page.cropbox, page.mediabox)
    if shown[0] >= shown[2] or shown[1] >= shown[3]:
        shown = page.mediabox
    x0, y0, x1, y1 = shown
    matrix: Matrix = {
        90: (0.0, -1.0, 1.0, 0.0, -y0, x1),
        180: (-1.0, 0.0, 0.0, -1.0, x1, y1),
        270: (0.0, 1.0, -1.0, 0.0, y1, -x0),
    }.get(page.rotate, (1.0, 0.0, 0.0, 1.0, -x0, -y0))
    width, height = (x1 - x0, y1 - y0) if page.rotate % 180 == 0 else (y1 - y0, x1 - x0)
    interpreter.drawn = drawn = Drawn(width, height)
    interpreter.graphics = Graphics()
    interpreter.marked, interpreter.is_off = [], False
    interpreter.alphas = {}
    interpreter.render_contents(page.resources, page.contents, ctm=matrix)
    return drawn
