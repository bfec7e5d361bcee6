"""Texts that a spreadsheet would run as a formula, made harmless."""

from __future__ import annotations

# A spreadsheet takes a cell that starts so for a formula. The full-width forms count in East Asian settings.
FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"


def harmless(text: str) -> str:
    """A text, as SQL, that no spreadsheet runs as a formula: one that looks like it gets an apostrophe before it."""
    return f"case when regexp_matches({text}, '{FORMULA}') then '''' || {text} else {text} end"
