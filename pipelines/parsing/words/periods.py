"""Dates and periods in every form that reports print. What does not read wholly as a date is none."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.numbers import HAS_DIGIT

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
SHORT_WEEKDAYS = r"(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)"
WEEKDAY = re.compile(rf"\b(?:{WEEKDAYS}|{SHORT_WEEKDAYS}\.?(?=,?\s+\d)),?\s+", re.IGNORECASE)
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
# A day may be split by a stray space ("1 9 June 2019"); a footnote mark may cling to the year. What stands
# after a year and a hyphen is a day only when it is a whole date ("1 May 2019-3 May 2019", never "2016-17").
DAY_MONTH_YEAR = re.compile(
    rf"(?<![\d.,/£])(?:(?<!\d\d\d-)|(?=\d\d?\s*(?:{MONTH})\s*20\d\d))(?P<day>[0-3] ?\d|\d)(?:st|nd|rd|th)?(?![\d/%])"
    rf"(?:\s*(?:of\s+)?(?P<month>{MONTH})(?![a-z])\.?)?(?:,?\s*(?P<year>(?:19|20) ?\d ?\d)(?!\d))?",
    re.IGNORECASE,
)
NUMERIC = re.compile(
    r"(?<![\w./])(?P<day>\d{1,2})(?P<mark>[/.])(?P<month>\d{1,2})(?P=mark)(?P<year>(?:20)?\d\d)(?![\w/]|\.\d)",
    re.IGNORECASE,
)
RANGE = re.compile(
    rf"\s*,?\s*(?:to|until|till|through(?:\s+to)?|[{DASH}•](?:\s*[{DASH}•])?)(?:\s+the(?=\s))?\s*", re.IGNORECASE
)
LIST = re.compile(r"\s*(?:,|and|&|,\s*and)(?:\s+the(?=\s))?\s*", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween(?:\s+the)?\s*$", re.IGNORECASE)
# What stands before a day from which, or to which, an inspection lasted: its other end is not printed.
ONE_END = re.compile(
    rf"(?:\bw\s?/?\s?[bce]|\b(?:commenc|beginn|start|end)ing(?:\s+(?:on|from))?)(?:\s+the)?\s*[{DASH}:]?\s*$",
    re.IGNORECASE,
)
WEEKS = re.compile(r"\bw(?:ee)?ks?(?:\s+of)?(?:\s+the)?\s*$", re.IGNORECASE)
FROM = re.compile(r"\b(?:from|since)(?:\s+the)?\s*$", re.IGNORECASE)
LASTED = re.compile(
    r",?\s*(?:onwards?|(?:for|over)\s+(?!(?:one|a|1)\s+day\b)\S+\s+(?:\w+\s+)?(?:day|week)s?)\b", re.IGNORECASE
)
BREAKS_OFF = re.compile(rf"(?:\b(?:to|until|till|through|and)|[{DASH}&])\s*$", re.IGNORECASE)
LISTED_DAYS = timedelta(days=14)  # days joined by "and" within this are one visit, further apart two


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days, both ends included; one day has start == end. `text` is as printed."""

    start: date
    end: date
    text: str


@dataclass(slots=True)
class _Atom:
    day: int
    month: int | None
    year: int | None
    begin: int
    end: int


def find_periods(text: str, year: int | None = None, *, backward: bool = False) -> list[Period]:
    """Every period or single day printed in the text, in order.

    `year` completes dates printed without one (a letter's own year). Days joined by "to" or a dash
    are a range, as are two days after "between"; days joined by "and" are one period as far as they lie within
    a fortnight. A range after "and" is a period of its own
    (Sheffield 2014: "19 November-11 December 2013 and 28 – 30 January 2014").
    Impossible dates yield nothing: 31 June, and unless `backward` a range that ends before it starts. Nor do days of
    which one end of a period is told alone ("weeks commencing 25 June and 2 July 2018").
    """
    text = WEEKDAY.sub("", text)
    periods: list[Period] = []
    for atoms, joints in _groups(text):
        days = None if _has_one_end(atoms, joints, text) else _complete(atoms, year)
        if days is not None:
            periods += [p for p in _periods(days, atoms, joints, text) if backward or p.start <= p.end]
    return periods


def labelled_periods(text: str, year: int | None = None) -> list[Period]:
    """The periods of a text that a label says is an inspection's dates; none unless every figure in it is understood.

    What is left over shows a range that broke ("12 June 2017 to July 2017", "25 April to"), of which one day alone
    would be wrong. A first period of one day is such too where others follow ("12 June and 6 July 2017"); one day
    alone, with its year, is an inspection (City of London 2016). A range that ends before it starts is given as
    printed: the report's other dates may settle its years.
    """
    periods = find_periods(text, year, backward=True)
    rest = WEEKDAY.sub("", text)
    for period in periods:
        rest = rest.replace(period.text, " ", 1)
    is_broken = bool(HAS_DIGIT.search(rest) or BREAKS_OFF.search(text))
    is_day = bool(periods) and periods[0].start == periods[0].end
    return [] if is_broken or (is_day and (len(periods) > 1 or year is not None)) else periods


