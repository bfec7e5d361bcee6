"""Real reports beside the project, each read once a session, and the truth typed in by reading them."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

from pipelines.frameworks import read_report
from pipelines.parsing.report import Report
from pipelines.parsing.statements import ReportStatements
from pipelines.reading.model import Document
from pipelines.reading.read import read_document
from tests.conftest import SHARED

Row = dict[str, str]


@cache
def truth(name: str) -> tuple[Row, ...]:
    """Rows of truth/inspections.csv, judgements.csv or metrics.csv; none where ../shared is not there."""
    path = SHARED / "corpus" / "truth" / f"{name}.csv"
    if not path.is_file():
        return ()
    with path.open(newline="", encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def grades() -> dict[str, dict[tuple[str, str], str]]:
    """The true grade of each service and domain, by file."""
    found: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
    for row in truth("judgements"):
        found[row["file"]][row["service_code"], row["domain_code"]] = row["grade_code"]
    return found


def path_of(name: str) -> Path:
    """Where a real report is: PDFs in the corpus, texts among the seeds. A seed's number will do ("002")."""
    folder = SHARED / "corpus" / "reports" if name.endswith(".pdf") else SHARED / "seeds"
    return next(iter(sorted(folder.glob(f"{name}*"))))


@cache
def document(name: str) -> Document:
    return read_document(path_of(name).read_bytes())


@cache
def report(name: str) -> Report:
    return Report(document(name))


@cache
def printed(name: str) -> ReportStatements:
    """What the production code reads from a real report."""
    return read_report(document(name))


def plain(text: str | None) -> str:
    """Case, accents, apostrophes and spacing do not count."""
    spelt = unicodedata.normalize("NFKD", (text or "").replace("'", ""))
    ascii_text = spelt.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", ascii_text.lower()).strip()
