"""What is no part of a report's body, or stands at its edges: contents, imprint, closing sentence, introduction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from pipelines.parsing.layout.running_lines import is_at_edge
from pipelines.parsing.outline.headings import ENDS_IN_GRADE, domain_of
from pipelines.parsing.report import Block, Report
from pipelines.parsing.words.grade_words import GRADE_WORDS
from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE

# The publisher's own words: what stands below is no part of the body, up to the next heading of a part.
IMPRINT = re.compile(
    r"^(?:the office for standards in education, children[’']?s services and skills \(ofsted\) (?:regulates|inspects)"
    r"|if you would like a (?:copy of this document|version of this)|this document may be reproduced"
    r"|further copies of this (?:report|document)|any complaints about (?:the|this) inspection"
    r"|you may (?:copy all|reuse|use this)|website: www\.ofsted|interested in our work|© crown copyright"
    r"|piccadilly gate\b|to receive regular email alerts|published by )",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^(?:ofsted|we) will (?:take|use|consider|also take)\b.{0,90}\b(?:findings|letter|visit)\b.{0,90}"
    r"\b(?:next|future|when|plan)",
    re.IGNORECASE,
)
# The heading of a framed example within a letter's findings.
BOX = re.compile(r"^(?:case|practice) stud(?:y|ies)\b", re.IGNORECASE)
BOX_INDENT = 10.0  # points that a box's text stands right of the text around it
# Paragraphs that say what the letter is and how inspectors went about it.
INTRODUCTION = re.compile(
    r"^(?:between|from \d|on \d|this letter|this visit|the visit|inspectors (?:looked at|evaluated|considered|also)"
    r"|this inspection (?:includ|consider|was|took)|the methodology"
    r"|the inspectorates recogni[sz]e|the findings in the report|this is the \w+"
    r"|(?:her|his) majesty[’']?s chief inspector|following the (?:\w+ ){0,6}ofsted|the inspection included"
    r"|the lead inspector|the inspectors? (?:was|were)|in (?:line|accordance) with)",
    re.IGNORECASE,
)
RECORD = re.compile(r"(?:annex \w+ ?[:.]? )?record of (?:the )?(?:main|key) findings ?:?", re.IGNORECASE)
# What a grade means, which may stand below a heading of the board's or the authority's own.
DEFINITION = re.compile(r"an? (?:outstanding|good|inadequate) (?:local authority|lscb)\b", re.IGNORECASE)
GRADE_LINE = re.compile(r"^(?:grade\s*:?\s*[1-4]\b.*|outstanding|good|adequate|inadequate)$", re.IGNORECASE)
NO_WORDS = re.compile(r"\d{1,3}|\W+")  # a number, or a mark whose item was lost
FURNITURE_SIZE = 0.75  # of the text's size: smaller type at a page's edge is none of the body
ROW_WORDS = 20  # of a row of a table of judgements, with its grade
PROSE_WORDS = 12  # a cover's lines of a title, a date or a grade have fewer or no stop


def is_prose(block: Block) -> bool:
    """Whether a block is a sentence or more, as no line of a cover or of contents is."""
    return (
        block.kind in ("paragraph", "bullet")
        and len(block.text.split()) >= PROSE_WORDS
        and bool(ENDS_SENTENCE.search(block.text))
    )


def cover_rows(blocks: Sequence[Block], domains: frozenset[str]) -> set[int]:
    """Identities of blocks that may be rows of the cover's table, where no type is bold to tell them from headings.

    They have a grade, or have no text below and name an area that a heading further down names again.
    """
    named = [
        (domain, block, below)
        for block, below in zip_longest(blocks, blocks[1:])
        if len(block.plain.split()) <= ROW_WORDS and not is_prose(block)
        if (domain := domain_of(block.plain, domains)) is not None
    ]
    last = {domain: block for domain, block, _ in named}
    graded = {id(block) for _, block, below in named if ENDS_IN_GRADE.search(block.plain) or is_grade(below)}
    named_again = {id(block) for domain, block, below in named if last[domain] is not block and not _is_text(below)}
    return graded | named_again


def _is_text(block: Block | None) -> bool:
    return block is not None and (block.kind == "numbered" or is_prose(block))


def is_grade(block: Block | None) -> bool:
    """Whether a block is a grade and nothing else."""
    return block is not None and bool(GRADE_WORDS.fullmatch(block.plain))


def stays_left_out(section: str, following: Block | None, *, names_part: bool) -> bool:
    """Whether a heading, which may be that of a part, opens nothing within `section`, which is left out: what a grade
    means stands below it (Blackpool 2014), or it is a row of the record of grades, with no text below (Sandwell 2013).
    """
    if not names_part and following is not None and DEFINITION.match(following.plain):
        return True
    return bool(RECORD.fullmatch(section)) and not _is_text(following)


def is_furniture(block: Block, report: Report) -> bool:
    """Whether it is a small line at a page's edge that the running lines have not (Nottingham 2022)."""
    line = block.lines[0]
    page = next((page for page in report.document.pages if page.number == line.page), None)
    if page is None or page.number is None or block.kind not in ("heading", "paragraph") or len(block.lines) > 2:
        return False
    return is_at_edge(line, page) and line.size < FURNITURE_SIZE * report.body_size


def leaves_box(heading: Block, block: Block, report: Report) -> bool:
    """Whether a box ends above the block: its frame does, over pages (Bedford 2023), or without one its indent."""
    if heading.row is not None:
        return block.row is None
    return report.is_paged and block.lines[0].x0 < heading.lines[0].x0 - BOX_INDENT
