"""How accuracy tells words that run over a page's end from words that are not there."""

from __future__ import annotations

import pytest

from tests.grounding import letters, runs_over

FIRST = letters("Page 6. " + "Plans are made with children. " * 20 + "Most of the plans that inspectors saw were")
SECOND = letters("A council's inspection, May. 7 made in time. " + "Visits are seldom late. " * 40)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Plans are made with children.", True),
        ("Most of the plans that inspectors saw were made in time. Visits are seldom late.", True),
        ("Most of the plans that inspectors saw were made in haste.", False),
        ("Most of the plans that inspectors saw were made up in time.", False),
        ("Visits are seldom late.", False),  # they stand on the next page alone
        ("Plans are made with children. Visits are seldom late.", False),  # what is between is no page's edge
        ("", True),
    ],
)
def test_words_stand_on_their_page_or_over_its_end(text: str, stands: bool) -> None:
    rest = "" if text.startswith("Most") else letters("And much more stands on the page. " * 20)
    assert runs_over(letters(text), [FIRST + rest, SECOND]) is stands
