"""Inspections of looked after children services alone, 2013: five judgements."""

from __future__ import annotations

import re

from pipelines.parsing.facts import PrintedReport
from pipelines.parsing.graded_cover import find_cover, read_graded_report
from pipelines.parsing.report import Report

CODE = "looked_after"
SERVICES = ("looked_after",)
TITLE = re.compile(
    r"\b(?:re-?\s?)?inspection of (?:services for )?looked[- ]after children(?:[’']?s)?(?: and young people)?"
    r"(?: services)?\b(?! and care leavers)",
    re.IGNORECASE,
)


def claims(report: Report) -> bool:
    """Whether the cover is titled so."""
    return find_cover(report, TITLE) is not None


def read(report: Report) -> PrintedReport:
    """What the report prints."""
    return read_graded_report(report, CODE, TITLE, SERVICES)
