"""Dates in every form that reports print, and nothing else taken for one."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.words.periods import find_periods, labelled_periods, periods_reported, whole_date

DAYS = st.dates(date(2009, 1, 1), date(2027, 12, 31))
UNICODE_DASHES = [
    char for char in map(chr, range(0x110000)) if unicodedata.category(char) == "Pd" and char < "\U00010000"
]
DRAWN_DASHES = ["─", "━", "┄", "┅", "╌", "╍", "−", "⎯", "\u0096", "\u0097"]
DASHES = st.one_of(
    st.sampled_from([" to ", " until ", "–", "-"]),
    st.sampled_from([f" {char} " for char in UNICODE_DASHES + DRAWN_DASHES]),
)


def long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13 to 24 March 2023", [("2023-03-13", "2023-03-24")]),
        ("2 March 2020 to 13 March 2020", [("2020-03-02", "2020-03-13")]),
        ("8 – 12 July 2013", [("2013-07-08", "2013-07-12")]),
        ("15-19 July 2013", [("2013-07-15", "2013-07-19")]),
        ("20 January 2015 – 11 February 2015", [("2015-01-20", "2015-02-11")]),
        ("1/06/2015 – 25/06/2015", [("2015-06-01", "2015-06-25")]),
        ("19 November–30 November 2018", [("2018-11-19", "2018-11-30")]),
        (
            "29 July to 2 August 2019 and 7 August to 8 August 2019",
            [("2019-07-29", "2019-08-02"), ("2019-08-07", "2019-08-08")],
        ),
        (
            "19 November-11 December 2013 and 28 – 30 January 2014",
            [("2013-11-19", "2013-12-11"), ("2014-01-28", "2014-01-30")],
        ),
        ("17 to 28 January 20 22", [("2022-01-17", "2022-01-28")]),
        ("1 9 June 2019", [("2019-06-19", "2019-06-19")]),
        ("11.03.2019 – 22.03.2019", [("2019-03-11", "2019-03-22")]),
        ("11 March2019 to 22 March 2019", [("2019-03-11", "2019-03-22")]),
        ("11 March 2019 – – 22 March 2019", [("2019-03-11", "2019-03-22")]),
        ("11 March 2019 through to the 22 March 2019", [("2019-03-11", "2019-03-22")]),
        ("Between the 11th March 2019 and the 22nd March 2019", [("2019-03-11", "2019-03-22")]),
        ("Monday 11 to Friday, 22 March 2019", [("2019-03-11", "2019-03-22")]),
        ("11 to 22 March 2019 and 2 April", [("2019-03-11", "2019-03-22"), ("2019-04-02", "2019-04-02")]),
        ("9 to 13 December 2019 and 6 January", [("2019-12-09", "2019-12-13"), ("2020-01-06", "2020-01-06")]),
        ("30 October 2018", [("2018-10-30", "2018-10-30")]),
        ("7 and 8 December 2021", [("2021-12-07", "2021-12-08")]),
        ("19, 20 and 21 May 2021", [("2021-05-19", "2021-05-21")]),
        ("Monday 3 to Friday 7 June 2019", [("2019-06-03", "2019-06-07")]),
        ("30 December to 3 January 2019", [("2018-12-30", "2019-01-03")]),
        ("31 October and 4 November 2016", [("2016-10-31", "2016-11-04")]),
        ("between 12 June and 6 July 2017", [("2017-06-12", "2017-07-06")]),
        ("7 and 8 and 13 to 15 June 2023", [("2023-06-07", "2023-06-08"), ("2023-06-13", "2023-06-15")]),
        ("6, 7 and 28 June 2023", [("2023-06-06", "2023-06-07"), ("2023-06-28", "2023-06-28")]),
        ("12 June and 6 July 2017", [("2017-06-12", "2017-06-12"), ("2017-07-06", "2017-07-06")]),
        ("12 June, to 6 July 2017", [("2017-06-12", "2017-07-06")]),
        ("31 May 2022-2June2022", [("2022-05-31", "2022-06-02")]),
        ("Mon 13 to Fri. 24 March 2023", [("2023-03-13", "2023-03-24")]),
        ("13/03/23 - 24/03/23", [("2023-03-13", "2023-03-24")]),
    ],
)
def test_printed_forms(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(period.start.isoformat(), period.end.isoformat()) for period in find_periods(text)]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31 June 2019",
        "section 136 of the Education and Inspections Act 2006",
        "young people aged 16 and 17",
        "12% of 4,056 children in 2012",
        "0300 123 1231",
        "24 to 13 March 2023",
        "may 2019 be better",
        "March 2020",
        "£12 March",
        "open 24/7/365",
        "week commencing 25 June 2018",
        "weeks commencing 25 June and 2 July 2018",
        "weeks commencing Monday 25 June to Monday 2 July 2018",
        "w/c 25 June 2018",
        "the week of 25 June 2018",
        "week ending 29 June 2018",
        "two weeks from 25 June 2018",
        "25 June 2018 for two working weeks",
        "25 June 2018 onwards",
        "beginning on 3 May 2022 and ending on 5 May 2022",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert find_periods(text) == []


def test_a_year_that_is_not_printed_is_taken_from_the_letter() -> None:
    assert find_periods("Between 16 May and 20 May") == []
    (period,) = find_periods("Between 16 May and 20 May", 2016)
    assert (period.start, period.end) == (date(2016, 5, 16), date(2016, 5, 20))


@given(start=DAYS, days=st.integers(0, 60), dash=DASHES)
def test_a_range_gives_its_ends(start: date, days: int, dash: str) -> None:
    end = start + timedelta(days=days + 1)
    for text in (
        f"{long(start)}{dash}{long(end)}",
        f"{start:%d/%m/%Y}{dash}{end:%d/%m/%Y}",
        f"{start.day} {start:%B}{dash}{long(end)}" if start.year == end.year else "",
        f"{start.day}{dash}{long(end)}" if (start.year, start.month) == (end.year, end.month) else "",
    ):
        if text:
            (period,) = find_periods(f"Inspection dates: {text}")
            assert (period.start, period.end) == (start, end)


def test_a_range_that_ends_before_it_starts_is_given_to_those_who_can_settle_it() -> None:
    printed = "9 December 2019 to 10 January 2019"
    assert find_periods(printed) == []
    (period,) = find_periods(printed, backward=True)
    assert (period.start, period.end) == (date(2019, 12, 9), date(2019, 1, 10))
    assert labelled_periods(printed) == [period]


@given(DAYS)
def test_one_day_gives_itself(day: date) -> None:
    for text in (long(day), f"{day:%A} {long(day)}", f"{day.day}th {day:%B}, {day.year}", f"{day.day:02} {day:%b %Y}"):
        assert [(period.start, period.end) for period in find_periods(text)] == [(day, day)]
        assert whole_date(text) == day
        assert whole_date(f"on {text}") is None


@given(st.text(alphabet=st.characters(exclude_categories=("Nd",)), max_size=80))
def test_text_without_a_figure_holds_no_date(text: str) -> None:
    assert find_periods(text, 2020) == []


def test_a_date_line_may_be_in_figures() -> None:
    assert whole_date("12/01/2024") == whole_date("Friday 12 January 2024") == date(2024, 1, 12)
    assert whole_date("12/01/2024 at noon") is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12 June to 6 July 2017", 1),
        ("Monday 12 June to Thursday 6 July 2017", 1),
        ("19 November-11 December 2013 and 28 – 30 January 2014", 2),
        ("5 to 9 December 2022 and 14 February 2023", 2),
        ("12 June 2017 to July 2017", 0),
        ("12 June 2017 to 6 Jully 2017", 0),
        ("12 June 2017 to", 0),
        ("12 June and 6 July 2017", 0),
        ("12 June 2017", 1),
        ("12 June 2017 and 3 to 5 July 2017", 0),
        ("12 to 16 June 2017 and week commencing 3 July 2017", 0),
        ("12 June to week ending 7 July 2017", 0),
        ("from 12 June to 7 July 2017 for two weeks", 1),
        ("over four weeks 12 June to 7 July 2017", 1),
        ("12 June 2017 for one day", 1),
        ("", 0),
    ],
)
def test_labelled_dates_are_read_whole_or_not_at_all(text: str, count: int) -> None:
    assert len(labelled_periods(text)) == count


def test_labelled_dates_without_a_year_are_a_period_too_or_none() -> None:
    assert [(p.start, p.end) for p in labelled_periods("14 December – 8 January", 2015)] == [
        (date(2014, 12, 14), date(2015, 1, 8))
    ]
    assert periods_reported("14 December – 8 January", date(2015, 2, 1)) == labelled_periods(
        "14 December – 8 January", 2015
    )
    assert [p.end for p in periods_reported("1 to 5 December", date(2015, 2, 1))] == [date(2014, 12, 5)]
    assert periods_reported("1 to 5 December", None) == []
    assert labelled_periods("25 April to", 2016) == labelled_periods("25 April", 2016) == []
