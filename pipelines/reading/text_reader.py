"""Reads a report that was converted to plain text, with or without Markdown or HTML remnants."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipelines.reading.lines import SUPERSCRIPTS, clean_text
from pipelines.reading.model import Cell, Line, Page, UnreadableDocument

NAME = "text"

ROW_TAG = re.compile(r"</?(?:table|tr)\b[^>]*>", re.IGNORECASE)
CELL_TAG = re.compile(r"</?(?:td|th)\b[^>]*>", re.IGNORECASE)
PARAGRAPH_TAG = re.compile(r"</?(?:p|br|h[1-6]|ul|ol|li|div)\b[^>]*>", re.IGNORECASE)
ITEM_TAG = re.compile(r"<li\b[^>]*>", re.IGNORECASE)
INLINE_TAG = re.compile(r"</?(?:b|strong|em|i|sup|span)\b[^>]*>", re.IGNORECASE)
FOOTNOTE = re.compile(r"<sup>\s*(\d{1,3})\s*</sup>", re.IGNORECASE)
HEADING_MARK = re.compile(r"^#{1,6}\s+")
STRONG = re.compile(r"\*\*(.+?)\*\*")
EMPHASIS = re.compile(r"(?<!\*)\*(?!\s)([^*]+?)\*(?!\*)")
TABLE_RULE = re.compile(r"^[\s|:+-]*-{2,}[\s|:+-]*$")
COLUMN_BREAK = re.compile(r"\t+|\s*\|\s*")
BULLET_MARK = re.compile(r"^\s*[-*+•]\s+")
LONGEST_LINE = 20_000  # characters; a page of a report has a quarter of them, and a long line costs a parser minutes
LONGEST_WRAPPED = 120  # characters of a line that is wrapped; a paragraph on one line has more
WRAPPED_SHARE = 0.98  # of a text's lines: those longer may be rows of tables
SPACED_SHARE = 0.9  # of a text's lines: where more have a blank one below them, they all are set apart
CHAR_WIDTH = 6.0  # points that one character of indent stands for, so that nesting shows as in a PDF


def read_pages(text: str) -> tuple[Page, ...]:
    """One page without a number; a line's top is its number in the text, counted from 1 without double spacing.

    Bullets written as dashes become •; a wholly bold or # line is bold; table columns become cells. The rows and
    paragraphs that HTML sets in one line of the text are lines, all with its number (North Somerset 2017 as text).
    Raises UnreadableDocument with reason code line_too_long.
    """
    lines: list[Line] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if len(raw) > LONGEST_LINE:
            raise UnreadableDocument(
                "line_too_long",
                f"Line {number} has {len(raw):,} characters, more than any page of a report: convert it again, with a "
                "line for each paragraph.",
            )
        lines += (line for part in _parts(raw) if (line := _line(part, number)) is not None)
    while is_wrapped(lines) and _is_spaced(lines):
        lines = _closed_up(lines)
    return (Page(None, 0.0, float(len(lines)), tuple(lines)),)


def is_wrapped(lines: Sequence[Line]) -> bool:
    """Whether a text has a line for each printed line, where another has one for each paragraph."""
    lengths = sorted(len(line.text) for line in lines)
    return bool(lengths) and lengths[int(WRAPPED_SHARE * len(lengths))] <= LONGEST_WRAPPED


def _is_spaced(lines: Sequence[Line]) -> bool:
    """Whether blank lines stand between all lines, as when a text is pasted with double spacing, and part nothing."""
    gaps = [line.top - above.top for above, line in pairwise(lines)]
    return sum(gap > 1 for gap in gaps) > SPACED_SHARE * len(gaps)


def _closed_up(lines: Sequence[Line]) -> list[Line]:
    """The lines with half of the blank ones between them taken out: one blank is none, three are one."""
    closed = list(lines[:1])
    for above, line in pairwise(lines):
        top = closed[-1].top + (line.top - above.top + 1) // 2
        closed.append(replace(line, top=top, bottom=top))
    return closed


def _parts(raw: str) -> Iterator[str]:
    """A line of the text without tags: its rows, columns parted by tabs, or the paragraphs of a row of one column."""
    raw = FOOTNOTE.sub(lambda mark: mark[1].translate(SUPERSCRIPTS), raw)
    for row in ROW_TAG.split(INLINE_TAG.sub("", raw)):
        marked = PARAGRAPH_TAG.sub("\n", ITEM_TAG.sub("\n• ", CELL_TAG.sub("\t", row)))
        columns = [column for column in COLUMN_BREAK.split(marked) if column.strip()]
        if len(columns) > 1:
            yield marked.replace("\n", " ")
        else:
            yield from marked.split("\n")


def _line(raw: str, number: int) -> Line | None:
    if TABLE_RULE.match(raw):
        return None
    text = html.unescape(raw)
    indent = len(text) - len(text.lstrip(" "))
    text = text.strip()
    is_heading = bool(HEADING_MARK.match(text))
    text = HEADING_MARK.sub("", text)
    is_bold = is_heading or bool(re.fullmatch(r"\*\*[^*]+\*\*[:.]?", text))
    text = EMPHASIS.sub(r"\1", STRONG.sub(r"\1", text))
    text = BULLET_MARK.sub("• ", text)
    parts = [clean_text(part) for part in COLUMN_BREAK.split(text)]
    cells = tuple(
        Cell(part, indent * CHAR_WIDTH + i * 200.0, indent * CHAR_WIDTH + i * 200.0 + 1.0)
        for i, part in enumerate(p for p in parts if p)
    )
    if not cells:
        return None
    return Line(None, cells, float(number), float(number), 12.0, is_bold)
