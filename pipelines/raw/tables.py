"""Facts of documents to rows of the raw tables, one row per thing printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pipelines.frameworks import withheld_lines
from pipelines.reading.model import Document
from pipelines.runs.code_versions import parser_version

Row = dict[str, Any]
# Lists of a ReportStatements, and the raw table that each fills.
LISTS = {
    "raw_judgements": "judgements",
    "raw_dates": "dates",
    "raw_people": "people",
    "raw_recommendations": "recommendations",
    "raw_findings": "findings",
    "raw_quantities": "quantities",
    "raw_withheld_figures": "withheld_figures",
    "raw_stated_history": "stated_history",
    "raw_next_inspections": "next_inspections",
    "raw_authority_statements": "other_authorities",
}


def fact_rows(facts: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, list[Row]]:
    """Rows by raw table, in order of the documents' SHA-256, whatever order the facts come in."""
    tables: dict[str, list[Row]] = defaultdict(list)
    for sha256, fact in sorted(facts, key=lambda pair: pair[0]):
        if "quarantine" in fact:
            tables["raw_quarantine"].append({"document_sha256": sha256, **fact["quarantine"]})
            continue
        printed = fact["printed"]
        tables["raw_documents"].append(
            {
                "document_sha256": sha256,
                "reader": fact["reader"],
                "parser_version": parser_version(),
                "page_count": fact["page_count"],
            }
        )
        tables["raw_inspections"].append(_inspection(sha256, printed))
        tables["raw_set_aside"] += [{**item, "document_sha256": sha256} for item in printed["set_aside"]]
        for table, name in LISTS.items():
            tables[table] += [_item(sha256, position, item) for position, item in enumerate(printed[name], start=1)]
    return tables


def _inspection(sha256: str, printed: Row) -> Row:
    authority = printed["authority"]
    return {
        **{key: value for key, value in printed.items() if not isinstance(value, list | dict)},
        "document_sha256": sha256,
        "authority_printed": authority["printed"],
        "authority_place": authority["place"],
        "authority_page": authority["page"],
        "authority_text": authority["text"],
    }


def _item(sha256: str, position: int, item: Row) -> Row:
    row = {**item, "document_sha256": sha256, "position": position}
    if "start" in item:
        row |= {"start_date": item["start"], "end_date": item["end"]}
    return row


def line_rows(document: Document) -> list[Row]:
    """A document's lines as rows of raw_lines, those that are set aside behind the others.

    Lines that name a letter's addressees are without their words, and so is unseen text on their page, which may be
    a copy.
    """
    withheld = withheld_lines(document)
    lines = [(line, "", id(line) in withheld) for page in document.pages for line in page.lines]
    for page in document.pages:
        names_persons = any(id(line) in withheld for line in page.lines)
        lines += [(aside.line, aside.why, names_persons) for aside in page.set_aside]
    return [
        {
            "document_sha256": document.sha256,
            "line_number": number,
            "page": line.page,
            "x0": line.x0,
            "top": line.top,
            "font_size": line.size,
            "is_bold": line.is_bold,
            "set_aside": why or None,
            "is_withheld": is_withheld,
            "text": None if is_withheld else "\t".join(cell.text for cell in line.cells),
        }
        for number, (line, why, is_withheld) in enumerate(lines, start=1)
    ]
