"""Inspections of local authority children's services: covers, tables of judgements, and their traps."""

from __future__ import annotations

import textwrap
from datetime import date

import pytest

from pipelines.frameworks import ilacs
from pipelines.parsing.report import Report
from pipelines.parsing.settled_dates import settle_dates
from pipelines.parsing.statements import UnreadableReport
from pipelines.parsing.verify import inspection_period, verify
from pipelines.reading.model import Document
from pipelines.reading.text_reader import read_pages
from tests.printed import Row, head, paragraph, report, under

LEADERS = [Row("The impact of leaders on social work", "Good"), under("practice with children and families")]
HELP = [
    Row("The experiences and progress of", "Requires improvement to be good"),
    under("children who need help and protection"),
]
CARE = [Row("The experiences and progress of", "Outstanding"), under("children in care")]
LEAVERS = [Row("The experiences and progress of care", "Inadequate"), under("leavers")]
OVERALL = [Row("Overall effectiveness", "Requires improvement to be good")]
BODY = paragraph(
    "Leaders of the service know its strengths and what is left to do, and most families are helped when they "
    "first ask for it, although some wait. At the last inspection, in 2019, the service was judged inadequate."
)


def inspection(
    *rows: list[Row],
    title: str = "Inspection of Medway local authority children’s services",
    dates: str = "Inspection dates: 17 to 28 July 2023",
    footer: tuple[str, ...] = (),
    sections: tuple[str, ...] = (),
) -> Report:
    """A report with this table on its first page and these headings on its second and third."""
    cover = [
        Row(title, size=26),
        Row(dates),
        Row("Lead inspector: Ann Lee-Hay, His Majesty’s Inspector"),
        head("Judgement") if not rows else Row("Judgement", "Grade", is_bold=True),
        *rows,
        BODY,
    ]
    later = [entry for text in sections for entry in (head(text), BODY)]
    return report(cover, [*later, BODY], [BODY, Row("The end.")], footer=footer)


def grades(subject: Report) -> dict[str, str]:
    return {j.domain_code: j.grade_code for j in ilacs.read(subject).judgements if j.place == "grade_table"}


def test_reads_a_table_whose_labels_wrap() -> None:
    subject = inspection(LEADERS, HELP, CARE, LEAVERS, OVERALL)
    assert ilacs.claims(subject)
    printed = ilacs.read(subject)
    verify(printed)
    assert grades(subject) == {
        "leadership": "good",
        "help_and_protection": "requires_improvement",
        "children_in_care": "outstanding",
        "care_leavers": "inadequate",
        "overall_effectiveness": "requires_improvement",
    }
    assert (printed.authority_urn, printed.title) == (
        "80522",
        "Inspection of Medway local authority children’s services",
    )
    assert [(p.role, p.name) for p in printed.people] == [("lead_inspector", "Ann Lee-Hay")]
    table = [j for j in printed.judgements if j.place == "grade_table"]
    assert table[1].text == (
        "The experiences and progress of children who need help and protection Requires improvement to be good"
    )
    assert {j.page for j in table} == {1}


def test_grades_that_wrap_and_stand_between_the_lines_of_their_label() -> None:
    subject = inspection(
        [Row("The impact of leaders on social work"), Row("", "Good", gap=0.6), Row("practice with children", gap=0.6)],
        [
            Row("The experiences and progress of", "Requires improvement"),
            under("children who need help", "to be good"),
        ],
        [Row("The experiences and progress of", "Inadequate"), under("children in care and care leavers")],
        OVERALL,
        dates="Inspection dates: 4 November 2019 to 15 November 2019",
    )
    assert list(grades(subject).values()) == ["good", "requires_improvement", "inadequate", "requires_improvement"]
    verify(ilacs.read(subject))


