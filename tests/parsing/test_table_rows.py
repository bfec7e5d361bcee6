"""Lines of a ruled table are told by its rows and cells, and a row that a page break divides is one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from pipelines.parsing.report import Report
from pipelines.parsing.statements import UnreadableReport
from pipelines.parsing.tables import ROW_NUMBER, grade_rows, ruled_grade_rows
from pipelines.reading.model import Box, Cell, Document, Line, Page, Table

LEFT, MIDDLE, RIGHT = 70.0, 200.0, 500.0
THREE_CELLS = (Cell("1. Help for children", 74, 190), Cell("Good", 204, 230), Cell("Inadequate", 354, 400))


def line(page: int, top: float, left: str, right: str = "") -> Line:
    cells = [Cell(left, LEFT + 4, MIDDLE - 4)] if left else []
    cells += [Cell(right, MIDDLE + 4, RIGHT - 4)] if right else []
    return Line(page, tuple(cells), top, top + 12, 12.0, False)


def table(*tops: float) -> Table:
    rows = pairwise(tops)
    return Table(tuple((Box(LEFT, a, MIDDLE, b), Box(MIDDLE, a, RIGHT, b)) for a, b in rows))


def report(*pages: tuple[list[Line], Table]) -> Report:
    made = [Page(n, 595.0, 842.0, tuple(lines), (ruled,)) for n, (lines, ruled) in enumerate(pages, start=1)]
    return Report(Document("0" * 64, "reader", tuple(made)))


def test_rows_as_tight_as_lines_are_read_apart_and_cell_by_cell() -> None:
    first = [
        line(1, 300, "Kent Council", "Leaders should act with all of the partners that they have at"),
        line(1, 314, "and the board", "once."),
        line(1, 328, "The board", "Leaders should also see to it that plans are made with all of the"),
    ]
    second = [
        line(2, 100, "", "children."),
        line(2, 114, "Kent Council", "Leaders should write to everybody who waits for an answer from them today."),
    ]
    blocks = report((first, table(298, 327, 342)), (second, table(98, 113, 128))).blocks
    assert [(block.row, block.column, block.text) for block in blocks] == [
        (1, 0, "Kent Council and the board"),
        (1, 1, "Leaders should act with all of the partners that they have at once."),
        (2, 0, "The board"),
        (2, 1, "Leaders should also see to it that plans are made with all of the children."),
        (3, 0, "Kent Council"),
        (3, 1, "Leaders should write to everybody who waits for an answer from them today."),
    ]


@pytest.mark.parametrize("framed", [(1,), (2,), (1, 2)])
def test_a_paragraph_leaves_the_frame_that_ends_with_its_page(framed: tuple[int, ...]) -> None:
    lines = {
        1: [line(1, 700, "Carers now have more training than before. A")],
        2: [line(2, 80, "Board of carers meets once a month, and it"), line(2, 94, "writes to all.")],
    }
    # Frames of two pages that are unlike, so that the second is not the rest of the first.
    frames = {1: Table(((Box(LEFT, 680, RIGHT, 720),),)), 2: Table(((Box(LEFT - 20, 70, RIGHT + 20, 110),),))}
    pages = [Page(n, 595.0, 842.0, tuple(lines[n]), (frames[n],) if n in framed else ()) for n in lines]
    blocks = Report(Document("0" * 64, "reader", tuple(pages))).blocks
    assert [block.text for block in blocks] == [
        "Carers now have more training than before. A Board of carers meets once a month, and it writes to all."
    ]


def test_a_table_of_columns_ends_before_the_text_of_the_next_page() -> None:
    pages = (
        Page(1, 595.0, 842.0, (line(1, 700, "Help for children", "Good"),), (table(698, 716),)),
        Page(2, 595.0, 842.0, (line(2, 80, "Children are helped in good time."),)),
    )
    blocks = Report(Document("0" * 64, "reader", pages)).blocks
    assert [block.text for block in blocks] == ["Help for children Good", "Children are helped in good time."]


def test_the_head_of_a_table_is_one_line_however_its_cells_wrap() -> None:
    lines = [
        line(1, 300, "Responsible", "Areas for improvement"),
        line(1, 314, "body"),
        line(1, 332, "Kent Council", "Leaders should write to all."),
    ]
    first, second = report((lines, table(298, 330, 350))).blocks
    assert first.text == "Responsible body Areas for improvement"
    assert [(cell.text, cell.x0) for cell in first.lines[0].cells] == [
        ("Responsible body", LEFT + 4),
        ("Areas for improvement", MIDDLE + 4),
    ]
    assert second.text == "Kent Council Leaders should write to all."


def test_a_grade_set_higher_than_its_label_is_its_rows_grade() -> None:
    lines = [
        line(1, 300, "1. Help for children", "Good"),
        line(1, 318, "", "Requires improvement"),
        line(1, 324, "2. Care"),
    ]
    read = report((lines, table(298, 316, 338)))
    found = ruled_grade_rows(read, read.lines, ROW_NUMBER)
    assert [(row.label, row.grade) for row in found] == [
        ("1. Help for children", "Good"),
        ("2. Care", "Requires improvement"),
    ]


def test_a_row_with_two_grades_is_not_read() -> None:
    row = replace(line(1, 300, "1. Help for children", "Good"), cells=THREE_CELLS)
    ruled = Table(((Box(LEFT, 298, MIDDLE, 316), Box(MIDDLE, 298, 350, 316), Box(350, 298, RIGHT, 316)),))
    read = report(([row], ruled))
    assert ruled_grade_rows(read, read.lines, ROW_NUMBER) == []
    with pytest.raises(UnreadableReport, match="a grade before its last column"):
        grade_rows(read.lines, ROW_NUMBER)
