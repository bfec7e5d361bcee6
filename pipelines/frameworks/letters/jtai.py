"""Joint targeted area inspections since 2016: a letter to an area's partners by Ofsted, CQC, HMICFRS and HMI Probation.

To 2020 the title gives the theme ("... of the multi-agency response to domestic abuse in Medway"); from
2022 the title names the area alone and the first sentence the theme.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines import reference
from pipelines.frameworks.letters.letter import (
    dated_periods,
    letter_date,
    opening_after,
    said,
    salutation_index,
    themeless,
    title_of,
    undated,
)
from pipelines.parsing.authority import named_councils, resolve, title_candidates, title_forms
from pipelines.parsing.cover import inspected, inspection_dates, publication_date, running_dates
from pipelines.parsing.licence import licence_code
from pipelines.parsing.people import inspection_team
from pipelines.parsing.report import Block, Report
from pipelines.parsing.statements import AuthorityStatement, DateStatement, ReportStatements, UnreadableReport
from pipelines.parsing.traits import Traits
from pipelines.parsing.words.dashes import DASH

CODE = "jtai"
TRAITS = Traits(
    addressee="partnership",
    subheadings="any",
    introduction=re.compile(
        r"(?:this|the) joint targeted area inspection|this jtai (?:includ|consider|was|took)", re.IGNORECASE
    ),
    letter_title=re.compile(r"^Joint targeted area inspection\b"),
)
# What the title may set behind its area: the area's partnership, and what was looked at.
AREA_END = r"(?:\s+local\s+area|\s+(?:local\s+)?safeguarding(?:\s+children(?:[’'‘`]?s)?)?\s+partnership)?(?:\s*:\s.*)?"
TITLE_FORMS = title_forms(
    rf"^joint\s+(?:targeted\s+)?(?:area\s+)?(?:targeted\s+)?inspections?\s+[^:]*\sin\s+(?P<name>[^:]+?){AREA_END}$",
    r"^(?:joint\s+(?:targeted\s+)?(?:area\s+)?(?:targeted\s+)?inspections?|JTAI)\s*(?:\(JTAI\)\s*)?"
    rf"(?:[{DASH}:]|\b(?:of|in)\b)\s*(?P<name>[^:]+?){AREA_END}$",
)
TITLE = re.compile(
    r"(?<![\w’-])(?:joint\s+(?:targeted\s+area|area\s+targeted|targeted)\s+inspections?"
    rf"|joint\s+inspection(?=\s+of\s+the\s+multi-?\s?agency)|JTAI)\s*(?:\(JTAI\)\s*)?(?:of|in|into|[{DASH}:])\s+\S.*",
    re.IGNORECASE,
)
INSPECTED = re.compile(r"\b(?:inspection|inspected|JTAI|undertook|carried\s+out)\b", re.IGNORECASE)
EARLIER = re.compile(r"\b(?:last|previous(?:ly)?|earlier|since)\b", re.IGNORECASE)
RESPONSE = re.compile(r"\b(?:multi-?\s?agency|partnership)\s+(?:response|arrangement)s?\b.*", re.IGNORECASE)
SUBJECT = re.compile(
    r"\b(?:joint\s+(?:targeted\s+)?(?:area\s+)?(?:targeted\s+)?inspections?|JTAI)\b.*?\b(?:of|into)\s+(?:the\s+)?(?P<what>.+)",
    re.IGNORECASE,
)
IN_AREA = re.compile(r"\s+in\s+(?P<area>(?:the\s+)?[A-Z][^,;:]*?)(?:\s+(?:who|that|which|took|between|from|on)\b.*)?$")
SAFEGUARDING = re.compile(r"^d\s?ear\s+(?P<area>.+?)\s+(?:local\s+)?(?:safeguarding|partnership)\b", re.IGNORECASE)
WRAPPED_HYPHEN = re.compile(r"(?<=\w)-\s(?=\w)")
GENERAL = "abuse_and_neglect"  # what titles of 2016-18 name, and the sentences below them narrow down
NARROWED = re.compile(r"\bdeep[- ]dive\b|\bfocus(?:ed)? on\b|\bemphasis on\b", re.IGNORECASE)


def claims(report: Report) -> bool:
    """Whether a title on the first page, or joined to its salutation, is that of a joint targeted area inspection."""
    return title_of(report, TITLE) is not None


def read(report: Report) -> ReportStatements:
    """What the letter prints. Raises UnreadableReport when the inspection's days or the authority are missing."""
    found = title_of(report, TITLE)
    if found is None:
        raise UnreadableReport("title_missing", "The first page has no title of a joint targeted area inspection.")
    title, index = found
    opening = opening_after(report, index)
    page = report.blocks[index].page
    published = _published(report)
    dates = inspection_dates(report) or _dates(opening, published) or running_dates(report)
    if not dates:
        raise UnreadableReport(
            "dates_missing", "Neither a label nor a sentence above the findings gives the inspection's days."
        )
    names = [*title_candidates(title, TITLE_FORMS, "letter", page), *_areas(opening), *_salutation(report)]
    statement, urn, others = resolve(
        names,
        dates[0].start,
        fallback=lambda: [s for block in opening for s in named_councils(block.plain, block.page, "letter")],
    )
    theme = _theme(title, opening, names)
    is_undated = not published and salutation_index(report) is not None
    return ReportStatements(
        framework_code=CODE,
        title=title,
        authority=statement,
        authority_urn=urn,
        theme=theme,
        jtai_theme_code=_theme_code(theme, opening) if theme else None,
        licence_code=licence_code(report),
        other_authorities=others,
        dates=[*dates, *published],
        people=inspection_team(report),
        set_aside=[*([undated(report)] if is_undated else []), *([] if theme else [themeless(title, page)])],
    )


