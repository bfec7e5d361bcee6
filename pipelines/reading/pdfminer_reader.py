"""Reads a PDF with pdfminer.six: its interpreter drives a device that keeps each character's box."""

from __future__ import annotations

import io
import math
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import Matrix

from pipelines.reading.lines import Char, gather_lines
from pipelines.reading.model import Page

NAME = "pdfminer"


class CharDevice(PDFTextDevice):
    """Keeps the characters that a page draws, in points from its left and top."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.chars: list[Char] = []
        self.height = 0.0

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self.chars = []

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        a, b, c, d, x, y = matrix
        advance: float = font.char_width(cid) * fontsize * scaling
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            # A glyph without a Unicode value is a bullet or ornament of a symbol font.
            text = "•"
        self.chars.append(
            Char(
                text,
                round(x, 2),
                round(x + advance * math.hypot(a, b), 2),
                round(self.height - (y + rise * d), 2),
                round(fontsize * math.hypot(c, d), 2),
                "bold" in str(font.fontname).lower(),
            )
        )
        return advance


def read_pages(content: bytes) -> tuple[Page, ...]:
    """The PDF's pages in order. Raises pdfminer's exceptions on damaged or encrypted files."""
    manager = PDFResourceManager()
    device = CharDevice(manager)
    interpreter = PDFPageInterpreter(manager, device)
    pages = []
    for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(content)))), start=1):
        x0, y0, x1, y1 = page.mediabox
        width, height = (x1 - x0, y1 - y0) if page.rotate % 180 == 0 else (y1 - y0, x1 - x0)
        device.height = height
        interpreter.process_page(page)
        pages.append(Page(number, width, height, gather_lines(device.chars, number, height)))
    return tuple(pages)
