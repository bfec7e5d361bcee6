"""Characters with positions, gathered to lines and cells. Shared by the PDF readers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from pipelines.reading.model import Cell, Line

SPACE_GAP = 0.19  # of the font size: a wider gap between characters is a space
CELL_GAP = 0.85  # of the font size: a wider gap starts a new cell
SAME_BASELINE = 0.18  # of the font size: how far apart characters of one line may sit
SUPERSCRIPT_SIZE = 0.8  # of the line's size: smaller raised digits are footnote marks
OVERPRINT = 0.1  # of the font size: the same character nearer than this is drawn twice to look bold

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Symbol and Wingdings glyphs, which reports use as bullets, arrive as private-use characters or as
# the shapes Word substitutes.
BULLETS = re.compile("[\ue000-\uf8ff●■◼▪▫◾◦∙·‣⁃❑❖➢□○]")
HYPHENS = str.maketrans("\u2010\u2011", "--")  # hyphens by another code, the second of them not breaking
BLANKS = re.compile(r"[\s\u00a0\u200b\ufeff]+")
CONTROLS = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200c-\u200f\u202a-\u202e\u2066-\u2069]")


class Char(NamedTuple):
    """A printed character: its box in points from the page's left and top (`base` is the baseline)."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    is_bold: bool


def clean_text(text: str) -> str:
    """One line's text with one kind of bullet, hyphen and space, no ligatures and no control characters.

    Superscript digits survive; compatibility forms of letters (ﬁ) are spelt out.
    """
    text = CONTROLS.sub("", BLANKS.sub(" ", text)).translate(HYPHENS)
    text = "".join(
        unicodedata.normalize("NFKC", c) if unicodedata.category(c) in ("Ll", "Lu", "Lo") else c for c in text
    )
    return BLANKS.sub(" ", BULLETS.sub("•", text)).strip()


def gather_lines(chars: Iterable[Char], page: int, height: float) -> tuple[Line, ...]:
    """The page's lines from top to bottom, each with its cells from left to right."""
    rows = _rows(sorted(chars, key=lambda c: (c.base, c.x0)))
    lines = (_line(row, page) for row in _with_superscripts(rows) if row)
    return tuple(line for line in lines if line is not None and 0 <= line.bottom <= height + line.size)


def _rows(chars: list[Char]) -> list[list[Char]]:
    rows: list[list[Char]] = []
    for char in chars:
        if rows and abs(char.base - rows[-1][0].base) <= SAME_BASELINE * max(char.size, rows[-1][0].size):
            rows[-1].append(char)
        else:
            rows.append([char])
    return rows


def _main_size(row: list[Char]) -> float:
    """The size most of the row's inked characters have."""
    sizes = [c.size for c in row if c.text.strip()] or [c.size for c in row]
    return max(set(sizes), key=lambda s: (sizes.count(s), s))


def _with_superscripts(rows: list[list[Char]]) -> list[list[Char]]:
    """Rows of raised small characters joined to the line that they belong to.

    Digits among them become superscripts; so "Board" with a raised 1 reads "Board¹", never "Board1".
    """
    merged: list[list[Char]] = []
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else None
        inked = [c for c in row if c.text.strip()]
        if below is not None and inked:
            size = _main_size(below)
            drop = below[0].base - row[0].base
            small = max(c.size for c in inked) < SUPERSCRIPT_SIZE * size
            if small and drop < 0.65 * size and min(c.x0 for c in inked) <= max(c.x1 for c in below) + size:
                rows[index + 1] = below + inked
                continue
        merged.append(row)
    return merged


def _line(row: list[Char], page: int) -> Line | None:
    size = _main_size(row)
    base = max((c.base for c in row if c.size >= SUPERSCRIPT_SIZE * size), default=row[0].base)
    ordered = sorted(row, key=lambda c: c.x0)
    cells: list[Cell] = []
    text = ""
    start = end = 0.0
    last: Char | None = None
    for char in ordered:
        if not char.text.strip():
            if text and not text.endswith(" "):
                text += " "
            continue
        if last is not None and last.text == char.text and char.x0 - last.x0 < OVERPRINT * size:
            continue
        is_raised = char.size < SUPERSCRIPT_SIZE * size and base - char.base > 0.1 * size
        glyph = char.text.translate(SUPERSCRIPTS) if is_raised else char.text
        if last is None:
            text, start = glyph, char.x0
        elif char.x0 - end > CELL_GAP * size:
            cells.append(Cell(clean_text(text), start, end))
            text, start = glyph, char.x0
        else:
            gap = char.x0 - end > SPACE_GAP * size and not text.endswith(" ")
            text += (" " if gap else "") + glyph
        end = max(char.x1, end) if last is not None and text != glyph else char.x1
        last = char
    if last is not None:
        cells.append(Cell(clean_text(text), start, end))
    kept = tuple(cell for cell in cells if cell.text)
    if not kept:
        return None
    inked = [c for c in row if c.text.strip()]
    is_bold = 2 * sum(c.is_bold for c in inked) > len(inked)
    return Line(page, kept, round(base - size, 2), round(base, 2), round(size, 2), is_bold)
