"""Answers of sql/questions, with their parameters changed as a reader would change them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import duckdb

from pipelines.warehouse.questions import questions

VALUE = r"(?:cast\(\w+ as \w+\)|date '[^']+'|'[^']*'|\d+) as {}\b"


def answer(connection: duckdb.DuckDBPyConnection, name: str, **chosen: str) -> list[dict[str, Any]]:
    """The question's rows; `chosen` are values, in SQL, to put in the place of its own, as its reader would."""
    sql = questions()[name].sql
    for column, value in chosen.items():
        new = f"{value} as {column}".replace("\\", r"\\")
        sql, changed = re.subn(VALUE.format(column), new, sql, count=1)
        assert changed, column
    result = connection.execute(sql)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def picked(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """Those columns of the rows."""
    return [tuple(row[name] for name in names) for row in rows]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
