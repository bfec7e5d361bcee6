"""A document as a person reads it: running headers apart, lines joined to headings, paragraphs and bullets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipelines import reference
from pipelines.parsing.layout.graded_headings import with_grades_beside
from pipelines.parsing.layout.line_ends import ends_short, has_no_room
from pipelines.parsing.layout.line_numbers import NUMBERED, is_wrapped_number, number_of
from pipelines.parsing.layout.repeated_pages import repeated_pages
from pipelines.parsing.layout.running_lines import running_lines
from pipelines.parsing.layout.table_rows import TableRow, table_rows
from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE
from pipelines.parsing.words.timescales import timescale
from pipelines.reading.model import Document, Line, Page
from pipelines.reading.text_reader import is_wrapped

PARAGRAPH_GAP = 1.55  # of the font size: lines further apart (top to top) begin a new block
BULLET = re.compile(r"^•\s*")
SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]")
BEFORE_STOP = re.compile(r" (?= *[.,;:)])")
BEFORE_MARK_AND_STOP = re.compile(r" (?=[⁰¹²³⁴⁵⁶⁷⁸⁹]+ *[.,;:)])|(?<=[⁰¹²³⁴⁵⁶⁷⁸⁹]) (?= *[.,;:)])")
# The first letter may stand apart ("D ear local partnership": Salford 2016).
SALUTATION = re.compile(r"^d\s?ear\b", re.IGNORECASE)
# The head of a table of recommendations, which in a scan is no bolder than the row below it.
TABLE_HEAD = re.compile(r"responsible bod(?:y|ies)(?: (?P<title>.+))?", re.IGNORECASE)
# The heading of a list of contents, and an entry of it, with its page behind.
CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)
CONTENTS_ENTRY = re.compile(r".*\D\s?\d{1,3}")
FOOTNOTE = re.compile("^[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?: |$)")
FULL_SHARE = 0.9  # of a wrapped text's lines: those longer are small print, or rows of tables
FULL_LINE = 0.92  # of that line's characters: one with as many, and the next one's first word, had no room for it
LEADS_ON = re.compile(r"\b(?:and|or|of|the|a|an|for|to|in|with|by|from)$")
HEADING_WORDS = 16
HEADING_SIZE = 13.0  # points: larger type is a heading's, where the text's is no larger itself
HEADING_SHARE = 1.08  # of the text's size


@dataclass(frozen=True)
class Block:
    """Lines that belong together: a heading, a paragraph, a numbered paragraph or a bullet.

    `text` has no bullet, number or line breaks but keeps footnote marks; `number` is a numbered paragraph's; `page` is
    where it begins; `row` is the number of the ruled table's row that it stands in, and `column` that of its cell,
    from 0, in a row of which each cell is read by itself.
    """

    kind: str
    text: str
    page: int | None
    lines: tuple[Line, ...]
    number: int | None = None
    row: int | None = None
    column: int | None = None

    @cached_property
    def plain(self) -> str:
        """The text without footnote marks."""
        return without_superscripts(self.text)


def without_superscripts(text: str) -> str:
    """The text without footnote marks ("Board¹" reads "Board")."""
    return BEFORE_STOP.sub("", SUPERSCRIPT.sub("", text)).strip()


def with_superscripts(text: str) -> str:
    """The text with its footnote marks, for quoting: a mark before a stop has no space about it ("schools,³")."""
    return BEFORE_MARK_AND_STOP.sub("", text).strip()


class Report:
    """A document's body lines, running lines, footnotes and blocks, in reading order.

    `withheld` are identities of lines whose words no published figure or sentence may hold. `repeated` are the pages
    that were bound in twice, which are read once, with those that they repeat.
    """

    def __init__(self, document: Document, withheld: frozenset[int] = frozenset()) -> None:
        self.repeated = repeated_pages(document)
        pages = tuple(page for page in document.pages if page.number not in self.repeated)
        running = running_lines(replace(document, pages=pages))
        lines = [line for page in pages for line in page.lines]
        body, footnotes = _without_footnotes([line for line in lines if id(line) not in running])
        self.document = document
        self.withheld = withheld
        self.lines: tuple[Line, ...] = tuple(body)
        self.footnotes: tuple[Line, ...] = tuple(footnotes)
        self.running: tuple[Line, ...] = tuple(line for line in lines if id(line) in running)

    @cached_property
    def is_paged(self) -> bool:
        """Whether the report came as a PDF, with pages, positions and fonts."""
        return self.document.page_count is not None

    @cached_property
    def written_pages(self) -> tuple[Page, ...]:
        """The pages with any text: empty ones may stand before and among them."""
        return tuple(page for page in self.document.pages if page.lines)

    @cached_property
    def first_page(self) -> Page:
        """The first page with any text, or of a document without text the first."""
        return next(iter(self.written_pages), self.document.pages[0])

    @cached_property
    def cover(self) -> tuple[Line, ...]:
        """The first page's body lines; of a text report, the first 40."""
        if self.is_paged:
            return tuple(line for line in self.lines if line.page == self.first_page.number)
        return self.lines[:40]

    @cached_property
    def has_bold(self) -> bool:
        """Whether headings can be told by their type: the text of a scan has one font, as a text report has none."""
        return self.is_paged and any(line.is_bold for line in self.lines)

    @cached_property
    def body_size(self) -> float:
        """The font size that most lines have."""
        return _most_common_size(self.lines)

    @cached_property
    def _full_line(self) -> int | None:
        """How many characters a full line of a wrapped text has; None of pages, or where a line holds a paragraph."""
        if self.is_paged or not is_wrapped(self.lines):
            return None
        lengths = sorted(len(line.text) for line in self.lines)
        return lengths[int(FULL_SHARE * len(lengths))]

    @cached_property
    def text(self) -> str:
        """All body text, blocks on lines of their own, without footnote marks."""
        return "\n".join(block.plain for block in self.blocks)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The body's blocks in reading order, joined over lines and pages."""
        groups: list[list[Line]] = []
        places: list[tuple[int | None, int | None]] = []
        number = 0
        last_place: tuple[int | None, int | None] = (None, None)
        for line, place in with_grades_beside(self._lines_by_cell(), PARAGRAPH_GAP):
            # The next number at the margin opens a paragraph, even after a short line without a stop.
            own = number_of(line)
            group = groups[-1] if groups else []
            is_next = bool(group) and own == number + 1 and line.x0 <= group[0].x0 + 1
            is_next = is_next and not self._runs_on(group, line)
            in_reach = bool(group) and (place == last_place or self._leaves_frame(group[-1], line))
            if in_reach and not is_next and self._continues(group, line):
                group.append(line)
            else:
                groups.append([line])
                places.append(place)
                number = own or number
            last_place = place
        return tuple(
            replace(self._block(group, is_cell=column is not None), row=row, column=column)
            for group, (row, column) in zip(groups, places, strict=True)
        )

    @cached_property
    def table_rows(self) -> dict[int, TableRow]:
        """The row of a ruled table that a line stands in, by the line's identity."""
        return table_rows(self.document, self.lines)

    def _lines_by_cell(self) -> Iterator[tuple[Line, tuple[int | None, int | None]]]:
        """The lines in reading order, each with its row's number and column; a row of prose is read cell by cell, and a
        table's head is one line, however its cells wrap."""
        done: set[int] = set()
        for line in self.lines:
            row = self.table_rows.get(id(line))
            if row is None:
                yield line, (None, None)
            elif TABLE_HEAD.fullmatch(" ".join(row.texts)):
                if id(row) not in done:
                    yield row.as_line(), (row.number, None)
                done.add(id(row))
            elif not row.is_prose or not self._may_be_split(row):
                yield line, (row.number, None)
            elif id(row) not in done:
                done.add(id(row))
                for column, lines in enumerate(row.cells):
                    yield from ((part, (row.number, column)) for part in lines)

    def _leaves_frame(self, last: Line, line: Line) -> bool:
        """Whether a page ends between the lines, one of them or both in a frame, which ends with its page.

        A frame is a ruled row of one cell (Rotherham 2018: the executive summary of two pages, the first framed).
        """
        rows = [self.table_rows.get(id(one)) for one in (last, line)]
        return line.page != last.page and all(row is None or len(row.boxes) == 1 for row in rows)

    def _may_be_split(self, row: TableRow) -> bool:
        """Whether the row has no withheld line, which is known by its identity."""
        return not any(self.table_rows.get(number) is row for number in self.withheld)

    def _continues(self, group: list[Line], line: Line) -> bool:
        first, last = group[0], group[-1]
        text = line.text
        is_head = len(group) == 1 and not self.has_bold and text[0].isupper() and _opens_list(last.text)
        if is_head or TABLE_HEAD.fullmatch(last.text):
            return False
        if text.startswith("•") or last.is_bold != line.is_bold or abs(last.size - line.size) > 0.6:
            return False
        if not self.is_paged:
            is_open = not ENDS_SENTENCE.search(last.text) and not last.is_bold
            return is_open and (text[0].islower() or text[0] == "(" or self.wraps(last, line))
        if NUMBERED.match(text) and (
            len(line.cells) > 1
            or line.x0 < last.x0 - 1
            or (NUMBERED.match(first.text) and not is_wrapped_number(first, last, line))
        ):
            return False
        if line.page != last.page:
            return not last.is_bold and not ENDS_SENTENCE.search(last.text) and not _opens_list(text)
        return line.top - last.top <= PARAGRAPH_GAP * line.size and not ends_short(group, line)

    def wraps(self, last: Line, line: Line) -> bool:
        """Whether a text whose lines are wrapped breaks off between the two: the next line's first word had no room on
        the last, or the last ends in a word that something follows."""
        text = line.text
        if self._full_line is None or len(last.cells) + len(line.cells) > 2:
            return False
        room = FULL_LINE * self._full_line - len(last.text)
        is_full = len(text.split(maxsplit=1)[0]) > room or LEADS_ON.search(last.text)
        opens = NUMBERED.match(text) or SALUTATION.match(text) or _opens_list(text)
        return bool(is_full) and not opens and not self._has_blank_between(last, line)

    def _has_blank_between(self, last: Line, line: Line) -> bool:
        """Whether a text has a blank line between the two, running lines apart."""
        between = sum(last.top < other.top < line.top for other in self.running)
        return line.top - last.top - between > 1

    def _runs_on(self, group: list[Line], line: Line) -> bool:
        """Whether a number and a stop end the sentence above ("Key Stage / 4."), and open no paragraph."""
        is_open = number_of(group[0]) is None and len(line.cells) == 1 and not ENDS_SENTENCE.search(group[-1].text)
        return is_open and line.page == group[-1].page is not None and has_no_room(group, line)

    def _block(self, group: list[Line], *, is_cell: bool) -> Block:
        first = group[0]
        text = " ".join(line.text for line in group)
        is_bullet = text.startswith("•")
        text = BULLET.sub("", text)
        numbered = NUMBERED.match(text)
        if numbered and len(text) > numbered.end():
            number = int(numbered[1])
            return Block("numbered", text[numbered.end() :], first.page, tuple(group), number)
        if is_bullet:
            return Block("bullet", text, first.page, tuple(group))
        kind = "heading" if self._is_heading(group, text, is_cell=is_cell) else "paragraph"
        return Block(kind, text, first.page, tuple(group))

    def _is_heading(self, group: list[Line], text: str, *, is_cell: bool) -> bool:
        if self.has_bold or group[0].is_bold:
            return group[0].is_bold or group[0].size > max(HEADING_SIZE, HEADING_SHARE * self.body_size)
        is_short = not is_cell and len(text.split()) <= HEADING_WORDS
        return is_short and not ENDS_SENTENCE.search(text) and text[0].isupper()


def _opens_list(text: str) -> bool:
    """Whether a line is by itself the heading of a part of a report, or by when the items below it are asked for."""
    if not text[0].isupper():
        return False
    if timescale(text, whole=True) is not None:
        return True
    name = reference.normalise_name(text).strip(" :?")
    return any(pattern.fullmatch(name) for pattern, _ in reference.patterns("report_sections", "part_code"))


def _most_common_size(lines: Sequence[Line]) -> float:
    sizes = Counter(line.size for line in lines)
    return max(sizes, key=sizes.__getitem__) if sizes else 0.0


def _without_footnotes(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Body lines and footnote lines. A footnote starts with a superscript and runs in small type to the page's end."""
    body_size = _most_common_size(lines)
    body: list[Line] = []
    notes: list[Line] = []
    for line in lines:
        starts = bool(FOOTNOTE.match(line.text))
        follows = bool(notes) and notes[-1].page == line.page is not None and line.size < body_size - 0.9
        (notes if (starts and (line.page is None or line.size < body_size)) or follows else body).append(line)
    return body, notes
