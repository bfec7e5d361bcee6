"""The PDF readers by name. Each module has `read_pages(content)`, and all give the same lines for a report."""

from __future__ import annotations

import importlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from pipelines.reading.model import Page

PDFMINER = "pdfminer"
PYPDFIUM2 = "pypdfium2"
READERS = (PDFMINER, PYPDFIUM2)
DISTRIBUTIONS = {PDFMINER: "pdfminer.six", PYPDFIUM2: "pypdfium2"}
MODULES = {PDFMINER: "pipelines.reading.pdfminer_reader", PYPDFIUM2: "pipelines.reading.pypdfium2_reader"}
SECOND_TRIES = {PDFMINER: PYPDFIUM2}  # which reader tries a file that the first failed on, where it is installed


@cache
def library_version(reader: str) -> str | None:
    """Version of the reader's library, or None where it is not installed."""
    try:
        return version(DISTRIBUTIONS[reader])
    except PackageNotFoundError:
        return None


def second_try(reader: str) -> str | None:
    """The reader that tries a file which this one failed on; None where there is none or it is not installed."""
    second = SECOND_TRIES.get(reader)
    return second if second is not None and library_version(second) is not None else None


def label(reader: str) -> str:
    """The reader with its library's version, as a document's row names it."""
    return f"{reader}-{library_version(reader)}"


def labels(reader: str) -> tuple[str, ...]:
    """The labels of all readers that the pages can come from when this one is chosen."""
    second = second_try(reader)
    return (label(reader),) if second is None else (label(reader), label(second))


def read_pages(reader: str, content: bytes) -> tuple[Page, ...]:
    """The PDF's pages in order. Raises FailedReading, or UnreadableDocument with reason code encrypted_pdf."""
    module = importlib.import_module(MODULES[reader])
    pages: tuple[Page, ...] = module.read_pages(content)
    return pages
