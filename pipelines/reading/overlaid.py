"""Text that is drawn over other text: letters drawn twice, initials over two lines, stamps across a page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipelines.reading.drawing.drawn import GLYPH_HEIGHT, Char
from pipelines.reading.lines import SAME_BASELINE
from pipelines.reading.model import Cell, Line

OUTSIZED = 1.9  # of the size that most of the page has: larger type has lines of its own
USUAL_SIZE = 12.0  # points: of most reports' text, where a page has only small print
SHADOW = 0.35  # of the font size: the same words nearer than this are one text drawn twice
SHADOW_OF_LETTER = 0.2  # of the font size, for one letter: "ll" is two letters, side by side
STRUCK = 0.1  # of the font size: letters drawn twice nearer than this look bold
INITIAL = re.compile(r"[‘“\"']?[^\W\d_]", re.UNICODE)
ITEM_MARK = re.compile(r"•|\d{1,3}(?:\.\d{1,2})*[.)]?")
OPENING_MARK = re.compile(rf"(?P<mark>•|(?:{ITEM_MARK.pattern})(?=\s+[a-z]))\s*")


def undoubled(runs: Sequence[list[Char]]) -> list[list[Char]]:
    """The runs of characters without copies; those drawn twice a little apart to look bold are bold.

    A copy that stands further off is a shadow, and what was drawn last lies on top.
    """
    kept: list[list[Char] | None] = []
    earlier: dict[tuple[int, str, float], list[int]] = defaultdict(list)
    for run in runs:
        alike = earlier[len(run), run[0][0], run[0][4]]
        copied = next((i for i in alike if (other := kept[i]) is not None and _is_copy(other, run)), None)
        if copied is not None:
            original = kept[copied]
            assert original is not None
            run = [*run] if not _is_struck_twice(original, run) else [(*char[:5], True) for char in original]
            kept[copied] = None
            alike.remove(copied)
        alike.append(len(kept))
        kept.append(run)
    return [run for run in kept if run is not None]


def _is_copy(one: list[Char], other: list[Char]) -> bool:
    size = one[0][4]
    dx, dy = abs(one[0][1] - other[0][1]), abs(one[0][3] - other[0][3])
    if dx > SHADOW * size or dy > SHADOW * size:
        return False
    if len(one) < 3 and dx > (SHADOW_OF_LETTER if dy > 0.01 * size else STRUCK) * size:
        return False
    return all(a[0] == b[0] for a, b in zip(one, other, strict=True)) and any(char[0] != " " for char in one)


def _is_struck_twice(one: list[Char], other: list[Char]) -> bool:
    """Whether a copy stands so near that the letters look bold; in the very same place they do not."""
    distance = max(abs(one[0][1] - other[0][1]), abs(one[0][3] - other[0][3]))
    return 0 < distance < STRUCK * one[0][4]


def by_size(runs: Sequence[list[Char]]) -> tuple[list[list[Char]], list[list[Char]]]:
    """The runs of about the size that most of the page's characters have, and those much larger."""
    counts: dict[float, int] = defaultdict(int)
    for run in runs:
        counts[run[0][4]] += len(run)
    limit = OUTSIZED * max(USUAL_SIZE, max(counts, key=counts.__getitem__, default=0.0))
    return [run for run in runs if run[0][4] <= limit], [run for run in runs if run[0][4] > limit]


def with_initials(lines: list[Line], large: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines with the large initials ("drop capitals") that begin them, and the large lines left."""
    rest = []
    for line in large:
        index = _begun_by(line, lines) if INITIAL.fullmatch(line.text) else None
        if index is None:
            rest.append(line)
        else:
            lines[index] = _with_initial(lines[index], line)
    return lines, rest


def _begun_by(initial: Line, lines: list[Line]) -> int | None:
    """The first line beside the initial that has a cell close to its right."""
    for index, line in enumerate(lines):
        if initial.bottom - initial.size < line.middle < initial.bottom and _cell_behind(initial, line) is not None:
            return index
    return None


def _cell_behind(initial: Line, line: Line) -> int | None:
    near = initial.x1 + 2 * line.size
    return next((i for i, cell in enumerate(line.cells) if initial.x0 + line.size / 3 < cell.x0 < near), None)


def _with_initial(line: Line, initial: Line) -> Line:
    found = _cell_behind(initial, line)
    assert found is not None
    cells = list(line.cells)
    if ITEM_MARK.fullmatch(cells[found].text) and found + 1 < len(cells):
        found += 1  # the initial begins the text behind the mark
    cell = cells[found]
    opening = OPENING_MARK.match(cell.text)
    mark, text = (f"{opening['mark']} ", cell.text[opening.end() :]) if opening else ("", cell.text)
    cells[found] = Cell(mark + initial.text + text, cell.x0, cell.x1)
    return replace(line, cells=tuple(cells))


def with_large_beside(lines: list[Line], large: list[Line]) -> list[Line]:
    """All the lines from top to bottom; a large one on a line's own baseline, as a page's number, is cells of it."""
    for line in large:
        beside = next(
            (i for i, other in enumerate(lines) if abs(other.bottom - line.bottom) <= SAME_BASELINE * line.size), None
        )
        if beside is None:
            lines.append(line)
        else:
            cells = sorted((*lines[beside].cells, *line.cells), key=lambda cell: cell.x0)
            lines[beside] = replace(lines[beside], cells=tuple(cells))
    return sorted(lines, key=lambda line: line.bottom)


def stamps(large: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """The outsized lines that are drawn across others."""
    return [line for line in large if any(_crosses(line, other) for other in lines)]


def _crosses(stamp: Line, line: Line) -> bool:
    if not stamp.bottom - GLYPH_HEIGHT * stamp.size < line.middle < stamp.bottom:
        return False
    return any(cell.x0 < stamp.x1 and cell.x1 > stamp.x0 for cell in line.cells)
