"""One module a framework, found by itself; families that share a layout share a folder.

A framework module has CODE (frameworks.csv's framework_code), TRAITS, which the reading that all frameworks share
asks, claims(report) -> bool, which says from the report alone whether it is of this framework, and
read(report) -> ReportStatements, which raises UnreadableReport when something it must find is missing or not
understood.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol

from pipelines.parsing.cover import unread_publication
from pipelines.parsing.earlier_grades.sentences import stated_history
from pipelines.parsing.findings import findings
from pipelines.parsing.layout.leading import at_usual_leading
from pipelines.parsing.losses.misread import misread_grades
from pipelines.parsing.losses.missing import check_one_report, check_pages, doubts
from pipelines.parsing.metrics.quantities import quantities, withheld_figures
from pipelines.parsing.outline.headings import domains_judged
from pipelines.parsing.outline.outline import outline
from pipelines.parsing.recommendations import recommendations, without_unread_tables
from pipelines.parsing.report import Report
from pipelines.parsing.settled_dates import settle_dates
from pipelines.parsing.statements import ReportStatements, UnreadableReport
from pipelines.parsing.traits import Traits
from pipelines.parsing.verify import inspection_period, set_aside_off_scale, set_aside_unexpected, verify
from pipelines.parsing.withheld_lines import contact_lines
from pipelines.reading.model import Document

OF_GRADES = frozenset({"grade_table", "record_of_findings", "judgement_missing", "outcome_missing"})
SHOWN = 4  # misread words that a reason names


class Framework(Protocol):
    """What each module of this package provides."""

    CODE: str
    TRAITS: Traits

    def claims(self, report: Report) -> bool: ...

    def read(self, report: Report) -> ReportStatements: ...


@cache
def frameworks() -> tuple[Framework, ...]:
    """All framework modules, by code."""
    modules = (importlib.import_module(found.name) for found in pkgutil.walk_packages(__path__, f"{__name__}."))
    return tuple(sorted((module for module in modules if hasattr(module, "CODE")), key=lambda module: module.CODE))


def withheld_lines(document: Document) -> frozenset[int]:
    """Identities of the lines that name a letter's addressees or a report's partners, by the traits of all frameworks.

    Which framework a document is of makes no difference: nobody is named for want of a trait.
    """
    return contact_lines(document, (framework.TRAITS for framework in frameworks()))


def read_report(document: Document) -> ReportStatements:
    """What the one framework that claims the document reads from it, verified whole.

    Raises UnreadableReport: unknown_framework, ambiguous_framework, or what the framework's own reading
    and the verification raise.
    """
    document = at_usual_leading(document)
    report = Report(document, withheld_lines(document))
    claimed = [framework for framework in frameworks() if framework.claims(report)]
    if not claimed:
        raise UnreadableReport(
            "unknown_framework",
            "No known framework's report: leave it out, or add a framework module for it.",
            stage="framework",
        )
    if len(claimed) > 1:
        codes = ", ".join(framework.CODE for framework in claimed)
        raise UnreadableReport("ambiguous_framework", f"More than one framework claims it: {codes}.", stage="framework")
    framework = claimed[0]
    printed = _verified(framework, report)
    paragraphs, unread = without_unread_tables(outline(report, domains_judged(framework.CODE), framework.TRAITS))
    items = recommendations(paragraphs, framework.TRAITS)
    printed.recommendations = [item.recommendation for item in items]
    printed.findings = findings(paragraphs, items)
    start = inspection_period(printed).start
    printed.quantities = quantities(report, start)
    printed.withheld_figures = withheld_figures(report, start)
    printed.stated_history = stated_history(report, printed.authority_urn, start)
    printed.set_aside += [*unread, *doubts(report, printed)]
    return printed


def _verified(framework: Framework, report: Report) -> ReportStatements:
    """What the framework reads from the report, verified. Raises UnreadableReport, with what is known all the same."""
    known = {"framework_code": framework.CODE}
    try:
        printed = framework.read(report)
        known["authority_urn"] = printed.authority_urn
        for kind, name in (("inspection", "inspection_start_date"), ("publication", "published_date")):
            days = [statement.start.isoformat() for statement in printed.dates if statement.kind == kind]
            known |= {name: days[0]} if days else {}
        if "publication" not in {statement.kind for statement in printed.dates}:
            printed.set_aside += unread_publication(report)
        check_one_report(report, printed)
        settle_dates(printed)
        set_aside_unexpected(printed)
        set_aside_off_scale(printed)
        verify(printed)
        check_pages(report)
    except UnreadableReport as error:
        error.known = known
        raise _as_misread(error, report) from None
    return printed


def _as_misread(error: UnreadableReport, report: Report) -> UnreadableReport:
    """The error, or where a grade is missing and words of grades are misread, that one."""
    words = dict.fromkeys(word for _, word in misread_grades(report))
    if error.reason_code not in OF_GRADES or not words:
        return error
    shown = ", ".join(f'"{word}"' for word in list(words)[:SHOWN])
    reason = f"The text was misread from a scan ({shown}): run OCR on it again, or read it by hand. {error.reason}"
    return UnreadableReport("misread_text", reason, error.known)
