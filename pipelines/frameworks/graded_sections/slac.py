"""Inspections of safeguarding and looked after children services, 2009-12: two services, 22 judgements."""

from __future__ import annotations

import re

from pipelines.frameworks.graded_sections.cover import find_cover, read_graded_report
from pipelines.parsing.report import Report
from pipelines.parsing.statements import ReportStatements
from pipelines.parsing.traits import Traits

CODE = "slac"
TRAITS = Traits(parts_services=True)
SERVICES = ("safeguarding", "looked_after")
TITLE = re.compile(
    r"\b(?:re-?\s?)?inspection of safeguarding (?:and|&) (?:services for )?looked[- ]after children(?:[’']?s)?"
    r"(?: services)?\b",
    re.IGNORECASE,
)


def claims(report: Report) -> bool:
    """Whether the cover names both services (a running header that does so is not enough: Medway 2013)."""
    return find_cover(report, TITLE) is not None


def read(report: Report) -> ReportStatements:
    """What the report prints; the judgements of both services."""
    return read_graded_report(report, CODE, TITLE, SERVICES)
