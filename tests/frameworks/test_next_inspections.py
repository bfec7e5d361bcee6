"""What reports say of the next inspection: which kind, how long until then; and what says nothing of it."""

from __future__ import annotations

import pytest

from pipelines.frameworks.next_inspections import next_inspections
from tests.printed import paragraph, report

FULL, MONITORING = "full_inspection", "monitoring_inspection"


def announced(*texts: str) -> list[tuple[str, int, bool]]:
    found = next_inspections(report([paragraph(text) for text in texts]).blocks)
    return [(one.kind_code, one.months, one.is_approximate) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The next full area SEND inspection will take place within approximately three years.", [(FULL, 36, True)]),
        ("The next area SEND inspection will be within 3 years.", [(FULL, 36, False)]),
        ("The next full inspection is expected within around five years.", [(FULL, 60, True)]),
        ("A monitoring inspection will be made in about eighteen months.", [(MONITORING, 18, True)]),
        ("A full re-inspection will follow within approximately 3 years of this report.", [(FULL, 36, True)]),
        ("Within approximately 18 months, a monitoring inspection will be carried out.", [(MONITORING, 18, True)]),
        (
            "A monitoring inspection will follow within roughly 18 months and a full reinspection within three years.",
            [(MONITORING, 18, True), (FULL, 36, False)],
        ),
        ("The next full reinspection will be within approximately thirty-six months.", [(FULL, 36, True)]),
    ],
)
def test_what_is_announced(text: str, expected: list[tuple[str, int, bool]]) -> None:
    assert announced(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The partnership will publish its plan within six months.",
        "The last full inspection was within three years of the one before.",
        "The next full area SEND inspection will be announced in due course.",
        "A monitoring inspection will look at progress.",
        "A priority action plan will be due within 35 working days of the inspection.",
        "The next full inspection will be within two to three years.",
        "In three years the local area has changed its leaders, which inspectors will weigh.",
    ],
)
def test_what_announces_nothing(text: str) -> None:
    assert announced(text) == []


def test_the_words_and_the_page_are_kept() -> None:
    said = "The next full area SEND inspection will take place within approximately three years."
    (found,) = next_inspections(report([paragraph("It is so. " + said)]).blocks)
    assert (found.period_printed, found.page) == ("within approximately three years", 1)
    assert found.text == said.rstrip(".")
