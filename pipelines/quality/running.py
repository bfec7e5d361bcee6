"""Suites run on the build: rows are fetched here, and looked at by a process of its own beside this one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.quality import great_expectations
from pipelines.quality.great_expectations import SHOWN_ROWS, Verdict
from pipelines.quality.suites import Check, SuiteError, suites
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table as catalogued
from pipelines.workers.limits import Stopped
from pipelines.workers.processes import LimitedProcesses

if TYPE_CHECKING:
    import pandas as pd

AHEAD = 1  # suites whose rows are fetched while those of the one before are looked at
SECONDS = 600.0  # for one table; the longest takes a quarter of a second
MEMORY = 16 << 30  # bytes; the largest table of 10,000 reports takes a hundredth
MANY = 10_000  # rows, from which on a text that many of them have is sent once
COLUMNS = "expect_table_columns_to_match_ordered_list"


@dataclass(frozen=True)
class Result:
    """What a check found; `unexpected_rows` is JSON of a few offending values or rows."""

    check: Check
    passed: bool
    unexpected_count: int | None
    unexpected_rows: str


def get_ready() -> None:
    """Starts the process that checks, which takes seconds to be ready; nothing waits for it here."""
    _process().submit(great_expectations.get_ready)


def run_suites(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> Iterator[tuple[str, list[Result]]]:
    """Each table with the results of all its checks on the build, in the suite's order. Raises SuiteError."""
    under_way: deque[tuple[str, _Started]] = deque()
    for table in tables:
        under_way.append((table, _started(connection, suites()[table])))
        if len(under_way) > AHEAD:
            done, started = under_way.popleft()
            yield done, started.results()
    for done, started in under_way:
        yield done, started.results()


def run_checks(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[Result]:
    """The results of some checks of one table, in the order given. Raises SuiteError."""
    return _started(connection, checks).results()


@dataclass(frozen=True)
class _Started:
    """Checks of one table that are under way; `offending` are the rows that each query among them has found."""

    checks: Sequence[Check]
    verdicts: list[tuple[list[Check], Future[list[Verdict]]]]
    offending: dict[str, pd.DataFrame]

    def results(self) -> list[Result]:
        """Waits for the results, in the checks' order. Raises SuiteError."""
        try:
            found = {
                check.name: verdict
                for checks, future in self.verdicts
                for check, verdict in zip(checks, future.result(), strict=True)
            }
        except Stopped as stopped:
            raise SuiteError(
                f"expectations/{self.checks[0].table}.yaml: the process that checks was ended "
                f"({stopped.reason_code}): run again."
            ) from stopped
        return [_result(check, found[check.name], self.offending.get(check.name)) for check in self.checks]


def _started(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> _Started:
    """Fetches what the checks of one table look at, and has it looked at."""
    table = checks[0].table
    of_columns = [check for check in checks if check.type == COLUMNS]
    of_rows = [check for check in checks if not check.sql and check.type != COLUMNS]
    queried = [check for check in checks if check.sql]
    offending = {check.name: connection.execute(check.sql).df() for check in queried if check.sql}
    no_rows = connection.execute(f"select * from {catalogued(table).qualified} limit 0").df()
    verdicts = []
    if of_columns:
        verdicts.append((of_columns, _looked_at(of_columns, no_rows)))
    if of_rows:
        verdicts.append((of_rows, _looked_at(of_rows, _rows(connection, table, list(no_rows.columns), of_rows))))
    if queried:
        verdicts.append((queried, _looked_at(queried, _counts(offending))))
    return _Started(checks, verdicts, offending)


def _looked_at(checks: list[Check], frame: pd.DataFrame) -> Future[list[Verdict]]:
    return _process().submit(great_expectations.verdicts, checks, frame)


@cache
def _process() -> Executor:
    """The process in which Great Expectations is imported and stays, until this one ends."""
    return LimitedProcesses(1, seconds=SECONDS, memory=MEMORY)


def _rows(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[str], checks: Sequence[Check]
) -> pd.DataFrame:
    """The table's rows, with those of its columns that the checks name: long texts stay where they are."""
    named = {name for check in checks for name in (check.kwargs.get("column"), *check.kwargs.get("column_list", ()))}
    # Counting rows takes a column, whichever.
    wanted = ", ".join(column for column in columns if column in named) or "1"
    rows = connection.execute(f"select {wanted} from {catalogued(table).qualified}").df()
    return rows if len(rows) < MANY else rows.astype(dict.fromkeys(rows.select_dtypes("object"), "category"))


def _counts(offending: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row: how many offending rows each query has found."""
    import pandas as pd

    return pd.DataFrame({name: [len(rows)] for name, rows in offending.items()})


def _result(check: Check, verdict: Verdict, offending: pd.DataFrame | None) -> Result:
    if offending is None:
        return Result(check, verdict.passed, verdict.unexpected_count, verdict.unexpected_values)
    shown = offending.head(SHOWN_ROWS).to_json(orient="records", date_format="iso", force_ascii=False)
    return Result(check, verdict.passed, len(offending), shown)


def record_results(connection: duckdb.DuckDBPyConnection, table: str, results: list[Result]) -> None:
    """Writes the table's results into the build's check_results, in place of any earlier ones."""
    build_file.forget_checks(connection, catalogued(table))
    build_file.add_rows(connection, catalogued("check_results"), [_row(result) for result in results])


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
