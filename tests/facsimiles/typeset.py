"""Words, fonts and lines of the facsimiles.

Lengths are points. Inline marks in text: ``**bold**``, ``//italic//`` and ``^2^`` for the
superscript digit of a footnote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import NamedTuple

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

# Bullets as the reports' Wingdings and Symbol fonts give them: private-use code points up to
# 2018, named squares since.
SQUARE_2013, SQUARE_2014, DASH_2014 = "\uf0a7", "\uf06e", "\uf02d"
SQUARE, DOT = "\u25fc", "\u2022"
_GLYPHS = {SQUARE_2013: DOT, SQUARE_2014: DOT, DASH_2014: "\u2013", SQUARE: DOT}

_MARK = re.compile(r"(\*\*.+?\*\*|//.+?//|\^\w+\^)")
FACES = {
    (False, False): "Helvetica",
    (True, False): "Helvetica-Bold",
    (False, True): "Helvetica-Oblique",
    (True, True): "Helvetica-BoldOblique",
}

rl_config.useA85 = 0


def bullet_font() -> str:
    """Vera with the bullets' code points added, so that they extract as in the reports."""
    if "Bullets" not in pdfmetrics.getRegisteredFontNames():
        font = TTFont("Bullets", "Vera.ttf", asciiReadable=0)
        for code, glyph in _GLYPHS.items():
            font.face.charToGlyph[ord(code)] = font.face.charToGlyph[ord(glyph)]
            font.face.charWidths[ord(code)] = font.face.charWidths[ord(glyph)]
        pdfmetrics.registerFont(font)
    return "Bullets"


@cache
def string_width(text: str, font: str, size: float) -> float:
    """The width of a text set in a font, in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


class Piece(NamedTuple):
    """Characters set in one font; a note mark is raised and smaller."""

    text: str
    font: str
    size: float
    rise: float = 0.0

    @property
    def width(self) -> float:
        return string_width(self.text, self.font, self.size)


Word = list[Piece]


def pieces(text: str, size: float, bold: bool = False, italic: bool = False) -> list[Piece]:
    """The marked-up text as pieces, in order."""
    out = []
    for part in filter(None, _MARK.split(text)):
        if part.startswith("^"):
            out.append(Piece(part.strip("^"), FACES[bold, italic], size * 0.62, size * 0.36))
        elif part.startswith("**"):
            out.append(Piece(part[2:-2], FACES[True, italic], size))
        elif part.startswith("//"):
            out.append(Piece(part[2:-2], FACES[bold, True], size))
        else:
            out.append(Piece(part, FACES[bold, italic], size))
    return out


def words(run: Iterable[Piece]) -> list[Word]:
    """Pieces cut at spaces and after hyphens, where a line may break."""
    out: list[Word] = [[]]
    for piece in run:
        for chunk in re.findall(r" +|[^ \-]*-|[^ \-]+", piece.text):
            if chunk.isspace():
                out.append([Piece(" ", piece.font, piece.size)])
                out.append([])
            else:
                out[-1].append(piece._replace(text=chunk))
                if len(chunk) > 2 and chunk.endswith("-"):
                    out.append([])
    return [word for word in out if word]


def wrap(text: str, width: float, size: float, bold: bool = False, italic: bool = False) -> list[Word]:
    """Lines of pieces that fit the width; forced breaks are newlines in the text."""
    lines: list[Word] = []
    for block in text.split("\n"):
        line: Word = []
        used = 0.0
        for word in words(pieces(block, size, bold, italic)):
            space, wide = word[0].text == " ", sum(piece.width for piece in word)
            if line and not space and used + wide > width:
                lines.append(line)
                line, used = [], 0.0
            if line or not space:
                line.extend(word)
                used += wide
        lines.append(line)
    return lines


def draw_line(canvas: Canvas, line: Word, x: float, y: float) -> None:
    """One line at a baseline, as one text object, spaces included."""
    text = canvas.beginText(x, y)
    for (font, size, rise), run in groupby(line, key=lambda piece: piece[1:]):
        piece = Piece("".join(part.text for part in run), font, size, rise)
        text.setFont(piece.font, piece.size)
        if piece.rise:
            text.setRise(piece.rise)
        text.textOut(piece.text)
        if piece.rise:
            text.setRise(0)
    canvas.drawText(text)
