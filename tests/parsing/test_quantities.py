"""Every number of a report: its unit, sentence, section and page; and the dates that figures are at."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.metrics.figures import find_figures
from pipelines.parsing.metrics.quantities import quantities
from pipelines.parsing.report import Report
from pipelines.parsing.statements import Quantity
from pipelines.parsing.words.as_at_dates import find_date_mentions
from pipelines.reading.model import Cell, Document, Line, Page
from pipelines.reading.text_reader import read_pages

START = date(2017, 6, 12)
PLAIN_WORDS = [
    "children",
    "receive",
    "good",
    "help",
    "from",
    "managers",
    "which",
    "is",
    "timely",
    "and",
    "often",
    "well",
]


def read(text: str) -> list[Quantity]:
    return quantities(Report(Document("0" * 64, "text-1", read_pages(text))), START)


def figures(sentence: str) -> list[tuple[str, float, str]]:
    return [(f.printed, f.value, f.unit_code) for f in find_figures(sentence, START)[0]]


@given(st.lists(st.sampled_from(PLAIN_WORDS), min_size=1, max_size=20))
def test_a_sentence_with_no_quantity_yields_none(words: list[str]) -> None:
    sentence = " ".join(words).capitalize() + "."
    assert find_figures(sentence, START) == ([], [])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("87 (or 41%) live there", [("87", 87, "count"), ("41%", 41, "percent")]),
        ("a share of 22 % or twelve per cent", [("22 %", 22, "percent"), ("twelve per cent", 12, "percent")]),
        ("between 10–12% of them", [("10", 10, "percent"), ("12%", 12, "percent")]),
        ("45 or 29%, live there", [("45", 45, "count"), ("29%", 29, "percent")]),
        ("At 30 June 15, 400 children were there", [("400", 400, "count")]),
        ("At 31 March 2014, 4 538 children were there", [("4 538", 4538, "count")]),
        ("with 3 of the 5 nurseries open", [("3", 3, "count"), ("5", 5, "count")]),
        ("in wave 3 of the scheme", [("3", 3, "other")]),
        ("by the end of quarter two.", [("two", 2, "other")]),
        ("in the last quarter 3 children left", [("3", 3, "count")]),
        ("for years 5 & 6 pupils, in years 7, 8 and 9", [(str(n), n, "other") for n in range(5, 10)]),
        ("left care when they were 17 live well", [("17", 17, "other")]),
        ("is not known (recommendation 7), is late (recommendations 3, 4 and 12)", []),
        ("has no overall looked after children strategy", []),
        ("Catch 22 helps 9 of them", [("9", 9, "count")]),
        ("120 care leavers (18–24)", [("120", 120, "count"), ("18", 18, "other"), ("24", 24, "other")]),
        ("few pupils (9) and caseloads (20-30)", [(str(n), n, "count") for n in (9, 20, 30)]),
        *((f"aged 16{dash}18", [("16", 16, "other"), ("18", 18, "other")]) for dash in ("—", "−", " ─ ", "‒")),
        ("post 16-18 pupils", [("16", 16, "other"), ("18", 18, "other")]),
        ("since 2008–9, April 2014–15 and 6–8 cases", [("6", 6, "count"), ("8", 8, "count")]),
        ("a rate of 52 per 10,000 children", [("52", 52, "per_10k")]),
        ("81.5 children per 10,000", [("81.5", 81.5, "per_10k")]),
        ("all of whom live here", [("all of whom", 100, "percent")]),
        ("none of whom live here", [("none of whom", 0, "percent")]),
        ("no children live here", [("no", 0, "count")]),
        ("both of whom live here", [("both", 2, "count")]),
        ("one in four live here", [("one in four", 25, "percent")]),
        ("half of whom live here", [("half", 50, "percent")]),
        (
            "two live in a home, both of whom live in the area",
            [("two", 2, "count"), ("both of whom live in the area", 0, "percent")],
        ),
        ("In the last 12 months", [("12", 12, "other")]),
        ("between 23 and 24 weeks", [("23", 23, "other"), ("24", 24, "other")]),
        ("children under the age of 18", [("18", 18, "other")]),
        ("16- and 17-year-olds", [("16", 16, "other"), ("17", 17, "other")]),
        ("£1.4 million", [("1.4 million", 1_400_000, "other")]),
        ("2001 children had been seen", [("2001", 2001, "count")]),
        ("special schools, 3 all of whom live out", [("all of whom", 100, "percent")]),
        ("when young people reach 21, they", [("21", 21, "other")]),
        ("the service reached 21 families", [("21", 21, "count")]),
        ("help until they are 25, if they ask", [("25", 25, "other")]),
        ("of those seen they were 12 of 40", [("12", 12, "count"), ("40", 40, "count")]),
        ("children who are 16 or 17 and alone", [("16", 16, "other"), ("17", 17, "other")]),
        ("checks for people over 14 with needs", [("14", 14, "other")]),
        ("over 300 young people", [("300", 300, "count")]),
        ("from birth to 25", [("25", 25, "other")]),
        ("the 0 to 19 service", [("0", 0, "other"), ("19", 19, "other")]),
        ("children aged eight to 12", [("eight", 8, "other"), ("12", 12, "other")]),
        ("school-aged children and 12 adults", [("12", 12, "count")]),
        ("at key stages 1, 2 and 4", [("1", 1, "other"), ("2", 2, "other"), ("4", 4, "other")]),
        ("At Key Stage 1, three pupils", [("1", 1, "other"), ("three", 3, "count")]),
        ("pupils in Years 10 and 11", [("10", 10, "other"), ("11", 11, "other")]),
        ("no permanent exclusions of children", [("no", 0, "count")]),
        ("no serious case review (SCR)s were made", [("no", 0, "count")]),
        ("young people (19) and care leavers from 16 schools", [("19", 19, "count"), ("16", 16, "count")]),
        ("no exclusions from school, no return interviews", [("no", 0, "count"), ("no", 0, "count")]),
        ("no adoption breakdowns, no family centres but no new homes", [("no", 0, "count"), ("no", 0, "count")]),
        ("almost three times the average, three times a year", [("three", 3, "other"), ("three", 3, "count")]),
        ("until they are 17-and-a-half", [("17", 17, "other")]),
        ("in quarter three, 12 plans", [("three", 3, "other"), ("12", 12, "count")]),
        ("in the last quarter 12 plans ended", [("12", 12, "count")]),
        ("those in care at 16 go on, and stay beyond 25", [("16", 16, "other"), ("25", 25, "other")]),
        ("remained with them after 18, or until they are at least 21", [("18", 18, "other"), ("21", 21, "other")]),
        ("numbers remain stable at 18, and stood at 21.", [("18", 18, "count"), ("21", 21, "count")]),
        ("a service at 16 schools after 18 visits", [("16", 16, "count"), ("18", 18, "count")]),
        ("the care leavers’ offer from 18 to 25.", [("18", 18, "other"), ("25", 25, "other")]),
        (
            "care leavers (18-24) rose from 18 to 25",
            [("18", 18, "other"), ("24", 24, "other"), ("18", 18, "count"), ("25", 25, "count")],
        ),
        ("almost all of them agree", [("all of them", 100, "percent")]),
        ("a share of 31.5% % or 12%%", [("31.5% %", 31.5, "percent"), ("12%%", 12, "percent")]),
        ("there were100% returns from of30 homes", [("100%", 100, "percent"), ("30", 30, "count")]),
        ("those aged 14 to19, at2 sites", [("14", 14, "other"), ("19", 19, "other"), ("2", 2, "count")]),
        ("they wait until they are nearly 16.", [("16", 16, "other")]),
        ("until the young person is 21, before a child is 10 and 11", [(str(n), n, "other") for n in (21, 10, 11)]),
        ("the number of young people is 21.", [("21", 21, "count")]),
        ("services for over 13s and under 13s", [("13s", 13, "other"), ("13s", 13, "other")]),
        ("the borough’s rank is 41 (151 being the least deprived)", [("41", 41, "other"), ("151", 151, "other")]),
        ("ranking 12 out of 300 towns, ranked at 9", [("12", 12, "other"), ("300", 300, "count"), ("9", 9, "other")]),
        (
            "exclusions per 10,000 pupils rose to 33 in 2020, above the county average of 21.",
            [("33", 33, "per_10k"), ("21", 21, "per_10k")],
        ),
        (
            "80 per 10,000, above the average (60) and neighbours (72), below England and the region (90 and 95 "
            "respectively), with 12 in it (12)",
            [(str(n), n, "per_10k") for n in (80, 60, 72, 90, 95)] + [("12", 12, "count")] * 2,
        ),
        ("a rate of 40 per 10,000, when the total rose to 21.", [("40", 40, "per_10k"), ("21", 21, "count")]),
        (
            "at 61.2 per 10,000 it is above that of neighbours (48.5), with 4.5 posts",
            [("61.2", 61.2, "per_10k"), ("48.5", 48.5, "per_10k"), ("4.5", 4.5, "count")],
        ),
        ("exclusions per 10,000 pupils rose to 33 schools", [("33", 33, "count")]),
        ("a rate of 61.2 per 10,000, and caseloads are 17.3.", [("61.2", 61.2, "per_10k"), ("17.3", 17.3, "count")]),
        ("Attainment 8 and Progress 8 of 8 pupils", [("8", 8, "other"), ("8", 8, "other"), ("8", 8, "count")]),
        ("rounded to the nearest 5, in the nearest ten", [("5", 5, "other"), ("ten", 10, "other")]),
        (
            "a two-stage process, a 3-tier plan, a four-fold rise",
            [("two", 2, "other"), ("3", 3, "other"), ("four", 4, "other")],
        ),
        ("two stages make two levels of progress", [("two", 2, "count"), ("two", 2, "other")]),
        (
            "births fell from 61.5 per 1,000 to 50 births per 100,000 people, and no more than 3 children waited",
            [("61.5", 61.5, "other"), ("50", 50, "other"), ("3", 3, "count")],
        ),
        ("one-in-six plans, and at least half were late", [("one-in-six", 16.7, "percent"), ("half", 50, "percent")]),
        ("for up to nine nights, one afternoon a week", [("nine", 9, "other"), ("one", 1, "other")]),
        ("Team 9 ends visits between days 21 and 35", [(str(n), n, "other") for n in (9, 21, 35)]),
        (
            "it took two and a half years, by 16 and a half years",
            [("two and a half", 2.5, "other"), ("16 and a half", 16.5, "other")],
        ),
        (
            "of whom 30.5% are 5-11 and 9% are 40",
            [
                ("30.5%", 30.5, "percent"),
                ("5", 5, "other"),
                ("11", 11, "other"),
                ("9%", 9, "percent"),
                ("40", 40, "count"),
            ],
        ),
        ("five and a half children", [("five", 5, "count")]),
        (
            "no adopters wait, no care leaver is homeless and there are no lay members",
            [("no", 0, "count"), ("no", 0, "count"), ("no", 0, "count")],
        ),
        ("leaders have ensured that no children were unsafe", [("no", 0, "count")]),
        ("numbers rose from 2015, when there were none", [("none", 0, "count")]),
        (
            "rose from 41 to 53 per 10,000, between 41 and 53 per 10,000, 41–53 children per 10,000",
            [(n, int(n), "per_10k") for n in ("41", "53") * 3],
        ),
        ("between 4 and 9% of plans", [("4", 4, "percent"), ("9%", 9, "percent")]),
        (
            "of 30 homes and 45% of 12 to 15 cases, 9 per 10,000",
            [
                ("30", 30, "count"),
                ("45%", 45, "percent"),
                ("12", 12, "count"),
                ("15", 15, "count"),
                ("9", 9, "per_10k"),
            ],
        ),
        (
            "from 70 days to 60, from nine weeks to six in court, up 8 months to 30 as at May",
            [(str(n), v, "other") for n, v in ((70, 70), (60, 60), ("nine", 9), ("six", 6), (8, 8), (30, 30))],
        ),
        (
            "the number of days lost fell by 5%, from 90 to 71.",
            [("5%", 5, "percent"), ("90", 90, "other"), ("71", 71, "other")],
        ),
        ("The average number of days between the two is 340.", [("two", 2, "count"), ("340", 340, "other")]),
        ("the number of days fell, but the number of visits rose to 40.", [("40", 40, "count")]),
        ("from six weeks to 12 homes", [("six", 6, "other"), ("12", 12, "count")]),
        ("in the first three quarters of 2014–15", [("three", 3, "other")]),
        (
            "over the past two quarters, three-quarters of the financial year",
            [("two", 2, "other"), ("three", 3, "other")],
        ),
        (
            "three quarters of the year group, two quarters of plans",
            [("three quarters", 75, "percent"), ("two quarters", 50, "percent")],
        ),
        (
            "for stage one and two plans, tier 3 and 4 services, Level 2 and 3 needs",
            [(str(n), v, "other") for n, v in (("one", 1), ("two", 2), (3, 3), (4, 4), (2, 2), (3, 3))],
        ),
        (
            "six at stage one and two were late, at stage one and four had ended",
            [("six", 6, "count"), ("one", 1, "other"), ("two", 2, "count"), ("one", 1, "other"), ("four", 4, "count")],
        ),
        (
            "workers in over 25 teams, across over 18 schools, children over 16 and over 21 leave",
            [("25", 25, "count"), ("18", 18, "count"), ("16", 16, "other"), ("21", 21, "other")],
        ),
        (
            "to the age of 18 years, or 25 if disabled, and 14 of those aged 16, or 17 and nine at home",
            [
                ("18", 18, "other"),
                ("25", 25, "other"),
                ("14", 14, "count"),
                ("16", 16, "other"),
                ("17", 17, "other"),
                ("nine", 9, "count"),
            ],
        ),
        (
            "with carers after they are 18 under a plan, having reached 21 most lately, when a child is 16 who leaves",
            [(str(n), n, "other") for n in (18, 21, 16)],
        ),
        (
            "a 10-session course in two- to four-bedroom homes or six-person flats",
            [("10", 10, "other"), ("two", 2, "other"), ("four", 4, "other"), ("six", 6, "other")],
        ),
        (
            "in the last two-and-a-half years, a one-and-a-half-hour visit",
            [("two-and-a-half", 2.5, "other"), ("one-and-a-half", 1.5, "other")],
        ),
        (
            "more than one child in ten is late, one care leaver in five, one child in ten homes",
            [
                ("one child in ten", 10, "percent"),
                ("one care leaver in five", 20, "percent"),
                ("one", 1, "count"),
                ("ten", 10, "count"),
            ],
        ),
        ("they are not seen late and all of these are safe", [("all of these", 100, "percent")]),
        (
            "the 16+ team, a 14 plus service, caseloads of 20 plus children, or 70 plus in town, 25+ cases",
            [
                ("16", 16, "other"),
                ("14", 14, "other"),
                ("20", 20, "count"),
                ("70", 70, "count"),
                ("25", 25, "count"),
            ],
        ),
    ],
)
def test_units(sentence: str, expected: list[tuple[str, float, str]]) -> None:
    assert figures(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "The inspection was carried out under section 136 of the Education and Inspections Act 2006.",
        "Six of His Majesty’s Inspectors and one associate inspector came, with two HMI and 2 social care inspectors.",
        "See paragraphs 12 and 14, page 7.",
        "Inspection dates: 13 to 24 March 2023, 15-19 July 2013, 2012–13 and 1/06/2015.",
        "Telephone 0300 123 1231 or write to M1 2WD.",
        "Textphone 0161 618 8524, 2 Example Place",
        "There is no evidence of COVID-19.",
        "2.1 Adoption performance",
        "The meeting is at 9.30am.",
        "They are accommodated under section 20 of the Children Act 1989, as a rule.",
        "A notice (Local Government Finance Act 1988) was given, and the 1989 Children Act was named.",
        "Plans are late. (outcome 3, national framework)",
        "Plans are late. (enabler two, national framework)",
        "Plans are late. (Outcomes 1 and 4)",
        "This was put right in mid-2015.",
        "There is no delay for children who wait.",
        "They are no longer children in need.",
        "There is no evidence that children wait.",
        "There is no care leavers’ forum.",
        "Not all of these children are seen.",
        "They do not act in time for all of these children, and cannot name all of them.",
        "Leaders have never seen all of these.",
        "There is no routine review of plans, no adoption strategy, no placement order and no school place.",
        "The inspectors were Ann Example and Bo Example, both of whom are Her Majesty’s Inspectors.",
        "They use the Graded Care Profile 2.",
        "They buy help from Catch 22 and Adoption 22.",
        "There are no assurances that children are safe.",
        "2 The rules say who must write the statement.",
        "The cost of COVID -19 was high, and there is a zero tolerance of hate.",
        "When no carers are free, or there are few or no placements, they wait.",
        "They act so that no child waits, and try to make sure that no young person is missed.",
        "There are no delays in children being seen, and no permanent director of children’s services.",
        "They have no child sexual exploitation plan, and none of this is new.",
        "They plan to create one in 2019, and will complete one by June 2020.",
        "They draw with the ‘three houses’ and the three islands.",
        "Plans are late (Paras 12, 14,16, 18), reviews too (pages 4, 6, paragraphs 9 11,12).",
        "A young person has 1:1 tuition and one to one visits.",
        "Grade 2 (Good)",
        "Inadequate (Grade 4) A service that falls short.",
        "Outcomes for young Good Grade 2 people, Inadequate Grade 4, adequate grade 3",
        "Grades are given on a four point scale.",
        "Five His Majesty’s Inspectors and two other Children’s Services Inspectors came.",
        "Two of HMIs came with three HMI, four HM’Is/Ofsted Inspectors and five of HMI.",
        "They call the 101 telephone number, the 111 telephone line or the 999 number.",
    ],
)
def test_dates_and_names_are_no_quantities(sentence: str) -> None:
    assert figures(sentence) == []


def test_words_of_approximation_are_noted() -> None:
    found = find_figures("Approximately 34,000, fewer than five, over 1,300 and 12", START)[0]
    assert [f.is_approximate for f in found] == [True, True, True, False]
    bounds = (
        "It is above 98%, was below 40%, a minimum of two, a maximum of 18 and as many as 55 cases, for 12 months "
        "or more, four placements or fewer, 30 or more children, 90% or less, 20+ cases, for over five years, "
        "after over 18 months, just over one square mile"
    )
    assert all(figure.is_approximate for figure in find_figures(bounds, START)[0])
    exact = (
        "over a three-year period, over an 18-month period, over a two year span, children below 16, aged 18 or over, "
        "at level 4 or above, level 2+, some 16 and 17 year-olds, children under five years of age"
    )
    assert not any(figure.is_approximate for figure in find_figures(exact, START)[0])


@pytest.mark.parametrize(
    ("text", "iso", "precision"),
    [
        ("At 31 March 2017, 5", "2017-03-31", "day"),
        ("at 31/03/2014.", "2014-03-31", "day"),
        ("At 30 June 15, 400", "2015-06-30", "day"),
        ("at March 31 2017.", "2017-03-31", "day"),
        ("At 1 9 June 2019", "2019-06-19", "day"),
        ("on 30 May, 5", "2017-05-30", "day"),
        ("At December 2014, 482", "2014-12", "month"),
        ("Census 2011 data", "2011", "year"),
        ("between 1 September 2014 and 31 August 2015", "2015-08-31", "day"),
        ("April 2015 to March 2016", "2016-03", "month"),
        ("In 2012–13", None, None),
    ],
)
def test_dates_stay_as_precise_as_printed(text: str, iso: str | None, precision: str | None) -> None:
    assert [(d.iso, d.precision) for d in find_date_mentions(text, START)] == [(iso, precision)]


@given(st.dates(date(2000, 1, 1), date(2029, 12, 31)))
def test_every_day_reads_as_itself(day: date) -> None:
    for printed in (f"{day:%d %B %Y}", f"{day.day} {day:%b %Y}", f"{day:%d/%m/%Y}", f"{day:%B} {day.day}, {day.year}"):
        assert [d.iso for d in find_date_mentions(f"At {printed}, all", START)] == [day.isoformat()]


@pytest.mark.parametrize("text", ["31 June 2014", "45/13/2014", "may 5 times"])
def test_impossible_days_are_no_days(text: str) -> None:
    assert all(d.precision != "day" for d in find_date_mentions(text, START))


def test_each_quantity_has_its_sentence_and_the_nearest_heading() -> None:
    found = read(
        "# Help and protection\n\n12. Caseloads are high. Inspectors saw 14 cases of seven workers.\n\n"
        "# Leadership\n\n- 3 managers left, or 20%.\n"
    )
    assert [(q.position, q.printed, q.section, q.text) for q in found] == [
        (1, "14", "Help and protection", "Inspectors saw 14 cases of seven workers."),
        (2, "seven", "Help and protection", "Inspectors saw 14 cases of seven workers."),
        (3, "3", "Leadership", "3 managers left, or 20%."),
        (4, "20%", "Leadership", "3 managers left, or 20%."),
    ]


def test_a_number_has_the_page_on_which_it_is_printed() -> None:
    def line(page: int, top: float, text: str) -> Line:
        return Line(page, (Cell(text, 70, 500),), top, top + 12, 12.0, False)

    pages = (
        Page(1, 595, 842, (line(1, 400, "Inspectors saw 14 cases of"),)),
        Page(2, 595, 842, (line(2, 300, "seven workers and 3 managers."),)),
    )
    found = quantities(Report(Document("0" * 64, "pdf-1", pages)), START)
    assert [(q.printed, q.page) for q in found] == [("14", 1), ("seven", 2), ("3", 2)]
    assert {q.text for q in found} == {"Inspectors saw 14 cases of seven workers and 3 managers."}


def set_lines(*texts: str) -> Report:
    lines = [
        Line(1, (Cell(text, 70, 500),), 300 + 14.0 * n, 312 + 14.0 * n, 12.0, False) for n, text in enumerate(texts)
    ]
    return Report(Document("0" * 64, "pdf-1", (Page(1, 595, 842, tuple(lines)),)))


def test_a_number_divided_at_a_line_s_end_is_one() -> None:
    """Middlesbrough 2018."""
    found = quantities(set_lines("In these two teams twenty-", "seven children have 12-", "week plans."), START)
    assert [(q.printed, q.value, q.unit_code) for q in found] == [
        ("two", 2, "count"),
        ("twenty-seven", 27, "count"),
        ("12", 12, "other"),
    ]


def test_a_paragraph_s_number_that_lost_its_stop_is_no_quantity() -> None:
    """Nottingham 2022."""
    numbers = enumerate(["1.", "2.", "3.", "4", "5.", "6."], start=20)
    cells = [(n, (Cell(number, 70, 90), Cell(f"Children have {n} homes.", 99, 300))) for n, number in numbers]
    lines = [Line(1, pair, 28.0 * n, 28.0 * n + 12, 12.0, False) for n, pair in cells]
    found = quantities(Report(Document("0" * 64, "pdf-1", (Page(1, 595, 842, tuple(lines)),))), START)
    assert [q.printed for q in found] == ["20", "21", "22", "23", "24", "25"]


def test_by_when_a_list_is_asked_for_is_no_quantity() -> None:
    found = read("Areas for improvement\n\nWithin three months:\n\nSee 12 children within six months of the day.\n")
    assert [(q.printed, q.value) for q in found] == [("12", 12), ("six", 6)]


def test_a_contents_list_has_page_numbers_and_no_quantities() -> None:
    assert read("# Contents\n\nService information 4\nOverall effectiveness 5\n\nThe work goes on.\n") == []


@pytest.mark.parametrize("words", ["of care leavers (82/206)", "in the last 12/18 months", "in section 157/175 audits"])
def test_of_two_numbers_with_a_stroke_between_neither_is_read_by_itself(words: str) -> None:
    assert figures(f"Much has been done {words}.") == []


def test_a_rate_may_have_a_stroke() -> None:
    assert figures("The rate is low (67/10,000).") == [("67", 67, "per_10k")]
