"""Single inspections of services for children in need of help and protection, children looked after and
care leavers, November 2013 to 2018, mostly with a review of the Local Safeguarding Children Board."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.frameworks.single_inspection import judgements
from pipelines.frameworks.single_inspection.cover import (
    authority_candidates,
    find_cover,
    inspection_dates,
    second_cover,
)
from pipelines.frameworks.single_inspection.judgement_sentences import subject_place
from pipelines.parsing.authority import resolve
from pipelines.parsing.licence import licence_code
from pipelines.parsing.people import inspection_team
from pipelines.parsing.report import Report
from pipelines.parsing.statements import AuthorityStatement, ReportStatements, UnreadableReport
from pipelines.parsing.traits import Traits
from pipelines.parsing.words.dashes import DASH

CODE = "sif"
TRAITS = Traits(subheadings="smaller")
SUMMARY_BLOCKS = 60  # blocks that the cover and the summary of findings have at most
REINSPECTION = re.compile(rf"^re\s?[{DASH}]?\s?inspection\b", re.IGNORECASE)
SAYS_REINSPECTION = re.compile(r"\bthis (?:is a )?re-?\s?inspection\b", re.IGNORECASE)


def claims(report: Report) -> bool:
    """Whether the cover is titled so."""
    cover = find_cover(report)
    return cover is not None and cover.is_services


def read(report: Report) -> ReportStatements:
    """What the report prints. Raises UnreadableReport when its dates, authority or a judgement are not found."""
    cover = find_cover(report)
    if cover is None:
        raise UnreadableReport("title_missing", "The cover has no title of a single inspection.")
    second = second_cover(report, cover)
    dates = inspection_dates(cover, second)
    reviews_board = cover.is_board or bool(second) or judgements.lists_board_chapter(report)
    named = [*authority_candidates(cover), *_named_in_sentences(report)]
    authority, urn, others = resolve(named, dates[0].start)
    stated, set_aside = judgements.judgements(report, reviews_board=reviews_board)
    return ReportStatements(
        framework_code=CODE,
        title=cover.title,
        authority=authority,
        authority_urn=urn,
        is_reinspection=bool(REINSPECTION.match(cover.title) or SAYS_REINSPECTION.search(report.text)),
        licence_code=licence_code(report),
        other_authorities=others,
        judgements=stated,
        dates=dates,
        people=inspection_team(report),
        set_aside=set_aside,
    )


def _named_in_sentences(report: Report) -> Iterator[AuthorityStatement]:
    """Places that statements of the overall judgement name, for a cover whose name does not resolve."""
    for block in report.blocks[:SUMMARY_BLOCKS]:
        name = subject_place(block.text)
        if name:
            place = "cover" if report.is_paged and block.page == report.first_page.number else "narrative"
            yield AuthorityStatement(place, name, block.page, block.plain)
