"""Focused visits since 2018: a letter about one theme, between inspections, without grades."""

from __future__ import annotations

from pipelines.frameworks.letters import visit
from pipelines.parsing.report import Report
from pipelines.parsing.statements import ReportStatements

CODE = "ilacs_focused_visit"
TRAITS = visit.TRAITS


def claims(report: Report) -> bool:
    """Whether the letter's title, or without one its first sentence, calls it a focused visit."""
    return visit.visit_kind(report) == "focused"


def read(report: Report) -> ReportStatements:
    """What the letter prints. Raises UnreadableReport when the visit's days or the authority are missing."""
    return visit.read_visit(report, CODE)
