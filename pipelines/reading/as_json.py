"""A read document to JSON values and back, so that a parser can change without a PDF being opened again."""

from __future__ import annotations

from typing import Any

from pipelines.reading.model import Cell, Document, Line, Page


def to_json(document: Document) -> dict[str, Any]:
    """The document as JSON values; `from_json` gives an equal document back."""
    return {
        "sha256": document.sha256,
        "reader": document.reader,
        "pages": [
            [
                page.number,
                page.width,
                page.height,
                [
                    [line.top, line.bottom, line.size, int(line.is_bold), [[c.text, c.x0, c.x1] for c in line.cells]]
                    for line in page.lines
                ],
            ]
            for page in document.pages
        ],
    }


def from_json(value: dict[str, Any]) -> Document:
    """The document that `to_json` was given."""
    pages = tuple(
        Page(
            number,
            width,
            height,
            tuple(
                Line(number, tuple(Cell(*cell) for cell in cells), top, bottom, size, bool(is_bold))
                for top, bottom, size, is_bold, cells in lines
            ),
        )
        for number, width, height, lines in value["pages"]
    )
    return Document(value["sha256"], value["reader"], pages)
