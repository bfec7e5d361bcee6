"""The published warehouse, read once: each table that pages need, in one query, as rows of fit text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import first_line
from pipelines.site.errors import SiteError
from pipelines.site.text import fit
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table

Row = dict[str, Any]
Tables = dict[str, list[Row]]

TABLES = (
    "publication",
    "dim_authority",
    "dim_framework",
    "dim_domain",
    "dim_grade",
    "dim_metric",
    "dim_inspection",
    "all_inspections",
    "dim_inspector",
    "bridge_inspection_inspector",
    "bridge_authority_neighbour",
    "fact_judgement",
    "fact_metric",
    "fact_recommendation",
    "recommendation_themes",
    "fact_finding",
    "judgement_history_all",
    "official_outcomes",
    "conflicts",
    "reconciliation",
    "stated_history",
    "withheld_metrics",
    "quarantine",
    "unread_reports",
    "set_aside",
    "corrections",
    "superseded_documents",
    "check_results",
    "indicator_history",
    "changes",
)
# Indicators that an authority's page shows, in its order; all of them are in the file.
INDICATORS = (
    "cla_rate",
    "cpp_rate",
    "cin_rate",
    "re_referrals",
    "cla_three_placements",
    "care_leavers_suitable_accommodation",
    "care_leavers_in_work_or_learning",
    "social_worker_turnover",
    "social_worker_agency",
    "social_worker_caseload",
    "fsm_primary",
    "cost_looked_after",
)
# Of a large table, the rows that pages show.
SHOWN = {"indicator_history": f"where authority_urn is not null and indicator_code in {INDICATORS}"}


def read_tables(warehouse: Path) -> Tables:
    """The rows of each of TABLES, in a fixed order. Raises SiteError when the file cannot serve as the source."""
    if not warehouse.is_file():
        raise SiteError(f"There is no published file at {warehouse}: publish one first (make run).")
    try:
        with build_file.connect(warehouse, read_only=True) as connection:
            tables = {name: _rows(connection, name) for name in TABLES}
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise SiteError(
            f"{warehouse} is of another version of this project: publish it again ({first_line(error)})."
        ) from None
    except duckdb.Error as error:
        raise SiteError(f"{warehouse} cannot be read: {first_line(error)}") from None
    if len(tables["publication"]) != 1:
        raise SiteError(f"{warehouse} does not say when it was published: publish it again (make run).")
    return tables


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    names = [column.name for column in table(name).columns]
    sql = f"select {', '.join(names)} from {table(name).qualified} {SHOWN.get(name, '')} order by all"
    rows = connection.execute(sql).fetchall()
    return [
        {column: fit(value) if isinstance(value, str) else value for column, value in zip(names, row, strict=True)}
        for row in rows
    ]


def by(rows: list[Row], column: str) -> dict[Any, Row]:
    """Each row under its key."""
    return {row[column]: row for row in rows}


def grouped(rows: list[Row], column: str) -> defaultdict[Hashable, list[Row]]:
    """The rows of each value of the column, in their order."""
    groups: defaultdict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups
