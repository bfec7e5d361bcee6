"""Reads a PDF with pdfminer.six: its interpreter drives a device that keeps each character's box."""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFSimpleFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFGraphicState, PDFPageInterpreter, PDFResourceManager, PDFTextState
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import stream_value
from pdfminer.utils import Matrix, Point

from pipelines.reading.content import ContentError, operations
from pipelines.reading.lines import Char, gather_lines, glyph_text
from pipelines.reading.model import Page, UnreadableDocument
from pipelines.reading.structure import CheckedDocument, checked_pages, strictly

# WinAnsiEncoding has a second hyphen (PDF 32000-1, annex D.2, note 6), drawn before items of a list. pdfminer.six
# takes it for a space.
SECOND_HYPHEN = 0o255

# What an operator does, and how many operands it takes.
TEXT_OPERATORS: dict[bytes, tuple[Any, int]] = {
    b"q": (PDFPageInterpreter.do_q, 0),
    b"Q": (PDFPageInterpreter.do_Q, 0),
    b"cm": (PDFPageInterpreter.do_cm, 6),
    b"Do": (PDFPageInterpreter.do_Do, 1),
    b"BT": (PDFPageInterpreter.do_BT, 0),
    b"ET": (PDFPageInterpreter.do_ET, 0),
    b"Tc": (PDFPageInterpreter.do_Tc, 1),
    b"Tw": (PDFPageInterpreter.do_Tw, 1),
    b"Tz": (PDFPageInterpreter.do_Tz, 1),
    b"TL": (PDFPageInterpreter.do_TL, 1),
    b"Tf": (PDFPageInterpreter.do_Tf, 2),
    b"Ts": (PDFPageInterpreter.do_Ts, 1),
    b"Td": (PDFPageInterpreter.do_Td, 2),
    b"TD": (PDFPageInterpreter.do_TD, 2),
    b"Tm": (PDFPageInterpreter.do_Tm, 6),
    b"T*": (PDFPageInterpreter.do_T_a, 0),
    b"TJ": (PDFPageInterpreter.do_TJ, 1),
    b"Tj": (PDFPageInterpreter.do_Tj, 1),
    b"'": (PDFPageInterpreter.do__q, 1),
    b'"': (PDFPageInterpreter.do__w, 3),
}
# The operators that draw no text and move none.
OTHER_OPERATORS = frozenset(
    b"b B b* B* BDC BI BMC BX c cs CS d d0 d1 DP EI EMC EX f F f* g G gs h i j J k K l m M MP n re rg RG ri "
    b"s S sc SC scn SCN sh Tr v w W W* y".split()
)


class TextInterpreter(PDFPageInterpreter):
    """pdfminer.six's interpreter, but that operators which draw no text are passed over."""

    def get_current_state(self) -> tuple[Matrix, PDFTextState, PDFGraphicState]:
        return self.ctm, self.textstate.copy(), self.graphicstate

    def execute(self, streams: Sequence[object]) -> None:
        # A form that draws itself, directly or through another, is drawn once.
        drawn = [stream for stream in map(stream_value, streams) if stream.objid not in self.parent_stream_ids]
        self.stream_ids = {stream.objid for stream in drawn if stream.objid is not None}
        may_be_unknown = 0
        for operator, operands in operations(b"\n".join([stream.get_data() for stream in drawn])):
            method, count = TEXT_OPERATORS.get(operator, (None, 0))
            if method is not None:
                if len(operands) < count:
                    raise ContentError(f"the operator {operator!r} with too few operands")
                method(self, *operands[len(operands) - count :])
            elif operator == b"BX":
                may_be_unknown += 1
            elif operator == b"EX":
                may_be_unknown -= 1
            elif operator not in OTHER_OPERATORS and may_be_unknown <= 0:
                raise ContentError(f"the unknown operator {operator[:20]!r}")


class CharDevice(PDFTextDevice):
    """Keeps the characters that a page draws, in points from its left and top."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.chars: list[Char] = []
        self.height = 0.0
        self.glyphs: dict[PDFFont, dict[int, tuple[str, float]]] = {}

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self.chars = []

    def render_string_horizontal(
        self,
        seq: Any,
        matrix: Matrix,
        pos: Point,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        charspace: float,
        wordspace: float,
        rise: float,
        dxscale: float,
        ncs: Any,
        graphicstate: Any,
    ) -> Point:
        a, b, c, d, e, f = matrix
        x, y = pos
        glyphs = self.glyphs.setdefault(font, {})
        is_bold = "bold" in str(font.fontname).lower()
        size = round(fontsize * math.hypot(c, d), 2)
        stretch = fontsize * scaling
        width = math.hypot(a, b)
        chars = self.chars
        spaced = False
        for item in seq:
            if isinstance(item, float):
                x -= item * dxscale
                spaced = True
                continue
            for code in font.decode(item):
                if spaced:
                    x += charspace
                glyph = glyphs.get(code)
                if glyph is None:
                    glyph = glyphs[code] = _glyph(font, code)
                text, advance = glyph
                advance *= stretch
                left = a * x + c * y + e
                base = self.height - (b * x + d * y + f + rise * d)
                chars.append((text, left, left + advance * width, round(base, 2), size, is_bold))
                x += advance
                if code == 32:
                    x += wordspace
                spaced = True
        return x, y

    def render_string_vertical(self, *_: Any) -> Point:
        raise UnreadableDocument(
            "unsupported_pdf", "The PDF has vertical writing, as no report has: print it to a new PDF, or leave it out."
        )


def _glyph(font: PDFFont, code: int) -> tuple[str, float]:
    """The character that a font's code stands for, and its width as a share of the font size."""
    try:
        text = font.to_unichr(code)
    except PDFUnicodeNotDefined:
        # A glyph without a Unicode value is a bullet or ornament of a symbol font.
        text = "•"
    if text == " " and code == SECOND_HYPHEN and isinstance(font, PDFSimpleFont):
        text = "-"
    return glyph_text(text), font.char_width(code)


def label() -> str:
    """The library that reads, with its version, as a document's row names it."""
    return f"pdfminer-{version('pdfminer.six')}"


def read_pages(content: bytes) -> tuple[Page, ...]:
    """The PDF's pages in order.

    Raises FailedReading for a damaged PDF, or UnreadableDocument with reason code encrypted_pdf or unsupported_pdf.
    """
    with strictly():
        return _pages(content)


def _pages(content: bytes) -> tuple[Page, ...]:
    manager = PDFResourceManager()
    device = CharDevice(manager)
    interpreter = TextInterpreter(manager, device)
    pages = []
    for number, page in enumerate(checked_pages(CheckedDocument(content)), start=1):
        x0, y0, x1, y1 = page.mediabox
        width, height = (x1 - x0, y1 - y0) if page.rotate % 180 == 0 else (y1 - y0, x1 - x0)
        device.height = height
        interpreter.process_page(page)
        pages.append(Page(number, width, height, gather_lines(device.chars, number, height)))
    return tuple(pages)
