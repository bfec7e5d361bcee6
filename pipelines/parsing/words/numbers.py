"""Numbers in figures ("1,008", "20.3", "1.46 million") and in words ("seven", "one hundred and five")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

UNITS = {"zero": 0, "nil": 0, "nought": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
UNITS |= {"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15}
UNITS |= {"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SCALES = {"hundred": 100, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000, "billion": 10**9}
SCALES |= {"bn": 10**9}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}

WORD = re.compile("[A-Z]?[a-z]+")
NUMBER_WORDS = frozenset(spelt for word in (*UNITS, *TENS) for spelt in (word, word.capitalize()))  # each a WORD
HAS_DIGIT = re.compile(r"\d")

_UNIT = "(?:" + "|".join(sorted(UNITS, key=len, reverse=True)) + ")"
_TENS = "(?:" + "|".join(TENS) + ")"
_BELOW_100 = rf"(?:{_TENS}(?:(?: |- ?){_UNIT})?|{_UNIT})"
_BELOW_1000 = rf"(?:{_UNIT}[ -]hundred(?:(?: and)? {_BELOW_100})?|{_BELOW_100})"
_WORDS = rf"{_BELOW_1000}(?: thousand(?:,?(?: and)? {_BELOW_1000})?| million)?\b"
# A page that lost its line end prints "authority areaOne child" (Tameside 2016).
_WORD_START = r"(?:(?<![\w-])|(?<=(?-i:[a-z]))(?=(?-i:[A-Z][a-z])))"
# "No one", "that one", "one of stark contrasts", "one of the fastest growing areas" count nothing; "that two" and
# "two of its homes" do.
_NOT_PRONOUN = (
    r"(?:(?<!\bno )(?<!\beach )(?<!\bevery )(?<!\bthis )(?<!\bthat )(?<!\bany )(?<!\bwhich )(?<!\bto- )"
    r"|(?!one\b(?![ -](?:hundred|thousand|million))))"
)
_ORDINAL = r"- ?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b"
_FIXED_PHRASE = (
    r"-(?:to- ?one|off|stop|way|sided|a-side)\b|[- ]point scale\b|[- ]tolerance\b"
    r"|[- ]hours? contracts?\b|['’]s\b| another\b| or more\b"
    r"| of (?=@|(?:19|20)\d\d)|(?<=\bone)(?<!-one)(?: of (?!whom|which|these|those|them|the\b|\d)"
    r"| of the (?:few|many|numerous|key|main|reasons|issues)\b"
    r"| of the (?:[\w’']+ ){0,2}(?:most|least|best|worst|\w{2,}est)\b)"
)
# "One" for what was named before ("all who need one", "a rigorous one", "is one that"), and in fixed phrases.
PRONOUN_ONE = re.compile(
    r"\b(?:(?:ha(?:ve|s|d|ving)|got|without|needs?|wants?|like|receives?|offered|allocated|given|provided with"
    r"|commission|create|develop|complete|introduced) one"
    r"(?= *(?:[.,;:()]|$)| (?:even|have|specifically|until|are|and in)\b| (?:in|by) @| to (?:help|improve|maximise)\b)"
    r"|an? (?:[\w-]+ly )?[\w-]+ one(?= *(?:[.,;:()]|$)| until\b)|(?<=\bone )to one\b"
    r"|(?:the right|the only|another) one\b"
    r"|(?:is|to|,) one(?= that\b)|to one(?= where\b| in which\b)|at one(?= point\b)"
    r"|from one(?= [^.,;]{1,40} to another\b)|(?:with one(?= voice)|day one|not one(?= \w))\b"
    r"|(?<=[‘“'\"])one(?= (?:plan|team|council|vision)\b)|(?-i:(?<=[a-z’] )One|(?<=[(‘“'])One)(?= (?-i:[A-Z]))"
    r"|one(?= size fits| to one\b|-council\b|[- ](?:front door|stop)\b))",
    re.IGNORECASE,
)
IN_WORDS = re.compile(
    rf"{_WORD_START}{_NOT_PRONOUN}(?P<words>{_WORDS})"
    rf"(?:[ -](?P<part>third|quarter|fifth|tenth)(?P<plural>s?)\b(?! party)|(?!{_ORDINAL}|{_FIXED_PHRASE}))",
    re.IGNORECASE,
)
AND_A_HALF = re.compile(r"[ -]and[ -]a[ -]half(?=[ -](?:years?|months?|weeks?|days?|hours?|times)\b)", re.IGNORECASE)
# "In the last two quarters", "the first three quarters of 2014–15": of a year, and no share.
OF_A_YEAR_BEFORE = re.compile(r"\b(?:first|last|past|previous|next|final|latest|preceding|following) $", re.IGNORECASE)
OF_A_YEAR_AFTER = re.compile(r"s? of (?:@|(?:19|20)\d\d|the (?:\w+ )?year\b(?! \d| group))", re.IGNORECASE)
# "One in four", "one child in ten", "one out of every 10": a share, where neither number counts. Durations and grades
# are none ("two in 18 months"), nor is what stands in a period (the dates of a text are masked before numbers are
# looked for), nor what counts ("one child in ten homes").
RATIO = re.compile(
    rf"{_WORD_START}(?<!\bno )(?<!stage )(?<!level )(?<!grade )(?<!year )(?<!phase )(?<!tier )"
    r"(?P<some>(?:one|two|three|four|five|six|seven|eight|nine)|1|[2-9](?= in 10 ))"
    r"(?P<whom> (?:child|young person|pupil|family|care leaver))?(?: in (?:every )?|-in-| out of every )"
    rf"(?P<of>{_BELOW_100}|\d{{1,3}})\b(?![-–+’'.,]?\w|\+| ?%)"
    r"(?! (?:working |calendar |school |full |more )?"
    r"(?:years?|months?|weeks?|days?|hours?|minutes?|terms?|places|areas)\b)(?(whom)(?! [a-z]{4,}s\b))",
    re.IGNORECASE,
)
# Each of RATIO has one.
RATIO_BEGINS = tuple(some + to for some in ("1", *list(UNITS)[3:12]) for to in (" in ", "-in-", " out of every "))
RATIO_BEGINS += tuple(f"{some} in 10 " for some in range(2, 10))
RATIO_BEGINS += ("child in ", "person in ", "pupil in ", "family in ", "leaver in ")
# A part of what the words behind it name ("a third of whom", "half the children"), or by which something changes.
PART_OF = re.compile(
    r"\b(?:(?:an? (?P<part>third|quarter|fifth|tenth|half)|(?<!first )(?<!second )(?<!other )(?<!a )(?P<half>half))"
    r"(?= of (?!that\b|@|(?:19|20)\d\d|a\b|an\b|the (?:year|term|day|month|week|century)\b)"
    r"|(?<=half) the (?:\w+ )?(?:children|young people|families|cases|care leavers|pupils|carers|schools|homes|staff"
    r"|workforce|cohort|workers|plans|assessments|records|files|reviews|audits|visits|referrals|interviews|placements)\b)"
    r"|(?<=\bby )a (?P<change>third|quarter|half)\b(?!-| (?:party|person|sector|time|child)\b))",
    re.IGNORECASE,
)
# A part of those named before ("just over half take it up", "50 were seen, with half going on to work").
PART_ALONE = re.compile(
    r"\b(?:almost|nearly|around|about|approximately|roughly|over|under|at least|up to|(?:more|less|fewer) than) "
    r"(?P<part>half|an? (?:third|quarter|fifth|tenth))"
    r"(?= (?:are|were|ha(?:ve|d)|do|did|takes?|took|made?|being|attend\w*|live[sd]?|receive\w*|achieve\w*|gained"
    r"|in (?:suitable|education|employment))\b)|\bwith (?P<half>half)(?= \w+ing\b)",
    re.IGNORECASE,
)
PARTS_OF = ("by a ", *(f"{part} " for part in PARTS))  # each of PART_OF and PART_ALONE has one
# A space for a thousand's comma, or behind it ("Approximately 60 315 children"). Elsewhere two numbers stand side by
# side ("under 18, 195 children", "in week 2, 315 children"), or nothing tells which: what a space alone parts there is
# no number.
_SPACED = (
    r"(?:^|(?<=about )|(?<=around )|(?<=roughly )|(?<=ximately )|(?<=estimated )|(?<=some ))\d{1,3}(?:,? \d{3}){1,2}"
    r"(?= (?:child|young|pupil|people))"
    # Behind these no number stands by itself before another.
    r"|(?:(?<=\bhad )|(?<=\bhas )|(?<=\bfrom )|(?<=\bis )|(?<=\bwas )|(?<=\bwere )|(?<=\bare )|(?<=\bthan )"
    r"|(?<=\bof )(?<!\bage of )|(?<=@, ))\d{1,3}(?: \d{3}){1,2}(?!\d)"
)
_UNTOLD = r"(?!\d{1,3} \d{3}(?!\d))(?!(?<=\d )\d{3}(?!\d))"
# A figure that lost the space before it ("there are100% returns", "aged 16 to18").
_LOST_SPACE = r"(?<=(?-i:[a-z]{2}))(?=\d+(?:\.\d+)?\s?%)|(?<=\b(?:to|of|at|in|is))(?=\d+[ .,;)])"
IN_FIGURES = re.compile(
    rf"(?:(?<![\w.])|{_LOST_SPACE})(?<!\d[,/:])(?<!@[-–/])(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|{_SPACED}|{_UNTOLD}\d+(?:\.\d+)?|\.\d+)"
    r"(?:\s?(?P<scale>million|billion|thousand|bn|m|k)(?!\w)|(?P<ordinal>st|nd|rd|th)(?!\w)|s(?!\w))?"
    r"(?!\w|[.,:]\d|/(?!10,?000\b)\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed in text[start:end]. `is_ordinal`: a rank ("51st"); `is_fraction`: "two-thirds"."""

    value: float
    text: str
    start: int
    end: int
    is_ordinal: bool = False
    is_fraction: bool = False


