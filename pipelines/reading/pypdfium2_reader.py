"""Reads a PDF with pypdfium2: each character's box, with the size, baseline and boldness of its text object."""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw

from pipelines.reading import pdfium
from pipelines.reading.lines import Char, gather_lines, glyph_text
from pipelines.reading.model import FailedReading, Page, UnreadableDocument
from pipelines.reading.structure import check_structure

Matrix = tuple[float, float, float, float, float, float]

MOST_NAME = 256  # bytes of a font's name that are looked at
MOST_DEPTH = 15  # forms within forms whose blanks are looked for
# PDFium's own codes for a hyphen that ends a line, one by one and in a page's whole text.
HYPHENS = {"\x02": "-", "\ufffe": "-"}
ONE_AT_A_TIME = threading.Lock()  # PDFium must not be called from two threads at once


class Run(NamedTuple):
    """What the characters of one text object share, in points of the page as shown; `x0` is where it starts."""

    x0: float
    base: float
    size: float
    is_bold: bool
    is_level: bool


def read_pages(content: bytes) -> tuple[Page, ...]:
    """The PDF's pages in order. Raises FailedReading, or UnreadableDocument with reason code encrypted_pdf."""
    check_structure(content)  # PDFium mends what it can of a damaged file, and leaves out the rest
    with ONE_AT_A_TIME:
        try:
            with pypdfium2.PdfDocument(content) as document:
                return tuple(_page(document, number) for number in range(1, len(document) + 1))
        except pypdfium2.PdfiumError as error:
            if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
                raise UnreadableDocument("encrypted_pdf", "The PDF is encrypted: remove its password.") from error
            raise FailedReading(str(error)) from error


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    page = document[number - 1]
    # PDFium does not look up a media box that the page inherits; its bounding box it does.
    x0, y0, x1, y1 = page.get_mediabox(fallback_ok=False) or page.get_bbox()
    # From the PDF's coordinates to points from the left and top of the page as shown.
    to_shown, width, height = {
        0: ((1, 0, 0, -1, -x0, y1), x1 - x0, y1 - y0),
        90: ((0, 1, 1, 0, -y0, -x0), y1 - y0, x1 - x0),
        180: ((-1, 0, 0, 1, x1, -y0), x1 - x0, y1 - y0),
        270: ((0, -1, -1, 0, y1, x1), y1 - y0, x1 - x0),
    }[page.get_rotation()]
    textpage = page.get_textpage()
    reading = PageReading(page, textpage, to_shown)
    lines = gather_lines([*reading.chars(), *reading.blanks_left_out()], number, height)
    textpage.close()
    page.close()
    return Page(number, width, height, lines)


