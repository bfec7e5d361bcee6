"""One document's bytes to what it prints: a pure function of the bytes and the code's version."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from pipelines.frameworks import read_report
from pipelines.parsing.statements import ReportStatements, UnreadableReport
from pipelines.reading.model import Document, UnreadableDocument
from pipelines.reading.read import read_document

Result = TypeVar("Result")
# pdfminer.six warns of every small fault in a PDF; what matters of them ends in quarantine.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


class Fault(Exception):
    """A fault of our own code, met with one document; the message says what and where to go with it."""


def read_bytes(content: bytes) -> Document:
    """The document. Raises UnreadableDocument or Fault."""
    return _or_fault(read_document, content)


def printed_values(document: Document) -> dict[str, Any]:
    """What the document prints, as JSON values. Raises UnreadableReport or Fault."""
    return _json(_or_fault(read_report, document))


def _or_fault(function: Callable[[Any], Result], argument: Any) -> Result:
    try:
        return function(argument)
    except (UnreadableDocument, UnreadableReport, MemoryError):
        raise
    except Exception as error:
        # Whatever a fault of ours raises, it costs this document and no other.
        raise Fault(f"A fault in the parser ({type(error).__name__}: {str(error)[:200]}): report it.") from error


def _json(printed: ReportStatements) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    return dict(plain(dataclasses.asdict(printed)))
