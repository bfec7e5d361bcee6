"""What the codes of a page's fonts stand for, and which of them stand for no character."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pdfminer.pdffont import PDFFont, PDFSimpleFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.psparser import LIT

from pipelines.reading.drawing.graphics import name_of

# WinAnsiEncoding has a second hyphen (PDF 32000-1, annex D.2, note 6), drawn before items of a list. pdfminer.six
# takes it for a space.
SECOND_HYPHEN = 0o255
UNMAPPED = "•"  # a glyph without a Unicode value, as of a bullet or ornament of a symbol font
# A glyph that stands for no character, one of private use, or half of one.
NO_TEXT = re.compile("[•\ufffd\x00\ue000-\uf8ff\ud800-\udfff]+")
TYPE0 = LIT("Type0")


class Fonts(PDFResourceManager):
    """pdfminer.six's fonts, and which of them have no map to Unicode.

    For a font of numbered glyphs it then guesses from the font's file: a space came out as "¡".
    """

    def __init__(self) -> None:
        super().__init__()
        self.guessed: set[PDFFont] = set()
        self.unmapped: dict[str, set[int]] = {}  # codes that stand for no character, by the font's name
        self._glyphs: dict[PDFFont, dict[int, tuple[str, float]]] = {}

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """The font of that specification; as pdfminer.six makes it."""
        font = super().get_font(objid, spec)
        is_numbered = spec.get("Subtype") is TYPE0 and name_of(spec.get("Encoding")).startswith("Identity")
        if is_numbered and "ToUnicode" not in spec:
            self.guessed.add(font)
        return font

    def glyphs(self, font: PDFFont) -> dict[int, tuple[str, float]]:
        """The glyphs of a font that have been asked for, by code."""
        return self._glyphs.setdefault(font, {})

    def glyph(self, font: PDFFont, code: int) -> tuple[str, float]:
        """The character that a font's code stands for, and its width as a share of the font size."""
        try:
            text = font.to_unichr(code)
        except PDFUnicodeNotDefined:
            text = UNMAPPED
        if NO_TEXT.fullmatch(text) or font in self.guessed:
            self.unmapped.setdefault(str(font.fontname), set()).add(code)
            text = UNMAPPED
        if text == " " and code == SECOND_HYPHEN and isinstance(font, PDFSimpleFont):
            text = "-"
        return glyph_text(text), font.char_width(code)


def glyph_text(text: str) -> str:
    """One glyph's text, or a space for a blank of any kind, among them a glyph without text.

    Half a character (a lone surrogate, from a broken map to Unicode) is U+FFFD, which marks what cannot be read.
    """
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text if text.strip() else " "
