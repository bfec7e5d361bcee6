"""Every statement of a judgement in a single inspection's report, or in a review of a board."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from pipelines.frameworks.single_inspection.graded_list import graded_headings, graded_list
from pipelines.frameworks.single_inspection.judgement_sentences import (
    COVER,
    loose_overall_statement,
    opening_statement,
    overall_statement,
)
from pipelines.parsing.report import Block, Report
from pipelines.parsing.statements import JudgementStatement, SetAside, UnreadableReport
from pipelines.parsing.tables import grade_cell, unread_judgements
from pipelines.reading.model import Line

BOARD = "safeguarding_board"
AREAS = ("overall_effectiveness", "help_and_protection", "children_in_care", "adoption", "care_leavers", "leadership")
SENTENCE_LINES = 3  # lines that a sentence of the cover wraps over at most
# The board's chapter as contents list it.
BOARD_CHAPTER = re.compile(
    r"^(?:section 2:? )?(?:the )?(?:effectiveness of the )?local safeguarding children(?:[’']?s)? board(?: \(lscb\))?"
    r" \d+$",
    re.IGNORECASE,
)
SUMMARY = re.compile(r"^(?:contents|executive summary|summary of)\b", re.IGNORECASE)
SUMS_UP = re.compile(r"\bbecause:?$", re.IGNORECASE)  # heads the summary's reasons, as a first sentence would
# What the end of a graded heading begins with when a change of font sets it apart.
HEADING_END = re.compile(
    r"^(?:is|are|that it|requires?|improvement|to be good|be good|outstanding|good|inadequate|not judged)\b",
    re.IGNORECASE,
)
HEADING_END_LENGTH = 40  # characters
MEANINGS = re.compile(r"^what (?:the|our) (?:lscb )?inspection judge?ments mean\b", re.IGNORECASE)
AFTER_MEANINGS = re.compile(
    r"^(?:section \d|information about|the inspection team|executive summary|summary of|review of the|inspection of|"
    r"(?:the )?(?:effectiveness of the )?local safeguarding children)",
    re.IGNORECASE,
)


def lists_board_chapter(report: Report) -> bool:
    """Whether the contents list a chapter on the board."""
    return any(BOARD_CHAPTER.match(line.text) for line in report.lines)


def judgements(report: Report, *, reviews_board: bool) -> tuple[list[JudgementStatement], list[SetAside]]:
    """Every statement of a judgement: the cover's list and sentences, then headings and sentences in order.

    Beside them stands what would confirm a judgement and is not understood. Raises UnreadableReport: grade_table when
    the cover's list cannot be read and the sections do not state every judgement either; judgement_missing when the
    report reviews the board and no grade of it is found.
    """
    unread: UnreadableReport | None = None
    try:
        listed, begin, end = graded_list(report.lines)
    except UnreadableReport as error:
        unread, listed, begin, end = error, [], 0, 0
    sentences, used = _cover_sentences(report, begin, end)
    headings, set_aside = graded_headings(report.lines[end:])
    statements = [*listed, *sentences, *headings, *_sentences(report, end, used)]
    if not reviews_board and not any(s.domain_code == BOARD and s.place != "opening_sentence" for s in statements):
        statements = [statement for statement in statements if statement.domain_code != BOARD]
    found = {statement.domain_code for statement in statements}
    if unread is not None and not found.issuperset(AREAS):
        raise unread
    if unread is not None:
        set_aside.insert(0, unread_judgements("grade_table", unread.reason, report.cover))
    elif unlisted := [area for area in AREAS[1:] if all(statement.domain_code != area for statement in listed)]:
        names = ", ".join(area.replace("_", " ") for area in unlisted)
        reason = f"The graded list has no row that can be read for {names}: compare it with the chapters' headings."
        set_aside.insert(0, unread_judgements("grade_table", reason, report.lines[begin:end]))
    if reviews_board and BOARD not in found:
        raise _missing_board()
    return _once(statements), set_aside


def board_judgements(report: Report) -> list[JudgementStatement]:
    """Every statement of the board's judgement in a review of the board alone: the cover's first.

    Raises UnreadableReport (judgement_missing) when none is found.
    """
    sentences, used = _cover_sentences(report, 0, 0)
    statements = [s for s in (*sentences, *_sentences(report, 0, used)) if s.domain_code == BOARD]
    if not statements:
        raise _missing_board()
    return _once(statements)


def _cover_sentences(report: Report, begin: int, end: int) -> tuple[list[JudgementStatement], set[int]]:
    """The overall judgement as the cover's sentences state it above the list, and the board's below it.

    Also gives the identities of the lines that they stand on. A change of font may part such a sentence
    ("The effectiveness of the Local Safeguarding Children Board (LSCB) is / good."), so lines are joined here.
    """
    lines = report.lines
    page = lines[0].page
    stop = next((i for i in range(end, len(lines)) if lines[i].page != page or SUMMARY.match(lines[i].text)), end)
    statements: list[JudgementStatement] = []
    used: set[int] = set()
    for first, last in ((0, begin), (end, stop)):
        index = first
        while index < last:
            statement, count = _cover_sentence(lines[index : min(index + SENTENCE_LINES, last)])
            if statement is not None:
                statements.append(statement)
                used |= {id(line) for line in lines[index : index + count]}
            index += count
    if begin and not any(statement.domain_code == AREAS[0] for statement in statements):
        statements += _loose_overall(lines[:begin])
    return statements, used


def _loose_overall(lines: Sequence[Line]) -> list[JudgementStatement]:
    """The one grade that the cover gives the services above the list, where none of the known wordings is there."""
    windows = (lines[i : i + n] for n in range(1, SENTENCE_LINES + 1) for i in range(len(lines) - n + 1))
    texts = ((" ".join(line.text for line in window), window[0].page) for window in windows)
    found = [s for text, page in texts if (s := loose_overall_statement(text, page)) is not None]
    return found[:1] if len({statement.grade_code for statement in found}) == 1 else []


def _cover_sentence(lines: Sequence[Line]) -> tuple[JudgementStatement | None, int]:
    """The overall or the board's judgement that the lines begin by stating, and over how many; None and 1 otherwise."""
    for count in range(len(lines), 0, -1):
        text = " ".join(line.text for line in lines[:count])
        page = lines[0].page
        statement = overall_statement(text, page) or opening_statement(text, COVER, page)
        if statement is not None and statement.domain_code in (AREAS[0], BOARD):
            return statement, count
    return None, 1


