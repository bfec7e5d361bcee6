"""Texts that a spreadsheet would run as a formula, made harmless."""

from __future__ import annotations

import re

# A spreadsheet takes a cell that starts so for a formula. The full-width forms count in East Asian settings.
FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"


def harmless_sql(text: str) -> str:
    """SQL of a text that no spreadsheet runs as a formula: one that looks like it gets an apostrophe before it."""
    return f"case when regexp_matches({text}, '{FORMULA}') then '''' || {text} else {text} end"


def harmless(text: str) -> str:
    """The same of a text itself."""
    return f"'{text}" if re.match(FORMULA, text) else text
