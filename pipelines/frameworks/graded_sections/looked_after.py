"""Inspections of looked after children services alone, 2013: five judgements."""

from __future__ import annotations

import re

from pipelines.frameworks.graded_sections.cover import find_cover, read_graded_report
from pipelines.parsing.report import Report
from pipelines.parsing.statements import ReportStatements
from pipelines.parsing.traits import Traits

CODE = "looked_after"
TRAITS = Traits()
SERVICES = ("looked_after",)
TITLE = re.compile(
    r"\b(?:re-?\s?)?inspection of (?:services for )?looked[- ]after children(?:[’']?s)?(?: and young people)?"
    r"(?: services)?\b(?! and care leavers)",
    re.IGNORECASE,
)


def claims(report: Report) -> bool:
    """Whether the cover is titled so."""
    return find_cover(report, TITLE) is not None


def read(report: Report) -> ReportStatements:
    """What the report prints."""
    return read_graded_report(report, CODE, TITLE, SERVICES)
