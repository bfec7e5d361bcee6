"""Recommendations, areas for improvement and priority actions, of every framework, in printed order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.parsing.addressees import addressed_to
from pipelines.parsing.list_items import DASH, LETTER_END, TABLE_HEAD, is_subheading, joined, opened_kind, pieces
from pipelines.parsing.report import ENDS_SENTENCE, Block, Report, without_superscripts
from pipelines.parsing.statements import Recommendation
from pipelines.parsing.traits import Traits

OF_BOARD = re.compile(r"\b(?:lscb|safeguarding children(?:[’']?s)? board)\b", re.IGNORECASE)
BOARD_CHAPTER = re.compile(
    r"(?:section \d+\W+)?(?:review of )?(?:the )?(?:effectiveness of the )?"
    r"(?:[\w’',&-]+ ){0,6}(?:safeguarding children(?:[’']?s)? board|lscb)\b.*",
    re.IGNORECASE,
)
SERVICE_CHAPTER = re.compile(
    r"(?:safeguarding services|(?:services for )?looked after children(?: services)?)", re.IGNORECASE
)
CLOSER = re.compile(
    r".*\b(?:strengths?|main findings|key findings|findings|next steps|(?:case|practice) stud(?:y|ies)"
    r"|progress since|summary (?:for|of)|inspection judgements?|information about|local area partnership details"
    r"|about this inspection)\b.*",
    re.IGNORECASE,
)
TIMESCALES = (
    (
        "immediately",
        re.compile(r"(?:immediately|with immediate effect|immediate(?: and priority)? actions?)\b", re.IGNORECASE),
    ),
    ("within_3_months", re.compile(r"within (?:three|3) months\b", re.IGNORECASE)),
    ("within_6_months", re.compile(r"within (?:six|6) months\b", re.IGNORECASE)),
)
# The sentence before a list is not an item of it.
INTRODUCTION = re.compile(
    r"(?:\b(?:take|address) the following (?:actions?|areas?)(?: \w+){0,4}"
    r"|\b(?:should|must|needs? to|following \w+(?: \w+)?))\s*[.:]$",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r"^(?:there (?:are|were|is) no|no|(?:the )?inspect\w+ (?:did|have|has) not (?:find|found|identif\w+)(?: any)?)\b"
    r"[^.]{0,40}\b(?:actions?|recommendations?|improvement)\b[^.]{0,60}\.?$",
    re.IGNORECASE,
)
# "(outcome 2, national framework)", "[Outcome 3, national framework]", "(Enabler 2: Leaders drive conditions ...)".
OUTCOME_TAG = re.compile(
    r"\s*[(\[](?=[^()\[\]]*\b(?:national framework|outcomes? (?:\d|one|two|three|four)|enablers?\b|principles?\b))"
    r"[^()\[\]]*[)\]](?=\.?$)",
    re.IGNORECASE,
)
BULLET_INDENT = 8.0  # points: a bullet this much right of the list's first is a point of the item above it
COLUMN_SLACK = 12.0  # points that a table's text may stand left of its column's heading


@dataclass(slots=True)
class _Item:
    block: Block
    texts: list[str]
    body: str = ""


@dataclass(slots=True)
class _Section:
    """An open section and what its headings said so far."""

    kind: str
    title: str
    addressee: str
    size: float
    chapter: str
    column: float | None = None
    timescale: str | None = None
    first_bullet: float | None = None
    is_numbered: bool = False
    same_size_subheadings: bool = False
    items: list[_Item] = field(default_factory=list)


def recommendations(report: Report, traits: Traits) -> list[Recommendation]:
    """Every item of the sections that ask for something, each with its kind, timescale and addressee.

    An item's text runs on over lines, pages and the bullets below it. A framework without such a section gives none.
    """
    reader = _Reader(traits)
    blocks = report.blocks
    for index, block in enumerate(blocks):
        reader.take(block, blocks[index + 1] if index + 1 < len(blocks) else None)
    reader.close()
    return reader.found


class _Reader:
    """Goes through the blocks once, with the section that is open, if any."""

    def __init__(self, traits: Traits) -> None:
        self.traits = traits
        self.found: list[Recommendation] = []
        self.section: _Section | None = None
        self.in_board_chapter = False
        self.chapter = ""
        self.has_opened = False

    def take(self, block: Block, following: Block | None) -> None:
        title = block.plain.rstrip(" .:?")
        table = TABLE_HEAD.fullmatch(title)
        kind = None if block.kind in ("numbered", "bullet") else opened_kind(table["title"] if table else title)
        if kind:
            self._open(kind, table["title"] if table else title, block, bool(table))
        elif self.section is None:
            self._chapter(block, title)
        elif LETTER_END.match(title):
            self.close()
        elif self._timescale(block, title):
            return
        elif block.kind == "heading" and not self._follows_timescale(block):
            self._heading(block, title)
        elif not is_subheading(block, following) or not self._stands_alone():
            self._item(block)

    def close(self) -> None:
        """Ends the open section."""
        self._flush()
        self.section = None

    def _chapter(self, block: Block, title: str) -> None:
        """Follows the report's large parts; the board's comes after the authority's own recommendations."""
        if block.kind != "heading":
            return
        if SERVICE_CHAPTER.fullmatch(title):
            self.chapter = title
        elif self.has_opened and BOARD_CHAPTER.fullmatch(title):
            self.in_board_chapter = True

    def _open(self, kind: str, title: str, block: Block, is_table: bool) -> None:
        self.has_opened = True
        within = self.section
        nested = within is not None and not within.items and block.lines[0].size <= within.size
        self._flush()
        size = block.lines[0].size
        if within is not None and (nested or size < within.size - 0.5):
            size = within.size
        if OF_BOARD.search(title):
            self.in_board_chapter = True
        self.section = _Section(kind, title, self._addressee(), size, self.chapter)
        if kind == "priority_action" and "immediate" in title.lower():
            self.section.timescale = "immediately"
        if is_table:
            self.section.column = block.lines[0].cells[-1].x0

    def _addressee(self) -> str:
        return "lscb" if self.in_board_chapter else self.traits.addressee

    def _timescale(self, block: Block, title: str) -> bool:
        """Takes a sub-heading that is a timescale."""
        assert self.section is not None
        if block.kind in ("numbered", "bullet"):
            return False
        code = next((code for code, pattern in TIMESCALES if pattern.fullmatch(title)), None)
        if code is None:
            return False
        self._flush()
        self.section.timescale = code
        self.section.is_numbered = False
        self.section.first_bullet = None
        return True

    def _heading(self, block: Block, title: str) -> None:
        section = self.section
        assert section is not None
        smaller = block.lines[0].size < section.size - 0.5
        if self.traits.subheadings != "none" and not CLOSER.fullmatch(title):
            section.same_size_subheadings = section.same_size_subheadings or (
                self.traits.subheadings == "any" and not section.items and block.lines[0].size <= section.size
            )
            if smaller or section.same_size_subheadings:
                return
        self.close()
        self._chapter(block, title)

    def _follows_timescale(self, block: Block) -> bool:
        """Whether a short plain line stands first under a timescale: an item that lost its bullet, no heading."""
        section = self.section
        return section is not None and bool(section.timescale) and not section.items and not block.lines[0].is_bold

    def _stands_alone(self) -> bool:
        """Whether the last item has ended, so that a short line below it is a sub-heading."""
        assert self.section is not None
        return not self.section.items or bool(ENDS_SENTENCE.search(self.section.items[-1].texts[-1]))

    def _item(self, block: Block) -> None:
        section = self.section
        assert section is not None
        texts, body = _column_texts(block, section.column)
        if not texts or NOTHING.match(texts[0].strip()):
            return
        if self._starts_item(block, texts[0].strip()):
            if not (INTRODUCTION.search(texts[-1]) and len(texts) == 1 and block.kind != "bullet"):
                section.items.append(_Item(block, texts, body))
                section.is_numbered = section.is_numbered or block.kind == "numbered"
        elif section.items:
            section.items[-1].texts += texts

    def _starts_item(self, block: Block, text: str) -> bool:
        section = self.section
        assert section is not None
        if block.kind == "numbered":
            return True
        if block.kind == "bullet":
            if section.first_bullet is None:
                section.first_bullet = block.lines[0].x0
            return not (section.items and self._is_point(block, section, section.items[-1]))
        if DASH.match(block.text) or text[0].islower() or text.startswith("("):
            return False
        # A paragraph that opens a list has lost its bullet (Somerset 2013).
        return not section.items or (self.traits.paragraphs_are_items and not section.is_numbered)

    def _is_point(self, block: Block, section: _Section, last: _Item) -> bool:
        """Whether a bullet is one of the last item's points, not an item itself."""
        if section.is_numbered or (last.block.kind == "paragraph" and self.traits.paragraphs_are_items):
            return True
        opens_list = last.block.kind != "bullet" and last.texts[0].endswith(":")
        return opens_list or block.lines[0].x0 > (section.first_bullet or 0.0) + BULLET_INDENT

    def _flush(self) -> None:
        section = self.section
        if section is None:
            return
        for item in section.items:
            text, tag = _without_tag(joined(item.texts))
            self.found.append(
                Recommendation(
                    position=len(self.found) + 1,
                    kind=section.kind,
                    number=item.block.number,
                    timescale_code=_leading_timescale(text) or section.timescale,
                    addressed_to=item.body or addressed_to(text) or section.addressee,
                    outcome_tag=tag,
                    section=f"{section.chapter}: {section.title}" if section.chapter else section.title,
                    page=item.block.page,
                    text=text,
                )
            )
        section.items = []


def _column_texts(block: Block, column: float | None) -> tuple[list[str], str]:
    """The block's pieces and, of a table row, the responsible body in its left column."""
    if column is None:
        return pieces(block), ""
    left: list[str] = []
    right: list[str] = []
    for line in block.lines:
        for cell in line.cells:
            (right if cell.x0 >= column - COLUMN_SLACK else left).append(cell.text)
    return [without_superscripts(" ".join(right))] if right else [], without_superscripts(" ".join(left))


def _leading_timescale(text: str) -> str | None:
    return next((code for code, pattern in TIMESCALES if pattern.match(text)), None)


def _without_tag(text: str) -> tuple[str, str | None]:
    """The text without the national framework's tags at its end, and the tags as printed."""
    tags: list[str] = []
    match = OUTCOME_TAG.search(text)
    while match:
        tags.insert(0, match[0].strip())
        text = text[: match.start()] + text[match.end() :].strip(".")
        match = OUTCOME_TAG.search(text)
    return text, " ".join(tags) or None
