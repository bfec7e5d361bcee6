"""Letters about focused and monitoring visits: which of the two, whom they visited, when, and what about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.frameworks.letters.letter import (
    Letter,
    dated_periods,
    inspectors,
    opening_after,
    read_letter,
    said,
    salutation_index,
    themeless,
    title_of,
    undated,
)
from pipelines.frameworks.letters.theme import pandemic_theme, theme_code, theme_of
from pipelines.parsing.authority import SERVICES, named_councils, resolve, title_candidates, title_forms
from pipelines.parsing.cover import inspected
from pipelines.parsing.licence import licence_code
from pipelines.parsing.report import Report
from pipelines.parsing.statements import AuthorityStatement, DateStatement, ReportStatements, UnreadableReport
from pipelines.parsing.traits import Traits
from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.sentence_ends import sentences

ORDINAL = r"(?:(?:ofsted|ilacs|first|second|third|fourth|fifth|sixth|seventh|eighth|\d{1,2}(?:st|nd|rd|th))\s+)*"
VISIT_TO = rf"^{ORDINAL}(?:focus+ed|monitoring)\s+(?:assurance\s+)?visit\s*(?:[{DASH}:]|\b(?:to|of|at|in)\b)\s*"
TITLE_FORMS = title_forms(
    rf"{VISIT_TO}(?P<name>.+?),?\s+(?:local\s+authority\s+)?{SERVICES}$",
    rf"{VISIT_TO}(?:the\s+)?{SERVICES}\s+in\s+(?P<name>.+)$",
    rf"{VISIT_TO}(?P<name>.+)$",
)
TRAITS = Traits(letter_title=re.compile(r"^(?:[A-Z]\w+ )?(?:[Ff]ocused|[Mm]onitoring) visit (?:to|of)\b"))
KIND = r"(?P<kind>focus+ed|monitoring)\s+(?:assurance\s+)?visit"
TITLE = re.compile(rf"(?<![\w’-]){ORDINAL}{KIND}\s*(?:to|of|at|in|[{DASH}:])\s+\S.*", re.IGNORECASE)
ANNOUNCES = re.compile(rf"\b(?:this\s+letter|i\s+am\s+writing|i\s+write|following)\b.*?\b{KIND}\b", re.IGNORECASE)
VISITED = re.compile(
    r"\b(?:focus+ed|monitoring)\s+(?:assurance\s+)?visit\s+(?:[\w’']+\s+){0,4}?(?:to|of|at)\s+(?P<name>.+?)\s*,?"
    r"\s+(?:(?:that|which)\s+)?(?:(?:took\s+place|was\s+\w+\s?\w*|held|conducted|undertaken|carried\s+out)\s+)?"
    r"(?P<when>(?:on|between|from|during|over)\b.*)",
    re.IGNORECASE,
)
VISIT = re.compile(r"\bvisit(?:ed)?\b", re.IGNORECASE)
EARLIER = re.compile(r"\b(?:last|previous(?:ly)?|earlier|since|judged)\b", re.IGNORECASE)


def visit_kind(report: Report) -> str | None:
    """Focused or monitoring, as the title says, or the first sentence of a letter without one; None for others."""
    title = title_of(report, TITLE)
    match = TITLE.search(title[0]) if title else None
    if match is None:
        index = salutation_index(report)
        text = " ".join(block.plain for block in opening_after(report, index)) if index is not None else ""
        match = next((m for sentence in sentences(text) if (m := ANNOUNCES.search(sentence))), None)
    if match is None:
        return None
    return "monitoring" if match["kind"].lower() == "monitoring" else "focused"


def read_visit(report: Report, framework: str) -> ReportStatements:
    """What a visit's letter prints.

    Raises UnreadableReport when the visit's days or the authority are missing.
    """
    letter = read_letter(report, TITLE)
    dates, named = _visits(letter)
    names = title_candidates(letter.title, TITLE_FORMS, "letter", letter.page) + named
    statement, urn, others = resolve(names, dates[0].start, fallback=lambda: _councils(report, letter))
    theme = theme_of(letter.opening) or pandemic_theme(letter.opening, dates[0].start)
    return ReportStatements(
        framework_code=framework,
        title=letter.title or _untitled(letter),
        authority=statement,
        authority_urn=urn,
        theme=theme.printed if theme else None,
        theme_code=theme_code(theme) if theme else None,
        licence_code=licence_code(report),
        other_authorities=others,
        dates=[*dates, *([letter.dated] if letter.dated else [])],
        people=inspectors(report, letter.opening),
        set_aside=[
            *([] if letter.dated else [undated(report)]),
            *([] if theme else [themeless(letter.title, letter.page)]),
        ],
    )


def _visits(letter: Letter) -> tuple[list[DateStatement], list[AuthorityStatement]]:
    """The visit's periods, and the name beside them."""
    written = letter.dated.start if letter.dated else None
    for sentence, page in said(letter.opening):
        match = VISITED.search(sentence)
        periods = dated_periods(match["when"], written) if match else []
        if match and periods:
            names = title_candidates(f"Focused visit to {match['name']}", TITLE_FORMS, "letter", page)
            named = [AuthorityStatement(n.place, n.printed, n.page, sentence) for n in names]
            return inspected(periods, "letter", page), named
    return _visits_elsewhere(letter), []


def _visits_elsewhere(letter: Letter) -> list[DateStatement]:
    """The period of another sentence of the opening that speaks of this visit and of no earlier event."""
    for sentence, page in said(letter.opening):
        if VISIT.search(sentence) and not EARLIER.search(sentence):
            periods = dated_periods(sentence, letter.dated.start if letter.dated else None)
            if periods:
                return inspected(periods[:1], "letter", page)
    raise UnreadableReport(
        "dates_missing", "No sentence above the findings gives the days of the visit: read them by hand."
    )


def _councils(report: Report, letter: Letter) -> Sequence[AuthorityStatement]:
    """Councils named in the letter's opening, then in its address.

    Of an address's line only what follows its last comma counts: a director's name may stand before it.
    """
    opening = [s for block in letter.opening for s in named_councils(block.plain, block.page, "letter")]
    ends = [(line.text.rpartition(",")[2].strip(), line.page) for line in report.cover]
    return [*opening, *(s for text, page in ends for s in named_councils(text, page, "letter"))]


def _untitled(letter: Letter) -> str:
    """The visit as its sentence names it, for a letter without a title."""
    for sentence in sentences(letter.opening_text):
        match = ANNOUNCES.search(sentence)
        if match:
            text = sentence[match.start("kind") :]
            when = VISITED.search(text)
            return text[: when.end("name")] if when else text
    raise UnreadableReport("title_missing", "The letter has no title and no sentence that names the visit.")
