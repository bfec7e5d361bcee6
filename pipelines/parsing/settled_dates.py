"""Dates of one report that contradict one another, settled where only one reading fits the others.

A misprinted year is the usual fault: a visit "24 October 2022 to 25 October 2023" in a letter of 28 November 2023
(Darlington 2023) lasted two days; a letter of January bears the year before its visit. What was printed is kept: the
period beside the one that is used, the letter's day set aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from pipelines.parsing.statements import DateStatement, ReportStatements, SetAside
from pipelines.parsing.verify import inspection_period, is_possible

CONTRADICTED = "contradicted"  # the place of a printed period that the report's other dates rule out
LATEST_PUBLICATION = timedelta(days=366)  # a report follows its inspection within weeks, after a consultation months
NEW_YEAR = 3  # the last month in which the year before is still written by mistake
AUTUMN = 9  # inspections from this month on are reported on in the next year


def settle_dates(printed: ReportStatements) -> None:
    """Settles the inspection's period and the publication's day in place; leaves what more than one reading fits."""
    _settle_period(printed)
    period = inspection_period(printed)
    early = [d for d in printed.dates if _is_last_year_s(d, period) or _is_outvoted(d, period, printed.dates)]
    published = [d.start for d in printed.dates if d.kind == "publication" and d not in early]
    late = [d for d in printed.dates if d.kind == "further_inspection" and published and d.end > max(published)]
    printed.set_aside += [_early(d, period) for d in early] + [_late(d, max(published)) for d in late]
    printed.dates = [d for d in printed.dates if d not in early and d not in late]


def _settle_period(printed: ReportStatements) -> None:
    """Puts the one reading of a period that cannot be before it, which stays as what was printed.

    That is the period with other years, or a running header's where no years make it possible.
    """
    period = inspection_period(printed)
    if is_possible(period):
        return
    elsewhere = {(d.start, d.end) for d in printed.dates if d.kind == "inspection" and is_possible(d)}
    found = _readings(printed, period)
    readings = found & elsewhere or found or elsewhere
    if len(readings) == 1:
        ((start, end),) = readings
        settled = [] if (start, end) in elsewhere else [replace(period, start=start, end=end)]
        printed.dates = [*settled, *(replace(d, place=CONTRADICTED) if d is period else d for d in printed.dates)]


def _readings(printed: ReportStatements, period: DateStatement) -> set[tuple[date, date]]:
    """The period with other years, as the day of publication allows."""
    published = [d.start for d in printed.dates if d.kind == "publication"]
    years = {period.start.year, period.end.year, *(day.year for day in published)}
    return {
        (start, end)
        for start in _in_years(period.start, {*years, *(day.year - 1 for day in published)})
        for end in _in_years(period.end, years)
        if is_possible(replace(period, start=start, end=end))
        and all(timedelta() <= day - end <= LATEST_PUBLICATION for day in published)
    }


def _in_years(day: date, years: set[int]) -> Iterator[date]:
    for year in years:
        if (day.month, day.day) != (2, 29) or year % 4 == 0:
            yield day.replace(year=year)


def _is_last_year_s(statement: DateStatement, period: DateStatement) -> bool:
    """Whether a day of publication early in a year bears the year before, in which the inspection ended in autumn."""
    day = statement.start
    return (
        statement.kind == "publication"
        and day < period.end
        and day.month <= NEW_YEAR
        and period.end.month >= AUTUMN
        and day.year == period.end.year
    )


def _is_outvoted(statement: DateStatement, period: DateStatement, dates: list[DateStatement]) -> bool:
    """Whether a day of publication before the inspection's end contradicts a period that the report prints twice."""
    same = [d for d in dates if d.kind == "inspection" and (d.start, d.end) == (period.start, period.end)]
    return statement.kind == "publication" and statement.start < period.end and len(same) > 1


def _late(statement: DateStatement, published: date) -> SetAside:
    return SetAside(
        "raw_dates",
        "inspected_after_publication",
        f"A second period of the inspection, to {statement.end}, when the report was published on {published}: "
        "compare the page.",
        statement.page,
        statement.text,
    )


def _early(statement: DateStatement, period: DateStatement) -> SetAside:
    return SetAside(
        "raw_dates",
        "published_before_the_inspection_ended",
        f"Published on {statement.start} as printed, before the inspection ended on {period.end}: "
        "take the day from the reports site.",
        statement.page,
        statement.text,
    )
