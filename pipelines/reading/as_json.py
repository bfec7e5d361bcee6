"""A read document to JSON values and back, so that a parser can change without a PDF being opened again."""

from __future__ import annotations

from typing import Any

from pipelines.reading.model import Box, Cell, Document, Line, Page, SetAside, Table


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
                [_line_values(line) for line in page.lines],
                [[[_box_values(box) for box in row] for row in table.rows] for table in page.tables],
                [[aside.why, _line_values(aside.line)] for aside in page.set_aside],
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
            tuple(_line(number, line) for line in lines),
            tuple(Table(tuple(tuple(Box(*box) for box in row) for row in rows)) for rows in tables),
            tuple(SetAside(why, _line(number, line)) for why, line in set_aside),
        )
        for number, width, height, lines, tables, set_aside in value["pages"]
    )
    return Document(value["sha256"], value["reader"], pages)


def _line_values(line: Line) -> list[Any]:
    return [line.top, line.bottom, line.size, int(line.is_bold), [[c.text, c.x0, c.x1] for c in line.cells]]


def _box_values(box: Box) -> list[float]:
    return [box.x0, box.top, box.x1, box.bottom]


def _line(page: int | None, values: list[Any]) -> Line:
    top, bottom, size, is_bold, cells = values
    return Line(page, tuple(Cell(*cell) for cell in cells), top, bottom, size, bool(is_bold))
