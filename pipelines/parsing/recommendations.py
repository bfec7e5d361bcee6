"""Recommendations, areas for improvement and priority actions, of every framework, in printed order.

What one item is: a numbered paragraph or a bullet; under a lead-in that ends with a colon, each bullet, with the
lead-in kept beside it; in a list without numbers and bullets, each paragraph; in a table, each row. Area inspections
print an item a row or paragraph, points and all. The sentence before a list and one that says that nothing is asked
for are no items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipelines.parsing.outline.addressees import addressed_to, addressee_code, introduced
from pipelines.parsing.outline.list_items import DASH, joined, plain
from pipelines.parsing.outline.outline import BOARD
from pipelines.parsing.outline.paragraphs import Paragraph
from pipelines.parsing.report import with_superscripts, without_superscripts
from pipelines.parsing.statements import Recommendation, SetAside
from pipelines.parsing.traits import Traits
from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE
from pipelines.parsing.words.timescales import timescale

# The sentence before a list is not an item of it.
INTRODUCTION = re.compile(
    r"(?:\b(?:take|address) the following (?:actions?|areas?)(?: \w+){0,4}"
    r"|\b(?:should|must|needs? to|following (?:\w+ )?(?:actions?|areas?|steps?|recommendations?"
    r"|improvements?|points?))\s*[.:]$|\bfollowing \w+(?: \w+)?:$)",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r"^(?:there (?:are|were|is) no|no|none"
    r"|(?:the )?inspect\w+ (?:did|have|has) not (?:find|found|identif\w+)(?: any)?)\b"
    r"[^.]{0,40}\b(?:actions?|recommendations?|improvement|identified)\b[^.]{0,60}\.?$",
    re.IGNORECASE,
)
# "(outcome 2, national framework)", "[Outcome 3, national framework]", "(Enabler 2: Leaders drive conditions ...)".
OUTCOME_TAG = re.compile(
    r"\s*[(\[](?=[^()\[\]]*\b(?:national framework|outcomes? (?:\d|one|two|three|four)|enablers?\b|principles?\b))"
    r"[^()\[\]]*[)\]](?=\.?[⁰¹²³⁴⁵⁶⁷⁸⁹]*$)",
    re.IGNORECASE,
)
# How a paragraph begins that goes on with the item above, where an item names who must act.
REST = re.compile(r"\(|(?:This|These|They|It)\b")
TITLE_WORDS = 14  # a numbered line without a stop that bullets follow is their heading (Birmingham 2016)
COLUMN_SLACK = 12.0  # points that a table's text may stand left of its column's heading
POINT_INDENT = 5.0  # points: a bullet this much right of a lead-in that is a bullet is under it


@dataclass(slots=True)
class _Item:
    """An item's paragraphs, its own words with their footnote marks, the lead-in before it, a table's left column."""

    paragraphs: list[Paragraph]
    texts: list[str]
    lead_in: str | None = None
    body: str = ""

    @property
    def text(self) -> str:
        return joined([plain(piece) for piece in self.texts])

    @property
    def printed(self) -> str:
        return joined(self.texts)


@dataclass(frozen=True, slots=True)
class Asked:
    """A recommendation and the paragraphs that it is printed in."""

    recommendation: Recommendation
    paragraphs: tuple[Paragraph, ...]


def recommendations(paragraphs: Sequence[Paragraph], traits: Traits) -> list[Asked]:
    """Every item of the lists that ask for something, each with its kind, timescale and addressee.

    `paragraphs` is the report's outline. A report without such a list gives none.
    """
    asked = [paragraph for paragraph in paragraphs if paragraph.asked is not None]
    marked = {id(p.asked) for p in asked if p.number is not None or p.block.kind == "bullet"}
    asked_of = {id(p.asked): introduced(p.text) for p in asked if INTRODUCTION.search(p.text)}
    groups = groupby(asked, key=lambda p: (id(p.asked), p.section, p.timescale_code))
    items = [
        item
        for (asked_list, *_), group in groups
        for item in _items(list(group), traits, has_marks=asked_list in marked)
        if not NOTHING.match(item.text)
    ]
    return [
        Asked(_recommendation(position, item, asked_of, traits), tuple(item.paragraphs))
        for position, item in enumerate(items, start=1)
    ]


def without_unread_tables(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], list[SetAside]]:
    """The paragraphs without those of a text's tables whose columns run into one another, and these set aside."""
    tables: dict[int, list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.asked is not None and paragraph.asked.column is not None:
            tables.setdefault(id(paragraph.asked), []).append(paragraph)
    unread = {key: table for key, table in tables.items() if not _has_whole_rows(table)}
    kept = [paragraph for paragraph in paragraphs if id(paragraph.asked) not in unread]
    return kept, [_unread_table(table) for table in unread.values()]


def _has_whole_rows(table: Sequence[Paragraph]) -> bool:
    """Whether a table's rows can be told: by positions, or in a text as lines of two cells that are not wrapped."""
    lines = [line for paragraph in table for line in paragraph.block.lines]
    return all(
        line.page is not None or (len(line.cells) == 2 and ENDS_SENTENCE.search(line.cells[1].text)) for line in lines
    )


def _unread_table(table: Sequence[Paragraph]) -> SetAside:
    return SetAside(
        "raw_recommendations",
        "table_of_recommendations",
        "A text's table of responsible bodies whose lines are wrapped: nothing shows which words are whose, nor where "
        "a row ends. Read it in the text, or put the report's PDF in its place.",
        table[0].block.page,
        "\n".join(line.text for paragraph in table for line in paragraph.block.lines),
    )


def _items(group: Sequence[Paragraph], traits: Traits, *, has_marks: bool) -> Iterator[_Item]:
    asked = group[0].asked
    if asked is not None and asked.column is not None:
        return iter(_table_rows(group, asked.column))
    if traits.paragraphs_are_items:
        return iter(_whole_paragraphs(group))
    return (point for item in _listed(group, has_marks=has_marks) for point in _points(item))


def _table_rows(group: Iterable[Paragraph], column: float) -> list[_Item]:
    """A table's rows: who must act in the left column, for what in the right. A body can stand beside several rows."""
    rows: list[_Item] = []
    body = ""
    for paragraph in group:
        if paragraph.block.row is not None:
            _add_to_ruled_row(rows, paragraph, column)
            continue
        left, right = _columns(paragraph, column)
        text = with_superscripts(" ".join(right))
        starts = bool(text) and not _goes_on(rows, text) and paragraph.block.kind != "bullet"
        if left and (starts or not rows):
            body = without_superscripts(" ".join(left))
        elif left and rows:
            body = without_superscripts(f"{rows[-1].body} {' '.join(left)}")
            rows[-1].body = body
        if starts:
            rows.append(_Item([paragraph], [text], body=body))
        elif text and rows:
            rows[-1].paragraphs.append(paragraph)
            rows[-1].texts.append(("\n" if paragraph.block.kind == "bullet" else "") + text.removeprefix("• "))
    return [row for row in rows if row.texts]


def _add_to_ruled_row(rows: list[_Item], paragraph: Paragraph, column: float) -> None:
    """Adds what stands in a ruled row: in its first cell who must act, in the others what they must do."""
    block = paragraph.block
    item = next((item for item in rows if item.paragraphs[0].block.row == block.row), None)
    if item is None:
        item = _Item([paragraph], [])
        rows.append(item)
    else:
        item.paragraphs.append(paragraph)
    if block.column is None:
        left, right = _columns(paragraph, column)
        texts = [with_superscripts(" ".join(right))] if right else []
    else:
        left, texts = ([block.text], []) if block.column == 0 else ([], paragraph.texts)
    item.body = without_superscripts(" ".join(filter(None, [item.body, *left])))
    item.texts += texts


def _columns(paragraph: Paragraph, column: float) -> tuple[list[str], list[str]]:
    left: list[str] = []
    right: list[str] = []
    for line in paragraph.block.lines:
        for cell in line.cells:
            (right if cell.x0 >= column - COLUMN_SLACK else left).append(cell.text)
    return left, right


def _goes_on(rows: Sequence[_Item], text: str) -> bool:
    """Whether a text goes on with the last row, over a page: in mid-sentence, or with a further sentence of it."""
    return bool(rows) and (text[0].islower() or not ENDS_SENTENCE.search(rows[-1].texts[-1]))


def _whole_paragraphs(group: Iterable[Paragraph]) -> list[_Item]:
    """Each row of a ruled table; without rules each paragraph or numbered row with the points below it; in a list of
    bullets alone, each bullet."""
    items: list[_Item] = []
    for paragraph in group:
        is_bullet = paragraph.block.kind == "bullet"
        row = paragraph.block.row
        if row is not None:
            follows = bool(items) and paragraph.number is None and row == items[-1].paragraphs[-1].block.row
        else:
            follows = bool(items) and (
                (is_bullet and items[-1].paragraphs[0].block.kind != "bullet")
                or (not is_bullet and paragraph.number is None and _is_rest(paragraph))
            )
        if follows:
            items[-1].paragraphs.append(paragraph)
            items[-1].texts += paragraph.texts
        else:
            items.append(_Item([paragraph], list(paragraph.texts)))
    return items


def _is_rest(paragraph: Paragraph) -> bool:
    text = plain(paragraph.texts[0]).strip()
    return text[0].islower() or bool(REST.match(text) or DASH.match(text))


def _listed(group: Sequence[Paragraph], *, has_marks: bool) -> Iterator[_Item]:
    """Numbered paragraphs and bullets, bullets under a lead-in with it; in a list that has neither, paragraphs."""
    lead: Paragraph | None = None
    for index, paragraph in enumerate(group):
        following = group[index + 1] if index + 1 < len(group) else None
        if lead is not None and not _is_under(lead, paragraph):
            lead = None
        if _leads(paragraph, following):
            lead = paragraph
        elif lead is not None:
            yield _Item([paragraph], list(paragraph.texts), lead.text)
        elif not has_marks or paragraph.number is not None or paragraph.block.kind == "bullet":
            if not (paragraph.block.kind != "bullet" and INTRODUCTION.search(paragraph.text)):
                yield _Item([paragraph], list(paragraph.texts))
        elif index == 0 and paragraph.timescale_code is not None:
            # A bullet that was lost (Somerset 2013 as text).
            yield _Item([paragraph], list(paragraph.texts))


def _leads(paragraph: Paragraph, following: Paragraph | None) -> bool:
    """Whether bullets follow that the paragraph introduces."""
    if following is None or following.block.kind != "bullet":
        return False
    text = paragraph.text
    if paragraph.block.kind == "bullet":
        return text.endswith(":") and following.block.lines[0].x0 > paragraph.block.lines[0].x0 + POINT_INDENT
    is_title = paragraph.number is not None and len(text.split()) <= TITLE_WORDS and not ENDS_SENTENCE.search(text)
    return text.endswith(":") or is_title


def _is_under(lead: Paragraph, paragraph: Paragraph) -> bool:
    if paragraph.block.kind != "bullet":
        return False
    return lead.block.kind != "bullet" or paragraph.block.lines[0].x0 > lead.block.lines[0].x0 + POINT_INDENT


def _points(item: _Item) -> Iterator[_Item]:
    """The points of an item that opens with a lead-in of its own ("Ensure that: / a / b"), else the item."""
    lines = item.printed.split("\n")
    end = next((number for number, line in enumerate(lines[:-1], start=1) if plain(line).endswith(":")), None)
    if end is None:
        yield item
        return
    lead_in = " ".join(filter(None, [item.lead_in, *map(plain, lines[:end])]))
    for line in lines[end:]:
        yield replace(item, texts=[line], lead_in=lead_in)


def _recommendation(position: int, item: _Item, asked_of: dict[int, str | None], traits: Traits) -> Recommendation:
    first = item.paragraphs[0]
    asked = first.asked
    assert asked is not None
    printed, tag = _without_tag(item.printed)
    text = without_superscripts(printed)
    default = asked_of.get(id(asked)) or ("lscb" if first.domain_code == BOARD else traits.addressee)
    whom = item.body or addressed_to(text) or addressed_to(item.lead_in or "") or default
    return Recommendation(
        position=position,
        kind=asked.kind,
        number=first.number,
        timescale_code=timescale(text, whole=False) or first.timescale_code,
        addressed_to=whom,
        addressee_code=addressee_code(whom),
        outcome_tag=tag,
        section=f"{asked.service}: {asked.title}" if asked.service else asked.title,
        lead_in=item.lead_in,
        page=first.block.page,
        text=printed,
    )


def _without_tag(text: str) -> tuple[str, str | None]:
    """The text without the national framework's tags at its end, and the tags as printed."""
    tags: list[str] = []
    match = OUTCOME_TAG.search(text)
    while match:
        tags.insert(0, match[0].strip())
        text = text[: match.start()] + text[match.end() :].strip(".")
        match = OUTCOME_TAG.search(text)
    return text, " ".join(tags) or None
