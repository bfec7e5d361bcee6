"""A report's paragraphs in printed order, each with the part of the report, the chapter and the heading it is under.

The parts are told by their headings (data/reference/report_sections.csv), the domain of a chapter by its heading
(heading_domains.csv). What is no paragraph of the body is left out: the cover and its grades, the contents, the
definitions of grades, the team, the imprint, a letter's address, its signature and its closing sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.parsing.outline.asked_list import AskedList, asked_list
from pipelines.parsing.outline.body_edges import (
    BOX,
    CLOSING,
    GRADE_LINE,
    IMPRINT,
    INTRODUCTION,
    NO_WORDS,
    cover_rows,
    is_furniture,
    is_grade,
    is_prose,
    leaves_box,
    stays_left_out,
)
from pipelines.parsing.outline.headings import (
    ASKS,
    ENDS_IN_GRADE,
    GRADED_CHAPTER,
    SERVICE_CHAPTER,
    SUMMARY,
    Part,
    domain_of,
    heading_text,
    heads_summary,
    is_graded_heading,
    is_title,
    may_head,
    part_of,
)
from pipelines.parsing.outline.list_items import LETTER_END, pieces
from pipelines.parsing.outline.paragraph_numbers import numbered_paragraphs, with_slipped_numbers
from pipelines.parsing.outline.paragraphs import Paragraph, as_chapter_summary, goes_on
from pipelines.parsing.report import CONTENTS, CONTENTS_ENTRY, SALUTATION, Block, Report
from pipelines.parsing.traits import Traits
from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE

SALUTATION_BLOCKS = 60  # a long list of addressees may stand above it
FINDINGS, AREA, BOARD = "findings", "area", "safeguarding_board"
LEFT_OUT, COVER, INTRODUCTORY = "left_out", "cover", "introduction"


def outline(report: Report, domains: frozenset[str], traits: Traits) -> list[Paragraph]:
    """The body's paragraphs in printed order, each once; chapters are of those domains, all of one if there is one."""
    blocks = with_slipped_numbers(report.blocks)
    walker = _Walker(report, blocks, domains, traits)
    for index, block in enumerate(blocks):
        walker.take(block, blocks[index + 1] if index + 1 < len(blocks) else None)
    return walker.paragraphs


