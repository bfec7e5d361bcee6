"""A report that half parses is not half published: what every printed report must have."""

from __future__ import annotations

from datetime import date
from functools import cache

from pipelines import reference
from pipelines.parsing.statements import DateStatement, ReportStatements, UnreadableReport

FIRST_INSPECTION = date(2009, 1, 1)
LONGEST = 120  # days between an inspection's first and last day; the longest seen is under three months


def inspection_period(printed: ReportStatements) -> DateStatement:
    """The inspection's most authoritative period. Raises UnreadableReport when none is printed."""
    found = [statement for statement in printed.dates if statement.kind == "inspection"]
    if not found:
        raise UnreadableReport(
            "parsing", "dates_missing", "No inspection dates on the cover or in the letter: look there."
        )
    return min(found, key=lambda statement: place_ranks()[statement.place])


@cache
def place_ranks() -> dict[str, int]:
    """How authoritative a place in a report is, 1 the most; the staging tables rank statements by the same table."""
    return {row["place"]: int(row["authority_rank"]) for row in reference.rows("statement_places")}


def is_possible(period: DateStatement) -> bool:
    """Whether an inspection can have lasted from the period's first day to its last."""
    return FIRST_INSPECTION <= period.start <= period.end and (period.end - period.start).days <= LONGEST


def verify(printed: ReportStatements) -> None:
    """Raises UnreadableReport when dates, authority or a required judgement are missing or impossible."""
    places = {printed.authority.place, *(d.place for d in printed.dates), *(j.place for j in printed.judgements)}
    if unknown := places - place_ranks().keys():
        raise ValueError(f"Not in statement_places.csv: {', '.join(sorted(unknown))}.")
    period = inspection_period(printed)
    _verify_dates(printed, period)
    _verify_judgements(printed, period.start)


def _verify_dates(printed: ReportStatements, period: DateStatement) -> None:
    if not is_possible(period):
        raise UnreadableReport(
            "parsing",
            "dates_impossible",
            f"Inspection dates that cannot be: {period.start} to {period.end} ({period.text}).",
        )
    for statement in printed.dates:
        if statement.kind == "publication" and statement.start < period.end:
            raise UnreadableReport(
                "parsing",
                "dates_impossible",
                f"Published {statement.start}, before the inspection ended on {period.end}: check the printed dates.",
            )


def _verify_judgements(printed: ReportStatements, start: date) -> None:
    known = [
        (row["service_code"], row["domain_code"], row["requirement"])
        for row in reference.rows("framework_judgements")
        if row["framework_code"] == printed.framework_code
        and (not row["inspections_from"] or row["inspections_from"] <= start.isoformat())
        and (not row["inspections_to"] or start.isoformat() <= row["inspections_to"])
    ]
    found = {(j.service_code, j.domain_code) for j in printed.judgements}
    missing = [f"{s}.{d}" for s, d, requirement in known if requirement == "required" and (s, d) not in found]
    if missing:
        raise UnreadableReport("parsing", "judgement_missing", "Judgements not found: " + ", ".join(missing) + ".")
    foreign = sorted(found - {(s, d) for s, d, _ in known})
    if foreign:
        names = ", ".join(f"{s}.{d}" for s, d in foreign)
        raise UnreadableReport("parsing", "judgement_unexpected", f"Judgements this framework does not have: {names}.")
