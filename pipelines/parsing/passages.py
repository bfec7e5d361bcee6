"""A report's body as passages of sentences, each sentence with its section and page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.parsing.layout.line_numbers import NUMBERED
from pipelines.parsing.outline.list_items import closes_up
from pipelines.parsing.outline.paragraph_numbers import numbered_paragraphs, with_slipped_numbers
from pipelines.parsing.report import BULLET, CONTENTS, CONTENTS_ENTRY, Block, Report
from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.sentence_ends import sentence_ends
from pipelines.reading.model import Line

# Bullets of some reports arrive as dashes of any length (Lancashire 2018, South Tyneside 2017, Southend 2016).
DASH_ITEM = re.compile(rf"^[{DASH}]\s+")
# In a heading, numbering before it and the page numbers that a contents list sets behind its entries.
HEADING_NUMBERS = re.compile(r"^\d+(?:\.\d+)*\.?\s+|\s\d{1,3}(?=\s+[A-Z])|(?:\s\d{1,3})+$")
MARKS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
NEEDLESS_SPACE = re.compile(r" (?=[ .,;:)])")  # where a footnote mark stood
Marks = tuple[tuple[int, str], ...]  # footnote marks, each with how many characters of the text stand before it


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence without footnote marks; `page` is where it begins, `breaks` where later pages begin in it.

    `marks` are its footnote marks.
    """

    text: str
    page: int | None
    breaks: tuple[tuple[int, int | None], ...] = ()
    marks: Marks = ()

    @property
    def printed(self) -> str:
        """The sentence with its footnote marks, to be quoted."""
        text = self.text
        for position, mark in reversed(self.marks):
            text = text[:position] + mark + text[position:]
        return text

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
    for block in _blocks(report):
        plain = block.plain
        if CONTENTS.fullmatch(plain):
            in_contents = True
            continue
        in_contents = in_contents and bool(CONTENTS_ENTRY.fullmatch(plain))
        if in_contents:
            continue
        if block.kind == "heading":
            section = HEADING_NUMBERS.sub("", plain)
            yield Passage(section, True, (Sentence(section, block.page),))
            continue
        for lines in _items(block):
            yield Passage(section, False, tuple(_sentences(lines)))


def _blocks(report: Report) -> list[Block]:
    """The blocks without withheld lines; a number that lost its stop is none of its text (Nottingham 2022)."""
    blocks = [block for whole in report.blocks if (block := _without(whole, report.withheld)) is not None]
    renumbered = with_slipped_numbers(blocks)
    numbered = numbered_paragraphs(renumbered)
    return [new if id(new) in numbered else old for old, new in zip(blocks, renumbered, strict=True)]


def _without(block: Block, withheld: frozenset[int]) -> Block | None:
    """The block without those lines; None when none is left."""
    if withheld.isdisjoint(map(id, block.lines)):
        return block
    kept = tuple(line for line in block.lines if id(line) not in withheld)
    return replace(block, lines=kept, text=" ".join(line.text for line in kept)) if kept else None


@dataclass(frozen=True, slots=True)
class _Words:
    """A line without footnote marks; `marks` are those taken out, each with how many characters stand behind it."""

    text: str
    page: int | None
    marks: Marks

    def without(self, opening: re.Pattern[str]) -> _Words:
        return replace(self, text=opening.sub("", self.text))


def _words(line: Line) -> _Words:
    text = line.text
    marks = [(len(_plain(text[mark.end() :])), mark[0]) for mark in MARKS.finditer(text)]
    return _Words((_plain(text) if marks else NEEDLESS_SPACE.sub("", text)).strip(), line.page, tuple(marks))


def _plain(text: str) -> str:
    return NEEDLESS_SPACE.sub("", MARKS.sub("", text)).rstrip()


def _items(block: Block) -> Iterator[list[_Words]]:
    """The block's lines, a new list at each bullet written as a dash."""
    lines = [_words(line) for line in block.lines]
    lines[0] = lines[0].without(BULLET)
    if block.number is not None:
        lines[0] = lines[0].without(NUMBERED)
    item: list[_Words] = []
    dashed = bool(DASH_ITEM.match(lines[0].text))
    for line in lines:
        starts = bool(DASH_ITEM.match(line.text)) and (dashed or not item or item[-1].text.endswith(":"))
        dashed = dashed or starts
        if starts and item:
            yield item
            item = []
        item.append(line.without(DASH_ITEM) if starts else line)
    yield item


def _sentences(lines: list[_Words]) -> Iterator[Sentence]:
    text = ""
    starts: list[tuple[int, int | None]] = []
    marks: list[tuple[int, str]] = []
    for line in lines:
        joint = " " if text and not closes_up(text, line.text) else ""
        if not starts or starts[-1][1] != line.page:
            starts.append((len(text) + len(joint), line.page))
        text += joint + line.text
        marks += [(len(text) - behind, mark) for behind, mark in line.marks]
    begin = 0
    for end in [*(following for _, following in sentence_ends(text)), len(text)]:
        sentence = text[begin:end].strip()
        if sentence:
            page = [number for start, number in starts if start <= begin][-1]
            breaks = tuple((start - begin, number) for start, number in starts if begin < start < end)
            own = tuple((at - begin, mark) for at, mark in marks if begin < at <= begin + len(sentence))
            yield Sentence(sentence, page, breaks, own)
        begin = end