@pytest.mark.parametrize(
    ("label", "domain"),
    [
        ("The experiences and progress of children care leavers", "care_leavers"),
        ("The experiences and progress of care leavers.", "care_leavers"),
        ("The experiences and progress of care-experienced young people", "care_leavers"),
        ("The experiences and progress of children in care & care leavers", "children_in_care"),
        ("The impact of leaders on practice with children and families", "leadership"),
        ("The experience and progress of children in need of help and protection", "help_and_protection"),
    ],
)
def test_small_variants_of_a_label(label: str, domain: str) -> None:
    wrapped = textwrap.wrap(label, 38)
    subject = inspection(
        LEADERS if domain != "leadership" else HELP,
        [Row(half, "Outstanding" if i == 0 else "", gap=1.2 if i else 2.2) for i, half in enumerate(wrapped)],
    )
    assert grades(subject)[domain] == "outstanding"


def test_a_table_without_an_overall_grade_from_april_2026() -> None:
    rows = (LEADERS, HELP, CARE, LEAVERS)
    verify(ilacs.read(inspection(*rows, dates="Inspection dates: 27 April to 1 May 2026")))
    with pytest.raises(UnreadableReport, match="overall_effectiveness"):
        verify(ilacs.read(inspection(*rows, dates="Inspection dates: 16 to 27 March 2026")))


def test_an_area_that_stands_twice_is_not_read() -> None:
    with pytest.raises(UnreadableReport) as raised:
        ilacs.read(inspection(LEADERS, CARE, CARE, OVERALL))
    assert raised.value.reason_code == "grade_table"


def test_a_label_without_a_grade_is_not_read() -> None:
    with pytest.raises(UnreadableReport) as raised:
        ilacs.read(inspection(LEADERS, [Row("The experiences and progress of"), under("children in care")], OVERALL))
    assert raised.value.reason_code == "grade_table"


HEADINGS = tuple(
    f"{label}: {grade}"
    for label, grade in (
        ("The impact of leaders on social work practice with children and families", "good"),
        ("The experiences and progress of children who need help and protection", "requires improvement to be good"),
        ("The experiences and progress of children in care", "outstanding"),
        ("The experiences and progress of care leavers", "inadequate"),
        ("Overall effectiveness", "requires improvement to be good"),
    )
)


@pytest.mark.parametrize("odd", ["RI", "R.I.", "Poor", "Good Inadequate", "Grade 3", ""])
@pytest.mark.parametrize("row", ["care_leavers", "overall_effectiveness"])
def test_a_row_that_cannot_be_read_is_set_aside_and_its_section_s_heading_stands(odd: str, row: str) -> None:
    leavers = [Row("The experiences and progress of care", odd), under("leavers")] if row == "care_leavers" else LEAVERS
    overall = [Row("Overall effectiveness", odd)] if row == "overall_effectiveness" else OVERALL
    printed = ilacs.read(inspection(LEADERS, HELP, CARE, leavers, overall, sections=HEADINGS))
    verify(printed)
    assert {j.place for j in printed.judgements if j.domain_code == row} == {"section_heading"}
    (aside,) = printed.set_aside
    assert (aside.table_name, aside.rule) == ("raw_judgements", "grade_table")
    assert " ".join(["care" if row == "care_leavers" else "Overall effectiveness", odd]).strip() in aside.text
    with pytest.raises(UnreadableReport, match=r"care_leavers|overall_effectiveness|does not pair"):
        verify(ilacs.read(inspection(LEADERS, HELP, CARE, leavers, overall)))


def test_a_heading_that_disagrees_is_a_statement_of_its_own() -> None:
    subject = inspection(
        LEADERS,
        HELP,
        CARE,
        LEAVERS,
        OVERALL,
        sections=(
            "The experiences and progress of children in care: good",
            "The experiences and progress of care leavers is: Inadequate",
            "The impact of leaders on social work practice with children and families are good.",
        ),
    )
    said = {(j.domain_code, j.place): j.grade_code for j in ilacs.read(subject).judgements}
    assert said["children_in_care", "grade_table"] == "outstanding"
    assert said["children_in_care", "section_heading"] == "good"
    assert said["care_leavers", "section_heading"] == "inadequate"
    assert said["leadership", "section_heading"] == "good"