class PageReading:
    """One page while its characters are read; `to_shown` leads from the PDF's coordinates to the page as shown."""

    def __init__(self, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, to_shown: Matrix) -> None:
        self.page = pdfium.handle_of(page.raw)
        self.textpage = pdfium.handle_of(textpage.raw)
        self.texts = _texts(textpage)
        self.to_shown = to_shown
        self.runs: dict[int, Run] = {}
        self.bold_fonts: dict[int | None, bool] = {}
        # Where PDFium writes what it is asked for.
        self.floats = (ctypes.c_float * 6)()
        self.doubles = (ctypes.c_double * 4)()
        self.name = ctypes.create_string_buffer(MOST_NAME)
        start = ctypes.addressof(self.floats)
        self.at_float = [start + i * ctypes.sizeof(ctypes.c_float) for i in range(6)]
        start = ctypes.addressof(self.doubles)
        self.at_double = [start + i * ctypes.sizeof(ctypes.c_double) for i in range(4)]

    def chars(self) -> list[Char]:
        """The page's characters. Raises FailedReading when PDFium cannot tell where one is."""
        text_object, loose_box, textpage = pdfium.text_object, pdfium.loose_box, self.textpage
        box, box_address = self.floats, self.at_float[0]
        left_of_page = self.to_shown[4]
        runs = self.runs
        glyphs: dict[str, str] = {}
        chars: list[Char] = []
        for index, char in enumerate(self.texts):
            holder = text_object(textpage, index)
            if holder is None:
                continue  # a blank or a line's end that PDFium adds of its own
            text = glyphs.get(char)
            if text is None:
                text = glyphs[char] = "•" if char == "\0" else glyph_text(HYPHENS.get(char, char))
            run = runs.get(holder)
            is_first = run is None
            if run is None:
                run = runs[holder] = self._run(holder, index)
            start, base, size, is_bold, is_level = run
            if is_level:
                loose_box(textpage, index, box_address)
                # The box (left, top, right, bottom) holds all ink, and some letters' begins before their place.
                x0 = start if is_first else box[0] + left_of_page
                x1 = box[2] + left_of_page
            else:
                x0, x1, base = self._turned_box(index)
            chars.append((text, x0, x1, base, size, is_bold))
        return chars

    def blanks_left_out(self) -> list[Char]:
        """Text objects of blanks alone, which the text page leaves out although they part what stands around them.

        To be called after `chars`.
        """
        blanks = []
        for holder, to_shown in self._text_objects(self.page, self.to_shown, 0):
            if holder in self.runs:
                continue
            pdfium.object_bounds(holder, *self.at_float[:4])
            left, _, right, _, _, _ = self.floats
            if left == right:
                _, _, c, d, e, f = self._matrix(holder)
                x, base = _shown(e, f, to_shown)
                size = round(self._font_size(holder) * math.hypot(c, d), 2)
                blanks.append((" ", x, x, round(base, 2), size, False))
        return blanks

    def _text_objects(self, holder: int, to_shown: Matrix, depth: int) -> Iterator[tuple[int, Matrix]]:
        """Text objects of the page or form, and of the forms on it, each with the matrix of what it stands on."""
        count, item = (pdfium.form_count, pdfium.form_object) if depth else (pdfium.page_count, pdfium.page_object)
        for index in range(count(holder)):
            page_object = item(holder, index)
            kind = pdfium.object_type(page_object)
            if kind == pdfium.TEXT:
                yield page_object, to_shown
            elif kind == pdfium.FORM and depth < MOST_DEPTH:
                yield from self._text_objects(page_object, _joined(self._matrix(page_object), to_shown), depth + 1)

    def _run(self, holder: int, index: int) -> Run:
        if not pdfium.char_matrix(self.textpage, index, self.at_float[0]):
            raise FailedReading("a character without a position")
        _, b, c, d, _, _ = self.floats
        size = round(self._font_size(holder) * math.hypot(c, d), 2)
        font = pdfium.font(holder)
        is_bold = self.bold_fonts.get(font)
        if is_bold is None:
            pdfium.font_name(font, self.name, MOST_NAME)
            is_bold = self.bold_fonts[font] = b"bold" in self.name.value.lower()
        x0, base = self._origin(index)
        is_level = b == 0 and self.to_shown[:2] == (1, 0)
        return Run(x0, round(base, 2), size, is_bold, is_level)

    def _font_size(self, holder: int) -> float:
        pdfium.font_size(holder, self.at_float[0])
        return self.floats[0]

    def _matrix(self, holder: int) -> Matrix:
        pdfium.object_matrix(holder, self.at_float[0])
        a, b, c, d, e, f = self.floats
        return a, b, c, d, e, f

    def _origin(self, index: int) -> tuple[float, float]:
        """Where the character starts on its baseline, on the page as shown."""
        pdfium.char_origin(self.textpage, index, *self.at_double[:2])
        return _shown(self.doubles[0], self.doubles[1], self.to_shown)

    def _turned_box(self, index: int) -> tuple[float, float, float]:
        """Left, right and baseline of a character that the PDF sets at an angle, as on a page that is shown turned."""
        x0, base = self._origin(index)
        pdfium.char_box(self.textpage, index, *self.at_double)
        left, right, bottom, top = self.doubles
        corners = [_shown(x, y, self.to_shown) for x in (left, right) for y in (bottom, top)]
        return x0, max(x for x, _ in corners), round(base, 2)


def _texts(textpage: pypdfium2.PdfTextPage) -> Sequence[str]:
    """One text for each of the page's characters; "\\0" for a glyph without Unicode value."""
    count = textpage.count_chars()
    units = (ctypes.c_ushort * (count + 1))()
    raw.FPDFText_GetText(textpage, 0, count, units)
    whole = bytes(units).decode("utf-16-le", "replace")[:-1]
    if len(whole) == count:
        return whole
    # A character is missing from the whole text, or takes two units of it.
    handle = pdfium.handle_of(textpage.raw)
    codes = [pdfium.unicode_value(handle, index) for index in range(count)]
    return ["\0" if 0xD800 <= code < 0xE000 else chr(code) for code in codes]


def _shown(x: float, y: float, to_shown: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = to_shown
    return a * x + c * y + e, b * x + d * y + f


def _joined(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does both, one after the other."""
    a, b, c, d, e, f = first
    x, y = _shown(e, f, then)
    p, q, r, s, _, _ = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, x, y
