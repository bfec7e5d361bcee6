"""What a heading says: the part of a report that it opens, and the judgement area of its chapter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines import reference
from pipelines.parsing.outline.list_items import DASH
from pipelines.parsing.report import Block, without_superscripts
from pipelines.parsing.words.grade_words import GRADE_WORDS
from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE, STOP

# A chapter's heading with its grade, as a text or a scan shows it by its words alone.
GRADED_HEADING = re.compile(
    r"(?:the )?(?:graded judge?ment|effectiveness of|experiences? and progress of|impact of leaders)\b[^.:]*?"
    rf"(?: is that it)?[ :]+{GRADE_WORDS.pattern}",
    re.IGNORECASE,
)
# The heading of a chapter that is graded by itself, in type no larger than a summary's headings (Isles of Scilly 2016).
GRADED_CHAPTER = re.compile(r"(?:the )?graded judge?ment\b", re.IGNORECASE)
ENDS_IN_GRADE = re.compile(rf"\b{GRADE_WORDS.pattern}$", re.IGNORECASE)
# The heading of what is said of one of two services (2009-12).
SERVICE_CHAPTER = re.compile(
    r"(?:safeguarding services|(?:services for )?looked after children(?: services)?)", re.IGNORECASE
)
GLUED_MARK = re.compile(r"(?<=[a-z?])\d$")  # a footnote's mark ("area2", "improve?1")
NUMBERED_GRADE = re.compile(r" grade [1-4] \(\w+\)$", re.IGNORECASE)  # behind a heading of 2009-13
PAGE_NUMBER = re.compile(r" \d{1,3}$")
RIGHT_COLUMN = 40.0  # points right of a heading's left edge: a grade beside it, not its text
HEADING_WORDS = 14
QUESTION_WORDS = 24  # of a heading that asks, as what it is like to be a child in the area
SUMMARY, ASKS = "summary", "recommendations"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a report, as report_sections.csv has it; `kind` is a summary's or that of recommendations.

    `stands_in_chapter`: whether its heading stays within the chapter that is open: any, board (the safeguarding
    board's alone), domain (its heading is a chapter's own) or no.
    """

    part: str
    kind: str | None
    stands_in_chapter: str


@cache
def _parts() -> tuple[tuple[re.Pattern[str], Part], ...]:
    return tuple(
        (
            re.compile(row["pattern"]),
            Part(row["part_code"], row["kind_code"] or None, row["stands_in_chapter"]),
        )
        for row in reference.rows("report_sections")
    )


def part_of(heading: str) -> Part | None:
    """The part of a report that a heading opens, or None, as for an entry of a contents list."""
    name = GLUED_MARK.sub("", reference.normalise_name(heading).strip(" :?")).rstrip("?")
    if PAGE_NUMBER.search(name):
        return None
    return next((part for pattern, part in _parts() if pattern.fullmatch(name)), None)


def heads_summary(text: str) -> bool:
    """Whether a text is the heading of a summary."""
    part = part_of(text) if len(text.split()) <= HEADING_WORDS else None
    return part is not None and part.part == SUMMARY


def domain_of(heading: str, domains: frozenset[str]) -> str | None:
    """Which of the domains a chapter's heading names, or None."""
    name = reference.normalise_name(heading)
    patterns = reference.patterns("heading_domains", "domain_code")
    return next((domain for pattern, domain in patterns if domain in domains and pattern.search(name)), None)


def heading_text(block: Block) -> str:
    """A heading as printed, a grade that stands in a column beside it behind its last word; no footnote's mark, nor a
    grade with its number."""
    left: list[str] = []
    right: list[str] = []
    for line in block.lines:
        for cell in line.cells:
            (right if cell.x0 > block.lines[0].x0 + RIGHT_COLUMN else left).append(cell.text)
    beside = " ".join(right)
    if left and GRADE_WORDS.fullmatch(beside):
        return without_superscripts(f"{' '.join(left)} {beside}")
    unmarked = GLUED_MARK.sub("", block.plain)
    return unmarked if part_of(unmarked) is not None else NUMBERED_GRADE.sub("", block.plain)


def is_graded_heading(block: Block, domains: frozenset[str]) -> bool:
    """Whether a block's words alone show a chapter's heading; in a list they are an earlier inspection's."""
    is_graded = block.kind != "bullet" and GRADED_HEADING.fullmatch(block.plain)
    return bool(is_graded) and domain_of(block.plain, domains) is not None


def may_head(block: Block) -> bool:
    """Whether a block that no type sets off is short enough for a heading."""
    words = QUESTION_WORDS if block.plain.endswith("?") else HEADING_WORDS
    return block.kind in ("paragraph", "numbered") and len(block.text.split()) <= words


def is_title(block: Block) -> bool:
    """Whether a line reads as a title: it begins large, has no dash before it, no stop and no more than a sentence."""
    is_sentence = ENDS_SENTENCE.search(block.text) or STOP.search(block.text)
    return block.text[0].isupper() and not is_sentence and not DASH.match(block.text)


@cache
def domains_judged(framework_code: str) -> frozenset[str]:
    """The domains that a framework's chapters are about: what it judges; if it judges none, today's and the board's."""
    judged = {
        row["domain_code"] for row in reference.rows("framework_judgements") if row["framework_code"] == framework_code
    }
    today = {row["domain_code"] for row in reference.rows("domains") if row["current_framework_domain"] == "true"}
    return frozenset(judged or today | {"safeguarding_board"})
