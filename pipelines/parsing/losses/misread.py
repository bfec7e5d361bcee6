"""Words of grades that a scan's text has misread ("G00d", "irnprovement"): a grade that they stand for is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.parsing.report import Report
from pipelines.reading.model import Line

GRADE_WORDS = frozenset({"outstanding", "good", "adequate", "inadequate", "requires", "improvement"})
# What a scan takes for a letter.
LOOK_ALIKES = {"o": "[o0c]", "i": "[il1|!j]", "m": "(?:m|rn)", "s": "[s5]", "u": "(?:u|ii)"}
LIKE_A_GRADE = re.compile(
    "|".join("".join(LOOK_ALIKES.get(letter, letter) for letter in word) for word in sorted(GRADE_WORDS))
)
PUNCTUATION = ".,;:()[]‘’“”'\""


def misread_grades(report: Report) -> Iterator[tuple[Line, str]]:
    """Each line with a word that looks like a grade's and is none, and the word."""
    words = {word.strip(PUNCTUATION) for word in report.text.lower().split()} - GRADE_WORDS
    misread = {word for word in words if LIKE_A_GRADE.fullmatch(word)}
    for line in report.lines if misread else ():
        for word in line.text.split():
            if word.strip(PUNCTUATION).lower() in misread:
                yield line, word.strip(PUNCTUATION)
