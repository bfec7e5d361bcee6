"""One expectation of a table's suite, whether a person wrote it or the schema implies it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class SuiteError(Exception):
    """A suite that would not check what it says; the message names the table or the file."""


@dataclass(frozen=True)
class Check:
    """One expectation of a suite: a Great Expectations `type` with its `kwargs`.

    With `sql`, a query over the build that selects offending rows, the expectation is of their number. `costs` is what
    a failure takes from the publication when the severity is error: a `statement` that is set aside, a `report` that
    goes to quarantine, or the `publication` of this run.
    """

    table: str
    name: str
    description: str
    severity: str
    type: str
    kwargs: dict[str, Any]
    sql: str | None
    costs: str = "publication"


def expecting_no_rows(
    table: str, name: str, description: str, severity: str, sql: str, costs: str = "publication"
) -> Check:
    """The check that the query finds no row: 0 is what is expected, in a column named for the check."""
    kwargs = {"column": name, "value_set": [0]}
    return Check(table, name, description, severity, "expect_column_values_to_be_in_set", kwargs, sql, costs)
