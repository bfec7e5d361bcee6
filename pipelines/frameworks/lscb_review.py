"""Reviews of a Local Safeguarding Children Board published by themselves (Surrey 2015)."""

from __future__ import annotations

import re

from pipelines.parsing import single_cover
from pipelines.parsing.authority import resolve
from pipelines.parsing.facts import PrintedReport, UnreadableReport
from pipelines.parsing.licence import licence_code
from pipelines.parsing.people import inspection_team
from pipelines.parsing.report import Report
from pipelines.parsing.single_judgements import board_judgements

CODE = "lscb_review"
# What a board's name adds to its authority's ("Surrey Safeguarding Children Board").
BOARD_WORDS = re.compile(
    r"\s*\b(?:(?:local )?safeguarding children(?:[’'‘`]?s)? board|LSCB)\b(?:\s*\([^)]*\))?", re.IGNORECASE
)


def claims(report: Report) -> bool:
    """Whether the cover is titled as a review of a board, and of nothing else."""
    cover = single_cover.find_cover(report)
    return cover is not None and cover.is_board_alone


def read(report: Report) -> PrintedReport:
    """What the report prints. Raises UnreadableReport when its dates, authority or judgement are not found."""
    cover = single_cover.find_cover(report)
    if cover is None:
        raise UnreadableReport("parsing", "title_missing", "The cover has no title of a review of a board.")
    dates = single_cover.dates(cover, single_cover.second_cover(report, cover))
    named = single_cover.authority_candidates(cover, BOARD_WORDS)
    authority, urn, others = resolve(named, dates[0].start)
    return PrintedReport(
        framework_code=CODE,
        title=cover.title,
        authority=authority,
        authority_urn=urn,
        licence_code=licence_code(report),
        other_authorities=others,
        judgements=board_judgements(report),
        dates=dates,
        people=inspection_team(report),
    )
