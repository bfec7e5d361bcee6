"""When the next inspection is to be, where a report says so: area SEND reports do, under their outcome.

"The next full area SEND inspection will be within approximately three years" (Wiltshire 2024 without
"approximately"); "a monitoring inspection will be carried out within approximately 18 months" (Oxfordshire 2023).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipelines.parsing.report import Block
from pipelines.parsing.statements import NextInspection
from pipelines.parsing.words.numbers import number_in_words
from pipelines.parsing.words.sentence_ends import sentences

FULL, MONITORING = "full_inspection", "monitoring_inspection"
KINDS = re.compile(
    r"\b(?:(?P<monitoring>monitoring\s+(?:inspection|visit)s?)"
    r"|(?:next|full)\s+(?:full\s+)?(?:area\s+)?(?:SEND\s+)?(?:re-?\s?)?inspection|re-?inspection)\b",
    re.IGNORECASE,
)
PERIOD = re.compile(
    r"\b(?:with)?in\s+(?P<about>(?:approximately|about|around|roughly|some)\s+)?"
    r"(?P<number>\d{1,2}|[a-z]+(?:[- ][a-z]+)?)[- ](?P<unit>month|year)s?\b",
    re.IGNORECASE,
)
TO_COME = re.compile(r"\b(?:will|due|expected|planned|should)\b", re.IGNORECASE)
BETWEEN = 80  # characters between what is to come and when, at most
MOST_MONTHS = 120


def next_inspections(blocks: Iterable[Block]) -> list[NextInspection]:
    """The inspections that the paragraphs announce, each with the months until it, in printed order."""
    return [found for block in blocks for text in sentences(block.plain) for found in _announced(text, block.page)]


def _announced(text: str, page: int | None) -> Iterator[NextInspection]:
    """Each period of the sentence belongs to the kind of inspection named before it, or right after where none is."""
    kinds, periods = list(KINDS.finditer(text)), list(PERIOD.finditer(text))
    start = 0
    for position, period in enumerate(periods):
        months = _months(period)
        end = periods[position + 1].start() if position + 1 < len(periods) else len(text)
        before = [kind for kind in kinds if start <= kind.start() and 0 <= period.start() - kind.end() <= BETWEEN]
        after = [kind for kind in kinds if period.end() <= kind.start() < min(end, period.end() + BETWEEN)]
        named = before[-1:] or after[:1]
        start = period.end()
        if not named or months is None or not TO_COME.search(text):
            continue
        kind = MONITORING if named[0]["monitoring"] else FULL
        yield NextInspection(kind, period[0], months, bool(period["about"]), page, text)


def _months(period: re.Match[str]) -> int | None:
    """The period in months; None where its number is not read, or is no time between two inspections."""
    digits = period["number"].isdigit()
    number = int(period["number"]) if digits else number_in_words(period["number"])
    months = number * (12 if period["unit"].lower() == "year" else 1) if number else 0
    return months if 0 < months <= MOST_MONTHS else None
