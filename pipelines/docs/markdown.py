"""Tables and values in Markdown."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Sequence

LONGEST = 90  # characters of a cell
WIDTH = 120  # characters of a line of prose


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; cells are Markdown already."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(value: object) -> str:
    """A value of an answer as a cell: nothing for null, days in ISO form, long text cut."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return escaped(text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…")


def escaped(text: str) -> str:
    """Text that a Markdown table shows as it is."""
    for mark in ("\\", "|", "*", "<", "["):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())


def wrapped(text: str, mark: str = "") -> str:
    """A paragraph over lines; or, with its mark, an item of a list."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=mark,
        subsequent_indent=" " * len(mark),
        break_long_words=False,
        break_on_hyphens=False,
    )
