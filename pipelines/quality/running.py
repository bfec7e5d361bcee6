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
    of_table = [check for check in checks if not check.sql]
    queried = [check for check in checks if check.sql]
    offending = {check.name: connection.execute(check.sql).df() for check in queried if check.sql}
    found: dict[str, Verdict] = {}
    if of_table:
        found |= _by_name(of_table, _rows(connection, table, of_table))
    if queried:
        found |= _by_name(queried, _counts(offending))
    return [_result(check, found[check.name], offending.get(check.name)) for check in checks]


def _by_name(checks: Sequence[Check], frame: pd.DataFrame) -> dict[str, Verdict]:
    return dict(zip([check.name for check in checks], verdicts(checks, frame), strict=True))


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
