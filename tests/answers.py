"""Answers of sql/questions, with their parameters changed as a reader would change them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb

from pipelines.warehouse.parameters import checked, variables
from pipelines.warehouse.questions import questions


def answer(connection: duckdb.DuckDBPyConnection, name: str, **chosen: str) -> list[dict[str, Any]]:
    """The question's rows; `chosen` are variables to set, as its reader would."""
    question = questions()[name]
    settings = checked(connection, question, [f"{variable}={value}" for variable, value in chosen.items()])
    with variables(connection, settings):
        result = connection.execute(question.sql)
        names = [column[0] for column in result.description or ()]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def picked(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """Those columns of the rows."""
    return [tuple(row[name] for name in names) for row in rows]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
