"""Whether a report's days can be: its inspection's, which it cannot do without, and those that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from pipelines import reference
from pipelines.parsing.verify import place_ranks
from pipelines.raw.tables import Row

OutOfTime = tuple[str, Row, str, str]  # table, row, rule, what is wrong


def dating_fault(framework_code: str, dates: list[Row], today: date) -> tuple[str, str] | None:
    """The rule that the inspection's days break, with the value in words; None when they can be.

    `dates` are the document's rows of raw_dates. `today` is the day of the run: the same report can be read later.
    """
    period = inspection_period(dates)
    if period is None:
        return "dates_missing", "No days of the inspection are left that could be read."
    start, end = period["start_date"], period["end_date"]
    first, last = _years()[framework_code]
    if end > today.isoformat():
        return "dates_impossible", f"The inspection is dated in the future: {start} to {end} (today is {today})."
    if start < first or (last and start > last):
        years = f"{first} to {last}" if last else f"{first} on"
        return "dates_impossible", f"The inspection started on {start}, and its framework was in use from {years}."
    return None


def inspection_period(dates: list[Row]) -> Row | None:
    """The most authoritative statement of the inspection's days; None without one."""
    found = [row for row in dates if row["kind"] == "inspection"]
    return min(found, key=lambda row: (place_ranks()[row["place"]], row["position"]), default=None)


def statements_out_of_time(rows: dict[str, list[Row]], today: date) -> Iterator[OutOfTime]:
    """Statements that do not fit the inspection's days; none of them is needed.

    A day of publication or a second period in the future; an earlier inspection that is no earlier.
    """
    period = inspection_period(rows["raw_dates"])
    if period is None:
        return
    start = period["start_date"]
    for row in rows["raw_dates"]:
        if row["kind"] != "inspection" and row["end_date"] > today.isoformat():
            said = f"No day lies in the future. Here: {row['kind']} {row['end_date']} (today is {today})."
            yield "raw_dates", row, "no_day_of_the_future", said
    for row in rows["raw_stated_history"]:
        if row["inspected_on"] and _first_day(row["inspected_on"]) >= start:
            said = f"What is stated is of an earlier inspection. Here: {row['inspected_on']}, and the start on {start}."
            yield "raw_stated_history", row, "of_an_earlier_inspection", said


def _first_day(printed: str) -> str:
    """The first day of a day, month or year, written yyyy-mm-dd, yyyy-mm or yyyy."""
    return printed + {4: "-01-01", 7: "-01"}.get(len(printed), "")


@cache
def _years() -> dict[str, tuple[str, str]]:
    """The first and the last day on which an inspection of each framework may have started; no last one in use."""
    return {
        row["framework_code"]: (row["first_inspection"], row["last_inspection"]) for row in reference.rows("frameworks")
    }
