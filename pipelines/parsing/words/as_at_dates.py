"""The dates that figures are given as at: days, months and years, each kept as precise as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.numbers import HAS_DIGIT
from pipelines.parsing.words.periods import MONTH, MONTHS

_DAY = r"(?P<day>[0-3] ?\d|\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d|,\d)"
HAS_YEAR = re.compile(r"(?:19|20)\d\d")
DAY_MONTH = re.compile(
    rf"(?<![\d.,/£]){_DAY}\s*(?:of\s+)?(?P<month>{MONTH})(?![a-z])\.?"
    rf"(?:,?\s*{_YEAR}|\s+['’]?(?P<short>\d\d)(?=\s*(?:[,.;:)]|$)))?",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(rf"\b(?P<month>{MONTH})\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+{_YEAR}", re.IGNORECASE)
MONTH_YEAR = re.compile(rf"\b(?P<month>{MONTH})(?![a-z])\.?,?\s*(?:of\s+)?{_YEAR}", re.IGNORECASE)
NUMERIC = re.compile(r"(?<![\d/.])(?P<day>\d\d?)[/.](?P<month>\d\d?)[/.](?P<year>(?:20)?\d\d)(?![\d/])")
SPLIT_YEAR = re.compile(rf"(?<![\d.,/£])(?:19|20)\d\d\s?[{DASH}/]\s?(?:20)?\d\d(?!\d|,\d)")
YEAR = re.compile(rf"(?<![\d.,/£-]){_YEAR}(?!\.\d|%| ?per\b)")
# A year stands where years stand; "2001 children" (Stockport 2017) and "2000 referrals" do not.
COUNTED = re.compile(
    r"\s+(?:\w+\s+)?(?:children|child|young people|pupils|families|cases|referrals|contacts|people|looked after)\b",
    re.IGNORECASE,
)
YEAR_WORD = re.compile(
    r"\b(?:in|since|by|during|from|until|to|of|and|act|year|census|before|after|between|through)\s$", re.IGNORECASE
)
EARLIER_DAYS = re.compile(rf"(?<![\d.,/£])\d\d?(?:st|nd|rd|th)?\s*(?:,|and|&|to|until|[{DASH}])\s*$", re.IGNORECASE)
JOINT = re.compile(rf"\s*(?:to|until|[{DASH}])\s*|(?P<and>\s+and\s+)", re.IGNORECASE)
YEARS = range(1990, 2036)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in text[start:end]: `iso` as a day, month or year, None when it names no one date ("2012-13").

    A period ("April 2015 to March 2016") is one mention: its end, with `months` that it spans.
    """

    start: int
    end: int
    iso: str | None
    precision: str | None
    months: int = 0


def find_date_mentions(text: str, around: date) -> list[DateMention]:
    """All dates in the text in order, none overlapping. `around` completes a day without a year, and 2-digit years.

    A day without a year is the last one not later than the end of `around`'s year.
    """
    if not HAS_DIGIT.search(text):
        return []
    found: list[DateMention] = []
    taken = [False] * len(text)
    for mention in _mentions(text, around):
        if not any(taken[mention.start : mention.end]):
            taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
            found.append(mention)
    return _joined(text, sorted(found, key=lambda mention: mention.start))


def _mentions(text: str, around: date) -> Iterator[DateMention]:
    has_year = HAS_YEAR.search(text)
    for pattern in (DAY_MONTH, MONTH_DAY, NUMERIC) if has_year else (DAY_MONTH, NUMERIC):
        for match in pattern.finditer(text):
            mention = _day(match, around, text)
            if mention is not None:
                yield mention
    if not has_year:
        return
    for match in MONTH_YEAR.finditer(text):
        month = MONTHS[match["month"].lower()]
        yield DateMention(_start(match, text), match.end(), f"{match['year']}-{month:02d}", "month")
    for match in SPLIT_YEAR.finditer(text):
        yield DateMention(match.start(), match.end(), None, None)
    for match in YEAR.finditer(text):
        counts = COUNTED.match(text, match.end()) and not YEAR_WORD.search(text, 0, match.start())
        if int(match["year"]) in YEARS and not counts:
            yield DateMention(match.start(), match.end(), match["year"], "year")


def _day(match: re.Match[str], around: date, text: str) -> DateMention | None:
    named = match.groupdict()
    month = MONTHS[named["month"].lower()] if named["month"].isalpha() else int(named["month"])
    year = int(named["year"] or 0) or 2000 + int(named.get("short") or 0)
    if year < 100:
        year += 2000
    elif year == 2000 and named["year"] is None:
        year = around.year
    try:
        day = date(year, month, int(named["day"].replace(" ", "")))
    except ValueError:
        return None
    return DateMention(_start(match, text), match.end(), day.isoformat(), "day")


def _start(match: re.Match[str], text: str) -> int:
    """Where a date begins, with a day that a range or list sets before it ("13 to 24 March 2023")."""
    earlier = EARLIER_DAYS.search(text, 0, match.start())
    return earlier.start() if earlier else match.start()


def _joined(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """Mentions with those that a range word joins made one."""
    joined: list[DateMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        joint = JOINT.fullmatch(text, last.end, mention.start) if last else None
        if last and joint and (not joint["and"] or re.search(r"between\s+$", text[: last.start], re.IGNORECASE)):
            span = _months(last.iso, mention.iso)
            joined[-1] = DateMention(last.start, mention.end, mention.iso, mention.precision, span)
        else:
            joined.append(mention)
    return joined


def _months(start: str | None, end: str | None) -> int:
    """Months from the first to the last, both counted; 0 when either is no month."""
    if not start or not end or len(start) < 7 or len(end) < 7:
        return 0
    (from_year, from_month), (to_year, to_month) = ([int(part) for part in iso.split("-")[:2]] for iso in (start, end))
    return 12 * (to_year - from_year) + to_month - from_month + 1
