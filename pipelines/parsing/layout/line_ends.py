"""Whether a line of a page ends where it does for want of room, or because what it says ends there."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.parsing.words.sentence_ends import LAST_STOP
from pipelines.reading.model import Line

ROOM_LEFT = 25.0  # points that a line's first word would have left free on the line above


def ends_short(group: Sequence[Line], line: Line) -> bool:
    """Whether the group's last line ends a sentence although the first word of the next would have had room on it.

    Paragraphs set without space between them end so (Warrington 2023).
    """
    if not LAST_STOP.search(group[-1].text) or not line.text[0].isupper() or len(line.cells) > 1:
        return False
    return _end_on_last(group, line) + ROOM_LEFT < _column(group, line)


def has_no_room(group: Sequence[Line], line: Line) -> bool:
    """Whether the line's first word would have had no room on the group's last line (Lancashire 2018)."""
    return _end_on_last(group, line) > _column(group, line)


def _column(group: Sequence[Line], line: Line) -> float:
    """How far right the column reaches at least, as the group's lines and the next one show."""
    return max(other.x1 for other in (*group, line))


def _end_on_last(group: Sequence[Line], line: Line) -> float:
    """Where the line's first word would have ended on the group's last line."""
    word = line.text.split(maxsplit=1)[0]
    return group[-1].x1 + (line.x1 - line.x0) / len(line.text) * (len(word) + 1)
