"""A page as a person reads it, made of what it draws."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.reading.drawing.drawn import Char, Drawn, String
from pipelines.reading.lines import gather_lines
from pipelines.reading.model import Line, Page, SetAside, Table
from pipelines.reading.overlaid import by_size, stamps, undoubled, with_initials, with_large_beside
from pipelines.reading.seen import shown_upright, strings_by_sight, upright
from pipelines.reading.tables import tables_of


def page_of(drawn: Drawn, number: int) -> Page:
    """The page's lines, the tables that its rules make, and the text that is set aside."""
    seen, unseen = strings_by_sight(drawn)
    turn = shown_upright(seen)
    width, height = (drawn.width, drawn.height) if turn % 180 == 0 else (drawn.height, drawn.width)
    runs = [string.chars for string in seen if string.turn == turn]
    if turn:
        runs = [_moved(run, drawn, turn) for run in runs]
    tables = tables_of([upright(sides, drawn, turn) if turn else sides for sides in drawn.rules], height)
    lines, across = _lines(runs, number, tables)
    aside = [SetAside("across", line) for line in across]
    aside += _lines_aside("turned", [string for string in seen if string.turn != turn], number)
    for why in sorted({string.why_unseen for string in unseen}):
        aside += _lines_aside(why, [string for string in unseen if string.why_unseen == why], number)
    return Page(number, width, height, tuple(lines), tables, tuple(aside))


def _lines(runs: list[list[Char]], number: int, tables: tuple[Table, ...]) -> tuple[list[Line], list[Line]]:
    """The lines from top to bottom, and outsized ones that are drawn across them."""
    text, outsized = by_size(undoubled(runs))
    lines = gather_lines(text, number, tables)
    if not outsized:
        return lines, []
    lines, large = with_initials(lines, gather_lines(outsized, number, tables))
    across = stamps(large, lines)
    lines = with_large_beside(lines, [line for line in large if line not in across])
    return lines, across


def _moved(chars: list[Char], drawn: Drawn, turn: int) -> list[Char]:
    """Characters at a quarter turn, in points from the left and top of the page that is turned with them."""
    dx, dy = {90: (0.0, 0.0), 180: (drawn.width, 0.0), 270: (drawn.height, drawn.width)}[turn]
    return [(text, x0 + dx, x1 + dx, base + dy, size, bold) for text, x0, x1, base, size, bold in chars]


def _lines_aside(why: str, strings: Iterable[String], number: int) -> list[SetAside]:
    by_turn: dict[int, list[list[Char]]] = {}
    for string in strings:
        if any(char[0] != " " for char in string.chars):
            by_turn.setdefault(string.turn, []).append(string.chars)
    return [SetAside(why, line) for turn in sorted(by_turn) for line in gather_lines(by_turn[turn], number)]
