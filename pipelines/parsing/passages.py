"""A report's body as passages of sentences, each sentence with its section and page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.parsing.report import BULLET, NUMBERED, SUPERSCRIPT, Block, Report
from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.sentence_ends import sentence_ends

# Bullets of some reports arrive as dashes of any length (Lancashire 2018, South Tyneside 2017, Southend 2016).
DASH_ITEM = re.compile(rf"^[{DASH}]\s+")
CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
CONTENTS_LINE = re.compile(r".*\D\s?\d{1,3}")
# In a heading, numbering before it and the page numbers that a contents list sets behind its entries.
HEADING_NUMBERS = re.compile(r"^\d+(?:\.\d+)*\.?\s+|\s\d{1,3}(?=\s+[A-Z])|(?:\s\d{1,3})+$")
NEEDLESS_SPACE = re.compile(r" (?=[ .,;:)])")  # where a footnote mark stood


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence without footnote marks; `page` is where it begins, `breaks` where later pages begin in it."""

    text: str
    page: int | None
    breaks: tuple[tuple[int, int | None], ...] = ()

    def page_at(self, position: int) -> int | None:
        """The page on which the character at `position` is printed."""
        page = self.page
        for start, number in self.breaks:
            if start <= position:
                page = number
        return page


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a bullet or a heading, with the nearest heading above it (its own text for a heading)."""

    section: str
    is_heading: bool
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return " ".join(sentence.text for sentence in self.sentences)


@lru_cache(maxsize=1)  # several readers go through one report's passages in turn
def passages(report: Report) -> tuple[Passage, ...]:
    """All passages in printed order, without contents lists and without the report's withheld lines."""
    return tuple(_passages(report))


def _passages(report: Report) -> Iterator[Passage]:
    section = ""
    in_contents = False
    for whole in report.blocks:
        block = _without(whole, report.withheld)
        if block is None:
            continue
        plain = block.plain
        if CONTENTS.fullmatch(plain):
            in_contents = True
            continue
        in_contents = in_contents and bool(CONTENTS_LINE.fullmatch(plain))
        if in_contents:
            continue
        if block.kind == "heading":
            section = HEADING_NUMBERS.sub("", plain)
            yield Passage(section, True, (Sentence(section, block.page),))
            continue
        for lines in _items(block):
            yield Passage(section, False, tuple(_sentences(lines)))


def _without(block: Block, withheld: frozenset[int]) -> Block | None:
    """The block without those lines; None when none is left."""
    if withheld.isdisjoint(map(id, block.lines)):
        return block
    kept = tuple(line for line in block.lines if id(line) not in withheld)
    return replace(block, lines=kept, text=" ".join(line.text for line in kept)) if kept else None


def _items(block: Block) -> Iterator[list[tuple[str, int | None]]]:
    """The block's lines with their pages, a new list at each bullet written as a dash."""
    lines = [(NEEDLESS_SPACE.sub("", SUPERSCRIPT.sub("", line.text)).strip(), line.page) for line in block.lines]
    first, page = lines[0]
    first = BULLET.sub("", first)
    lines[0] = (NUMBERED.sub("", first) if block.number is not None else first, page)
    item: list[tuple[str, int | None]] = []
    dashed = bool(DASH_ITEM.match(lines[0][0]))
    for text, page in lines:
        starts = bool(DASH_ITEM.match(text)) and (dashed or not item or item[-1][0].endswith(":"))
        dashed = dashed or starts
        if starts and item:
            yield item
            item = []
        item.append((DASH_ITEM.sub("", text) if starts else text, page))
    yield item


def _sentences(lines: list[tuple[str, int | None]]) -> Iterator[Sentence]:
    text = ""
    starts: list[tuple[int, int | None]] = []
    for line, page in lines:
        if not starts or starts[-1][1] != page:
            starts.append((len(text) + bool(text), page))
        text += (" " if text else "") + line
    begin = 0
    for end in [*(following for _, following in sentence_ends(text)), len(text)]:
        sentence = text[begin:end].strip()
        if sentence:
            page = [number for start, number in starts if start <= begin][-1]
            breaks = tuple((start - begin, number) for start, number in starts if begin < start < end)
            yield Sentence(sentence, page, breaks)
        begin = end
