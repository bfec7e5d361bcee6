"""Inspections of local authority arrangements for the protection of children, 2012-13: four judgements."""

from __future__ import annotations

import re

from pipelines.frameworks.graded_sections.cover import find_cover, read_graded_report
from pipelines.parsing.report import Report
from pipelines.parsing.statements import ReportStatements
from pipelines.parsing.traits import Traits

CODE = "child_protection"
TRAITS = Traits()
SERVICES = ("safeguarding",)
TITLE = re.compile(
    r"\b(?:re-?\s?)?inspection of (?:the )?(?:local authority )?arrangements for the protection of children\b",
    re.IGNORECASE,
)


def claims(report: Report) -> bool:
    """Whether the cover is titled so."""
    return find_cover(report, TITLE) is not None


def read(report: Report) -> ReportStatements:
    """What the report prints."""
    return read_graded_report(report, CODE, TITLE, SERVICES)
