"""How many rows of a build offend the checks of a table that are queries."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipelines.quality.check import Check, NoRows
from pipelines.warehouse.schema import table


def offending_rows(connection: duckdb.DuckDBPyConnection, checks: Sequence[Check]) -> dict[str, int]:
    """By name, how many rows offend each of these checks of one table that is a query.

    What is to hold of each row is counted in one pass over the table.
    """
    queries = {check.name: check.demand for check in checks if isinstance(check.demand, NoRows)}
    counts: dict[str, int] = {}
    of_each_row = {name: demand.holds for name, demand in queries.items() if demand.holds}
    if of_each_row:
        counted = ", ".join(f"count(*) filter (where not ({holds}))" for holds in of_each_row.values())
        found = connection.execute(f"select {counted} from {table(checks[0].table).qualified}").fetchall()[0]
        counts = dict(zip(of_each_row, found, strict=True))
    for name, demand in queries.items():
        if name not in counts:
            ((counts[name],),) = connection.execute(f"select count(*) from ({demand.sql})").fetchall()
    return counts
