"""The cover of the reports of 2009-13, and the whole report read from it and its graded sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile

from pipelines.frameworks.graded_sections import sections
from pipelines.parsing import people
from pipelines.parsing.authority import resolve
from pipelines.parsing.cover import INSPECTED_LABEL, NEXT_LABEL, PREVIOUS, PUBLISHED_LABEL, inspected, published
from pipelines.parsing.licence import licence_code
from pipelines.parsing.report import Report, without_superscripts
from pipelines.parsing.statements import AuthorityStatement, DateStatement, Person, ReportStatements, UnreadableReport
from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.numbers import HAS_DIGIT
from pipelines.parsing.words.periods import find_periods, periods_reported
from pipelines.reading.model import Line

COVER_LINES = 40
# The first of the cover's labelled lines: the title and the authority's name stand above it.
LABELLED = re.compile(
    rf"^(?:{INSPECTED_LABEL}|{PUBLISHED_LABEL}|(?:reporting|lead) inspectors?\b|age group\b|©)", re.IGNORECASE
)
WHEN_AND_WHO = re.compile(rf"\b{INSPECTED_LABEL}", re.IGNORECASE)
LEAD_LABEL = re.compile(r"\b(?:reporting|lead) inspectors?\b\s*:?", re.IGNORECASE)
AFTER_LEAD = re.compile(rf"^(?:{PUBLISHED_LABEL}|age group\b|team inspectors?\b|website\b|©)", re.IGNORECASE)
WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?\s*", re.IGNORECASE)
REINSPECTION = re.compile(r"\bre-?\s?inspection\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover taken apart: `title` as printed, and the lines that name the authority, the dates and the lead."""

    title: str
    authority: str
    page: int | None
    period_lines: tuple[Line, ...]
    lines: tuple[Line, ...]


def find_cover(report: Report, title: re.Pattern[str]) -> Cover | None:
    """The cover when its text above the dates is a title that the pattern matches, then a name; else None."""
    lines = report.first_page.lines[:COVER_LINES]
    head = list(takewhile(lambda line: not LABELLED.match(line.text), lines))
    text = without_superscripts(" ".join(line.text for line in head))
    match = title.search(text)
    rest = lines[len(head) :]
    if match is None or not rest:
        return None
    name = text[match.end() :].strip(f" :,{DASH}")
    period_lines = tuple(takewhile(lambda line: not AFTER_LEAD.match(line.text), rest))
    return Cover(match[0], name, head[0].page if head else None, period_lines, tuple(rest))


def read_graded_report(
    report: Report, framework: str, title: re.Pattern[str], services: Sequence[str]
) -> ReportStatements:
    """Cover and judgements. Raises UnreadableReport when cover, authority or record is not understood."""
    cover = find_cover(report, title)
    if cover is None:
        raise UnreadableReport("title_missing", "The cover has no title of this framework above its dates.")
    publication = published(cover.lines)
    dates = _inspection_dates(cover, publication[0].start if publication else None) + publication
    if not dates or dates[0].kind != "inspection":
        raise UnreadableReport("dates_missing", "The cover prints no inspection dates that can be read.")
    named = [
        AuthorityStatement("cover", cover.authority, cover.page, f"{cover.title} {cover.authority}"),
        *_running_names(report, title),
    ]
    authority, urn, others = resolve(named, dates[0].start)
    stated, set_aside = sections.judgements(report, framework, services, dates[0].start)
    return ReportStatements(
        framework_code=framework,
        title=cover.title,
        authority=authority,
        authority_urn=urn,
        is_reinspection=bool(REINSPECTION.search(cover.title)),
        licence_code=licence_code(report),
        other_authorities=others,
        judgements=stated,
        dates=dates,
        people=_people(report, cover),
        set_aside=set_aside,
    )


def _running_names(report: Report, title: re.Pattern[str]) -> list[AuthorityStatement]:
    """Names beside the title in running headers ("Kent County Council Inspection of looked after ... services")."""
    found: dict[str, AuthorityStatement] = {}
    for line in report.running:
        name = re.sub(r"\d+$", "", title.sub("", without_superscripts(line.text))).strip(f" :,|{DASH}")
        if name and name != line.text:
            found.setdefault(name, AuthorityStatement("running_header", name, line.page, line.text))
    return list(found.values())


def _inspection_dates(cover: Cover, day: date | None) -> list[DateStatement]:
    page = cover.period_lines[0].page if cover.period_lines else cover.page
    lines = [line for line in cover.period_lines if not PREVIOUS.search(line.text)]
    text = NEXT_LABEL.split(_joined(lines), maxsplit=1)[0]
    periods = periods_reported(text, day)
    is_day = bool(periods) and periods[0].start == periods[0].end
    # A day alone is what is left of a range that began above its label, below the authority's name.
    return [] if is_day and HAS_DIGIT.search(cover.authority) else inspected(periods, "cover", page)


def _people(report: Report, cover: Cover) -> list[Person]:
    """The lead from the cover, then whom the report names elsewhere.

    A conversion may set the labels and the values apart ("Inspection dates: Lead inspector 24 June – 3 July 2013
    Simon Rushall HMI", Somerset 2013): what is left of those lines without labels and dates is the lead's name.
    """
    text = _joined(cover.period_lines)
    if not LEAD_LABEL.search(text):
        return people.inspection_team(report)
    rest = LEAD_LABEL.sub(" ", WHEN_AND_WHO.sub(" ", text))
    for period in find_periods(rest):
        rest = rest.replace(period.text, " ")
    page = cover.period_lines[0].page
    leads = [
        Person("lead_inspector", name, position, page, text)
        for position, name in enumerate(people.split_names(rest), start=1)
    ]
    names = {person.name for person in leads}
    others = [person for person in people.inspection_team(report) if person.name not in names]
    return [*leads, *(replace(person, position=position) for position, person in enumerate(others, len(leads) + 1))]


def _joined(lines: Sequence[Line]) -> str:
    return WEEKDAY.sub("", without_superscripts(" ".join(line.text for line in lines)))
