"""Monitoring visits since 2016: a letter about the progress of an authority judged inadequate, without grades."""

from __future__ import annotations

from pipelines.parsing.facts import PrintedReport
from pipelines.parsing.report import Report
from pipelines.parsing.visit import read_visit, visit_kind

CODE = "ilacs_monitoring_visit"


def claims(report: Report) -> bool:
    """Whether the letter's title, or without one its first sentence, calls it a monitoring visit."""
    return visit_kind(report) == "monitoring"


def read(report: Report) -> PrintedReport:
    """What the letter prints. Raises UnreadableReport when its date, the visit's days or the authority are missing."""
    return read_visit(report, CODE)
