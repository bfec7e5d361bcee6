"""Monitoring visits since 2016: a letter about the progress of an authority judged inadequate, without grades."""

from __future__ import annotations

from pipelines.frameworks.letters import visit
from pipelines.parsing.report import Report
from pipelines.parsing.statements import ReportStatements

CODE = "ilacs_monitoring_visit"
TRAITS = visit.TRAITS


def claims(report: Report) -> bool:
    """Whether the letter's title, or without one its first sentence, calls it a monitoring visit."""
    return visit.visit_kind(report) == "monitoring"


def read(report: Report) -> ReportStatements:
    """What the letter prints. Raises UnreadableReport when the visit's days or the authority are missing."""
    return visit.read_visit(report, CODE)
