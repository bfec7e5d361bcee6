"""One quantity of a sentence, and the words before a number that say that it is not exact."""

from __future__ import annotations

import re
from dataclasses import dataclass

REACH = 80  # characters before a number in which its unit, approximation or label is looked for
# "Over a three-year period" is during it.
APPROXIMATE = re.compile(
    r"\b(?:approximately|about|around|almost|nearly|roughly|circa|over(?! an? $)|under|above|below|estimated|some|up to"
    r"|at least|at most|(?:more|less|fewer|greater) than|in excess of|as (?:many|much|few|little) as"
    r"|(?:minimum|maximum) of)"
    r"(?: an?)?(?: estimated)? \(?$|< ?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in a sentence's text[start:end], `printed` as it stands there, unit included.

    `unit_code`: count, percent, per_10k, or other for ages, times, distances, money, ranks and labels.
    """

    printed: str
    value: float
    unit_code: str
    start: int
    end: int
    is_approximate: bool = False
