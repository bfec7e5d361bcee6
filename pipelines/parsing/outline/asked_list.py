"""A list of recommendations while it is open: its kind, when to act, and which headings within it leave it open."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.parsing.outline.headings import part_of
from pipelines.parsing.report import TABLE_HEAD, Block
from pipelines.parsing.traits import Traits
from pipelines.parsing.words.timescales import timescale

SMALLER = 0.5  # points: a heading is smaller than another by more than this
LARGER = 1.0  # points: a heading above a list's first item is of the list if it is larger than the list's by less


@dataclass(slots=True)
class AskedList:
    """A list of recommendations: its kind and heading, the service that it is of (2009-12), and when to act.

    `size` is its heading's type, of lists within lists the outer's. `column` is where the text of a table of
    responsible bodies stands. `is_of_text`: whether the report came as a text, whose type tells nothing.
    """

    kind: str
    title: str
    service: str
    size: float
    traits: Traits
    is_of_text: bool
    timescale_code: str | None = None
    column: float | None = None
    is_empty: bool = True
    subheading_size: float = 0.0  # of those above its first item that are no smaller than its heading

    @property
    def may_wrap_like_headings(self) -> bool:
        """Whether its items are paragraphs of a text, whose wrapped lines may look like headings."""
        return self.is_of_text and self.traits.paragraphs_are_items

    def is_timescale(self, block: Block) -> bool:
        """Whether a paragraph says when to act on the items below it."""
        return block.kind == "paragraph" and timescale(block.plain, whole=True) is not None

    def nests(self, block: Block) -> bool:
        """Whether another list's heading stands within it: before its first item, or in smaller type."""
        return self.is_empty or self._is_smaller(block)

    def lost_bullet(self, block: Block) -> bool:
        """Whether a short unbold line stands first under a timescale: an item, no heading (Somerset 2013 as text)."""
        is_first = self.timescale_code is not None and self.is_empty
        return is_first and not block.lines[0].is_bold and not self.is_timescale(block) and part_of(block.plain) is None

    def takes_column_head(self, block: Block) -> bool:
        """Whether a text's line heads a table's column by itself: the left ("Responsible body"), or then the right."""
        if not self.may_wrap_like_headings:
            return False
        head, part = TABLE_HEAD.fullmatch(block.plain), part_of(block.plain)
        if head is not None and head["title"] is None:
            self.column = 0.0
            return True
        return self.column is not None and part is not None and part.kind == self.kind

    def stays_open(self, block: Block, text: str, number_before: int | None, following: Block | None) -> bool:
        """Whether a heading leaves it open: a timescale, which holds from there on, its items, or by traits."""
        code = timescale(text, whole=True)
        if code is not None:
            self.timescale_code = code
            self.is_empty = True
            return True
        may_stay = self.traits.subheadings != "none"
        size = block.lines[0].size
        if may_stay and self.is_empty and size < self.size + LARGER:
            self.subheading_size = max(self.subheading_size, size)
        is_within = may_stay and size < max(self.size - SMALLER, self.subheading_size + SMALLER)
        return is_within or self._counts_on(number_before, following)

    def _is_smaller(self, block: Block) -> bool:
        return block.lines[0].size < self.size - SMALLER

    def _counts_on(self, number_before: int | None, following: Block | None) -> bool:
        """Whether a list's items begin or their numbers go on below a heading of a text, where its type does not tell
        that it is a smaller one."""
        if not self.is_of_text or self.traits.subheadings == "none" or following is None or following.number is None:
            return False
        return self.is_empty or following.number == (number_before or 0) + 1


def asked_list(kind: str, text: str, service: str, block: Block, outer_size: float, traits: Traits) -> AskedList:
    """The list of recommendations that a heading opens; `text` is the heading's, `outer_size` the outer list's type."""
    table = TABLE_HEAD.fullmatch(text.rstrip(" .:?"))
    title = (table["title"] if table and table["title"] else block.plain).rstrip(" .:?")
    asked = AskedList(kind, title, service, max(outer_size, block.lines[0].size), traits, block.page is None)
    if kind == "priority_action" and "immediate" in title.lower():
        asked.timescale_code = "immediately"
    if table:
        asked.column = block.lines[0].cells[-1].x0
    return asked
