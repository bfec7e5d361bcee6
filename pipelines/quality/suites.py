"""Great Expectations suites, one a table: the checks that the schema implies, and those that a person thought of.

The latter are in expectations/, one YAML file a table that has any: the table's name and a list of expectations. Each
has a check name, a description, a severity (error holds the publication back, warn does not) and either a Great
Expectations `type` with its `kwargs`, or `sql`: a query over the build that selects offending rows, of which none are
expected. `costs: report` says that a query's rows are of documents, by their `document_sha256`, `inspection_id` or
`inspection_key`: these are kept apart, and the rest is published. A check that has the name of one that the schema
implies takes its place, as where a warning is enough.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.quality.check import Check, Expected, NoRows, SuiteError
from pipelines.quality.derived import derived_checks
from pipelines.settings import ROOT
from pipelines.warehouse.schema import tables

SUITES = ROOT / "expectations"
SEVERITIES = ("error", "warn")
COSTS = ("report", "publication")
MADE_AT_PUBLICATION = ("check_results", "publication")  # after the checks have been


def suites() -> dict[str, tuple[Check, ...]]:
    """Every table's checks. Raises SuiteError for an empty or careless suite, and for one of no table."""
    return {name: suite(name) for name in checked_tables()}


def checked_tables() -> tuple[str, ...]:
    """The tables that have a suite: all that a run makes before it publishes. Raises SuiteError."""
    names = tuple(name for name in tables() if name not in MADE_AT_PUBLICATION)
    if strays := written_checks().keys() - set(names):
        raise SuiteError(f"expectations/ has suites of what is no checked table: {', '.join(sorted(strays))}.")
    return names


def suite(name: str) -> tuple[Check, ...]:
    """The table's checks, those that the schema implies first. Raises SuiteError."""
    checks = {check.name: check for check in derived_checks(tables()[name], date.today())}
    checks |= {check.name: check for check in written_checks().get(name, ())}
    return tuple(checks.values())


@cache
def written_checks() -> dict[str, tuple[Check, ...]]:
    """The checks of expectations/, by table. Raises SuiteError."""
    return {path.stem: _checks(path) for path in sorted(SUITES.glob("*.yaml"))}


def _checks(path: Path) -> tuple[Check, ...]:
    """A file's checks. Raises SuiteError for an empty suite, a doubled name or an unknown severity."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    if content.get("table") != path.stem:
        raise SuiteError(f"expectations/{path.name} names the table {content.get('table')}.")
    checks = tuple(_check(path, entry) for entry in content.get("expectations") or ())
    names = [check.name for check in checks]
    if not checks or len(set(names)) < len(names):
        raise SuiteError(f"expectations/{path.name} is empty or names a check twice.")
    return checks


def _check(path: Path, entry: dict[str, Any]) -> Check:
    name, description, severity = entry["check"], entry["description"], entry["severity"]
    if severity not in SEVERITIES:
        raise SuiteError(f"expectations/{path.name}: {name} has severity {severity}.")
    costs = entry.get("costs", "publication")
    if costs not in COSTS or (costs == "report" and not (severity == "error" and "sql" in entry)):
        raise SuiteError(f"expectations/{path.name}: {name} cannot cost a {costs}.")
    demand = NoRows(entry["sql"]) if "sql" in entry else Expected(entry["type"], entry.get("kwargs", {}))
    return Check(path.stem, name, description, severity, demand, costs)
