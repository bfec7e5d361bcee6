"""A heading's grade that stands in a column beside it, at a height between two of its lines (West Sussex 2016)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from pipelines.parsing.words.grade_words import GRADE_WORDS
from pipelines.reading.model import Line

Place = TypeVar("Place")
SAME_SIZE = 0.6  # points that the type of a heading's lines may differ by


def with_grades_beside(lines: Iterable[tuple[Line, Place]], gap: float) -> list[tuple[Line, Place]]:
    """The lines, each with what is known of it, a grade between two lines of a heading as a cell of the second.

    `gap`: how many times their size the lines of one heading stand apart at most.
    """
    found = list(lines)
    index = 1
    while index < len(found) - 1:
        before, (grade, _), (after, place) = found[index - 1][0], found[index], found[index + 1]
        if _stands_between(before, grade, after, gap):
            found[index : index + 2] = [(replace(after, cells=(*after.cells, *grade.cells)), place)]
        index += 1
    return found


def _stands_between(before: Line, grade: Line, after: Line, gap: float) -> bool:
    if not before.page == grade.page == after.page or not GRADE_WORDS.fullmatch(grade.text):
        return False
    if grade.page is None:  # in a text the heading goes on in small letters, on the next line
        return grade.text[0].isupper() and after.text[0].islower() and after.top == before.top + 2
    is_heading = before.is_bold and after.is_bold and abs(before.size - after.size) <= SAME_SIZE
    is_beside = grade.x0 >= max(before.x1, after.x1) and before.top < grade.top < after.top
    return is_heading and is_beside and after.top - before.top <= gap * before.size