def test_sentences_about_grades_are_no_judgements() -> None:
    subject = inspection(
        LEADERS, HELP, CARE, LEAVERS, OVERALL, sections=("What needs to improve for children in care: good plans",)
    )
    assert {j.place for j in ilacs.read(subject).judgements} == {"grade_table"}


@pytest.mark.parametrize(
    "said",
    [
        "Overall effectiveness to be good",
        "Overall effectiveness was good",
        "Overall effectiveness requires improvement and was good",
        "The experiences and progress of care leavers at the last inspection: inadequate",
        "The experiences and progress of children in care are not yet good",
        "The experiences and progress of care Requires improvement leavers to be good",
    ],
)
def test_a_label_has_no_words_of_a_sentence_or_of_a_grade(said: str) -> None:
    subject = inspection(LEADERS, HELP, CARE, LEAVERS, OVERALL, sections=(said,))
    assert {j.place for j in ilacs.read(subject).judgements} == {"grade_table"}


IN_A_LINE = """\
The impact of leaders on social work practice with children and families\tGood
The experiences and progress of children who need help and protection\tRequires improvement to be good
The experiences and progress of children in care\tOutstanding
The experiences and progress of care leavers\tInadequate
Overall effectiveness\tRequires improvement to be good"""
GRADES_WITHIN = """\
The impact of leaders on social work
Good
practice with children and families
The experiences and progress of children who\tRequires improvement
need help and protection\tto be good
The experiences and progress of\tOutstanding1
children in care
The experiences and progress of care\tInadequate
leavers
Requires improvement
Overall effectiveness
to be good"""
COLUMNS = """\
The impact of leaders on social work practice
with children and families
The experiences and progress of children who
need help and protection
The experiences and progress of children in care
The experiences and progress of care leavers
Overall effectiveness
Good
Requires improvement to
be good
Outstanding
Inadequate
Requires improvement to be good"""


def as_text(table: str) -> Report:
    lines = [
        "Inspection of Stockton-",
        "on-Tees local authority children’s",
        "services",
        "Inspection dates: 17 to 28 July 2023",
        "Lead inspector: Ann Lee-Hay, His Majesty’s Inspector",
        "Judgement\tGrade",
        table,
        "Leaders of the service know what is left to do, and practice is",
        "good.",
    ]
    return Report(Document("0" * 64, "text", read_pages("\n".join(lines))))


@pytest.mark.parametrize(
    "table", [IN_A_LINE, IN_A_LINE.replace("\t", " "), IN_A_LINE.replace("\t", "\n"), GRADES_WITHIN, COLUMNS]
)
def test_a_table_in_a_text_however_its_grades_stand(table: str) -> None:
    printed = ilacs.read(as_text(table))
    assert [(j.domain_code, j.grade_code, j.place) for j in printed.judgements] == [
        ("leadership", "good", "grade_table"),
        ("help_and_protection", "requires_improvement", "grade_table"),
        ("children_in_care", "outstanding", "grade_table"),
        ("care_leavers", "inadequate", "grade_table"),
        ("overall_effectiveness", "requires_improvement", "grade_table"),
    ]
    assert printed.title == "Inspection of Stockton- on-Tees local authority children’s services"
    assert printed.authority_urn == "80563"


@pytest.mark.parametrize("table", [IN_A_LINE, GRADES_WITHIN, COLUMNS])
@pytest.mark.parametrize("grade", ["Good", "Outstanding", "Inadequate"])
def test_a_table_in_a_text_that_has_lost_a_grade_is_not_read(table: str, grade: str) -> None:
    with pytest.raises(UnreadableReport) as raised:
        ilacs.read(as_text(table.replace(grade, "")))
    assert raised.value.reason_code == "grade_table"


