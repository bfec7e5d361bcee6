"""Wordings of data/reference in SQL: DuckDB compiles a pattern from a column anew for each row, which takes 0.1 ms."""

from __future__ import annotations

import re

import duckdb


def is_worded(words: str, pattern: str, without: str) -> bool:
    """Whether the words match the pattern once what `without` matches, if it is not empty, is a space."""
    told = re.sub(without, " ", words, flags=re.ASCII) if without else words
    return re.search(pattern, told, flags=re.ASCII) is not None


def add_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """Lets the SQL of tables call `is_worded`; a view, which readers run, cannot have it."""
    connection.create_function("is_worded", is_worded)
