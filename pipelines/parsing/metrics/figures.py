"""The quantities of one sentence: which of its numbers count something, and in what unit."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from pipelines.parsing.metrics.figure import APPROXIMATE, REACH, Figure
from pipelines.parsing.metrics.shares import find_shares
from pipelines.parsing.words.as_at_dates import DateMention, find_date_mentions
from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.numbers import HAS_DIGIT, UNITS, Number, find_numbers

LETTERHEAD = re.compile(r"\bTextphone\b|\benquiries@|\bT:? 0300 ?123\b", re.IGNORECASE)
# Numbers that name something rather than measure it.
NAMES = re.compile(
    r"^\d{1,2}(?:\.\d+)+\.?(?= (?-i:[A-Z]))|^\d{1,3}\.(?= (?-i:[A-Z]))|^\d{1,2}(?= (?-i:The|This|These|In) )|"
    r"\b(?:(?-i:Acts?|Regulations|Rules|Order)\b,? \(?(?:19|20)\d\d\b|(?:19|20)\d\d (?=(?-i:(?:[A-Z]\w+ )+Act)\b)"
    r"|mid-(?:19|20)\d\d\b|(?:sections?|regulations?|articles?|paragraphs?|paras?|pages?|annex|appendix|chapters?|schedules?"
    r"|version|rule)\s+\d+(?:\.\d+)*(?:\(\w\))*(?:(?:,| and| to|[-–])\s*\d+(?!\d|,\d))*"
    r"|(?:reference|ref|URN)(?: (?:number|no))?\.?:?\s*\d[\d/ -]*)"
    r"|\((?:recommendations?|paragraphs?|paras?|pages?) (?:[\d\s,.;&–-]|and|to|paragraphs?|paras?|pages?)*\)"
    r"|(?:https?://|www\.)\S+|(?<!\S)\S+@\S+\.\S+|\b(?:COVID(?: ?-? ?19)?\b|24/7\b|v\d+(?:\.\d+)*"
    r"|\d{1,2}[.:]\d\d\s?(?:am|pm)?\b(?=\s*(?:am|pm|hours)|\s+to\s+\d{1,2}[.:]\d\d)|\d{1,2}\s?(?:am|pm)\b)"
    r"|\b(?:Catch|Adoption)[ -]?22\b|\bCare ?2 ?Work\b|\b(?:Graded Care Profile|(?-i:AIM)) 2\b"
    r"|(?<![\d,.])0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b|\b(?:[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b"
    r"|\d+[A-Za-z]?(?= (?-i:[A-Z])\w+ (?:Street|Road|Avenue|Square|House|Lane|Place)\b))",
    re.IGNORECASE,
)
# The national framework's outcome that a recommendation is held against ("(enabler two, national framework)").
OUTCOME = re.compile(
    r"[(\[][^()\[\]]*\b(?:national framework|(?:outcome|enabler|principle)s? (?:\d|one|two|three|four))\b"
    r"[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
# What children draw ("the ‘three houses’ tool"), a school's name and what is dialled.
CALLED = re.compile(
    r"\b(?:(?:three|3) (?:houses|islands)|five islands (?:school|academy)|(?:101|111|999) (?:telephone|number))\b",
    re.IGNORECASE,
)
# A chapter's grade and what it means ("Grade 3 (Adequate)", "Adequate (Grade 3) A service that ...", "Good Grade 2").
GRADED = re.compile(
    r"\bgrade [1-4] \((?:outstanding|good|adequate|inadequate)\)"
    r"|\b(?:outstanding|good|adequate|inadequate) (?:\(grade [1-4]\)|grade [1-4]\b)",
    re.IGNORECASE,
)
# The team is no figure of the services ("seven of Her Majesty's Inspectors and two additional inspectors").
INSPECTORS = re.compile(
    r"\s+(?:(?:of )?(?:Her|His) Majesty|of HMIs?\b"
    r"|(?:(?:additional|contracted|associate|regulatory|social care|Ofsted|CQC|other|Children[’']s Services) )*"
    r"(?:HM[’']?Is?|inspectors?)\b)",
    re.IGNORECASE,
)
# A footnote's digit set on the line ("special schools, 3 all of whom"); "with 5 of the 7 centres" counts.
STRAY_FOOTNOTE = re.compile(
    r"(?<=[a-z])(?:,? \d|,\d)"
    r"(?=\s*,?\s+(?:(?:all|none|both|which|and (?:live|they))\b|of (?:whom|which|these)\b(?! (?:live|are|is|were)\b)))"
)
PERCENT = re.compile(r"\s*(?:%(?:\s?%)*|per\s?cent(?:age points?)?\b|percentage points?\b)", re.IGNORECASE)
# The second number of a range, whose unit is the first one's too ("10–12%", "from 40 to 52 per 10,000").
RANGE_TO = re.compile(r"\s*(?:[-–—]|to|(?P<and>and))\s*\d+(?:\.\d+)?", re.IGNORECASE)
BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
TEN_THOUSAND = re.compile(r"\bper\s+(?:10,? ?000|10k|ten thousand)\b", re.IGNORECASE)
RATE_AFTER = re.compile(rf"/10,?000\b|\s*(?:[a-z-]+ ){{0,4}}{TEN_THOUSAND.pattern}", re.IGNORECASE)
RATE_BEFORE = re.compile(rf"{TEN_THOUSAND.pattern}[^.#%;(]{{0,40}}\b(?:is|was|of|at)\s+$", re.IGNORECASE)
# Rates on another base ("47.4 per 1,000 girls").
OTHER_BASE = re.compile(r"\bper (?:1,?000|100,?000|100|hundred(?: thousand)?|(?<!ten )thousand)\b", re.IGNORECASE)
OTHER_RATE_AFTER = re.compile(rf"\s*(?:[a-z-]+ ){{0,4}}{OTHER_BASE.pattern}", re.IGNORECASE)
# Further rates of what was said to be "per 10,000" ("exclusions per 10,000 rose to 41, above the England rate of 17").
RATE_SERIES = re.compile(
    rf"(?<!\d ){TEN_THOUSAND.pattern}[^.;]*\b(?:(?:average|rate|figure|comparators|neighbours)"
    r"(?: of| at| is| was)|(?:rose|risen|fell|fallen|increased|decreased|reduced|dropped|grew|grown)"
    r"(?: from \S+)? to) $",
    re.IGNORECASE,
)
# One with a part or in brackets is a rate too where it is compared ("56.7 per 10,000 is above that of England (52)").
COMPARED_BEFORE = re.compile(
    r"\b(?:(?:averages?|rates?|figures?|comparators|neighbours|England|nationally|region)(?: of| at| is| was)? "
    r"(?:\((?:[\d.]+ and )?)?|(?:with|than|from|to) )$",
    re.IGNORECASE,
)
SERIES_AFTER = re.compile(r"\s*(?:[.,;)]|$|respectively\b|(?:as|in|at|to|by|and|for) (?!.*\bper\b))")
IN_BRACKETS = re.compile(r"\([^()]*$")
RANK_BEFORE = re.compile(r"\brank(?:s|ed|ing)?(?: (?:at|as|number|of))? $|\brank\b[^.,;]{0,40} (?:is|was) $", re.I)
RANK_AFTER = re.compile(r" (?:being|is) the (?:least|most) deprived\b")
MEASURE = re.compile(
    r"(?:\s?(?:to|and|or|[-–])\s?[\w.]+)?[\s-]*(?:(?:working|calendar|school|further|consecutive|full|more|square)\s)?"
    r"(?:years?|quarters|months?|weeks?|days?|monthly|weekly|yearly|daily|hours?|minutes?|nights?|evenings?|afternoons?"
    r"|decades?|miles?|km|kilomet\w+|metres?|pence|p"
    r"|times (?:the|as|more|higher|greater|that of))\b",
    re.IGNORECASE,
)
# How something is made, or graded ("a two-stage process", "a four-fold rise", "two levels of progress").
MADE_OF = re.compile(
    r"(?:[- ]?fold|[- ](?:stage|tier|step|phase|strand|point|pronged)|[- ]page"
    r"|(?:- to [a-z]+)?-(?:bed(?:room(?:ed)?)?|person|session)"
    r"| (?:levels? of progress|grades? (?:lower|higher)))\b",
    re.IGNORECASE,
)
NUMBER = rf"(?:\d+|{'|'.join(UNITS)})"
FIRST_AGE = rf"{NUMBER}(?: ?(?:to|and|or|-|–)|(?: years)?,? or) ?"  # of two
FIRST_LABEL = rf"{NUMBER} ?(?:to|and|or|&|/|-|–) ?"
AGE_BEFORE = re.compile(
    r"\b(?:aged?|ages of|ages|age of|age|aged (?:under|over|up to|between|from)|(?:between|from) the ages? of"
    r"|(?:under|over|post|pre)(?:-| the age of ))"
    rf"\s?\(?(?:{FIRST_AGE})?$|\b(?:turns?|turned|turning) $|\b(?:0 ?[-–] ?|(?:0|birth) to )$",
    re.IGNORECASE,
)
# Words before what may be an age ("children who are 16 or 17", "people over 14", "post 19 education").
GROWN_BEFORE = re.compile(
    rf"\b(?:who|when (?:s?he|they)) (?:are|is|were|was) (?:{FIRST_AGE})?$|\bpost (?:{FIRST_AGE})?$"
    r"|\b(?:children|people|pupils|teenagers|adults|those|leavers) (?:who are )?(?:under|over|below|above) $",
    re.IGNORECASE,
)
# "164 care leavers (18-24)".
BRACKET_BEFORE = re.compile(r"\b(?:children|people|leavers|pupils) \((?P<first>\d\d? ?(?:-|–|to) ?)?$")
BRACKET_AFTER = re.compile(r" ?(?:-|–|to) ?\d\d?\)")
# "When young people reach 21, their"; "reached 21 families" counts them.
GROWS_BEFORE = re.compile(
    r"\b(?:(?:reach|approach)(?:es|ed|ing)?|(?:they|(?:until|when|once|before|after|if) (?:(?:the|a|each) )?(?:s?he"
    r"|young (?:person|people)|child(?:ren)?|care leavers?|pupils?)) (?:is|are|was|were|becomes?)"
    rf"(?: at least| almost| nearly| only)?) (?:{FIRST_AGE})?$",
    re.IGNORECASE,
)
GROWS_AFTER = re.compile(
    r"\s*(?:[,.;:)]|$|-and-a-half\b|(?:about|and|or|if|in|their|to|when|but|they|years?|with|under|through|without|until"
    r"|unless|before|after|because|most|who|can|may|will|should)\b)"
)
GROWN = range(5, 26)
# Ages that need no word for it ("stay beyond 25", "are allocated one at 17, but"), where a number of something would
# have its noun behind it or its level before it ("remains stable at 18.").
TURNING_POINTS = frozenset({16, 17, 18, 19, 21, 25})
AT_BEFORE = re.compile(r"\b(?:at|beyond|after) $", re.IGNORECASE)
LEVEL_BEFORE = re.compile(
    r"(?:,|\b(?:is|are|was|were|now|still|currently|low|lower|high|higher|stable|steady|static|target|average|rates?"
    r"|numbers?|stands?|stood|standing|remain(?:s|ed|ing)?|peaked|capped)) at $",
    re.IGNORECASE,
)
AT_AFTER = re.compile(
    r"\s*(?:[,.;:)]|$|(?:and|or|if|in|to|when|whenever|but|they|with|are|is|go|goes|who|can|will|through|so|because)\b)"
)
# "The care leavers' offer from 18 to 25".
SPAN_BEFORE = re.compile(
    r"\b(?:care leavers[’']?|young (?:people|adults)[’']?)(?: offer)? from (?P<first>\d\d ?(?:to|[-–]) ?)?$"
)
SPAN_AFTER = re.compile(r" ?(?:to|[-–]) ?\d\d\b(?! ?%)")
PLURAL = re.compile(r"\ds$")  # "services for over 14s"
# "38% are 5-11 and the rest are older".
SHARE_BEFORE = re.compile(r"(?:%|per\s?cent) (?:are|were) (?P<first>\d\d? ?(?:to|[-–]) ?)?$")
# "Children under five"; "in over 25 teams" counts, and "for over five years" is a time.
AGE_LIMIT = re.compile(r"\b(?:under|(?<!\bin )(?<!\bacross )over)[ -]$", re.IGNORECASE)
AGE_LIMITS = frozenset({1, 5, 11, 16, 18, 19, 21, 25})
TIME_BEFORE = re.compile(r"\b(?:for|after|in|just|took) (?:over|under) $", re.IGNORECASE)
AGE_AFTER = re.compile(
    r"[- ]year-olds?|(?:-?\s?(?:and|or|to)\s|\s?[-–]\s?)\d+[ -]year|(?<=\b0)(?:\s?[-–]\s?| to )\d", re.IGNORECASE
)
# "The 16+ team"; "caseloads of 20 plus children" counts, as "30 or more" does.
PLUS_AFTER = re.compile(r"[- ]?(?:plus\b|\+)(?! (?:cases|children|families|young people)\b)", re.IGNORECASE)
BOUND_AFTER = re.compile(
    r"(?:\s?%|\s?per\s?cent)?(?:[- ]?(?:plus\b|\+)|(?: [a-z]+)? or (?:more|fewer|less|above|over)\b)", re.IGNORECASE
)
LABEL_BEFORE = re.compile(
    r"\b(?:grade|outcome|key stage|stage|year|level|tier|part|step|phase|band|project|wave|between days"
    r"|(?-i:Team|Attainment|Progress)) $"
    rf"|\bbetween days {NUMBER} and $|\bnearest [‘“'\"]?$"
    rf"|\b(?:grade|stage|level) {NUMBER} ?(?:to|or|&|/|-|–) ?$|\bkey stage \d and $"
    rf"|\b(?:grades|stages|levels|(?-i:Years)|(?:in|for) years) (?:{NUMBER}, ?)*(?:{FIRST_LABEL})?$",
    re.IGNORECASE,
)
# "At the end of quarter three"; "in the last quarter 3 children" counts them.
QUARTER_BEFORE = re.compile(r"\bquarters? $", re.IGNORECASE)
QUARTER_AFTER = re.compile(r"\s*(?:[,.;:()]|$|(?:and|for|in|of|to)\b)")
# "Stage one and two plans", the next in order ("six were at stage two and four had ended" counts them).
NEXT_LABEL = re.compile(
    r"\b(?:grade|stage|level|tier|phase|step|band) (?:(?:1|one) and (?:2|two)|(?:2|two) and (?:3|three)"
    r"|(?:3|three) and (?:4|four))\b(?! (?:of|are|were|have|had)\b)",
    re.IGNORECASE,
)
DASH_OF_SPAN = re.compile(rf"[{DASH}](?:(?=\d)(?<=\d.)|(?= \d)(?<=\d .))")  # "aged 16—18", "16 − 18"
MONEY = re.compile(r"[£$€]\s?$")
# Whose unit was said before ("from 70 days to 60", "the number of days fell from six to four").
MEASURED_BEFORE = re.compile(
    rf"\b{NUMBER} (?:days|weeks|months|hours|years|miles) to $"
    r"|\bnumber of (?:days|weeks|months|hours|miles)\b(?:(?!\bnumber\b)[^.;])*\b(?:is|was|of|at|to|from) $",
    re.IGNORECASE,
)


def find_figures(text: str, around: date) -> tuple[list[Figure], list[DateMention]]:
    """The sentence's quantities and dates, each in order.

    Parts of dates, numbers of sections, paragraphs and pages, telephone numbers, addresses and footnote
    digits are no quantities, nor is how many inspectors there were. "None" and "no children" are 0; "none of
    whom" is 0 percent, "all of whom" 100 percent, "both of whom" 2.
    """
    text = DASH_OF_SPAN.sub("–", text)
    dates = find_date_mentions(text, around)
    numbers = find_numbers(_without_dates(text, dates))
    if numbers:
        named: tuple[re.Pattern[str], ...] = (OUTCOME, CALLED)
        if HAS_DIGIT.search(text):
            named += (NAMES, GRADED, STRAY_FOOTNOTE, TEN_THOUSAND, OTHER_BASE)
        numbers = _outside(numbers, [match.span() for pattern in named for match in pattern.finditer(text)])
        numbers = [number for number in numbers if not INSPECTORS.match(text, number.end)]
    figures = [_figure(number, text) for number in numbers] + list(find_shares(text))
    if (figures or dates) and LETTERHEAD.search(text):
        return [], []
    return sorted(figures, key=lambda figure: figure.start), dates


def _without_dates(text: str, dates: list[DateMention]) -> str:
    """The text with @ for each character of a date ("At 30 June 15, 400 children": no number takes in both)."""
    for mention in dates:
        text = text[: mention.start] + "@" * (mention.end - mention.start) + text[mention.end :]
    return text


def _outside(numbers: list[Number], spans: list[tuple[int, int]]) -> list[Number]:
    return [n for n in numbers if not any(a < n.end and n.start < b for a, b in spans)]


def _figure(number: Number, text: str) -> Figure:
    before, after = text[max(0, number.start - REACH) : number.start], text[number.end :]
    approximate = bool(APPROXIMATE.search(before) or BOUND_AFTER.match(after))
    figure = Figure(number.text, number.value, "count", number.start, number.end, approximate)
    if number.is_fraction:
        return replace(figure, value=round(100 * number.value, 1), unit_code="percent", is_approximate=True)
    percent = PERCENT.match(after)
    if percent:
        end = number.end + percent.end()
        return replace(figure, printed=text[number.start : end].strip(), unit_code="percent", end=end)
    to = RANGE_TO.match(after)
    of_range = after[to.end() :] if to and (not to["and"] or BETWEEN.search(before)) else ""
    if PERCENT.match(of_range):
        return replace(figure, unit_code="percent")
    is_rate = RATE_AFTER.match(after) or RATE_AFTER.match(of_range) or RATE_BEFORE.search(before)
    if is_rate or _is_of_rates(number, text, before):
        return replace(figure, unit_code="per_10k")
    is_age = _is_age(number, before, after) or AGE_AFTER.match(text, number.end)
    is_label = (
        LABEL_BEFORE.search(before)
        or (QUARTER_BEFORE.search(before) and QUARTER_AFTER.match(after))
        or any(label.end() == number.end for label in NEXT_LABEL.finditer(text))
    )
    is_measure = MEASURE.match(after) or (SERIES_AFTER.match(after) and MEASURED_BEFORE.search(text, 0, number.start))
    is_rank = RANK_BEFORE.search(before) or RANK_AFTER.match(after)
    is_made_of = number.value != 1 and MADE_OF.match(after)
    is_other = is_age or is_label or is_rank or is_made_of or is_measure
    if number.is_ordinal or is_other or MONEY.search(before) or OTHER_RATE_AFTER.match(after):
        return replace(figure, unit_code="other", is_approximate=approximate and not (is_age or is_label))
    return figure


def _is_of_rates(number: Number, text: str, before: str) -> bool:
    if SERIES_AFTER.match(text, number.end) is None:
        return False
    if float(number.value).is_integer() and not IN_BRACKETS.search(before):
        return bool(RATE_SERIES.search(text, 0, number.start))
    return bool(TEN_THOUSAND.search(text, 0, number.start) and COMPARED_BEFORE.search(before))


def _is_age(number: Number, before: str, after: str) -> bool:
    if PLURAL.search(number.text) or AGE_BEFORE.search(before):
        return True
    if AGE_LIMIT.search(before) and number.value in AGE_LIMITS:
        return not (MEASURE.match(after) and TIME_BEFORE.search(before))
    grows = GROWN_BEFORE.search(before) or (GROWS_BEFORE.search(before) and GROWS_AFTER.match(after))
    if number.value in GROWN and (grows or PLUS_AFTER.match(after) or _is_of_a_span(before, after)):
        return True
    return number.value in TURNING_POINTS and _is_turning_point(before, after)


def _is_of_a_span(before: str, after: str) -> bool:
    if span := SPAN_BEFORE.search(before) or SHARE_BEFORE.search(before):
        return bool(span["first"] or SPAN_AFTER.match(after))
    if bracket := BRACKET_BEFORE.search(before):
        return after.startswith(")") if bracket["first"] else bool(BRACKET_AFTER.match(after))
    return False


def _is_turning_point(before: str, after: str) -> bool:
    return bool(AT_BEFORE.search(before) and AT_AFTER.match(after) and not LEVEL_BEFORE.search(before))
