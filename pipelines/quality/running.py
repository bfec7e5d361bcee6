"""Suites run on the build: rows are fetched here, Great Expectations looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import duckdb

from pipelines.quality.check import Check
from pipelines.quality.great_expectations import SHOWN_ROWS, Verdict, verdicts
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table as catalogued

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = "expect_table_columns_to_match_ordered_list"


@dataclass(frozen=True)
class Result:
    """What a check found; `unexpected_rows` is JSON of a few offending values or rows."""

    check: Check
    passed: bool
    unexpected_count: int | None
    unexpected_rows: str


def run_checks(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> list[Result]:
    """The results of some checks of one table, in the order given. Raises SuiteError."""
    table = checks[0].table
    of_columns = [check for check in checks if check.type == COLUMNS]
    of_rows = [check for check in checks if not check.sql and check.type != COLUMNS]
    queried = [check for check in checks if check.sql]
    offending = {check.name: connection.execute(check.sql).df() for check in queried if check.sql}
    no_rows = connection.execute(f"select * from {catalogued(table).qualified} limit 0").df()
    found: dict[str, Verdict] = {}
    if of_columns:
        found |= _by_name(of_columns, no_rows)
    if of_rows:
        found |= _by_name(of_rows, _rows(connection, table, list(no_rows.columns), of_rows))
    if queried:
        found |= _by_name(queried, _counts(offending))
    return [_result(check, found[check.name], offending.get(check.name)) for check in checks]


def _by_name(checks: Sequence[Check], frame: pd.DataFrame) -> dict[str, Verdict]:
    return dict(zip([check.name for check in checks], verdicts(checks, frame), strict=True))


def _rows(
    connection: duckdb.DuckDBPyConnection, table: str, columns: list[str], checks: Sequence[Check]
) -> pd.DataFrame:
    """The table's rows, with those of its columns that the checks name: long texts stay where they are."""
    named = {name for check in checks for name in (check.kwargs.get("column"), *check.kwargs.get("column_list", ()))}
    # Counting rows takes a column, whichever.
    wanted = ", ".join(column for column in columns if column in named) or "1"
    return connection.execute(f"select {wanted} from {catalogued(table).qualified}").df()


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
