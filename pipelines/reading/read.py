"""The one door for bytes: sniffs what a file is, reads it, and says in words why it cannot."""

from __future__ import annotations

import hashlib

from pipelines.reading import pdf_reader, text_reader
from pipelines.reading.divided_words import with_whole_words
from pipelines.reading.list_marks import with_bullets
from pipelines.reading.model import SEEN_ASIDE, Document, FailedReading, Page, UnreadableDocument
from pipelines.reading.streams import broken_stream, trimmed

HEAD = 1024  # bytes in which %PDF must appear
TAIL = 2048  # bytes in which %%EOF must appear; a cut-off download has none
MIN_TEXT = 200  # characters that the shortest letter far exceeds; fewer means pictures of text


def read_document(content: bytes) -> Document:
    """Reads a PDF or a UTF-8 text report.

    Raises UnreadableDocument with reason codes empty_file, web_page, truncated_pdf, encrypted_pdf, unsupported_pdf,
    pdf_portfolio, unmapped_font, two_pages_on_one, unseen_text, damaged_pdf, no_text, not_a_report or line_too_long.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if not content.strip():
        raise UnreadableDocument("empty_file", "The file is empty: fetch it again.")
    if b"%PDF" in content[:HEAD]:
        read_by, pages = pdf_reader.label(), _read_pdf(trimmed(content))
    else:
        read_by, pages = text_reader.NAME, _read_text(content)
    if sum(len(line.text) for page in pages for line in page.lines) < MIN_TEXT:
        raise UnreadableDocument(
            "no_text", "The file has (almost) no text, only pictures: put a version with text, or run OCR on it."
        )
    _check_sight(pages)
    return Document(sha256, read_by, with_whole_words(with_bullets(pages)))


def _check_sight(pages: tuple[Page, ...]) -> None:
    seen = sum(len(line.text) for page in pages for line in page.lines)
    aside = [item for page in pages for item in page.set_aside if item.why not in SEEN_ASIDE]
    if sum(len(item.line.text) for item in aside) > seen:
        raise UnreadableDocument(
            "unseen_text",
            f"Most of the file's text cannot be seen on its pages ({aside[0].why.replace('_', ' ')}): open it, and put "
            "a newly printed PDF of it in its place.",
        )


def _read_pdf(content: bytes) -> tuple[Page, ...]:
    if b"%%EOF" not in content[-TAIL:]:
        raise UnreadableDocument("truncated_pdf", "The PDF ends before its last mark (%%EOF): fetch it again.")
    broken = broken_stream(content)
    if broken is not None:
        raise _damaged(broken)
    try:
        pages = pdf_reader.read_pages(content)
    except FailedReading as error:
        raise _damaged(str(error)) from error
    if not pages:
        raise _damaged("no pages")
    return pages


def _damaged(detail: str) -> UnreadableDocument:
    return UnreadableDocument(
        "damaged_pdf",
        f"The PDF is damaged ({detail}): fetch it again. If it comes the same, open it, see that it is whole, and put "
        "a newly printed PDF of it in its place.",
    )


def _read_text(content: bytes) -> tuple[Page, ...]:
    head = content[:HEAD].lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"\xef\xbb\xbf<!doctype html")) or b"<html" in head:
        raise UnreadableDocument(
            "web_page", "A web page under a report's name, as the site serves for a withdrawn report: nothing to read."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableDocument("not_a_report", "Neither a PDF nor UTF-8 text: remove or convert it.") from error
    return text_reader.read_pages(text)