def periods_reported(text: str, published: date | None) -> list[Period]:
    """The labelled periods of a report of that day; a year that is left out is the last by which they had ended."""
    found = labelled_periods(text)
    if found or published is None:
        return found
    completed = (labelled_periods(text, year) for year in (published.year, published.year - 1))
    return next((periods for periods in completed if periods and periods[-1].end <= published), [])


def whole_date(text: str) -> date | None:
    """The date that the whole text is, as on a letter's date line; None when it is anything else."""
    plain = WEEKDAY.sub("", text.strip())
    match = DAY_MONTH_YEAR.fullmatch(plain)
    is_whole = bool(match and match["month"] and match["year"]) or bool(NUMERIC.fullmatch(plain))
    found = find_periods(plain) if is_whole else []
    return found[0].start if found else None


def _atoms(text: str) -> Iterator[_Atom]:
    numeric = {m.start(): m for m in NUMERIC.finditer(text)}
    position = 0
    while position < len(text):
        match = numeric.get(position)
        if match:
            year = int(match["year"]) if len(match["year"]) == 4 else 2000 + int(match["year"])
            yield _Atom(int(match["day"]), int(match["month"]), year, match.start(), match.end())
            position = match.end()
            continue
        match = DAY_MONTH_YEAR.match(text, position)
        if match:
            month = MONTHS[match["month"].lower()] if match["month"] else None
            printed_year = int(match["year"].replace(" ", "")) if match["year"] else None
            yield _Atom(int(match["day"].replace(" ", "")), month, printed_year, match.start(), match.end())
            position = match.end()
            continue
        position += 1


def _groups(text: str) -> Iterator[tuple[list[_Atom], list[str]]]:
    """Runs of days held together by range or list words; each run ends with a named month."""
    atoms: list[_Atom] = []
    joints: list[str] = []
    for atom in _atoms(text):
        if atoms:
            between = text[atoms[-1].end : atom.begin]
            kind = "range" if RANGE.fullmatch(between) else "list" if LIST.fullmatch(between) else ""
            if kind == "list" and not joints and BETWEEN.search(text, 0, atoms[0].begin):
                kind = "range"
            if kind and not (joints and joints[-1] == kind == "range"):
                atoms.append(atom)
                joints.append(kind)
                continue
            if atoms[-1].month:
                yield atoms, joints
        atoms, joints = [atom], []
    if atoms and atoms[-1].month:
        yield atoms, joints


def _has_one_end(atoms: Sequence[_Atom], joints: Sequence[str], text: str) -> bool:
    """Whether the run's days are told as those on which something began or ended, without the other end."""
    before = text[: atoms[0].begin]
    are_weeks = "range" not in joints and WEEKS.search(before)
    is_alone = len(atoms) == 1 and (FROM.search(before) or LASTED.match(text, atoms[0].end))
    return bool(ONE_END.search(before) or are_weeks or is_alone)


def _complete(atoms: list[_Atom], year: int | None) -> list[date] | None:
    """The run's dates, months and years filled in from the right; None when one is impossible.

    A last date without a year takes that of the date before it ("4 to 8 March 2024 and 2 April").
    """
    dates: list[date] = []
    month = None
    year = year or _year_before(atoms)
    for atom in reversed(atoms):
        if atom.year is not None:
            year = atom.year
        elif month is not None and atom.month is not None and atom.month > month and year is not None:
            year -= 1
        month = atom.month or month
        if year is None or month is None or not 1 <= month <= 12:
            return None
        if not 1 <= atom.day <= calendar.monthrange(year, month)[1]:
            return None
        dates.insert(0, date(year, month, atom.day))
    return dates


def _year_before(atoms: list[_Atom]) -> int | None:
    """The last year that the run prints, the one after where the months have begun again by its end."""
    dated = next((i for i in reversed(range(len(atoms))) if atoms[i].year), None)
    if dated is None:
        return None
    months = [atom.month for atom in atoms[dated:] if atom.month]
    return (atoms[dated].year or 0) + sum(later < earlier for earlier, later in pairwise(months))


def _periods(days: list[date], atoms: list[_Atom], joints: list[str], text: str) -> list[Period]:
    spans: list[tuple[int, int]] = []
    index = 0
    is_listed = False  # whether the last span is of days that a list names
    while index < len(days):
        is_range = index < len(joints) and joints[index] == "range"
        if is_listed and not is_range and days[index] - days[spans[-1][0]] <= LISTED_DAYS:
            spans[-1] = (spans[-1][0], index)
        else:
            spans.append((index, index + is_range))
        is_listed = not is_range
        index += 1 + is_range
    return [Period(days[a], days[b], text[atoms[a].begin : atoms[b].end].strip()) for a, b in spans]
