"""Suites run on the build: rows are fetched here, Great Expectations looks at them in a process of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.quality.check import Check, SuiteError
from pipelines.quality.great_expectations import SHOWN_ROWS, Verdict, load, verdicts
from pipelines.quality.suites import suite
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table as catalogued
from pipelines.workers.limits import Stopped
from pipelines.workers.processes import LimitedProcesses

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = "expect_table_columns_to_match_ordered_list"
AHEAD = 2  # tables whose rows wait to be looked at
SECONDS = 600.0
MEMORY = 4 << 30


@dataclass(frozen=True)
class Result:
    """What a check found; `unexpected_rows` is JSON of a few offending values or rows."""

    check: Check
    passed: bool
    unexpected_count: int | None
    unexpected_rows: str


@dataclass(frozen=True)
class _Asked:
    """A table's checks, what their queries found, and the verdicts to come on its rows and on those findings."""

    checks: Sequence[Check]
    offending: dict[str, pd.DataFrame]
    batches: list[tuple[Sequence[Check], Future[list[Verdict]]]]


@cache
def checking_process() -> LimitedProcesses:
    """The process that Great Expectations is imported in, beside this one: the import takes seconds."""
    return LimitedProcesses(1, seconds=SECONDS, memory=MEMORY)


def make_ready() -> None:
    """Has Great Expectations imported beside what comes before the checks."""
    checking_process().submit(load)


def run_checks(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[Result]:
    """The results of some checks of one table, in the order given. Raises SuiteError."""
    return _results(_ask(connection, checks))


def run_suites(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> Iterator[tuple[str, list[Result]]]:
    """The results of each table's suite, in turn: one is looked at while the next one's rows are fetched.

    Raises SuiteError.
    """
    waiting: deque[tuple[str, _Asked]] = deque()
    for name in names:
        waiting.append((name, _ask(connection, suite(name))))
        if len(waiting) > AHEAD:
            done, asked = waiting.popleft()
            yield done, _results(asked)
    for done, asked in waiting:
        yield done, _results(asked)


def _ask(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> _Asked:
    """Fetches what the checks are about, and hands it to Great Expectations."""
    of_table = [check for check in checks if not check.sql]
    queried = [check for check in checks if check.sql]
    offending = {check.name: connection.execute(check.sql).df() for check in queried if check.sql}
    batches: list[tuple[Sequence[Check], Future[list[Verdict]]]] = []
    if of_table:
        rows = _rows(connection, checks[0].table, of_table)
        batches.append((of_table, checking_process().submit(verdicts, of_table, rows)))
    if queried:
        batches.append((queried, checking_process().submit(verdicts, queried, _counts(offending))))
    return _Asked(checks, offending, batches)


def _results(asked: _Asked) -> list[Result]:
    found: dict[str, Verdict] = {}
    try:
        for checks, verdicts_to_come in asked.batches:
            found |= zip([check.name for check in checks], verdicts_to_come.result(), strict=True)
    except Stopped as stopped:
        table = asked.checks[0].table
        raise SuiteError(f"{table}: the process that checks ended ({stopped.reason_code}): run again.") from stopped
    return [_result(check, found[check.name], asked.offending.get(check.name)) for check in asked.checks]


def _rows(connection: duckdb.DuckDBPyConnection, table: str, checks: Sequence[Check]) -> pd.DataFrame:
    """The table's rows and columns, empty where no check reads a column: long texts stay where they are."""
    qualified = catalogued(table).qualified
    read = {name for check in checks for name in (check.kwargs.get("column"), *check.kwargs.get("column_list", ()))}
    columns = [row[0] for row in connection.execute(f"describe {qualified}").fetchall()]
    wanted = ", ".join(column if column in read else f"null as {column}" for column in columns)
    needs_rows = any(check.type != COLUMNS for check in checks)
    return connection.execute(f"select {wanted} from {qualified}{'' if needs_rows else ' limit 0'}").df()


def _counts(offending: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row: how many offending rows each query has found."""
    import pandas as pd

    return pd.DataFrame({name: [len(rows)] for name, rows in offending.items()})


def _result(check: Check, verdict: Verdict, offending: pd.DataFrame | None) -> Result:
    if offending is None:
        return Result(check, verdict.passed, verdict.unexpected_count, verdict.unexpected_values)
    shown = offending.head(SHOWN_ROWS).to_json(orient="records", date_format="iso", force_ascii=False)
    return Result(check, verdict.passed, len(offending), shown)


def record_results(connection: duckdb.DuckDBPyConnection, results: Mapping[str, Sequence[Result]]) -> None:
    """Writes what was found of each table into the build's check_results, in place of any earlier results of it."""
    build_file.forget_checks(connection, *map(catalogued, results))
    rows = [_row(result) for of_table in results.values() for result in of_table]
    build_file.add_rows(connection, catalogued("check_results"), rows)


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
