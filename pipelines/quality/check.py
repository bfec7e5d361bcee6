"""One check of a table's suite, whether a person wrote it or the schema implies it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class SuiteError(Exception):
    """A suite that would not check what it says; the message names the table or the file."""


@dataclass(frozen=True)
class Expected:
    """What is expected of a table as a whole: a Great Expectations `type` with its `kwargs`."""

    type: str
    kwargs: dict[str, Any]


@dataclass(frozen=True)
class NoRows:
    """That a query over the build, which selects offending rows, finds none.

    With `holds`, SQL over a row's columns, the query selects the table's rows of which it does not hold.
    """

    sql: str
    holds: str | None = None


@dataclass(frozen=True)
class Check:
    """One check of a suite. `costs` is what a failure takes from the publication when the severity is error: a
    `statement` that is set aside, a `report` that goes to quarantine, or the `publication` of this run.
    """

    table: str
    name: str
    description: str
    severity: str
    demand: Expected | NoRows
    costs: str = "publication"
