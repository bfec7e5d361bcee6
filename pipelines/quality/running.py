"""Suites run on the build: rows are fetched here, Great Expectations looks at them in a process of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.quality.check import Check, Expected, NoRows, SuiteError
from pipelines.quality.great_expectations import SHOWN_ROWS, Verdict, load, offended, verdicts
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
    """A table's checks, how many rows offend those that are queries, and what Great Expectations is to say."""

    checks: Sequence[Check]
    offending_rows: dict[str, int]
    of_table: Future[dict[str, Verdict]] | None
    of_queries: Future[set[str]] | None


@cache
def checking_process() -> LimitedProcesses:
    """The process that Great Expectations is imported in, beside this one: the import takes seconds."""
    return LimitedProcesses(1, seconds=SECONDS, memory=MEMORY)


def make_ready() -> None:
    """Has Great Expectations imported beside what comes before the checks."""
    checking_process().submit(load)


def run_checks(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[Result]:
    """The results of some checks of one table, in the order given. Raises SuiteError."""
    return _results(connection, _ask(connection, checks))


def run_suites(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> Iterator[tuple[str, list[Result]]]:
    """The results of each table's suite, in turn: one is looked at while the next one's rows are counted.

    Raises SuiteError.
    """
    waiting: deque[tuple[str, _Asked]] = deque()
    for name in names:
        waiting.append((name, _ask(connection, suite(name))))
        if len(waiting) > AHEAD:
            done, asked = waiting.popleft()
            yield done, _results(connection, asked)
    for done, asked in waiting:
        yield done, _results(connection, asked)


def _ask(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> _Asked:
    """Fetches what the checks are about, and hands it to Great Expectations."""
    expected = {check.name: check.demand for check in checks if isinstance(check.demand, Expected)}
    queries = {check.name: check.demand for check in checks if isinstance(check.demand, NoRows)}
    offending_rows = _count(connection, checks[0].table, queries)
    submit = checking_process().submit
    return _Asked(
        checks,
        offending_rows,
        submit(verdicts, expected, _rows(connection, checks[0].table, expected)) if expected else None,
        submit(offended, offending_rows) if offending_rows else None,
    )


def _count(connection: duckdb.DuckDBPyConnection, table: str, queries: Mapping[str, NoRows]) -> dict[str, int]:
    """How many rows each query selects; what is to hold of each row is counted in one pass over the table."""
    counts: dict[str, int] = {}
    of_each_row = {name: demand.holds for name, demand in queries.items() if demand.holds}
    if of_each_row:
        counted = ", ".join(f"count(*) filter (where not ({holds}))" for holds in of_each_row.values())
        found = connection.execute(f"select {counted} from {catalogued(table).qualified}").fetchall()[0]
        counts = dict(zip(of_each_row, found, strict=True))
    for name, demand in queries.items():
        if name not in counts:
            ((counts[name],),) = connection.execute(f"select count(*) from ({demand.sql})").fetchall()
    return counts


def _rows(connection: duckdb.DuckDBPyConnection, table: str, expected: Mapping[str, Expected]) -> pd.DataFrame:
    """The table's rows and columns, empty where no check reads a column: long texts stay where they are."""
    qualified = catalogued(table).qualified
    asked = [demand.kwargs for demand in expected.values()]
    read = {name for kwargs in asked for name in (kwargs.get("column"), *kwargs.get("column_list", ()))}
    columns = [row[0] for row in connection.execute(f"describe {qualified}").fetchall()]
    wanted = ", ".join(column if column in read else f"null as {column}" for column in columns)
    needs_rows = any(demand.type != COLUMNS for demand in expected.values())
    return connection.execute(f"select {wanted} from {qualified}{'' if needs_rows else ' limit 0'}").df()


def _results(connection: duckdb.DuckDBPyConnection, asked: _Asked) -> list[Result]:
    """The results of a table's checks. Raises SuiteError."""
    table = asked.checks[0].table
    try:
        of_table = asked.of_table.result() if asked.of_table else {}
        of_queries = asked.of_queries.result() if asked.of_queries else set()
    except Stopped as stopped:
        raise SuiteError(f"{table}: the process that checks ended ({stopped.reason_code}): run again.") from stopped
    except SuiteError as error:
        raise SuiteError(f"{table}: {error}") from error
    results = []
    for check in asked.checks:
        if isinstance(check.demand, Expected):
            verdict = of_table[check.name]
            results.append(Result(check, verdict.passed, verdict.unexpected_count, verdict.unexpected_values))
        else:
            passed = check.name not in of_queries
            first_rows = "[]" if passed else _first_rows(connection, check.demand.sql)
            results.append(Result(check, passed, asked.offending_rows[check.name], first_rows))
    return results


def _first_rows(connection: duckdb.DuckDBPyConnection, sql: str) -> str:
    """A few of the rows that the query selects, as JSON."""
    rows = connection.execute(f"select * from ({sql}) limit {SHOWN_ROWS}").df()
    return rows.to_json(orient="records", date_format="iso", force_ascii=False)


def record_results(connection: duckdb.DuckDBPyConnection, results: Mapping[str, Sequence[Result]]) -> None:
    """Writes what was found of each table into the build's check_results, in place of any earlier results of it."""
    rows = [_row(result) for of_table in results.values() for result in of_table]
    with build_file.at_once(connection):
        build_file.forget_checks(connection, *map(catalogued, results))
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