def find_numbers(text: str) -> list[Number]:
    """Every number in the text, in order. Pronouns ("no one", "one another") and ordinals in words are none.

    What is joined to letters ("2WD", "M1", "15A") is a name and no number, and of two numbers with a stroke or a colon
    between ("12/18 months", "section 157/175", "1:1 support") neither is one, but for a rate ("67/10,000").
    """
    shares = [*_ratios(text), *_parts_of(text)]
    counts = (n for n in (*_in_figures(text), *_in_words(text)) if not any(s.start <= n.start < s.end for s in shares))
    return sorted([*shares, *counts], key=lambda number: number.start)


def number_in_words(words: str) -> int | None:
    """The whole number that the words spell, with or without hyphens and "and"; None when they spell none."""
    match = re.fullmatch(_WORDS, words.strip(), re.IGNORECASE)
    return _spelt(match[0]) if match else None


def _ratios(text: str) -> Iterator[Number]:
    lower = text.lower()
    for match in RATIO.finditer(text) if any(begin in lower for begin in RATIO_BEGINS) else ():
        some = int(match["some"]) if match["some"].isdigit() else UNITS[match["some"].lower()]
        of = int(match["of"]) if match["of"].isdigit() else _spelt(match["of"])
        if some < of:
            yield Number(some / of, match[0], match.start(), match.end(), is_fraction=True)


