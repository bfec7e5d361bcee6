"""Columns of ready tables, and those that several have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.site.words import DOMAINS

Kind = Literal["text", "code", "grade", "date", "number", "share"]


@dataclass(frozen=True)
class Column:
    """A column: its name in the query, its heading, what its values are, and how it can be narrowed.

    `kind` is how a value is shown: a code in words, a grade, a day, a number, a share of 1 as per cent, or as it is.
    `links` names the column with the inspection (`..._id`) or authority (`..._urn`) whose page the value leads to.
    `is_filter`: one value can be chosen, or of days the first and the last.
    """

    name: str
    heading: str
    kind: Kind = "text"
    links: str = ""
    is_filter: bool = False


def code(name: str, heading: str) -> Column:
    """A code in words, that the rows can be narrowed by."""
    return Column(name, heading, "code", is_filter=True)


def grade(name: str, heading: str) -> Column:
    """A grade, that the rows can be narrowed by."""
    return Column(name, heading, "grade", is_filter=True)


def numbers(**headings: str) -> tuple[Column, ...]:
    """Columns of numbers: the heading of each by its name."""
    return tuple(Column(name, heading, "number") for name, heading in headings.items())


def first_day(name: str, heading: str = "First day", links: str = "inspection_id") -> Column:
    """The day by which a table's inspections are narrowed, that leads to each."""
    return Column(name, heading, "date", links=links, is_filter=True)


AUTHORITY = Column("authority_name", "Authority", links="authority_urn")
REGION = Column("region_name", "Region", is_filter=True)
FRAMEWORK = code("framework_code", "Kind")
YEAR = code("year", "Year")
DOMAIN = code("domain_code", "Judgement")
SOURCE = code("source_code", "Known from")
PUBLISHED = Column("published_date", "Published", "date")
GRADES = tuple(Column(domain, name, "grade") for domain, name in DOMAINS.items())
SHARE = Column("share_good_or_better", "Share good or better", "share")
VISIT = (
    AUTHORITY,
    REGION,
    first_day("visited_date"),
    PUBLISHED,
    code("theme", "Theme"),
    grade("grade_at_the_time", "Grade at the time"),
    *numbers(priority_actions="Priority actions", areas_for_improvement="Areas for improvement"),
    SOURCE,
)