def test_cover_before_footer_for_dates_and_name() -> None:
    subject = inspection(
        LEADERS,
        HELP,
        CARE,
        LEAVERS,
        OVERALL,
        title="Inspection of Somerset Council local authority children’s services",
        footer=("Inspection of Somerset local authority children’s services", "10 to 28 July 2023"),
    )
    printed = ilacs.read(subject)
    assert [(d.place, d.start.day) for d in printed.dates] == [("cover", 17), ("running_header", 10)]
    assert (printed.authority.printed, printed.authority.place) == ("Somerset Council", "cover")
    assert printed.other_authorities == []


def test_a_footer_left_from_another_report_is_a_conflict() -> None:
    subject = inspection(
        LEADERS, HELP, CARE, LEAVERS, OVERALL, footer=("Inspection of Kent local authority children’s services",)
    )
    printed = ilacs.read(subject)
    assert printed.authority_urn == "80522"
    assert [other.printed for other in printed.other_authorities] == ["Kent"]


def test_two_periods() -> None:
    subject = inspection(
        LEADERS, HELP, CARE, OVERALL, dates="Inspection dates: 5 to 9 December 2022 and 14 to 15 February 2023"
    )
    assert [(d.kind, d.start, d.end) for d in ilacs.read(subject).dates] == [
        ("inspection", date(2022, 12, 5), date(2022, 12, 9)),
        ("further_inspection", date(2023, 2, 14), date(2023, 2, 15)),
    ]


def test_dates_that_wrap() -> None:
    subject = report(
        [
            Row("Inspection of Medway local authority children’s services", size=26),
            Row("Inspection dates: 5 to 9 December 2022 and"),
            under("14 to 15 February 2023"),
            Row("Judgement", "Grade", is_bold=True),
            *LEADERS,
            *HELP,
            *CARE,
            *OVERALL,
            BODY,
        ],
        [BODY],
    )
    assert [d.end for d in ilacs.read(subject).dates] == [date(2022, 12, 9), date(2023, 2, 15)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Inspection dates: Monday 5 December to", "Friday 9 December 2022"),
        ("Inspection dates: 5/12/2022 –", "9/12/2022"),
        ("Inspection dates: 5 December", "2022 until 9 December 2022."),
        ("Inspection date(s): 5 December 2022 ―", "9 December 2022"),
        ("Inspected on:", "5 to 9 December 2022"),
    ],
)
def test_dates_are_read_to_their_end_on_the_next_line(first: str, second: str) -> None:
    cover = [Row("Inspection of Medway local authority children’s services", size=26), Row(first), under(second)]
    subject = report([*cover, Row("Judgement", "Grade"), *LEADERS, *HELP, *CARE, *OVERALL, BODY], [BODY])
    assert ilacs.claims(subject)
    assert [(d.start, d.end) for d in ilacs.read(subject).dates] == [(date(2022, 12, 5), date(2022, 12, 9))]


@pytest.mark.parametrize(
    ("first", "beside", "kinds"),
    [
        ("Inspection dates: 5 to 9 December 2022", "Published: 3 February 2023", {"inspection", "publication"}),
        ("Inspection dates: 5 to 9 December 2022 Report published: 3 February 2023", "", {"inspection"}),
        ("Inspection dates: 5 to 9 December 2022", "Previous inspection: 4 to 8 March 2019", {"inspection"}),
    ],
)
def test_what_another_label_on_the_line_says_is_no_day_of_the_inspection(
    first: str, beside: str, kinds: set[str]
) -> None:
    cover = [Row("Inspection of Medway local authority children’s services", size=26), Row(first, beside)]
    subject = report([*cover, Row("Judgement", "Grade"), *LEADERS, *HELP, *CARE, *OVERALL, BODY], [BODY])
    found = {d.kind: (d.start, d.end) for d in ilacs.read(subject).dates}
    assert found.keys() == kinds
    assert found["inspection"] == (date(2022, 12, 5), date(2022, 12, 9))


