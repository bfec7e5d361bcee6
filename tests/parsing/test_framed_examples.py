"""Examples that stand in a frame within a letter's findings: what is in them, and where they end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.parsing.report import Report
from pipelines.reading.model import Box, Table
from tests.era_documents import Set, found, head, paged_report, para


def framed(report: Report, *frames: tuple[int, float, float]) -> Report:
    """The report with ruled frames: their page, and their first and last heights."""
    pages = [
        replace(page, tables=tuple(Table(((Box(60, a, 520, b),),)) for number, a, b in frames if number == page.number))
        for page in report.document.pages
    ]
    return Report(replace(report.document, pages=tuple(pages)))


@pytest.mark.parametrize(
    ("heading", "part"), [("Main findings", "findings"), ("Areas for improvement", "recommendations")]
)
def test_an_example_in_a_frame_ends_with_its_frame(heading: str, part: str) -> None:
    """Bedford 2023."""
    report = framed(
        paged_report(
            [
                para("Dear partners"),
                head(heading),
                Set("• Plans are late and some are not made at all.", gap=2),
                Set("Practice study: effective practice", x0=76, bold=True, gap=3),
                Set("Bo was seen at once by all who know her, and her plan was made.", x0=76, gap=2),
                Set("• Help is near and it is known to all of the families.", gap=3),
            ]
        ),
        (1, 235, 300),
    )
    rows = found(report, "jtai")
    assert [(row.part_code, row.section, row.text.split()[0]) for row in rows] == [
        (part, heading, "Plans"),
        ("findings", "Practice study: effective practice", "Bo"),
        (part, heading, "Help"),
    ]


def test_an_example_goes_on_in_the_next_page_s_frame() -> None:
    report = framed(
        paged_report(
            [
                para("Dear partners"),
                head("Main findings"),
                Set("Case study: effective practice", x0=76, bold=True, gap=3),
                Set("Bo was seen at once by all who know her, and her plan was made.", x0=76, gap=2),
            ],
            [
                Set("Her school was told, and her teacher came to each of the meetings.", x0=76, gap=2),
                Set("Help is near and it is known to all of the families who ask.", gap=3),
            ],
        ),
        (1, 200, 300),
        (2, 130, 175),
    )
    study = "Case study: effective practice"
    assert [row.section for row in found(report, "jtai")] == [study, study, "Main findings"]


def test_a_sentence_in_bold_that_opens_an_example_is_a_paragraph_of_it() -> None:
    report = paged_report(
        [
            para("Dear partners"),
            head("Main findings"),
            Set("Case study: area for improvement", x0=96, bold=True, gap=3),
            Set("All who know a child must tell one another of harm.", x0=96, bold=True, gap=2),
            Set("Bo was seen late and nobody knew of her plan.", x0=96, gap=2),
        ]
    )
    study = "Case study: area for improvement"
    assert [(row.section, row.text.split()[0]) for row in found(report, "jtai")] == [(study, "All"), (study, "Bo")]
