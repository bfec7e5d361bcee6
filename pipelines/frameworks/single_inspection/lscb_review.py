"""Reviews of a Local Safeguarding Children Board published by themselves (Surrey 2015)."""

from __future__ import annotations

import re

from pipelines.frameworks.single_inspection.cover import (
    authority_candidates,
    find_cover,
    inspection_dates,
    second_cover,
)
from pipelines.frameworks.single_inspection.judgements import board_judgements
from pipelines.parsing.authority import resolve
from pipelines.parsing.licence import licence_code
from pipelines.parsing.people import inspection_team
from pipelines.parsing.report import Report
from pipelines.parsing.statements import ReportStatements, UnreadableReport
from pipelines.parsing.traits import Traits

CODE = "lscb_review"
TRAITS = Traits(addressee="lscb", subheadings="smaller")
# What a board's name adds to its authority's ("Surrey Safeguarding Children Board").
BOARD_WORDS = re.compile(
    r"\s*\b(?:(?:local )?safeguarding children(?:[’'‘`]?s)? board|LSCB)\b(?:\s*\([^)]*\))?", re.IGNORECASE
)


def claims(report: Report) -> bool:
    """Whether the cover is titled as a review of a board, and of nothing else."""
    cover = find_cover(report)
    return cover is not None and cover.is_board_alone


def read(report: Report) -> ReportStatements:
    """What the report prints. Raises UnreadableReport when its dates, authority or judgement are not found."""
    cover = find_cover(report)
    if cover is None:
        raise UnreadableReport("title_missing", "The cover has no title of a review of a board.")
    dates = inspection_dates(cover, second_cover(report, cover))
    named = authority_candidates(cover, BOARD_WORDS)
    authority, urn, others = resolve(named, dates[0].start)
    return ReportStatements(
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
