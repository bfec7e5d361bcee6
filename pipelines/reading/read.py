"""The one door for bytes: sniffs what a file is, reads it, and says in words why it cannot."""

from __future__ import annotations

import hashlib
import struct

from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException

from pipelines.reading import pdfminer_reader, text_reader
from pipelines.reading.model import Document, Page, UnreadableDocument

READER_VERSION = "2"
HEAD = 1024  # bytes in which %PDF must appear
TAIL = 2048  # bytes in which %%EOF must appear; a cut-off download has none
MIN_TEXT = 200  # characters that the shortest letter far exceeds; fewer means pictures of text


def read_document(content: bytes) -> Document:
    """Reads a PDF or UTF-8 text report.

    Raises UnreadableDocument with reason codes empty_file, web_page, truncated_pdf, encrypted_pdf,
    damaged_pdf, no_text or not_a_report.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if not content.strip():
        raise UnreadableDocument("empty_file", "The file is empty: fetch it again.")
    if b"%PDF" in content[:HEAD]:
        reader, pages = pdfminer_reader.NAME, _read_pdf(content)
    else:
        reader, pages = text_reader.NAME, _read_text(content)
    if sum(len(line.text) for page in pages for line in page.lines) < MIN_TEXT:
        raise UnreadableDocument(
            "no_text", "The file has (almost) no text, only pictures: put a version with text, or run OCR on it."
        )
    return Document(sha256, f"{reader}-{READER_VERSION}", pages)


def _read_pdf(content: bytes) -> tuple[Page, ...]:
    if b"%%EOF" not in content[-TAIL:]:
        raise UnreadableDocument("truncated_pdf", "The PDF ends before its last mark (%%EOF): fetch it again.")
    try:
        pages = pdfminer_reader.read_pages(content)
    except PDFEncryptionError as error:
        raise UnreadableDocument("encrypted_pdf", "The PDF is encrypted: remove its password.") from error
    except (PDFException, PSException, ValueError, TypeError, KeyError, struct.error) as error:
        # pdfminer.six lets Python's own errors through when a damaged object is not what it expects.
        detail = f"{type(error).__name__}: {str(error)[:120]}"
        raise UnreadableDocument("damaged_pdf", f"The PDF is damaged ({detail}): fetch it again.") from error
    if not pages:
        raise UnreadableDocument("damaged_pdf", "The PDF has no pages: fetch it again.")
    return pages


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
