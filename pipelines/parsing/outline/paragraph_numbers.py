"""Which blocks open a numbered paragraph: reports number theirs from 1, with misprints, restarts and slips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipelines.parsing.outline.list_items import has_own_number
from pipelines.parsing.report import Block
from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE

NUMBERED_REPORT = 5  # consecutive numbers from 1 that make a report one of numbered paragraphs
LARGEST_GAP = 5  # numbers that a misprint may leave out
OWN_NUMBER_SHARE = 0.8  # of the numbered blocks: above it the report sets numbers apart from their text
BARE_NUMBER = re.compile(r"\d{1,3}")


def with_slipped_numbers(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with numbers put back that lost their stop or slipped into a line.

    "34 Most children" in a cell of its own, between 33 and 35, is paragraph 34 (Nottingham 2022). A number within a
    line counts as slipped when it stands in a block between the paragraphs of the number before and after it
    (Somerset 2013 as text: "services 18. are").
    """
    result = [_with_stop(block) for block in blocks]
    positions = [index for index, block in enumerate(result) if block.kind == "numbered"]
    for before, after in pairwise(positions):
        number = result[before].number
        if number is None or result[after].number != number + 2:
            continue
        slipped = re.compile(rf"(?<=\S) {number + 1}\. (?=\S)")
        for index in range(before + 1, after):
            if slipped.search(result[index].text):
                result[index] = _renumbered(result[index], number + 1, slipped)
                break
    return result


def _with_stop(block: Block) -> Block:
    """A paragraph whose first cell is a bare number, as one of that number; any other block as it is."""
    cells = block.lines[0].cells
    if block.kind != "paragraph" or len(cells) < 2 or not BARE_NUMBER.fullmatch(cells[0].text):
        return block
    first = replace(block.lines[0], cells=(replace(cells[0], text=f"{cells[0].text}."), *cells[1:]))
    text = block.text.removeprefix(cells[0].text).strip()
    return Block("numbered", text, block.page, (first, *block.lines[1:]), int(cells[0].text))


def _renumbered(block: Block, number: int, slipped: re.Pattern[str]) -> Block:
    lines = list(block.lines)
    for index, line in enumerate(lines):
        if slipped.search(line.text):
            cells = (replace(line.cells[0], text=slipped.sub(" ", line.text, count=1)),)
            lines[index] = replace(line, cells=cells)
            break
    return Block("numbered", slipped.sub(" ", block.text, count=1), block.page, tuple(lines), number)


def numbered_paragraphs(blocks: Sequence[Block]) -> set[int]:
    """Identities of the blocks that open a numbered paragraph; empty for a report that numbers none.

    Left out: a first page's list of judgements, and a wrapped line that begins with a number ("beyond the age of /
    18. This opportunity ...") in a report that sets its numbers apart. A list that begins at 1 again within the
    report does not end the count around it.
    """
    found = [(index, block) for index, block in enumerate(blocks) if block.kind == "numbered" and block.number]
    apart = [block for _, block in found if has_own_number(block)]
    sets_apart = len(apart) >= OWN_NUMBER_SHARE * len(found)
    columns = {round(block.lines[0].x0) for block in apart}
    runs: list[list[Block]] = []
    open_runs: list[list[Block]] = []
    for index, block in found:
        in_column = not sets_apart or has_own_number(block) or round(block.lines[0].x0) in columns
        before = blocks[index - 1] if index else None
        follows_end = before is None or before.kind == "heading" or bool(ENDS_SENTENCE.search(before.text))
        run = _run_of(block, open_runs, in_column, sets_apart, follows_end)
        if run is not None:
            run.append(block)
            del open_runs[open_runs.index(run) + 1 :]
        elif block.number == 1 and in_column:
            runs.append([block])
            open_runs.append(runs[-1])
    long = [run for run in runs if len(run) >= NUMBERED_REPORT]
    chosen = {id(block) for run in long for block in run}
    if long and sets_apart:
        chosen |= {id(block) for run in runs for block in run if has_own_number(block) and _is_within(run, long)}
    return chosen


def _run_of(
    block: Block, open_runs: list[list[Block]], in_column: bool, sets_apart: bool, follows_end: bool
) -> list[Block] | None:
    """The run that the block's number goes on, the innermost first; a repeated number goes on the innermost."""
    number = block.number or 0
    for run in reversed(open_runs):
        highest = max(other.number or 0 for other in run)
        gap = LARGEST_GAP if in_column and (has_own_number(block) or not sets_apart) else 0
        if highest < number <= highest + 1 + gap and (in_column or follows_end):
            return run
    is_repeat = sets_apart and has_own_number(block) and number > 1
    return next((run for run in reversed(open_runs) if is_repeat and number <= max(b.number or 0 for b in run)), None)


def _is_within(run: list[Block], long: list[list[Block]]) -> bool:
    """Whether a short run stands after the report's numbers have begun."""
    first = run[0].page or 0
    return any((other[0].page or 0) <= first for other in long)