def test_a_day_by_itself_below_the_inspection_s_is_no_further_period() -> None:
    cover = [Row("Inspection of Medway local authority children’s services", size=26)]
    cover += [Row("Inspection dates: 5 to 9 December 2022"), under("3 February 2023")]
    subject = report([*cover, Row("Judgement", "Grade"), *LEADERS, *HELP, *CARE, *OVERALL, BODY], [BODY])
    assert [(d.kind, d.end) for d in ilacs.read(subject).dates] == [("inspection", date(2022, 12, 9))]


def test_a_range_that_began_above_its_label_is_not_read_from_its_end() -> None:
    cover = [Row("Inspection of Medway local authority children’s services", size=26), Row("", "5 December 2022 to")]
    cover += [Row("Inspection dates:", "9 December 2022", gap=1.2)]
    subject = report([*cover, Row("Judgement", "Grade"), *LEADERS, *HELP, *CARE, *OVERALL, BODY], [BODY])
    with pytest.raises(UnreadableReport) as raised:
        ilacs.read(subject)
    assert raised.value.reason_code == "dates_missing"


@pytest.mark.parametrize("footer", ["Published: 3 March 2024", "Printed on 3 March 2024", "03/03/2024, 10:15 Kent"])
def test_a_footer_s_day_of_publication_is_no_day_of_the_inspection(footer: str) -> None:
    subject = inspection(LEADERS, HELP, CARE, LEAVERS, OVERALL, footer=(footer,))
    assert [d.place for d in ilacs.read(subject).dates] == ["cover"]


@pytest.mark.parametrize("printed", ["5 December 2022 to December 2022", "5 December 2022", "5 to"])
def test_a_footer_s_dates_stand_in_for_those_that_are_not_understood_whole(printed: str) -> None:
    footer = ("Inspection of Medway local authority children’s services", "5 to 9 December 2022")
    subject = inspection(LEADERS, HELP, CARE, OVERALL, dates=f"Inspection dates: {printed}", footer=footer)
    assert [(d.place, d.start, d.end) for d in ilacs.read(subject).dates] == [
        ("running_header", date(2022, 12, 5), date(2022, 12, 9))
    ]


@pytest.mark.parametrize(
    "printed",
    ["5 December 2022 to 9 December 2023", "5 December 2022 to 9 December 2021", "5 June to 9 December 2022"],
)
def test_a_footer_settles_a_period_that_cannot_be(printed: str) -> None:
    footer = ("Inspection of Medway local authority children’s services", "5 to 9 December 2022")
    subject = inspection(LEADERS, HELP, CARE, OVERALL, dates=f"Inspection dates: {printed}", footer=footer)
    read = ilacs.read(subject)
    settle_dates(read)
    period = inspection_period(read)
    assert (period.place, period.start, period.end) == ("running_header", date(2022, 12, 5), date(2022, 12, 9))
    assert [d.text for d in read.dates if d.place == "contradicted"] == [printed]


@pytest.mark.parametrize(
    "printed",
    ["week commencing 5 December 2022", "weeks commencing 28 November and 5 December 2022", "5 December 2022 onwards"],
)
def test_days_on_which_an_inspection_s_weeks_began_are_not_its_dates(printed: str) -> None:
    with pytest.raises(UnreadableReport) as raised:
        ilacs.read(inspection(LEADERS, HELP, CARE, OVERALL, dates=f"Inspection dates: {printed}"))
    assert raised.value.reason_code == "dates_missing"


def test_a_footer_gives_every_period_that_it_names() -> None:
    printed = "5 to 9 December 2022 and 16 to 18 January 2023 and 30 to 31 January 2023"
    footer = ("Inspection of Medway local authority children’s services", printed)
    subject = inspection(LEADERS, HELP, CARE, OVERALL, dates="Inspection dates: 5 to", footer=footer)
    assert [(d.kind, d.start, d.end) for d in ilacs.read(subject).dates] == [
        ("inspection", date(2022, 12, 5), date(2022, 12, 9)),
        ("further_inspection", date(2023, 1, 16), date(2023, 1, 18)),
        ("further_inspection", date(2023, 1, 30), date(2023, 1, 31)),
    ]


