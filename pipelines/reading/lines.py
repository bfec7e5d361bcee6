"""Characters with positions, gathered to lines and cells."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from pipelines.reading.drawing.drawn import Char
from pipelines.reading.model import MIDDLE, Cell, Line, Table

SPACE_GAP = 0.19  # of the font size: a wider gap between characters is a space
CELL_GAP = 0.85  # of the font size: a wider gap starts a new cell
SAME_BASELINE = 0.18  # of the font size: how far apart characters of one line may sit
SUPERSCRIPT_SIZE = 0.8  # of the line's size: smaller raised digits are footnote marks
SUPERSCRIPT_RISE = 0.65  # of the line's size: how far above the line's baseline theirs may be
TOUCHING = 0.05  # of the font size: letters of one word are no further apart
MOST_OVERLAPS = 3  # letters of a row that may overlap before its words are taken to lie over one another
WIDE = 0.7  # of the font size for each character: a row that takes more may have its letters set apart
FEWEST_SPREAD = 6  # letters that show whether they are set apart
OVERPRINT = 0.1  # of the font size: the same character nearer than this is drawn twice to look bold

SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Symbol and Wingdings glyphs, which reports use as bullets, arrive as private-use characters or as
# the shapes Word substitutes.
BULLETS = re.compile("[\ufffd\ue000-\uf8ff●■◼▪▫◾◦∙·‣⁃❑❖➢□○]")
HYPHENS = str.maketrans("\u2010\u2011", "--")  # hyphens by another code, the second of them not breaking
BLANKS = re.compile(r"[\s\u00a0\u200b\ufeff]+")
SCANNED_CAPITAL = re.compile(r"\bl(?=n[a-z]{3})")
# What is set for an apostrophe within a word ("children´s", "O‘Hara").
APOSTROPHE = re.compile(r"(?<=[^\W\d_])[‘‛`´ʼ′](?=(?:s|t|re|ve|ll|d|m)\b)|(?<=\bO)[‘‛`´ʼ′](?=[A-Z])")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
CONTROLS = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200c-\u200f\u202a-\u202e\u2066-\u2069]")

LEFT = itemgetter(1)


def clean_text(text: str) -> str:
    """One line's text with one kind of bullet, hyphen, apostrophe and space, no ligatures and no control characters.

    Superscript digits survive; compatibility forms of letters (ﬁ) are spelt out. A capital I that a scan took for an l
    is one again ("lnspectors"): no English word begins so.
    """
    text = text if "ln" not in text else SCANNED_CAPITAL.sub("I", text)
    text = CONTROLS.sub("", BLANKS.sub(" ", text)).translate(HYPHENS)
    text = APOSTROPHE.sub("’", NOT_ASCII.sub(_spelt_out, text))
    return BLANKS.sub(" ", BULLETS.sub("•", text)).strip()


def _spelt_out(found: re.Match[str]) -> str:
    char = found[0]
    return unicodedata.normalize("NFKC", char) if unicodedata.category(char) in ("Ll", "Lu", "Lo") else char


def gather_lines(runs: Iterable[list[Char]], page: int, tables: Sequence[Table] = ()) -> list[Line]:
    """The lines from top to bottom, each with its cells from left to right, parted where a table's cells are.

    A run has characters of one size on one baseline.
    """
    rows = _with_superscripts(_rows(sorted(runs, key=_base_then_left)))
    lines = (_line(row, size, page, _borders(row, size, tables) if tables else []) for row, size in rows)
    return [line for line in lines if line is not None]


def _base_then_left(run: list[Char]) -> tuple[float, float]:
    return run[0][3], run[0][1]


def _borders(row: list[Char], size: float, tables: Sequence[Table]) -> list[float]:
    """Where upright rules of tables part the row, from left to right."""
    middle = row[0][3] - MIDDLE * size
    borders = [
        cell.x0
        for table in tables
        if table.box.top < middle < table.box.bottom
        for cells in table.rows
        for cell in cells[1:]
        if cell.top < middle < cell.bottom
    ]
    return sorted(borders)


def _rows(runs: list[list[Char]]) -> list[list[Char]]:
    rows: list[list[Char]] = []
    row_base = row_size = -math.inf
    for run in runs:
        base, size = run[0][3], run[0][4]
        if base - row_base <= SAME_BASELINE * max(size, row_size):
            rows[-1] += run
        else:
            rows.append([*run])
            row_base, row_size = base, size
    return rows


def _inked(row: list[Char]) -> list[Char]:
    return [char for char in row if char[0] != " "]


def _main_size(row: list[Char]) -> float:
    """The size most of the row's inked characters have; their middle one where each word has its own, as of a scan."""
    sizes = [size for text, _, _, _, size, _ in row if text != " "] or [size for _, _, _, _, size, _ in row]
    different = set(sizes)
    if len(different) == 1:
        return sizes[0]
    most = max(different, key=lambda size: (sizes.count(size), size))
    return most if 2 * sizes.count(most) >= len(sizes) else sorted(sizes)[len(sizes) // 2]


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


def _in_order(row: list[Char], size: float) -> list[Char]:
    """The row's characters from left to right; words that are set over one another stay whole, one after the other."""
    pieces: list[list[Char]] = []
    last_x0, end = math.inf, -math.inf
    for char in row:
        if char[1] < last_x0:
            pieces.append([char])
        else:
            pieces[-1].append(char)
        last_x0 = char[1]
    if len(pieces) == 1:
        return row
    pieces.sort(key=_start)
    in_order = sorted(row, key=LEFT)
    for piece in pieces:
        if not any(char[0] != " " for char in piece):
            continue
        if _start(piece) < end - CELL_GAP * size:
            break
        end = max(end, max(char[2] for char in piece if char[0] != " "))
    else:
        return in_order
    inked = _inked(in_order)
    pairs = list(pairwise(inked))
    twice = sum(a[0] == b[0] and b[1] - a[1] < OVERPRINT * size for a, b in pairs)
    overlaps = sum(b[1] < a[2] - TOUCHING * size for a, b in pairs)
    if overlaps - twice < MOST_OVERLAPS:
        return in_order
    return [char for piece in sorted(_without_gaps(pieces, size), key=_start) for char in piece]


def _start(piece: list[Char]) -> float:
    return next((char[1] for char in piece if char[0] != " "), piece[0][1])


def _without_gaps(pieces: list[list[Char]], size: float) -> list[list[Char]]:
    """The pieces, parted where a gap leaves room for another's words."""
    parted: list[list[Char]] = []
    for piece in pieces:
        end = -math.inf
        for char in _inked(piece):
            if char[1] - end > CELL_GAP * size:
                parted.append([])
            parted[-1].append(char)
            end = char[2]
    return parted


def _spread(row: list[Char], size: float) -> float:
    """The gap that parts the letters of a word set wide ("R e c o m m e n d a t i o n s"); else 0."""
    if row[-1][2] - row[0][1] < WIDE * size * len(row):
        return 0.0
    inked = _inked(row)
    if len(inked) < FEWEST_SPREAD or sum(char[0].isalpha() for char in inked) < WIDE * len(inked):
        return 0.0
    gaps = sorted(b[1] - a[2] for a, b in pairwise(inked))
    middle = gaps[len(gaps) // 2]
    is_spread = gaps[len(gaps) // 10] > SPACE_GAP * size / 2 and SPACE_GAP * size < middle < CELL_GAP * size
    return middle if is_spread else 0.0


def _line(row: list[Char], size: float, page: int, borders: list[float]) -> Line | None:
    inked = _inked(row)
    if not inked:
        return None
    small = SUPERSCRIPT_SIZE * size
    base = max({char_base for _, _, _, char_base, char_size, _ in row if char_size >= small}, default=row[0][3])
    cells = [
        Cell(clean_text(text), round(start, 2), round(end, 2))
        for text, start, end in _cells(_in_order(row, size), size, base, borders)
    ]
    kept = tuple(cell for cell in cells if cell.text)
    if not kept:
        return None
    bold = sum([is_bold for _, _, _, _, _, is_bold in inked])
    return Line(page, kept, round(base - size, 2), round(base, 2), round(size, 2), 2 * bold > len(inked))


def _cells(row: list[Char], size: float, base: float, borders: list[float]) -> Iterator[tuple[str, float, float]]:
    """The words between wide gaps and rules, with where they begin and end; takes the rules passed off `borders`."""
    spread = _spread(row, size)
    space, column = SPACE_GAP * size + spread, CELL_GAP * size + spread
    text = ""
    start = end = -math.inf
    for glyph, x0, x1, is_parted in _glyphs(row, size, base):
        if glyph == " ":
            if text and not spread and not text.endswith(" "):
                text += " "
            continue
        gap = x0 - end
        while borders and borders[0] < (x0 + x1) / 2:
            # A word that runs over a rule is one word.
            is_parted = borders.pop(0) > start and (gap > TOUCHING * size or text.endswith(" "))
        if gap > column or is_parted:
            yield text, start, end
            text, start, end = glyph, x0, x1
            continue
        if gap > space and not text.endswith(" "):
            text += " "
        text += glyph
        end = max(x1, end)
    yield text, start, end


def _glyphs(row: list[Char], size: float, base: float) -> Iterator[tuple[str, float, float, bool]]:
    """What is printed, one over another once, small ones above the line raised; and whether it begins left of the last.

    Each with where it begins and ends.
    """
    last_text, last_x0 = "", -math.inf
    for glyph, x0, x1, char_base, char_size, _ in row:
        if glyph == " ":
            yield glyph, x0, x1, False
        elif glyph != last_text or x0 - last_x0 >= OVERPRINT * size:
            is_raised = char_size < SUPERSCRIPT_SIZE * size and base - char_base > 0.1 * size
            yield glyph.translate(SUPERSCRIPTS) if is_raised else glyph, x0, x1, x0 < last_x0
            last_text, last_x0 = glyph, x0
