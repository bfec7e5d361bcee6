"""Numbers with which lines begin: those of paragraphs, and those of the sentence that a line goes on with."""

from __future__ import annotations

import re

from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE
from pipelines.reading.model import Line

NUMBERED = re.compile(r"^(\d{1,3})\.(?:\s+|$)")
HANGING_INDENT = 5.0  # points that a numbered paragraph's text stands right of its number at least


def number_of(line: Line) -> int | None:
    """The number of a paragraph with which a line begins."""
    opening = NUMBERED.match(line.text)
    return int(opening[1]) if opening else None


def is_wrapped_number(first: Line, last: Line, line: Line) -> bool:
    """Whether a line of a numbered paragraph only begins with a number ("beyond the age of / 18. This is ...").

    Where numbers stand in a cell of their own, a number within the text that is not the next is no paragraph's; nor is
    one in the midst of a sentence that stands where the paragraph's text does, right of its number (North Tyneside
    2025).
    """
    opening, within = number_of(first), number_of(line)
    if opening is None or within == opening + 1:
        return False
    is_indented = line.x0 > first.x0 + HANGING_INDENT and within != 1
    return len(first.cells) > 1 or (is_indented and not ENDS_SENTENCE.search(last.text))
