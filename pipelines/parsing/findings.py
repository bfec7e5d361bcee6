"""A report's findings: its numbered paragraphs, or a letter's paragraphs where it numbers none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from pipelines.parsing.list_items import (
    LETTER_END,
    TABLE_HEAD,
    has_own_number,
    is_subheading,
    joined,
    opened_kind,
    pieces,
)
from pipelines.parsing.report import ENDS_SENTENCE, SALUTATION, Block, Report
from pipelines.parsing.statements import Finding
from pipelines.parsing.traits import Traits

NUMBERED_REPORT = 5  # consecutive numbers from 1 that make a report one of numbered paragraphs
LARGEST_GAP = 5  # numbers that a misprint may leave out
OWN_NUMBER_SHARE = 0.8  # of the numbered blocks: above it the report sets numbers apart from their text
GRADE_LINE = re.compile(r"^(?:grade\s*:?\s*[1-4]\b.*|outstanding|good|adequate|inadequate)$", re.IGNORECASE)
# The part of a report without salutation and close that is about addresses, the team and the publisher.
APPENDIX = re.compile(
    r"(?:local area partnership details|information about (?:this|the) inspection|inspection team)", re.IGNORECASE
)
POINT_INDENT = 8.0  # points: text this much right of a bullet belongs to the bullet
FIRST_SECTION = re.compile(
    r"(?:headline findings|main findings|key findings|findings|what needs to improve.*|strengths|key strengths"
    r"|inspection outcome|overview.*|areas covered by the (?:visit|inspection)|summary)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Paragraph:
    block: Block
    section: str
    texts: list[str] = field(default_factory=list)


def findings(report: Report, traits: Traits) -> list[Finding]:
    """The numbered paragraphs as numbered in print (a misprinted number stays), else the unnumbered ones in order.

    What follows a numbered paragraph up to the next number or heading belongs to it. Recommendations that are
    numbered in the same run are among them.
    """
    blocks = _with_slipped_numbers(report.blocks)
    numbered = _numbered(blocks) if traits.numbers_paragraphs else set()
    paragraphs = _numbered_paragraphs(blocks, numbered) if numbered else _letter_paragraphs(blocks)
    return [
        Finding(position, p.block.number if id(p.block) in numbered else None, p.section, p.block.page, joined(p.texts))
        for position, p in enumerate(paragraphs, start=1)
    ]


def _with_slipped_numbers(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a number that slipped into its line put back (Somerset 2013 as text: "services 18. are").

    A number counts as slipped when it stands in a block between the paragraphs of the number before and after it.
    """
    result = list(blocks)
    positions = [index for index, block in enumerate(blocks) if block.kind == "numbered"]
    for before, after in pairwise(positions):
        number = blocks[before].number
        if number is None or blocks[after].number != number + 2:
            continue
        slipped = re.compile(rf"(?<=\S) {number + 1}\. (?=\S)")
        for index in range(before + 1, after):
            if slipped.search(blocks[index].text):
                result[index] = _renumbered(blocks[index], number + 1, slipped)
                break
    return result


def _renumbered(block: Block, number: int, slipped: re.Pattern[str]) -> Block:
    lines = list(block.lines)
    for index, line in enumerate(lines):
        if slipped.search(line.text):
            cells = (replace(line.cells[0], text=slipped.sub(" ", line.text, count=1)),)
            lines[index] = replace(line, cells=cells)
            break
    return Block("numbered", slipped.sub(" ", block.text, count=1), block.page, tuple(lines), 0, number)


def _numbered(blocks: Sequence[Block]) -> set[int]:
    """Identities of the blocks that open a numbered paragraph.

    Left out: a first page's list of judgements, and a wrapped line that begins with a number ("beyond the age of /
    18. This opportunity ...") in a report that sets its numbers apart.
    """
    found = [block for block in blocks if block.kind == "numbered" and block.number is not None]
    apart = [block for block in found if has_own_number(block)]
    sets_apart = len(apart) >= OWN_NUMBER_SHARE * len(found)
    columns = {round(block.lines[0].x0) for block in apart}
    candidates = [
        block for block in found if not sets_apart or has_own_number(block) or round(block.lines[0].x0) in columns
    ]
    starts = [index for index, block in enumerate(candidates) if block.number == 1]
    runs = [candidates[a:b] for a, b in zip(starts, [*starts[1:], len(candidates)], strict=False)]
    chosen: set[int] = set()
    for run in runs:
        chain = _chain(run, sets_apart)
        if len(chain) >= NUMBERED_REPORT:
            chosen |= {id(block) for block in chain}
    return chosen