def _parts_of(text: str) -> Iterator[Number]:
    lower = text.lower()
    if not any(part in lower for part in PARTS_OF):
        return
    for match in PART_OF.finditer(text):
        part = (match["part"] or match["half"] or match["change"]).lower()
        yield Number(1 / PARTS[part], match[0], match.start(), match.end(), is_fraction=True)
    for match in PART_ALONE.finditer(text):
        start, end = match.span("part" if match["part"] else "half")
        yield Number(1 / PARTS[text[start:end].split()[-1].lower()], text[start:end], start, end, is_fraction=True)


def _in_figures(text: str) -> Iterator[Number]:
    if not HAS_DIGIT.search(text):
        return
    for match in IN_FIGURES.finditer(text):
        value = float(re.sub("[, ]", "", match["digits"]))
        if match["scale"]:
            value *= SCALES[match["scale"].lower()]
        number = _with_half(text, value, match.start(), match.end())
        yield replace(number, is_ordinal=bool(match["ordinal"]))


def _with_half(text: str, value: float, start: int, end: int) -> Number:
    """A number, with the half that is said of a time ("three and a half years")."""
    half = AND_A_HALF.match(text, end)
    end = half.end() if half else end
    return Number(value + 0.5 if half else value, text[start:end], start, end)


def _in_words(text: str) -> Iterator[Number]:
    if NUMBER_WORDS.isdisjoint(WORD.findall(text)):
        return
    pronouns = {match.end() for match in PRONOUN_ONE.finditer(text)} if "one" in text.lower() else ()
    for match in IN_WORDS.finditer(text):
        if match.end("words") in pronouns:
            continue
        value = _spelt(match["words"])
        if match["part"] and (match["plural"] or value == 1) and not _is_of_a_year(match):
            yield Number(value / PARTS[match["part"].lower()], match[0], match.start(), match.end(), is_fraction=True)
        else:
            yield _with_half(text, value, match.start(), match.end("words"))


def _is_of_a_year(match: re.Match[str]) -> bool:
    """Whether quarters are those of a year."""
    text, end = match.string, match.end("part")
    before = OF_A_YEAR_BEFORE.search(text, 0, match.start())
    return match["part"].lower() == "quarter" and bool(before or OF_A_YEAR_AFTER.match(text, end))


def _spelt(words: str) -> int:
    """Sums number words: a scale multiplies what stands before it since the last larger scale."""
    total = group = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "hundred":
            group *= 100
        elif word in SCALES:
            total += group * SCALES[word]
            group = 0
        elif word != "and":
            group += UNITS[word] if word in UNITS else TENS[word]
    return total + group