def _sentences(report: Report, end: int, used: set[int]) -> Iterator[JudgementStatement]:
    """Headings that are sentences, and paragraphs' first sentences; nothing that explains what grades mean."""
    skipped = used | {id(line) for line in report.lines[:end]}
    blocks = [block for block in report.blocks if id(block.lines[0]) not in skipped]
    explains = False
    for block, below in zip_longest(blocks, blocks[1:]):
        if block.kind == "heading":
            explains = bool(MEANINGS.match(block.plain)) or (explains and not AFTER_MEANINGS.match(block.plain))
        statement = None if explains else _sentence(block, below)
        if statement is not None:
            yield statement


def _sentence(block: Block, below: Block | None) -> JudgementStatement | None:
    """The judgement that the block begins by stating; a heading's end may stand below in another font."""
    is_heading = block.kind == "heading"
    text = block.text
    if is_heading and below is not None and len(below.text) <= HEADING_END_LENGTH and HEADING_END.match(below.text):
        text = f"{text} {below.text}"
    statement = opening_statement(text, "opening_sentence", block.page)
    if statement is None or any(grade_cell(line) for line in block.lines):
        return None
    return replace(statement, place="section_heading") if is_heading and not SUMS_UP.search(block.plain) else statement


def _once(statements: Sequence[JudgementStatement]) -> list[JudgementStatement]:
    """The statements without a second reading of the same words."""
    return list({(s.domain_code, s.place, s.page, s.text): s for s in reversed(statements)}.values())[::-1]


def _missing_board() -> UnreadableReport:
    return UnreadableReport(
        "judgement_missing",
        "The report reviews the Local Safeguarding Children Board, but no grade of it was found: read its chapter.",
    )