def _chain(run: Sequence[Block], sets_apart: bool) -> list[Block]:
    chain: list[Block] = []
    highest = 0
    for block in run:
        number = block.number or 0
        is_next = highest < number <= highest + 1 + (LARGEST_GAP if has_own_number(block) or not sets_apart else 0)
        is_repeat = sets_apart and has_own_number(block) and number <= highest
        if is_next or is_repeat:
            chain.append(block)
            highest = max(highest, number)
    return chain


def _numbered_paragraphs(blocks: Sequence[Block], numbered: set[int]) -> list[_Paragraph]:
    paragraphs: list[_Paragraph] = []
    section = ""
    is_open = False
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if id(block) in numbered:
            paragraphs.append(_Paragraph(block, section, pieces(block)))
            is_open = True
        elif block.kind == "heading" or (is_subheading(block, following) and _has_ended(paragraphs, is_open)):
            section = section if GRADE_LINE.match(block.plain) else block.plain
            is_open = False
        elif is_open:
            paragraphs[-1].texts += _stray(block)
    return paragraphs


def _has_ended(paragraphs: list[_Paragraph], is_open: bool) -> bool:
    return not is_open or bool(ENDS_SENTENCE.search(paragraphs[-1].texts[-1]))


def _stray(block: Block) -> list[str]:
    """The pieces of a block that is no paragraph of its own; a number that it seemed to have is part of its text."""
    texts = pieces(block)
    if block.kind == "numbered" and texts:
        texts[0] = f"{block.number}. {texts[0]}"
    return texts


def _letter_paragraphs(blocks: Sequence[Block]) -> list[_Paragraph]:
    """Paragraphs from the salutation (or the first section) to the close, each bullet of a list one of its own.

    Rows of a table of responsible bodies are left to the recommendations: their columns do not read as sentences.
    """
    paragraphs: list[_Paragraph] = []
    section = ""
    for block in _letter_body(blocks):
        title = block.plain.rstrip(" .:?")
        if block.kind == "heading" or (block.kind == "paragraph" and opened_kind(title)):
            section = block.plain
        elif not TABLE_HEAD.fullmatch(section.rstrip(" .:?")):
            last = paragraphs[-1] if paragraphs and paragraphs[-1].section == section else None
            if last is not None and _goes_on(last, block):
                last.texts += _stray(block)
            elif pieces(block):
                paragraphs.append(_Paragraph(block, section, _stray(block)))
    return paragraphs


def _goes_on(last: _Paragraph, block: Block) -> bool:
    """Whether a block belongs to the paragraph above: a point of its list, or the rest of its text."""
    if block.text[:1].islower() and not ENDS_SENTENCE.search(last.texts[-1]):
        return True
    if block.kind == "bullet" and last.block.kind != "bullet":
        return last.texts[0].endswith(":")
    return (
        last.block.kind == "bullet"
        and block.kind in ("bullet", "paragraph")
        and block.lines[0].x0 > last.block.lines[0].x0 + POINT_INDENT
    )


def _letter_body(blocks: Sequence[Block]) -> Iterator[Block]:
    begin = next((i for i, block in enumerate(blocks) if SALUTATION.match(block.plain)), None)
    if begin is None:
        begin = next((i - 1 for i, block in enumerate(blocks) if _is_heading(block, FIRST_SECTION)), -1)
    for block in blocks[begin + 1 :]:
        if LETTER_END.match(block.plain) or _is_heading(block, APPENDIX):
            return
        yield block


def _is_heading(block: Block, titles: re.Pattern[str]) -> bool:
    return block.kind == "heading" and bool(titles.fullmatch(block.plain.rstrip(" .:?")))
