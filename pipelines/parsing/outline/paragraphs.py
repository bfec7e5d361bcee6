"""Paragraphs of a report's body: what is known of each, and which blocks go on with one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.parsing.outline.asked_list import AskedList
from pipelines.parsing.outline.list_items import DASH, joined, plain
from pipelines.parsing.report import Block
from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE, LAST_STOP

PARAGRAPH_WORDS = 20
POINT_INDENT = 5.0  # points: text this much right of a bullet belongs to the bullet


@dataclass(slots=True)
class Paragraph:
    """A paragraph, bullet or table row of the body; `texts` are its pieces over blocks, with footnote marks.

    `part`: introduction, summary, findings, recommendations, area; `summary_kind`: set in a summary;
    `chapter`: the heading of its chapter or part as printed, `section`: the nearest heading above it;
    `asked`: the list of recommendations that it stands in, with `timescale_code` for what is under a timescale.
    """

    block: Block
    number: int | None
    part: str
    summary_kind: str | None
    chapter: str
    section: str
    domain_code: str | None
    texts: list[str] = field(default_factory=list)
    asked: AskedList | None = None
    timescale_code: str | None = None

    @property
    def text(self) -> str:
        """The whole text, without its number, bullet or footnote marks."""
        return joined([plain(piece) for piece in self.texts])

    @property
    def printed(self) -> str:
        """The whole text with its footnote marks, to be quoted."""
        return joined(self.texts)


def as_chapter_summary(paragraphs: Sequence[Paragraph]) -> None:
    """Makes a summary of a chapter's paragraphs above the heading of its findings, where no heading says so (Derby
    2017). `paragraphs` are all of the chapter so far, of a report that numbers its findings."""
    if all(p.part == "findings" and p.number is None and p.section == p.chapter for p in paragraphs):
        for paragraph in paragraphs:
            paragraph.part, paragraph.summary_kind = "summary", "chapter_summary"


def goes_on(last: Paragraph, block: Block, texts: list[str], *, asks: bool, is_paged: bool) -> bool:
    """Whether a block belongs to the paragraph above: the rest of its text, or a point of its list.

    `asks`: they stand in a list of recommendations, whose bullets are items.
    """
    if last.block.row != block.row:
        return False
    before = plain(last.texts[-1])
    has_ended = bool(ENDS_SENTENCE.search(before))
    opening = plain(texts[0]).strip()[:1]
    if not has_ended and block.kind != "bullet" and (opening.islower() or last.number is not None):
        return True
    is_dash = bool(DASH.match(block.text))
    follows_point = before.endswith((":", ";")) or (is_dash and before.startswith("\n"))
    if (opening.islower() or opening.isdigit() or is_dash) and follows_point and block.kind == "paragraph":
        return True
    if last.number is not None and (not asks or block.kind == "paragraph"):
        return not _stands_left(last, block, is_paged)
    if block.kind == "bullet" and last.block.kind != "bullet":
        if asks and last.number is None:
            return False
        return plain(last.texts[0]).endswith(":") and _is_point(last, texts)
    if block.kind == last.block.kind == "bullet" and not is_paged and _list_goes_on(last, opening):
        return True
    return (
        last.block.kind == "bullet"
        and block.kind in ("bullet", "paragraph")
        and block.lines[0].x0 > last.block.lines[0].x0 + POINT_INDENT
    )


def _stands_left(last: Paragraph, block: Block, is_paged: bool) -> bool:
    """Whether prose begins left of a numbered paragraph's text, so that it is none of it."""
    is_prose = block.kind == "paragraph" and len(block.text.split()) >= PARAGRAPH_WORDS
    return is_paged and is_prose and block.lines[0].x0 <= last.block.lines[0].x0 + 1


def _list_goes_on(last: Paragraph, opening: str) -> bool:
    """Whether a bullet is a further point of the bullet above by its words alone: it begins small or with a figure
    where a colon, or a point without a stop, leaves the list open.

    In a text form a list's indent is lost where the page ended within it (North Somerset 2017).
    """
    before = plain(last.texts[-1])
    has_points = any(text.startswith("\n") for text in last.texts[1:])
    is_open = before.endswith(":") or (has_points and not LAST_STOP.search(before))
    return is_open and (opening.islower() or opening.isdigit())


def _is_point(last: Paragraph, texts: list[str]) -> bool:
    """Whether a bullet is a point of a sentence ("...: / • a; / • b"), not a sentence or paragraph by itself."""
    if len(last.texts) > 1:
        return True
    text = plain(texts[0]).strip()
    return not (text[0].isupper() and text.endswith("."))
