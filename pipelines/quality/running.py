"""Suites run on the build: rows are fetched here, Great Expectations looks at them in a process of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from pipelines.quality.check import Check, Expected, SuiteError
from pipelines.quality.counting import offending_rows
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
Asked = TypeVar("Asked")


@dataclass(frozen=True)
class Result:
    """What a check found; `unexpected_rows` is JSON of a few offending values or rows."""

    check: Check
    passed: bool
    unexpected_count: int | None
    unexpected_rows: str


@cache
def checking_process() -> LimitedProcesses:
    """The process that Great Expectations is imported in, beside this one: the import takes seconds."""
    return LimitedProcesses(1, seconds=SECONDS, memory=MEMORY)


def make_ready() -> None:
    """Has Great Expectations imported beside what comes before the checks."""
    checking_process().submit(load)


def run_checks(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[Result]:
    """The results of some checks of one table, in the order given. Raises SuiteError."""
    ((_, results),) = _run(connection, {checks[0].table: checks})
    return results


def run_suites(connection: duckdb.DuckDBPyConnection, names: Iterable[str]) -> Iterator[tuple[str, list[Result]]]:
    """The results of each table's suite, in turn: Great Expectations is some tables ahead. Raises SuiteError."""
    return _run(connection, {name: suite(name) for name in names})


def _run(
    connection: duckdb.DuckDBPyConnection, wanted: Mapping[str, Sequence[Check]]
) -> Iterator[tuple[str, list[Result]]]:
    """The results of each table's checks, in turn. Raises SuiteError."""
    submit = checking_process().submit
    counts = {name: offending_rows(connection, checks) for name, checks in wanted.items()}
    broken = submit(offended, [(name, check, count) for name in counts for check, count in counts[name].items()])
    expected = {
        name: {check.name: check.demand for check in checks if isinstance(check.demand, Expected)}
        for name, checks in wanted.items()
    }
    asked = ((name, submit(verdicts, of, _rows(connection, name, of))) for name, of in expected.items())
    for name, of_table in _ahead(asked):
        yield name, _results(connection, wanted[name], counts[name], broken, of_table)


def _ahead(asked: Iterator[Asked]) -> Iterator[Asked]:
    """The same in turn, of which some are always asked for before they are looked at."""
    waiting = deque(islice(asked, AHEAD + 1))
    while waiting:
        yield waiting.popleft()
        waiting.extend(islice(asked, 1))


def _rows(connection: duckdb.DuckDBPyConnection, table: str, expected: Mapping[str, Expected]) -> pd.DataFrame:
    """The table's rows and columns, empty where no check reads a column: long texts stay where they are."""
    qualified = catalogued(table).qualified
    asked = [demand.kwargs for demand in expected.values()]
    read = {name for kwargs in asked for name in (kwargs.get("column"), *kwargs.get("column_list", ()))}
    columns = [row[0] for row in connection.execute(f"describe {qualified}").fetchall()]
    wanted = ", ".join(column if column in read else f"null as {column}" for column in columns)
    needs_rows = any(demand.type != COLUMNS for demand in expected.values())
    return connection.execute(f"select {wanted} from {qualified}{'' if needs_rows else ' limit 0'}").df()


def _results(
    connection: duckdb.DuckDBPyConnection,
    checks: Sequence[Check],
    counts: Mapping[str, int],
    broken: Future[set[tuple[str, str]]],
    of_table: Future[dict[str, Verdict]],
) -> list[Result]:
    """The results of a table's checks, given how many rows offend those that are queries. Raises SuiteError."""
    table = checks[0].table
    try:
        of_queries, verdict_on = broken.result(), of_table.result()
    except Stopped as stopped:
        raise SuiteError(f"{table}: the process that checks ended ({stopped.reason_code}): run again.") from stopped
    except SuiteError as error:
        raise SuiteError(f"{table}: {error}") from error
    results = []
    for check in checks:
        if isinstance(check.demand, Expected):
            verdict = verdict_on[check.name]
            results.append(Result(check, verdict.passed, verdict.unexpected_count, verdict.unexpected_values))
        else:
            passed = (table, check.name) not in of_queries
            first_rows = "[]" if passed else _first_rows(connection, check.demand.sql)
            results.append(Result(check, passed, counts[check.name], first_rows))
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
