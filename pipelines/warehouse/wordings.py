"""Wordings of data/reference in SQL: DuckDB compiles a pattern from a column anew for each row, which takes 0.1 ms."""

from __future__ import annotations

import re


def is_worded(words: str, pattern: str, without: str) -> bool:
    """Whether the words match the pattern once what `without` matches, if it is not empty, is a space.

    A function of the build's connection: the SQL of tables may call it, that of a view, which readers run, may not.
    """
    told = re.sub(without, " ", words, flags=re.ASCII) if without else words
    return re.search(pattern, told, flags=re.ASCII) is not None