class _Walker:
    """Goes through the blocks once, with the part, chapter and section that are open."""

    def __init__(self, report: Report, blocks: Sequence[Block], domains: frozenset[str], traits: Traits) -> None:
        self.report = report
        self.traits = traits
        self.domains = domains
        self.only_domain = next(iter(domains)) if len(domains) == 1 else None
        self.paragraphs: list[Paragraph] = []
        self.numbered = numbered_paragraphs(blocks)
        plains = [block.plain for block in blocks]
        self.is_letter = any(SALUTATION.match(text) for text in plains[:SALUTATION_BLOCKS])
        self.has_contents = any(CONTENTS.fullmatch(text) for text in plains)
        self.cover_rows = set() if report.has_bold else cover_rows(blocks, domains)
        self.heads_summary = any(heads_summary(text) for text in plains)
        self.part = Part(COVER, None, "no")
        self.chapter = self.section = ""
        self.chapter_size = 0.0
        self.chapter_begins = 0
        self.domain = self.only_domain
        self.is_of_domain = False
        self.box: tuple[Block, str] | None = None
        self.asked: AskedList | None = None
        self.service = ""
        self.is_open = False
        self.last_line = blocks[0].lines[0]

    def take(self, block: Block, following: Block | None) -> None:
        plain = block.plain
        is_cover_row = self.part.part == COVER and id(block) in self.cover_rows
        is_passed_over = not plain or NO_WORDS.fullmatch(plain) or self._is_grade_of_text(block)
        if is_cover_row or is_passed_over or is_furniture(block, self.report):
            return
        if self.part.part == COVER:
            self._cover(block)
        elif IMPRINT.match(plain) or LETTER_END.match(plain):
            self._set_part(Part(LEFT_OUT, None, "no"))
            self.is_open = False
        elif self.asked is not None and self.asked.takes_column_head(block):
            return
        elif self._is_heading(block, following):
            self._heading(block, following)
        elif self.part.part == LEFT_OUT and CONTENTS.fullmatch(self.section) and is_prose(block):
            # The heading after the contents was lost.
            self._set_part(Part(FINDINGS, None, "no"))
            self._paragraph(block)
        elif not CLOSING.match(plain) and (self.part.part != LEFT_OUT or id(block) in self.numbered):
            self._paragraph(block)

    def _cover(self, block: Block) -> None:
        """Passes over the cover; the body begins at a salutation or a heading of a part, else at a chapter or prose."""
        if self.is_letter:
            if SALUTATION.match(block.plain):
                self.part = Part(INTRODUCTORY, None, "no")
            return
        part = part_of(block.plain)
        if part is not None:
            self._open_part(part, block)
        elif self.has_contents:
            return
        elif id(block) in self.numbered:
            self.part = Part(FINDINGS, None, "no")
            self._paragraph(block)
        elif block.kind == "heading" and not GRADE_LINE.match(block.plain):
            domain = domain_of(block.plain, self.domains)
            self._open_chapter(heading_text(block), block, domain)
            self.part = Part(FINDINGS, None, "no") if domain else self.part
        elif is_prose(block) and not IMPRINT.match(block.plain):
            self.chapter = self.section = ""
            self.part = Part(SUMMARY, "overview", "no")
            self._paragraph(block)

    def _is_heading(self, block: Block, following: Block | None) -> bool:
        # A framed example may open with a sentence in bold (Peterborough 2017).
        is_framed_sentence = self.box is not None and ENDS_SENTENCE.search(block.plain) and not part_of(block.plain)
        if id(block) in self.numbered or is_framed_sentence:
            return False
        asked = self.asked
        if asked is not None and asked.may_wrap_like_headings and not block.lines[0].is_bold:
            return part_of(block.plain) is not None
        if not self.report.has_bold and is_graded_heading(block, self.domains):
            return True
        if block.kind == "heading":
            has_item_below = following is not None and following.kind == "numbered"
            return has_item_below or asked is None or not asked.lost_bullet(block)
        if not may_head(block):
            return False
        if part_of(block.plain) is not None or (asked is not None and asked.is_timescale(block)):
            return True
        is_graded = heading_text(block) != block.plain or self._is_grade_of_text(following)
        if is_graded and domain_of(block.plain, self.domains):
            return True
        return block.kind == "paragraph" and self._stands_over(block, following)

    def _is_grade_of_text(self, block: Block | None) -> bool:
        """Whether a line of a text is a grade alone, as it stands below its section's heading."""
        return not self.report.is_paged and is_grade(block)

    def _stands_over(self, block: Block, following: Block | None) -> bool:
        """Whether an unbold line is a heading ("Capacity", Isle of Wight 2014): short, no stop, items below it."""
        last = self.paragraphs[-1] if self.paragraphs and self.is_open else None
        items = ("bullet",) if self.asked is None else ("bullet", "numbered")
        has_items = following is not None and (following.kind in items or id(following) in self.numbered)
        return has_items and is_title(block) and (last is None or bool(ENDS_SENTENCE.search(last.texts[-1])))

    def _heading(self, block: Block, following: Block | None) -> None:
        text = heading_text(block)
        in_contents = self.part.part == LEFT_OUT and bool(CONTENTS.fullmatch(self.section))
        if GRADE_LINE.match(text) or (in_contents and CONTENTS_ENTRY.fullmatch(text) and part_of(text) is None):
            return
        if self.part.part == LEFT_OUT and stays_left_out(self.section, following, names_part=bool(part_of(text))):
            return
        self.is_open = False
        if self.traits.parts_services and SERVICE_CHAPTER.fullmatch(text):
            self.service = text
        part = part_of(text)
        domain = domain_of(text, self.domains)
        if part is not None and (domain is None or part.part != FINDINGS):
            self._open_part(part, block)
        elif domain and not in_contents and (part is not None or not self._is_within_part(block, following)):
            self._open_chapter(text, block, domain)
            self._set_part(Part(FINDINGS, None, "no"))
        elif self.part.part != LEFT_OUT:
            self._subheading(block, text, following)

    def _subheading(self, block: Block, text: str, following: Block | None) -> None:
        """A heading that is not of a known part: it stands within the part, or ends a list of recommendations."""
        is_larger = self.report.is_paged and not self.is_letter and block.lines[0].size > self.chapter_size + 0.5
        if BOX.match(text):
            self.box = (block, self.section if self.box is None else self.box[1])
            self.section = text
        elif self._stays_asked(block, text, following):
            self.section = text
        elif self.asked is not None or is_larger:
            self._open_chapter(text, block, None if self.asked is None else self.domain)
            self._set_part(Part(FINDINGS, None, "no") if self.asked is not None else self.part)
        else:
            self.section = text
            self.chapter = self.chapter or text

    def _stays_asked(self, block: Block, text: str, following: Block | None) -> bool:
        """Whether a list of recommendations is open and a heading leaves it so."""
        number = self.paragraphs[-1].number if self.paragraphs else None
        return self.asked is not None and self.asked.stays_open(block, text, number, following)

    def _is_within_part(self, block: Block, following: Block | None) -> bool:
        """Whether a heading is one of a list of recommendations, or of a summary: smaller, or in a text ungraded."""
        if self.asked is not None:
            return self._stays_asked(block, block.plain, following)
        if not self.report.is_paged:
            has_grade = ENDS_IN_GRADE.search(block.plain) or self._is_grade_of_text(following)
            return self.part.kind == "key_findings" and not has_grade
        is_smaller = block.lines[0].size < self.chapter_size - 0.5
        return is_smaller and self.part.part in (SUMMARY, AREA) and not GRADED_CHAPTER.match(block.plain)

    def _open_part(self, part: Part, block: Block) -> None:
        text = heading_text(block)
        within = part.stands_in_chapter
        keeps = self.is_of_domain and (
            within == "any"
            or (within == "board" and self.domain == BOARD and domain_of(text, self.domains) in (None, BOARD))
        )
        nested = part.part == ASKS and self.asked is not None and self.asked.nests(block)
        nested = nested or (part.part == self.part.part == AREA)
        if keeps or nested:
            self.section = text
        else:
            self._open_chapter(text, block, domain_of(text, self.domains) if within in ("domain", "board") else None)
        outer = self.asked.size if nested and self.asked is not None else 0.0
        kind = part.kind if part.kind != SUMMARY else "chapter_summary" if keeps else "overview"
        self._set_part(Part(part.part, kind, within))
        if part.part == FINDINGS and keeps and self.numbered:
            as_chapter_summary(self.paragraphs[self.chapter_begins :])
        if part.part == ASKS:
            self.asked = asked_list(part.kind or "recommendation", text, self.service, block, outer, self.traits)
            if self.asked.column is not None:  # the table's first row, of which the title is a part
                self.chapter = self.asked.title if self.chapter == text else self.chapter
                self.section = self.asked.title

    def _set_part(self, part: Part) -> None:
        self.part = part
        self.asked = None

    def _open_chapter(self, text: str, block: Block, domain: str | None) -> None:
        self.chapter = self.section = text
        self.chapter_size = block.lines[0].size
        self.chapter_begins = len(self.paragraphs)
        self.domain = domain or self.only_domain
        self.is_of_domain = domain is not None
        self.box = None

    def _paragraph(self, block: Block) -> None:
        if self.box is not None and leaves_box(self.box[0], block, self.report):
            self.section = self.box[1]
            self.box = None
        texts = pieces(block)
        if not texts:
            return
        asks = self.part.part == ASKS
        is_numbered = id(block) in self.numbered or (block.kind == "numbered" and asks)
        if block.kind == "numbered" and not is_numbered:
            texts[0] = f"{block.number}. {texts[0]}"
        last = self.paragraphs[-1] if self.paragraphs else None
        in_column = self.asked is not None and self.asked.column is not None
        may_go_on = self.is_open and not is_numbered and not in_column
        if last is not None and may_go_on:
            kinds = (last.block.kind, block.kind)
            is_rest = asks and kinds == ("bullet", "paragraph") and self.report.wraps(self.last_line, block.lines[0])
            if is_rest or goes_on(last, block, texts, asks=asks, is_paged=self.report.is_paged):
                last.texts += texts
                self.last_line = block.lines[-1]
                return
        if is_numbered and self.part.kind == "chapter_summary":
            # The findings of a chapter are numbered; its summary stands above them, at times with no heading between.
            self._set_part(Part(FINDINGS, None, "any"))
            self.section = self.chapter
        part, kind = (FINDINGS, None) if self.box else self._part_of_paragraph(block)
        part = INTRODUCTORY if part == LEFT_OUT else part
        paragraph = Paragraph(
            block, block.number if is_numbered else None, part, kind, self.chapter, self.section, self.domain, texts
        )
        if part == ASKS and self.asked is not None:
            paragraph.asked = self.asked
            paragraph.timescale_code = self.asked.timescale_code
            self.asked.is_empty = False
        self.paragraphs.append(paragraph)
        self.is_open = True
        self.last_line = block.lines[-1]

    def _part_of_paragraph(self, block: Block) -> tuple[str, str | None]:
        """A letter's own summary stands without a heading below its introduction (joint inspections to 2019)."""
        if self.part.part != INTRODUCTORY or not self.is_letter or self.heads_summary:
            return self.part.part, (self.part.kind if self.part.part == SUMMARY else None)
        introduces = any(opens and opens.match(block.plain) for opens in (INTRODUCTION, self.traits.introduction))
        summarises = any(p.summary_kind for p in self.paragraphs) or not introduces
        if summarises and any(p.part == INTRODUCTORY for p in self.paragraphs):
            return "summary", "overview"
        return INTRODUCTORY, None