def _published(report: Report) -> list[DateStatement]:
    """The front page's publication date, or the day of a letter, with a salutation or without labelled dates."""
    is_letter = salutation_index(report) is not None or not inspection_dates(report)
    dated = letter_date(report) if is_letter else None
    return publication_date(report) or ([dated] if dated else [])


def _dates(opening: tuple[Block, ...], published: list[DateStatement]) -> list[DateStatement]:
    """The first period that a sentence of the opening gives for the inspection."""
    for sentence, page in said(opening):
        periods = dated_periods(sentence, published[0].start if published else None)
        if periods and INSPECTED.search(sentence) and not EARLIER.search(sentence):
            return inspected(periods[:2], "letter", page)
    return []


def _areas(opening: tuple[Block, ...]) -> Iterator[AuthorityStatement]:
    """Names after "in" in sentences about the inspection ("... of the multi-agency response to ... in Surrey")."""
    for sentence, page in said(opening[:3]):
        subject = SUBJECT.search(sentence)
        area = subject and IN_AREA.search(subject["what"])
        if area:
            yield AuthorityStatement("letter", area["area"].strip(), page, sentence)


def _salutation(report: Report) -> Iterator[AuthorityStatement]:
    """The area that the salutation addresses ("Dear Walsall Local Safeguarding Partnership")."""
    for line in report.cover:
        match = SAFEGUARDING.match(line.text)
        if match:
            yield AuthorityStatement("letter", match["area"], line.page, line.text)


def _theme(title: str, opening: tuple[Block, ...], names: list[AuthorityStatement]) -> str | None:
    """The multi-agency response that was inspected, without the area: as in the title, else the first sentence."""
    areas = {name.printed.casefold().removeprefix("the ") for name in names}
    for text in (title, *(sentence for sentence, _ in said(opening[:3]))):
        subject = SUBJECT.search(text)
        response = RESPONSE.search(subject["what"]) if subject else None
        if response is None:
            continue
        theme, separator, area = response[0].rpartition(" in ")
        is_area = bool(separator) and area.casefold().removeprefix("the ") in areas
        return WRAPPED_HYPHEN.sub("-", theme if is_area else response[0])
    return None


def _theme_code(theme: str, opening: tuple[Block, ...]) -> str:
    """The code of a theme by jtai_theme_wordings.csv; of abuse and neglect in general, that of the focus within it."""
    code = _worded(theme)
    if code != GENERAL:
        return code or "other"
    narrowed = (sentence for sentence, _ in said(opening) if NARROWED.search(sentence))
    codes = (_worded(sentence) for sentence in sorted(narrowed, key=lambda text: "deep" not in text.lower()))
    return next((found for found in codes if found and found != GENERAL), GENERAL)


def _worded(text: str) -> str | None:
    name = reference.normalise_name(text)
    patterns = reference.patterns("jtai_theme_wordings", "jtai_theme_code")
    return next((code for pattern, code in patterns if pattern.search(name)), None)
