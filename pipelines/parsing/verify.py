"""A report that half parses is not half published: what every printed report must have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from pipelines import reference
from pipelines.parsing.statements import DateStatement, JudgementStatement, ReportStatements, SetAside, UnreadableReport

FIRST_INSPECTION = date(2009, 1, 1)
FIRST_CONFIRMING_RANK = 4  # in statement_places.csv: from here on a place repeats what a better one states
LONGEST = 120  # days between an inspection's first and last day; the longest seen is under three months


def inspection_period(printed: ReportStatements) -> DateStatement:
    """The inspection's most authoritative period. Raises UnreadableReport when none is printed."""
    found = [statement for statement in printed.dates if statement.kind == "inspection"]
    if not found:
        raise UnreadableReport("dates_missing", "No inspection dates on the cover or in the letter: look there.")
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
            "dates_impossible",
            f"Inspection dates that cannot be: {period.start} to {period.end} ({period.text}).",
        )
    for statement in printed.dates:
        if statement.kind == "publication" and statement.start < period.end:
            raise UnreadableReport(
                "dates_impossible",
                f"Published {statement.start}, before the inspection ended on {period.end}: check the printed dates.",
            )


def set_aside_unexpected(printed: ReportStatements) -> None:
    """Sets aside, in place, statements of judgements that the framework does not have and that only confirm others.

    A heading or a sentence may speak of an area as another framework judges it; a table's row that does shows that
    the report is not what it was taken for, and stays for `verify` to refuse.
    """
    known = set(_judgements_of(printed.framework_code, inspection_period(printed).start))
    foreign = [
        judgement
        for judgement in printed.judgements
        if (judgement.service_code, judgement.domain_code) not in known
        and place_ranks()[judgement.place] >= FIRST_CONFIRMING_RANK
    ]
    for judgement in foreign:
        area = judgement.domain_code.replace("_", " ")
        reason = f"The framework has no judgement of {area} on that day: read the sentence in its place."
        _set_aside(printed, judgement, "judgement_unexpected", reason)


def set_aside_off_scale(printed: ReportStatements) -> None:
    """Sets aside, in place, grades that the framework does not give ("adequate" after 2013): they are misread."""
    row = next(row for row in reference.rows("frameworks") if row["framework_code"] == printed.framework_code)
    scale = row["grade_scale"].split(";")
    off = [judgement for judgement in printed.judgements if judgement.grade_code not in scale]
    for judgement in off:
        _set_aside(printed, judgement, "grade_off_scale", "The framework gives no such grade: read it in its place.")


def _set_aside(printed: ReportStatements, judgement: JudgementStatement, rule: str, reason: str) -> None:
    """Moves the judgement from what is stated to what is set aside."""
    printed.judgements.remove(judgement)
    printed.set_aside.append(SetAside("raw_judgements", rule, reason, judgement.page, judgement.text))


def missing_judgements(framework: str, start: date, judgements: Iterable[JudgementStatement]) -> list[str]:
    """The judgements that an inspection that began on the day must have and that are not among those given."""
    found = {(j.service_code, j.domain_code) for j in judgements}
    required = _judgements_of(framework, start).items()
    return [".".join(area) for area, requirement in required if requirement == "required" and area not in found]


def _judgements_of(framework: str, start: date) -> dict[tuple[str, str], str]:
    """Whether each judgement of the framework was required or optional on the day."""
    return {
        (row["service_code"], row["domain_code"]): row["requirement"]
        for row in reference.rows("framework_judgements")
        if row["framework_code"] == framework
        and (not row["inspections_from"] or row["inspections_from"] <= start.isoformat())
        and (not row["inspections_to"] or start.isoformat() <= row["inspections_to"])
    }


def _verify_judgements(printed: ReportStatements, start: date) -> None:
    missing = missing_judgements(printed.framework_code, start, printed.judgements)
    if missing:
        unread = [s.reason for s in printed.set_aside if s.table_name == "raw_judgements"]
        reason = " ".join(["Judgements not found: " + ", ".join(missing) + ".", *unread])
        raise UnreadableReport("judgement_missing", reason)
    found = {(j.service_code, j.domain_code) for j in printed.judgements}
    foreign = sorted(found - set(_judgements_of(printed.framework_code, start)))
    if foreign:
        names = ", ".join(f"{s}.{d}" for s, d in foreign)
        raise UnreadableReport("judgement_unexpected", f"Judgements this framework does not have: {names}.")
