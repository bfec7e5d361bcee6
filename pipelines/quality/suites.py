"""Great Expectations suites: one YAML file a table, run on the build as pandas batches.

A suite's file has the table's name and a list of expectations. Each has a check name, a description, a
severity (error holds the publication back, warn does not) and either a Great Expectations `type` with
its `kwargs`, or `sql`: a query over the build that selects offending rows, of which none are expected.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import yaml

from pipelines import build
from pipelines.catalogue import table as catalogued
from pipelines.settings import ROOT

if TYPE_CHECKING:
    import pandas as pd

SUITES = ROOT / "expectations"
SEVERITIES = ("error", "warn")
SHOWN_ROWS = 5
COLUMNS = "expect_table_columns_to_match_ordered_list"


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


@dataclass(frozen=True)
class Result:
    """What a check found; `unexpected_rows` is JSON of a few offending values or rows."""

    check: Check
    passed: bool
    unexpected_count: int | None
    unexpected_rows: str


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
    kwargs = {"column": entry["check"], "value_set": [0]} if sql else entry.get("kwargs", {})
    if entry["severity"] not in SEVERITIES:
        raise SuiteError(f"expectations/{path.name}: {entry['check']} has severity {entry['severity']}.")
    return Check(path.stem, entry["check"], entry["description"], entry["severity"], kind, kwargs, sql)


def run_suite(connection: duckdb.DuckDBPyConnection, table: str) -> list[Result]:
    """The results of all the table's checks on the build, in the suite's order."""
    return run_checks(connection, suites()[table])


def run_checks(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[Result]:
    """The results of some checks of one table, in the order given.

    Raises SuiteError when Great Expectations ran other checks than were written: it logs and drops an
    expectation that it does not know, and a suite without expectations passes.
    """
    table = checks[0].table
    of_columns = [check for check in checks if check.type == COLUMNS]
    of_rows = [check for check in checks if not check.sql and check.type != COLUMNS]
    queried = [check for check in checks if check.sql]
    results: dict[str, Result] = {}
    for written, frame in ((of_columns, _no_rows), (of_rows, _rows)):
        if written:
            for check, outcome in _validate(table, written, frame(connection, table, written)):
                results[check.name] = _result(check, outcome)
    if queried:
        offending = {check.name: connection.execute(check.sql).df() for check in queried if check.sql}
        import pandas as pd

        counts = pd.DataFrame({name: [len(rows)] for name, rows in offending.items()})
        for check, outcome in _validate(table, queried, counts):
            results[check.name] = _query_result(check, outcome, offending[check.name])
    return [results[check.name] for check in checks]


def _no_rows(connection: duckdb.DuckDBPyConnection, table: str, _: Sequence[Check]) -> pd.DataFrame:
    """The table's columns, all of them, without its rows."""
    return connection.execute(f"select * from {catalogued(table).qualified} limit 0").df()


def _rows(connection: duckdb.DuckDBPyConnection, table: str, checks: Sequence[Check]) -> pd.DataFrame:
    """The table's rows, with the columns that the checks name: long texts stay where they are."""
    named = {name for check in checks for name in (check.kwargs.get("column"), *check.kwargs.get("column_list", ()))}
    columns = [column for column in _no_rows(connection, table, checks).columns if column in named]
    # Counting rows takes a column, whichever.
    return connection.execute(f"select {', '.join(columns) or '1'} from {catalogued(table).qualified}").df()


def _validate(table: str, checks: Sequence[Check], frame: pd.DataFrame) -> Iterator[tuple[Check, Any]]:
    """Each check with what Great Expectations says of it on the frame."""
    outcomes = _outcomes(table, checks, frame, "BOOLEAN_ONLY")
    # Offending values cost as much again as the verdict, and few checks have any.
    if failed := [check for check in checks if check.name in outcomes and not outcomes[check.name].success]:
        outcomes |= _outcomes(table, failed, frame, "SUMMARY")
    lost = [check.name for check in checks if check.name not in outcomes]
    if lost:
        raise SuiteError(f"expectations/{table}.yaml: Great Expectations did not run {', '.join(lost)}.")
    for check in checks:
        if fault := _fault(outcomes[check.name].exception_info):
            raise SuiteError(f"expectations/{table}.yaml: {check.name}: {fault}")
        yield check, outcomes[check.name]


def _outcomes(table: str, checks: Sequence[Check], frame: pd.DataFrame, result_format: str) -> dict[str, Any]:
    """Great Expectations' results by check name, as much of each as the format says."""
    from great_expectations.core.expectation_suite import ExpectationSuite

    written = [{"type": c.type, "kwargs": c.kwargs, "meta": {"check": c.name}} for c in checks]
    batch = _batch_definition().get_batch({"dataframe": frame})
    validation = batch.validate(ExpectationSuite(name=table, expectations=written), result_format=result_format)
    return {outcome.expectation_config.meta["check"]: outcome for outcome in validation.results}


def _fault(info: dict[str, Any]) -> str | None:
    """Why an expectation could not be evaluated. Great Expectations nests this under the failing metric's name."""
    entries = [info, *(value for value in info.values() if isinstance(value, dict))]
    return next((entry["exception_message"] for entry in entries if entry.get("raised_exception")), None)


@cache
def _batch_definition() -> Any:
    """The one batch definition that every table goes through, in a context that keeps nothing."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("build").add_dataframe_asset("table")
    return asset.add_batch_definition_whole_dataframe("whole")


def _result(check: Check, outcome: Any) -> Result:
    """The result of an expectation on the table itself."""
    if outcome.success:
        return Result(check, True, 0, "[]")
    found = outcome.result.get("partial_unexpected_list") or [outcome.result.get("observed_value")]
    shown = json.dumps(found[:SHOWN_ROWS], default=str, ensure_ascii=False)
    return Result(check, False, outcome.result.get("unexpected_count"), shown)


def _query_result(check: Check, outcome: Any, offending: pd.DataFrame) -> Result:
    """The result of a query for offending rows."""
    shown = offending.head(SHOWN_ROWS).to_json(orient="records", date_format="iso", force_ascii=False)
    return Result(check, bool(outcome.success), len(offending), shown)


def record_results(connection: duckdb.DuckDBPyConnection, table: str, results: list[Result]) -> None:
    """Writes the table's results into the build's check_results, in place of any earlier ones."""
    build.forget_checks(connection, catalogued(table))
    build.add_rows(connection, catalogued("check_results"), [_row(result) for result in results])


def _row(result: Result) -> dict[str, Any]:
    """The result as a row of check_results."""
    check = result.check
    return {
        "table_name": check.table,
        "check_name": check.name,
        "description": check.description,
        "severity": check.severity,
        "passed": result.passed,
        "unexpected_count": result.unexpected_count,
        "unexpected_rows": result.unexpected_rows,
    }
