"""Tables from the rules of a page: where level and upright rules meet, cells are enclosed.

The way is pdfplumber's: rules near one line are one, pieces that touch are joined, and a cell is the smallest box
whose corners are crossings and whose sides are ruled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipelines.reading.drawing.drawn import THIN, Sides
from pipelines.reading.model import Box, Table

NEAR = 3.0  # points: rules nearer than this are one, pieces nearer than this are joined
SHORTEST = 8.0  # points: a shorter rule encloses no text
FRAME = 0.75  # of the page's height: a single box that is higher is a frame
MOST = 400  # rules in one direction: a page with more has a chart, whose lines enclose no text


class Rule(NamedTuple):
    """A straight line at `at`, across the page's other direction, from `start` to `end`."""

    at: float
    start: float
    end: float


def tables_of(rules: Iterable[Sides], height: float) -> tuple[Table, ...]:
    """The tables that the rules make, from top to bottom; `rules` count from the foot of a page of that height."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for left, bottom, right, top in rules:
        if top - bottom < THIN:
            level.append(Rule(height - (top + bottom) / 2, left, right))
        if right - left < THIN:
            upright.append(Rule((left + right) / 2, height - top, height - bottom))
    levels, uprights = _joined(level), _joined(upright)
    if len(levels) < 2 or max(len(levels), len(uprights)) > MOST:
        return ()
    uprights = _joined([*uprights, *_implied_sides(levels, uprights)])
    if len(uprights) < 2:
        return ()
    tables = [_table(cells) for cells in _groups(_cells(levels, uprights))]
    tables = [table for table in tables if not _is_frame(table, height)]
    return tuple(sorted(tables, key=lambda table: (table.box.top, table.box.x0)))


def _is_frame(table: Table, height: float) -> bool:
    """Whether it is a frame around a page's text, as a scan's edge is."""
    return len(table.rows) == 1 == len(table.rows[0]) and table.box.bottom - table.box.top > FRAME * height


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """One rule for all that lie on one line and touch, without those too short for a cell's side."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules):
        if lines and rule.at - lines[-1][-1].at <= NEAR and rule.at - lines[-1][0].at <= 2 * NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    joined = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        start = end = None
        for rule in sorted(line, key=lambda rule: rule.start):
            if start is None or end is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + NEAR:
                end = max(end, rule.end)
            else:
                joined.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None and end is not None:
            joined.append(Rule(at, start, end))
    return [rule for rule in joined if rule.end - rule.start >= SHORTEST]


def _implied_sides(levels: Sequence[Rule], uprights: Sequence[Rule]) -> list[Rule]:
    """The outer sides of tables that have upright rules only between their columns.

    Level rules of one extent, of which an upright one within joins the first with the last, end at the table's sides.
    """
    extents: dict[tuple[int, int], list[Rule]] = defaultdict(list)
    for rule in levels:
        extents[round(rule.start / NEAR), round(rule.end / NEAR)].append(rule)
    implied = []
    for group in extents.values():
        start, end = group[0].start, group[0].end
        within = [rule for rule in uprights if start + NEAR < rule.at < end - NEAR]
        for rule in within:
            ruled = [level.at for level in group if rule.start - NEAR <= level.at <= rule.end + NEAR]
            if len(ruled) > 1:
                implied += [Rule(start, min(ruled), max(ruled)), Rule(end, min(ruled), max(ruled))]
    return implied


def _cells(levels: Sequence[Rule], uprights: Sequence[Rule]) -> list[Box]:
    """The smallest boxes that rules enclose."""
    crossings = {
        (x, y)
        for y, level in enumerate(levels)
        for x, upright in enumerate(uprights)
        if level.start - NEAR <= upright.at <= level.end + NEAR
        and upright.start - NEAR <= level.at <= upright.end + NEAR
    }
    cells = []
    for x, y in sorted(crossings):
        cell = _cell_from(x, y, levels, uprights, crossings)
        if cell is not None:
            cells.append(cell)
    return cells


def _cell_from(
    x: int, y: int, levels: Sequence[Rule], uprights: Sequence[Rule], crossings: set[tuple[int, int]]
) -> Box | None:
    """The smallest enclosed box whose upper left corner is that crossing."""
    left, top = uprights[x].at, levels[y].at
    rights = [
        i
        for i in range(x + 1, len(uprights))
        if (i, y) in crossings and uprights[i].at > left + NEAR and _covers(levels[y], left, uprights[i].at)
    ]
    lowers = [
        j
        for j in range(y + 1, len(levels))
        if (x, j) in crossings and levels[j].at > top + NEAR and _covers(uprights[x], top, levels[j].at)
    ]
    for j in lowers:
        for i in rights:
            right, bottom = uprights[i].at, levels[j].at
            if (i, j) in crossings and _covers(uprights[i], top, bottom) and _covers(levels[j], left, right):
                return Box(round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))
    return None


def _covers(rule: Rule, start: float, end: float) -> bool:
    return rule.start - NEAR <= start and rule.end + NEAR >= end


def _groups(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share corners are one table's. A cell alone, a box around a text, is a table too."""
    by_corner: dict[tuple[float, float], list[int]] = defaultdict(list)
    for index, cell in enumerate(cells):
        for corner in _corners(cell):
            by_corner[corner].append(index)
    groups: list[list[Box]] = []
    grouped: set[int] = set()
    for first in range(len(cells)):
        if first in grouped:
            continue
        grouped.add(first)
        group, waiting = [], [first]
        while waiting:
            index = waiting.pop()
            group.append(cells[index])
            for corner in _corners(cells[index]):
                new = [other for other in by_corner[corner] if other not in grouped]
                grouped.update(new)
                waiting += new
        groups.append(group)
    return groups


def _corners(cell: Box) -> tuple[tuple[float, float], ...]:
    return (cell.x0, cell.top), (cell.x1, cell.top), (cell.x0, cell.bottom), (cell.x1, cell.bottom)


def _table(cells: Sequence[Box]) -> Table:
    rows: dict[float, list[Box]] = defaultdict(list)
    for cell in cells:
        rows[cell.top].append(cell)
    return Table(tuple(tuple(sorted(rows[top], key=lambda cell: cell.x0)) for top in sorted(rows)))
