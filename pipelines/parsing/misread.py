"""Words of grades that a scan's text has misread ("G00d", "irnprovement"): a grade that they stand for is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.parsing.report import Report
from pipelines.reading.model import Line

WORD = re.compile(r"[A-Za-z0-9|!]{4,}")
GRADE_WORDS = ("outstanding", "good", "adequate", "inadequate", "requires", "improvement")
LOOK_ALIKES = (("rn", "m"), ("vv", "w"), ("ii", "u"), ("0", "o"), ("c", "o"), ("5", "s"))
LIKE_AN_I = re.compile(r"[l1|!j]")


def misread_grades(report: Report) -> Iterator[tuple[Line, str]]:
    """Each line with a word that looks like a grade's and is none, and the word."""
    for line in report.lines:
        for word in WORD.findall(line.text):
            small = word.lower()
            if small not in GRADE_WORDS and _as_seen(small) in SEEN:
                yield line, word


def _as_seen(word: str) -> str:
    """The word with one letter for all that a scan takes for each other."""
    seen = LIKE_AN_I.sub("i", word)
    for one, other in LOOK_ALIKES:
        seen = seen.replace(one, other)
    return seen


SEEN = frozenset(_as_seen(word) for word in GRADE_WORDS)