def test_a_grade_may_stand_some_points_above_its_label() -> None:
    overall = [Row("", "Requires improvement to be good"), Row("Overall effectiveness", gap=0.5)]
    assert grades(inspection(LEADERS, HELP, CARE, LEAVERS, overall))["overall_effectiveness"] == "requires_improvement"


def test_leadership_may_stand_for_leaders() -> None:
    leaders = [Row("The impact of leadership on social work", "Good"), under("practice with children and families")]
    subject = inspection(leaders, HELP, CARE, LEAVERS, OVERALL)
    assert ilacs.claims(subject)
    assert grades(subject)["leadership"] == "good"


@pytest.mark.parametrize("blank", [0, 1, 3])
def test_a_page_with_the_title_alone_may_stand_before_the_front_page(blank: int) -> None:
    table = [Row("Judgement", "Grade"), *LEADERS, *HELP, *CARE, *OVERALL]
    empty: list[list[Row]] = [[]] * blank
    subject = report(
        *empty,
        [Row("Inspection of Medway local authority children’s services", size=26)],
        *empty,
        [Row("Inspection dates: 5 to 9 December 2022"), *table, BODY],
        [BODY],
    )
    assert ilacs.claims(subject)
    verify(ilacs.read(subject))


@pytest.mark.parametrize("grade", ["Good¹", "Good*", "Good²,³", "Good1", "Good."])
def test_marks_behind_a_grade_are_none_of_it(grade: str) -> None:
    overall = [Row("Overall effectiveness", grade)]
    assert grades(inspection(LEADERS, HELP, CARE, LEAVERS, overall))["overall_effectiveness"] == "good"


def test_a_row_whose_gap_is_too_narrow_for_two_cells_is_still_a_row() -> None:
    leaders = [Row("The impact of leaders on social work practice, seen from near, Good"), under("with families")]
    assert grades(inspection(leaders, HELP, CARE, LEAVERS, OVERALL))["leadership"] == "good"


def test_a_name_above_the_title() -> None:
    subject = report(
        [
            Row("Royal Borough of Kensington and", size=26),
            under("Chelsea", size=26),
            head("Inspection of children’s social care services", size=16),
            head("Inspection dates: 9 September 2019 to 13 September 2019"),
            Row("Lead inspector:", "Ann Lee", is_bold=True),
            under("", "Her Majesty’s Inspector"),
            Row("Judgement", "Grade", is_bold=True),
            *LEADERS,
            *HELP,
            *CARE,
            *OVERALL,
            BODY,
        ],
        [BODY],
    )
    printed = ilacs.read(subject)
    assert (printed.title, printed.authority_urn) == ("Inspection of children’s social care services", "80544")


def test_a_trust_is_not_the_authority() -> None:
    subject = report(
        [
            Row("Inspection of Birmingham Children’s Trust", size=26),
            Row("Inspection dates: 17 to 28 July 2023"),
            Row("Judgement", "Grade", is_bold=True),
            *LEADERS,
            *HELP,
            *CARE,
            *LEAVERS,
            *OVERALL,
            paragraph(
                "The trust delivers services on behalf of Birmingham City Council and reports to it every quarter."
            ),
        ],
        [BODY],
    )
    printed = ilacs.read(subject)
    assert (printed.authority.printed, printed.authority_urn) == ("Birmingham City Council", "80429")


def test_other_reports_are_not_claimed() -> None:
    letter = report(
        [Row("Dear Ms Poe"), BODY, paragraph("The impact of leaders is felt. Inspection dates: none.")], [BODY]
    )
    single = report(
        [
            Row("Inspection of services for children looked after", size=26),
            Row("Inspection dates: 1 to 2 May 2015"),
            BODY,
        ]
    )
    assert not ilacs.claims(letter)
    assert not ilacs.claims(single)
