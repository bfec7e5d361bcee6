"""Numbers in figures and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.words.numbers import TENS, UNITS, find_numbers, number_in_words

ONES = {value: word for word, value in reversed(UNITS.items())}
TENS_WORDS = {value: word for word, value in TENS.items()}


def in_words(number: int, joint: str, hyphen: str) -> str:
    """The number spelt out, `joint` between hundreds and the rest, `hyphen` between tens and units."""
    if number >= 1000:
        rest = number % 1000
        link = joint if 0 < rest < 100 else " "
        thousands = in_words(number // 1000, joint, hyphen) + " thousand"
        return thousands + (link + in_words(rest, joint, hyphen) if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{ONES[number // 100]} hundred" + (joint + in_words(rest, joint, hyphen) if rest else "")
    if number in ONES:
        return ONES[number]
    return TENS_WORDS[number // 10 * 10] + (hyphen + ONES[number % 10] if number % 10 else "")


@given(st.integers(0, 999_999), st.sampled_from([" and ", " "]), st.sampled_from(["-", " "]), st.booleans())
def test_a_number_in_words_reads_as_itself(number: int, joint: str, hyphen: str, capital: bool) -> None:
    words = in_words(number, joint, hyphen)
    words = words.capitalize() if capital else words
    assert number_in_words(words) == number
    assert [(n.value, n.text) for n in find_numbers(f"{words} children live here.")] == [(number, words)]


@given(st.integers(0, 99_999_999))
def test_a_number_in_figures_reads_as_itself_with_and_without_commas(number: int) -> None:
    for printed in (f"{number}", f"{number:,}"):
        assert [n.value for n in find_numbers(f"there were {printed} of them.")] == [number]


@given(st.decimals(0, 1000, places=1))
def test_a_decimal_reads_as_itself_at_a_sentence_end_too(number: object) -> None:
    assert [n.value for n in find_numbers(f"a rate of {number}.")] == [float(str(number))]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("just over 1.46 million people", [1_460_000]),
        ("the 51st least deprived", [51]),
        ("almost three-quarters of the county", [0.75]),
        ("one third of them", [1 / 3]),
        ("two third party providers", [2]),
        ("authority areaOne child is", [1]),
        ("Twenty-six children, 14 of them boys", [26, 14]),
        ("about 60 315 children", [60_315]),
        ("about 60, 315 young people", [60_315]),
        ("children under 18, 195 children elsewhere", [18, 195]),
        (
            "There were 4 538 of them, a rise from 3 120 and of 1 418, fewer than 12 000 000",
            [4538, 3120, 1418, 12_000_000],
        ),
        ("over the age of 17 120 live here, in week 2 315 were seen, Section 47 283 enquiries", []),
        ("Twenty- seven plans, thirty- three visits, the twenty- first of forty- two", [27, 33, 42]),
        ("in groups of 12, 345 homes", [12, 345]),
        ("in week 2, 315 children in need were identified", [2, 315]),
        ("In phase 1, 680 children were being looked after", [1, 680]),
        ("one in four children looked after", [0.25]),
        ("fewer than one in 10 care leavers", [0.1]),
        ("four in five of them", [0.8]),
        ("1 in every 20 pupils", [0.05]),
        ("one out of every eight families", [0.125]),
        ("this shows that one in three homes", [1 / 3]),
        ("four in 18 months", [4, 18]),
        ("over 9 in 10 pupils, 3 in 10 weeks, 12 in 10 homes", [0.9, 3, 10, 12, 10]),
        ("at key stage 2 in 10 schools, at level two in 10 schools", [2, 10, 2, 10]),
        ("nine in 14-bed homes", [9, 14]),
        ("five in three homes", [5, 3]),
        ("a third of whom are 16", [1 / 3, 16]),
        ("over half of the children, a quarter of all families", [0.5, 0.25]),
        ("the first half of 2016", [2016]),
        ("over half the children, half the eligible young people", [0.5, 0.5]),
        ("fell by a third, by a quarter of its value", [1 / 3, 0.25]),
        ("half the battle, told by a third party, by a third sector service", []),
        ("less than half of that of neighbours", []),
        ("auditors say that seven children waited, of which two are at home", [7, 2]),
        ("every three months, in each two-week period", [3, 2]),
        ("six of nine plans, Thirty-four of 50 plans", [6, 9, 34, 50]),
        ("four of its homes, two of the busiest wards", [4, 2]),
        ("that one hundred children, that one child", [100]),
        ("in quarter two of 2019", [2019]),
        ("in nine of 12 cases, three of its homes and Twenty-one of 30 files", [9, 12, 3, 21, 30]),
        ("one of 12 cases, two of the most deprived wards", [1, 12, 2]),
        ("all who need one have one, and most want one.", []),
        ("this was an unusually hard one, but it is the right one for them", []),
        ("a culture is one that helps, and at one point it had been one of the council’s hardest tasks", []),
        ("one size fits all at the one front door, one of the key reasons", []),
        ("they move from one school in town to another, with one voice, from day one", []),
        ("there is not one plan, but the ‘one team’ of (One Adoption North) and the One City board", []),
        ("of those in Year 9, few have one (see above), and some had one.", [9]),
        ("they were given one and in good time, and lacked an up-to-date one until May", []),
        ("from one to three, and one to one help", [1, 3]),
        ("half the plans, half the social workers, half the time", [0.5, 0.5]),
        ("of 40, with half moving on, and just over half take it up", [40, 0.5, 0.5]),
        ("fewer than half in suitable homes, nearly a third were late, over half an hour", [0.5, 1 / 3]),
        ("the third had closed, and a half were not", []),
        ("30% in @@@@/8, at 2:1", [30]),
        ("of these, only one. One of the homes has one manager, and one has been at one school.", [1, 1, 1, 1, 1]),
    ],
)
def test_other_forms(text: str, values: list[float]) -> None:
    assert [n.value for n in find_numbers(text)] == pytest.approx(values)


@pytest.mark.parametrize(
    "text",
    [
        "No one spoke to another.",
        "One-to-one support is valued.",
        "This one is good.",
        "The twenty-first century.",
        "Section 15A and M1 2WD.",
        "The phone rang often.",
        "A one-stop shop, one of the most valued.",
        "One of its aims, that one of real worth.",
        "One size fits all, a five-a-side team.",
        "",
    ],
)
def test_what_counts_nothing_is_no_number(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize("words", ["", "hundred", "children", "two three", "twenty-first"])
def test_words_that_spell_no_number_are_none(words: str) -> None:
    assert number_in_words(words) is None
