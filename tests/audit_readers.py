"""Both PDF readers on a folder of reports, compared fact by fact: `make audit-readers`.

Takes a folder; by default ../shared/corpus where it is there, and the sample reports elsewhere. Each report is read
with both readers and parsed. A difference is a finding about one of them: look at the page to see about which.
"""

from __future__ import annotations

import dataclasses
import logging
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from pipelines.frameworks import read_report
from pipelines.parsing.statements import UnreadableReport
from pipelines.reading.model import Document, UnreadableDocument
from pipelines.reading.read import read_document
from pipelines.reading.readers import PDFMINER, PYPDFIUM2, library_version
from pipelines.settings import ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
PROCESSES = 2
MOST_SHOWN = 60  # characters of a value


class Difference(NamedTuple):
    """One field of a report's facts that the readers do not agree on."""

    field: str
    by_pdfminer: Any
    by_pypdfium2: Any


class Audit(NamedTuple):
    """One report, read both ways. `lines` is how many lines are set otherwise, which need not change a fact."""

    name: str
    pages: int
    lines: int
    differences: list[Difference]


def facts(document: Document | None, refusal: str) -> dict[str, Any]:
    """What the document prints, or the reason that it is refused for."""
    if document is None:
        return {"refused": refusal}
    try:
        return dataclasses.asdict(read_report(document))
    except UnreadableReport as error:
        return {"refused": error.reason_code}


def read(content: bytes, reader: str) -> tuple[Document | None, str]:
    """The document, or why it cannot be read. A second try by the other reader would compare it with itself."""
    try:
        document = read_document(content, reader)
    except UnreadableDocument as error:
        return None, error.reason_code
    return (None, f"second try: {document.reader}") if " after " in document.reader else (document, "")


def audit(path: Path) -> Audit:
    """Reads one report both ways."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    content = path.read_bytes()
    one, why_not_one = read(content, PDFMINER)
    other, why_not_other = read(content, PYPDFIUM2)
    found = list(differences(facts(one, why_not_one), facts(other, why_not_other)))
    if one is None or other is None:
        return Audit(path.name, 0, 0, found)
    if len(one.pages) != len(other.pages):
        return Audit(path.name, 0, 0, [Difference("pages", len(one.pages), len(other.pages)), *found])
    return Audit(path.name, len(one.pages), lines_apart(one, other), found)


def differences(one: Any, other: Any, field: str = "") -> Iterator[Difference]:
    """Where two facts of the same shape are not equal, by the path of the field (`judgements.3.grade_code`)."""
    if isinstance(one, dict) and isinstance(other, dict):
        pairs = {key: (one.get(key), other.get(key)) for key in [*one, *(key for key in other if key not in one)]}
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        pairs = {str(number): pair for number, pair in enumerate(zip(one, other, strict=True), start=1)}
    elif one != other:
        counted = (f"{len(value)} items" if isinstance(value, list | tuple) else value for value in (one, other))
        yield Difference(field, *counted)
        return
    else:
        return
    for key, (first, second) in pairs.items():
        yield from differences(first, second, f"{field}.{key}" if field else key)


def lines_apart(one: Document, other: Document) -> int:
    """How many lines of the first have other words, cells or boldness than the second's at their place."""
    apart = 0
    for page, its_other in zip(one.pages, other.pages, strict=True):
        ours = [([cell.text for cell in line.cells], line.is_bold) for line in page.lines]
        theirs = [([cell.text for cell in line.cells], line.is_bold) for line in its_other.lines]
        apart += sum(line not in theirs for line in ours) + max(len(theirs) - len(ours), 0)
    return apart


def reports(folder: Path) -> list[Path]:
    """The folder's PDFs, at any depth, in order of their paths."""
    return sorted(path for path in folder.rglob("*.pdf") if path.is_file())


def show(audits: list[Audit]) -> None:
    """Prints a row for each difference, and the totals."""
    console = Console()
    table = Table("report", "field", PDFMINER, PYPDFIUM2)
    for found in audits:
        for field, one, other in found.differences:
            table.add_row(found.name, field, repr(one)[:MOST_SHOWN], repr(other)[:MOST_SHOWN])
    if table.row_count:
        console.print(table)
    apart = [found for found in audits if found.differences]
    console.print(f"{len(audits)} files, {sum(found.pages for found in audits)} pages read by both readers.")
    console.print(f"Files with other facts: {len(apart)}.")
    console.print(f"Lines with other words, cells or boldness: {sum(found.lines for found in audits)}.")


def main(arguments: list[str]) -> int:
    """Audits the folder that is named; 0 when all facts are the same, 1 when not, 2 when it cannot be done."""
    folder = Path(arguments[0]) if arguments else CORPUS if CORPUS.is_dir() else ROOT / "data" / "sample"
    if library_version(PYPDFIUM2) is None:
        print("pypdfium2 is not installed: make setup installs it.", file=sys.stderr)
        return 2
    paths = reports(folder)
    if not paths:
        print(f"{folder} has no PDF.", file=sys.stderr)
        return 2
    with ProcessPoolExecutor(PROCESSES) as pool:
        audits = list(pool.map(audit, paths))
    show(audits)
    return int(any(found.differences for found in audits))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
