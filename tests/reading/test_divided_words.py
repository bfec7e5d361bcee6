"""A word that a hyphen divides at a line's end is whole again; a hyphen of its own stays."""

from __future__ import annotations

import pytest

from pipelines.reading.divided_words import with_whole_words
from pipelines.reading.model import Cell, Line, Page


def lines_of(*rows: tuple[str, ...]) -> list[str]:
    lines = [
        Line(
            1,
            tuple(Cell(text, 70.0 + 200 * at, 250.0 + 200 * at) for at, text in enumerate(row)),
            20.0 * n,
            0,
            12,
            False,
        )
        for n, row in enumerate(rows)
    ]
    (page,) = with_whole_words([Page(1, 595.0, 842.0, tuple(lines))])
    return [" | ".join(cell.text for cell in line.cells) for line in page.lines]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [("All pupils come. Most (pu-",), ("pils), like us, walk",)],
            ["All pupils come. Most (pupils),", "like us, walk"],
        ),
        ([("The services are good ser-",), ("vices.",), ("They",)], ["The services are good services.", "They"]),
        ([("The leaders lead, and lead-",), ("ers act",)], ["The leaders lead, and leaders", "act"]),
        ([("name", "services of ser-"), ("vices", "two")], ["name | services of services", "two"]),
        ([("An agency of multi-",), ("agency work",)], ["An agency of multi-", "agency work"]),
        ([("A cooperation and co-operation in co-",), ("operation",)], None),
        ([("Ongoing work is on and going on-",), ("going",)], None),
        ([("All pupils of pu-",), ("Pils",)], None),
    ],
)
def test_a_divided_word_is_whole_where_the_report_has_it_whole(
    rows: list[tuple[str, ...]], expected: list[str] | None
) -> None:
    assert lines_of(*rows) == (expected or [" | ".join(row) for row in rows])
