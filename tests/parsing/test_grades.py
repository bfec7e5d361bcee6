"""Grades in every wording that reports print, and nothing else taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines import reference
from pipelines.parsing.tables import GRADE, GRADE_PIECE
from pipelines.reference import grade_code

WORDINGS = [(row["wording"], row["grade_code"]) for row in reference.rows("grade_wordings")]
WORDS = sorted({word for wording, _ in WORDINGS for word in wording.split()})


@pytest.mark.parametrize(("wording", "code"), WORDINGS)
def test_every_wording_in_any_case_is_its_grade(wording: str, code: str) -> None:
    for printed in (wording, wording.upper(), wording.capitalize(), f" {wording} ", f"{wording}."):
        assert grade_code(printed) == code


@given(st.text(max_size=40))
def test_no_other_text_is_a_grade(text: str) -> None:
    known = {reference.normalise_name(wording) for wording, _ in WORDINGS}
    assert (grade_code(text) is not None) == (reference.normalise_name(text) in known)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
def test_grade_words_in_another_order_are_no_grade(words: list[str]) -> None:
    text = " ".join(words)
    assert (grade_code(text) is not None) == (text in dict(WORDINGS))


@pytest.mark.parametrize("text", ["good practice", "not yet good", "inadequately", "requires", "improvement", "judged"])
def test_a_phrase_with_a_grade_word_is_no_whole_grade(text: str) -> None:
    assert not GRADE.fullmatch(text)
    assert grade_code(text) is None


def test_a_cell_that_wraps_is_made_of_pieces() -> None:
    for wrapped in (
        ["Requires", "improvement"],
        ["Requires improvement", "to be good"],
        ["Requires", "improvement to", "be good"],
    ):
        assert all(GRADE_PIECE.fullmatch(piece) for piece in wrapped)
        assert GRADE.fullmatch(" ".join(wrapped))
