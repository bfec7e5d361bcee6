"""Reads a report that was converted to plain text, with or without Markdown or HTML remnants."""

from __future__ import annotations

import html
import re

from pipelines.reading.lines import SUPERSCRIPTS, clean_text
from pipelines.reading.model import Cell, Line, Page, UnreadableDocument

NAME = "text"

TAG = re.compile(r"</?(?:p|br|table|tr|td|th|h[1-6]|b|strong|em|i|ul|ol|li|sup|div|span)\b[^>]*>", re.IGNORECASE)
FOOTNOTE = re.compile(r"<sup>\s*(\d{1,3})\s*</sup>", re.IGNORECASE)
HEADING_MARK = re.compile(r"^#{1,6}\s+")
STRONG = re.compile(r"\*\*(.+?)\*\*")
EMPHASIS = re.compile(r"(?<!\*)\*(?!\s)([^*]+?)\*(?!\*)")
TABLE_RULE = re.compile(r"^[\s|:+-]*-{2,}[\s|:+-]*$")
COLUMN_BREAK = re.compile(r"\t+|\s*\|\s*")
BULLET_MARK = re.compile(r"^\s*[-*+•]\s+")
LONGEST_LINE = 20_000  # characters; a page of a report has a quarter of them, and a long line costs a parser minutes
CHAR_WIDTH = 6.0  # points that one character of indent stands for, so that nesting shows as in a PDF


def read_pages(text: str) -> tuple[Page, ...]:
    """One page without a number; a line's top is its number in the text, counted from 1.

    Bullets written as dashes become •; a wholly bold or # line is bold; table columns become cells.
    Raises UnreadableDocument with reason code line_too_long.
    """
    lines = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if len(raw) > LONGEST_LINE:
            raise UnreadableDocument(
                "line_too_long",
                f"Line {number} has {len(raw):,} characters, more than any page of a report: convert it again, with a "
                "line for each paragraph.",
            )
        line = _line(raw, number)
        if line is not None:
            lines.append(line)
    return (Page(None, 0.0, float(len(lines)), tuple(lines)),)


def _line(raw: str, number: int) -> Line | None:
    if TABLE_RULE.match(raw):
        return None
    raw = FOOTNOTE.sub(lambda mark: mark[1].translate(SUPERSCRIPTS), raw)
    text = html.unescape(TAG.sub("\t", raw) if TAG.search(raw) else raw)
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
