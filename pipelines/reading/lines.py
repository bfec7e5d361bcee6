"""Characters with positions, gathered to lines and cells. Shared by the PDF readers."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from operator import itemgetter

from pipelines.reading.model import Cell, Line

SPACE_GAP = 0.19  # of the font size: a wider gap between characters is a space
CELL_GAP = 0.85  # of the font size: a wider gap starts a new cell
SAME_BASELINE = 0.18  # of the font size: how far apart characters of one line may sit
SUPERSCRIPT_SIZE = 0.8  # of the line's size: smaller raised digits are footnote marks
SUPERSCRIPT_RISE = 0.65  # of the line's size: how far above the line's baseline theirs may be
OVERPRINT = 0.1  # of the font size: the same character nearer than this is drawn twice to look bold

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Symbol and Wingdings glyphs, which reports use as bullets, arrive as private-use characters or as
# the shapes Word substitutes.
BULLETS = re.compile("[\ue000-\uf8ff●■◼▪▫◾◦∙·‣⁃❑❖➢□○]")
HYPHENS = str.maketrans("\u2010\u2011", "--")  # hyphens by another code, the second of them not breaking
BLANKS = re.compile(r"[\s\u00a0\u200b\ufeff]+")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
CONTROLS = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200c-\u200f\u202a-\u202e\u2066-\u2069]")


# A printed character: text, x0, x1, baseline and size in points from the page's left and top, and whether it is
# bold. The text is what `glyph_text` gives. It is a plain tuple: a page has thousands.
Char = tuple[str, float, float, float, float, bool]
LEFT = itemgetter(1)
BASE_THEN_LEFT = itemgetter(3, 1)


def glyph_text(text: str) -> str:
    """One glyph's text, or a space for a blank of any kind, among them a glyph without text.

    Half a character (a lone surrogate, from a broken map to Unicode) is U+FFFD, which marks what cannot be read.
    """
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text if text.strip() else " "


def clean_text(text: str) -> str:
    """One line's text with one kind of bullet, hyphen and space, no ligatures and no control characters.

    Superscript digits survive; compatibility forms of letters (ﬁ) are spelt out.
    """
    text = CONTROLS.sub("", BLANKS.sub(" ", text)).translate(HYPHENS)
    text = NOT_ASCII.sub(_spelt_out, text)
    return BLANKS.sub(" ", BULLETS.sub("•", text)).strip()


def _spelt_out(found: re.Match[str]) -> str:
    char = found[0]
    return unicodedata.normalize("NFKC", char) if unicodedata.category(char) in ("Ll", "Lu", "Lo") else char


def gather_lines(chars: Iterable[Char], page: int, height: float) -> tuple[Line, ...]:
    """The page's lines from top to bottom, each with its cells from left to right."""
    rows = _with_superscripts(_rows(sorted(chars, key=BASE_THEN_LEFT)))
    lines = (_line(row, size, page) for row, size in rows)
    return tuple(line for line in lines if line is not None and 0 <= line.bottom <= height + line.size)


def _rows(chars: list[Char]) -> list[list[Char]]:
    rows: list[list[Char]] = []
    row_base = row_size = -math.inf
    for char in chars:
        base, size = char[3], char[4]
        if base - row_base <= SAME_BASELINE * max(size, row_size):
            rows[-1].append(char)
        else:
            rows.append([char])
            row_base, row_size = base, size
    return rows


def _inked(row: list[Char]) -> list[Char]:
    return [char for char in row if char[0] != " "]


def _main_size(row: list[Char]) -> float:
    """The size most of the row's inked characters have."""
    sizes = [size for text, _, _, _, size, _ in row if text != " "] or [size for _, _, _, _, size, _ in row]
    return max(set(sizes), key=lambda size: (sizes.count(size), size))


def _with_superscripts(rows: list[list[Char]]) -> list[tuple[list[Char], float]]:
    """Rows with their size; those of raised small characters joined to the line that they belong to.

    Digits among them become superscripts; so "Board" with a raised 1 reads "Board¹", never "Board1".
    """
    merged: list[tuple[list[Char], float]] = []
    sizes = [_main_size(row) for row in rows]
    for index, row in enumerate(rows):
        if index + 1 < len(rows):
            below, size = rows[index + 1], sizes[index + 1]
            if below[0][3] - row[0][3] < SUPERSCRIPT_RISE * size and _is_raised(row, below, size):
                rows[index + 1] = below + _inked(row)
                sizes[index + 1] = _main_size(rows[index + 1])
                continue
        merged.append((row, sizes[index]))
    return merged


def _is_raised(row: list[Char], below: list[Char], size_below: float) -> bool:
    """Whether the row's characters are small, and begin before the line below ends."""
    inked = _inked(row)
    return (
        bool(inked)
        and max(size for _, _, _, _, size, _ in inked) < SUPERSCRIPT_SIZE * size_below
        and min(x0 for _, x0, _, _, _, _ in inked) <= max(x1 for _, _, x1, _, _, _ in below) + size_below
    )


def _line(row: list[Char], size: float, page: int) -> Line | None:
    inked = _inked(row)
    if not inked:
        return None
    small = SUPERSCRIPT_SIZE * size
    base = max({char_base for _, _, _, char_base, char_size, _ in row if char_size >= small}, default=row[0][3])
    cells: list[Cell] = []
    text = last_text = ""
    start = end = last_x0 = -math.inf
    for glyph, x0, x1, char_base, char_size, _ in sorted(row, key=LEFT):
        if glyph == " ":
            if text and not text.endswith(" "):
                text += " "
            continue
        if glyph == last_text and x0 - last_x0 < OVERPRINT * size:
            continue
        last_text, last_x0 = glyph, x0
        if char_size < small and base - char_base > 0.1 * size:
            glyph = glyph.translate(SUPERSCRIPTS)
        gap = x0 - end
        if gap > CELL_GAP * size:
            if text:
                cells.append(Cell(clean_text(text), round(start, 2), round(end, 2)))
            text, start, end = glyph, x0, x1
            continue
        if gap > SPACE_GAP * size and not text.endswith(" "):
            text += " "
        text += glyph
        end = max(x1, end)
    cells.append(Cell(clean_text(text), round(start, 2), round(end, 2)))
    kept = tuple(cell for cell in cells if cell.text)
    if not kept:
        return None
    bold = sum([is_bold for _, _, _, _, _, is_bold in inked])
    return Line(page, kept, round(base - size, 2), round(base, 2), round(size, 2), 2 * bold > len(inked))
