"""Running headers and footers: lines that repeat but for the digits in them, and page numbers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from pipelines.parsing.words.sentence_ends import LAST_STOP
from pipelines.reading.model import Document, Line, Page

EDGE = 0.13  # of the page's height: where running headers and footers are
SHARE = 0.3  # of the pages: a heading may stand at the top of two, a running header of half or more
TIMES = 3  # that a text's running header is there at least, and one that stands at no page's edge
TITLE = re.compile(r"\b(?:inspection|visit|review)\b", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
LETTER = re.compile(r"[^\W\d_]")
PAGE_DIGITS = 3  # of a page's number at most
PAGE_NUMBERS = ("Page #", "Page # of #")
ITEM = re.compile(r"•|#\.(?!#\.#)")  # how an item of a list begins, which is no header; "09.12.2024" may be one
SAME_HEIGHT = 3.0  # points by which a running line's height differs from page to page at most


def running_lines(document: Document) -> set[int]:
    """Identities of those lines: of pages at their edges or at one height, as where a page was printed smaller than its
    sheet; of a text any that repeats as a title and its page do."""
    is_paged = document.page_count is not None
    alike: dict[tuple[str, int | None], list[Line]] = defaultdict(list)
    for page in document.pages:
        for line in page.lines:
            height = None if not is_paged or is_at_edge(line, page) else round(line.bottom)
            alike[DIGITS.sub("#", line.text), height].append(line)
    found: set[int] = set()
    if not is_paged:
        found |= _headers_of_two_lines(document.pages[0].lines) | _page_numbers(alike["#", None])
    for (text, height), lines in alike.items():
        is_page_number = height is None and (text in PAGE_NUMBERS or (is_paged and text == "#"))
        pages = max(2 if height is None else TIMES, SHARE * len(document.pages))
        repeats = len({line.page for line in lines}) >= pages if is_paged else _repeats_in_text(text, lines)
        is_of_text = ITEM.match(text) or (is_paged and _ends_paragraphs(text, lines))
        if is_page_number or (repeats and not is_of_text):
            found |= {id(line) for line in lines}
    return found


def is_at_edge(line: Line, page: Page) -> bool:
    """Whether the line stands where a page's running headers and footers do."""
    return line.top < EDGE * page.height or line.bottom > (1 - EDGE) * page.height


def _repeats_in_text(text: str, lines: Sequence[object]) -> bool:
    return "#" in text and len(lines) >= TIMES and bool(TITLE.search(text))


def _ends_paragraphs(text: str, lines: Sequence[Line]) -> bool:
    """Whether the lines are the last ones of paragraphs that two pages cut alike ("children.": Camden 2018)."""
    if not LAST_STOP.search(text):
        return False
    tops = [line.top for line in lines]
    return text[0].islower() or max(tops) - min(tops) > SAME_HEIGHT


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Identities of a text's lines of a number alone, where each is the next one and so that of a page."""
    numbers = [int(line.text) for line in lines if len(line.text) <= PAGE_DIGITS]
    first = next(iter(numbers), 0)
    are_of_pages = len(lines) >= TIMES and numbers == [*range(first, first + len(lines))]
    return {id(line) for line in lines} if are_of_pages else set()


def _headers_of_two_lines(lines: Sequence[Line]) -> set[int]:
    """Identities of a text's lines that repeat as a title and its dates below it (Milton Keynes 2024)."""
    alike: dict[str, list[tuple[Line, Line]]] = defaultdict(list)
    for pair in pairwise(line for line in lines if LETTER.search(line.text)):
        alike[DIGITS.sub("#", "\n".join(line.text for line in pair))].append(pair)
    found = (pairs for text, pairs in alike.items() if _repeats_in_text(text, pairs) and not ITEM.match(text))
    return {id(line) for pairs in found for pair in pairs for line in pair}
