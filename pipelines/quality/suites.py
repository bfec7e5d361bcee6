"""Great Expectations suites: one YAML file a table.

A suite's file has the table's name and a list of expectations. Each has a check name, a description, a
severity (error holds the publication back, warn does not) and either a Great Expectations `type` with
its `kwargs`, or `sql`: a query over the build that selects offending rows, of which none are expected.
`codes: frameworks.framework_code` among the `kwargs` is the `value_set` of that column of data/reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines import reference
from pipelines.settings import ROOT

SUITES = ROOT / "expectations"
SEVERITIES = ("error", "warn")


class SuiteError(Exception):
    """A suite that would not check what it says; the message names the file."""


@dataclass(frozen=True)
class Check:
    """One expectation of a suite."""

    table: str
    name: str
    description: str
    severity: str
    type: str
    kwargs: dict[str, Any]
    sql: str | None


@cache
def suites() -> dict[str, tuple[Check, ...]]:
    """Every table's checks. Raises SuiteError for an empty suite, a doubled name or an unknown severity."""
    return {path.stem: _checks(path) for path in sorted(SUITES.glob("*.yaml"))}


def _checks(path: Path) -> tuple[Check, ...]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if content.get("table") != path.stem:
        raise SuiteError(f"expectations/{path.name} names the table {content.get('table')}.")
    checks = tuple(_check(path, entry) for entry in content.get("expectations") or ())
    names = [check.name for check in checks]
    if not checks or len(set(names)) < len(names):
        raise SuiteError(f"expectations/{path.name} is empty or names a check twice.")
    return checks


def _check(path: Path, entry: dict[str, Any]) -> Check:
    sql = entry.get("sql")
    # Of a query for offending rows, the number of rows is what is expected: 0, in a column named for the check.
    kind = "expect_column_values_to_be_in_set" if sql else entry["type"]
    kwargs = {"column": entry["check"], "value_set": [0]} if sql else _kwargs(entry.get("kwargs", {}))
    if entry["severity"] not in SEVERITIES:
        raise SuiteError(f"expectations/{path.name}: {entry['check']} has severity {entry['severity']}.")
    return Check(path.stem, entry["check"], entry["description"], entry["severity"], kind, kwargs, sql)


def _kwargs(written: dict[str, Any]) -> dict[str, Any]:
    """What Great Expectations is given. Raises ReferenceDataError or SuiteError for codes that are not there."""
    if "codes" not in written:
        return written
    name, _, column = written["codes"].partition(".")
    codes = [row.get(column) for row in reference.rows(name)]
    if None in codes:
        raise SuiteError(f"data/reference/{name}.csv has no column {column}, which a suite names.")
    return {key: value for key, value in written.items() if key != "codes"} | {"value_set": codes}
