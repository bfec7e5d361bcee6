"""Small documents for parser tests: text reports, and PDF pages set line by line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.frameworks import frameworks
from pipelines.parsing.findings import findings
from pipelines.parsing.outline.headings import domains_judged
from pipelines.parsing.outline.outline import outline
from pipelines.parsing.recommendations import recommendations
from pipelines.parsing.report import Report
from pipelines.parsing.statements import Finding, Recommendation
from pipelines.parsing.traits import Traits
from pipelines.reading.model import Cell, Document, Line, Page
from pipelines.reading.read import read_document
from tests.corpus import report

WIDTH, HEIGHT = 595.0, 842.0
COLUMN = 190.0  # points between a line's cells
FILLER = "The text of this report is long enough to be read as a report and has nothing else to say. " * 4


@dataclass(frozen=True)
class Set:
    """One line to be set: cells apart by " | ", at x0, `gap` line heights below the line before."""

    text: str
    x0: float = 71.0
    size: float = 12.0
    bold: bool = False
    gap: float = 1.2


def text_report(text: str) -> Report:
    """A report that came as plain text."""
    return Report(read_document((text + "\n\n" + FILLER).encode()))


def paged_report(*pages: list[Set]) -> Report:
    """A report that came as a PDF, one list of lines a page."""
    return Report(Document("0" * 64, "test-1", tuple(_page(number, lines) for number, lines in enumerate(pages, 1))))


def _page(number: int, lines: list[Set]) -> Page:
    placed = []
    top = 130.0
    for line in lines:
        top += line.gap * line.size
        cells = tuple(
            Cell(text, line.x0 + i * COLUMN, line.x0 + i * COLUMN + 6.0 * len(text))
            for i, text in enumerate(line.text.split(" | "))
        )
        placed.append(Line(number, cells, top, top + line.size, line.size, line.bold))
    return Page(number, WIDTH, HEIGHT, tuple(placed))


def head(text: str, size: float = 14.0) -> Set:
    """A bold heading."""
    return Set(text, size=size, bold=True, gap=3.0)


def para(text: str, gap: float = 2.0) -> Set:
    """A paragraph's first line."""
    return Set(text, gap=gap)


def traits(code: str) -> Traits:
    """What the framework of that code says of itself."""
    return next(framework.TRAITS for framework in frameworks() if code == framework.CODE)


def recommended(report: Report, code: str) -> list[Recommendation]:
    """The recommendations of a report of that framework."""
    asked = recommendations(outline(report, domains_judged(code), traits(code)), traits(code))
    return [item.recommendation for item in asked]


def found(report: Report, code: str) -> list[Finding]:
    """The findings of a report of that framework."""
    paragraphs = outline(report, domains_judged(code), traits(code))
    return findings(paragraphs, recommendations(paragraphs, traits(code)))


def seed(shared: Path, number: str) -> Report:
    """A seed report by its number ("002")."""
    return report(next((shared / "seeds").glob(f"{number}_*.txt")).name)


def corpus_report(shared: Path, name: str) -> Report:
    """A corpus report by its file name or its beginning."""
    return report(next((shared / "corpus" / "reports").glob(f"{name}*")).name)
