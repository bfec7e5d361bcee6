"""Whether a line goes on with the paragraph above it, by its number and the room that the line before it left."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE
from pipelines.reading.model import Line

NUMBERED = re.compile(r"^(\d{1,3})\.(?:\s+|$)")
SENTENCE_END = re.compile(r"[.?!][’”\"')]*$")
ROOM_LEFT = 25.0  # points that a line's first word would have left free on the line above
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


def is_cut(group: Sequence[Line], line: Line) -> bool:
    """Whether a number that begins a line ends a sentence of the full line above ("at Key Stage / 4.": Lancashire
    2018)."""
    last = group[-1]
    if last.is_bold or len(line.cells) > 1 or line.page != last.page or ENDS_SENTENCE.search(last.text):
        return False
    return len(group) > 1 and last.x1 + ROOM_LEFT > max(other.x1 for other in group)


def ends_short(group: Sequence[Line], line: Line) -> bool:
    """Whether the group's last line ends a sentence although the first word of the next would have had room on it.

    Paragraphs set without space between them end so (Warrington 2023). How wide the column is at least, the group's
    lines and the next one show.
    """
    last = group[-1]
    if not SENTENCE_END.search(last.text) or not line.text[0].isupper() or len(line.cells) > 1:
        return False
    column = max(other.x1 for other in (*group, line))
    word = line.text.split(maxsplit=1)[0]
    width = (line.x1 - line.x0) / len(line.text) * (len(word) + 1)
    return last.x1 + width + ROOM_LEFT < column
