"""Sheets that were bound in twice: pages that say word for word what a page before them says."""

from __future__ import annotations

from pipelines.reading.model import Document

LEAST_TEXT = 200  # characters of a page that can be told from another


def repeated_pages(document: Document) -> dict[int, int]:
    """The numbers of such pages of a PDF, each with the number of the page that it repeats."""
    first: dict[str, int] = {}
    found: dict[int, int] = {}
    for page in document.pages:
        text = " ".join(line.text for line in page.lines)
        if page.number is None or len(text) < LEAST_TEXT:
            continue
        before = first.setdefault(text, page.number)
        if before != page.number:
            found[page.number] = before
    return found
