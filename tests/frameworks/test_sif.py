"""Single inspections and reviews of boards: every layout of their grades, and what must not be taken for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.frameworks import read_report
from pipelines.frameworks.single_inspection import lscb_review, sif
from pipelines.frameworks.single_inspection.judgement_sentences import opening_statement, overall_statement
from pipelines.parsing.report import Report
from pipelines.parsing.settled_dates import settle_dates
from pipelines.parsing.statements import ReportStatements, UnreadableReport
from pipelines.parsing.verify import set_aside_off_scale, verify
from pipelines.reading.model import Document
from pipelines.reading.text_reader import read_pages
from tests.printed import Row, head, paragraph, report, under

Entry = Row | list[Row]
SERVICES_TITLE = [
    head("Inspection of services for children in need of help and", 14),
    head("protection, children looked after and care leavers", 14),
]
BOARD_TITLE = [
    Row("and", size=14),
    head("Review of the effectiveness of the Local Safeguarding Children", 14),
    head("Board¹", 14),
]
DATED = [head("Inspection date: 16 September – 8 October 2014", 14), head("Report published: 19 November 2014", 14)]
BODY = paragraph(
    "Social workers know the families that they help, and most visits are on time. Plans are less clear about what "
    "should change and by when, so some families wait for help that others have had at once."
)
BOARD_CHAPTER: list[Entry] = [
    head("The Local Safeguarding Children Board (LSCB)", 16),
    head("The Local Safeguarding Children Board is inadequate", 14),
    BODY,
]
LIST_2014 = [
    Row("", "Requires", is_bold=True),
    under("1. Children who need help and protection"),
    under("", "improvement", is_bold=True),
    Row("2. Children looked after and achieving", "Good"),
    under("permanence"),
    Row("2.1 Adoption performance", "Outstanding"),
    Row("2.2 Experiences and progress of care leavers", "Inadequate"),
    Row("3. Leadership, management and governance", "Requires improvement"),
    under("", "to be good"),
]
GRADES = {
    "help_and_protection": "requires_improvement",
    "children_in_care": "good",
    "adoption": "outstanding",
    "care_leavers": "inadequate",
    "leadership": "requires_improvement",
}
OVERALL_2014 = [
    head("The overall judgement is that children’s services require", 14),
    under("improvement.²", size=14),
]


def inspection(
    *pages: list[Entry],
    names: tuple[Row, ...] = (Row("Kent County Council", size=26),),
    title: tuple[Row, ...] = (*SERVICES_TITLE, *BOARD_TITLE),
    dated: tuple[Row, ...] = tuple(DATED),
    overall: tuple[Row, ...] = tuple(OVERALL_2014),
    rows: tuple[Row, ...] = tuple(LIST_2014),
    below: tuple[Row, ...] = (),
) -> Report:
    """A report with this cover, then these pages, then one on the team."""
    cover: list[Entry] = [*names, *title, *dated, *overall, *rows, *below]
    team: list[Entry] = [head("The inspection team"), Row("Lead inspector: Ann Lee HMI")]
    return report(cover, *pages, team)


def read(subject: Report) -> ReportStatements:
    assert sif.claims(subject)
    assert not lscb_review.claims(subject)
    printed = sif.read(subject)
    verify(printed)
    return printed


def stated(printed: ReportStatements, *places: str) -> dict[str, str]:
    return {j.domain_code: j.grade_code for j in reversed(printed.judgements) if not places or j.place in places}


def test_reads_a_cover_of_2014_with_wrapped_grades() -> None:
    printed = read(inspection([*BOARD_CHAPTER]))
    assert stated(printed, "grade_table") == GRADES
    assert stated(printed, "cover_sentence") == {"overall_effectiveness": "requires_improvement"}
    assert stated(printed, "section_heading") == {"safeguarding_board": "inadequate"}
    assert printed.title == (
        "Inspection of services for children in need of help and protection, children looked after and care leavers "
        "and Review of the effectiveness of the Local Safeguarding Children Board"
    )
    assert (printed.authority.printed, printed.authority_urn) == ("Kent County Council", "80476")
    assert [(d.kind, d.start, d.end) for d in printed.dates] == [
        ("inspection", date(2014, 9, 16), date(2014, 10, 8)),
        ("publication", date(2014, 11, 19), date(2014, 11, 19)),
    ]
    assert [(p.role, p.name) for p in printed.people] == [("lead_inspector", "Ann Lee")]


def test_every_judgement_keeps_its_page_and_words() -> None:
    printed = read(inspection([*BOARD_CHAPTER]))
    adoption = next(j for j in printed.judgements if j.domain_code == "adoption")
    assert (adoption.page, adoption.label, adoption.grade) == (1, "Adoption performance", "Outstanding")
    assert adoption.text == "2.1 Adoption performance Outstanding"
    board = next(j for j in printed.judgements if j.domain_code == "safeguarding_board")
    assert (board.page, board.text) == (2, "The Local Safeguarding Children Board is inadequate")


def test_reads_the_board_s_grade_on_a_cover_of_early_2014() -> None:
    below = (
        Row("The effectiveness of the Local Safeguarding Children Board (LSCB) is", size=14),
        Row("good.", size=14, is_bold=True, gap=1.2),
    )
    overall = (Row("The overall judgement is requires improvement", size=14),)
    printed = read(inspection(overall=overall, below=below))
    assert stated(printed, "cover_sentence") == {
        "overall_effectiveness": "requires_improvement",
        "safeguarding_board": "good",
    }


def test_reads_a_cover_that_states_the_overall_grade_of_a_place() -> None:
    overall = (head("Children’s services in Kent require improvement to", 14), under("be good", size=14))
    printed = read(inspection([*BOARD_CHAPTER], overall=overall))
    assert stated(printed, "cover_sentence") == {"overall_effectiveness": "requires_improvement"}
    assert stated(printed, "grade_table") == GRADES


def test_a_list_is_read_across_a_page_break_and_a_picture() -> None:
    picture = Row("Photograph: a playground in the town")
    subject = report(
        [Row("Medway", size=26), *SERVICES_TITLE, *DATED, *OVERALL_2014, *LIST_2014[:5]],
        [picture, *LIST_2014[5:], BODY],
    )
    printed = read(subject)
    assert stated(printed, "grade_table") == GRADES
    assert [j.page for j in printed.judgements if j.place == "grade_table"] == [1, 1, 2, 2, 2]


def test_not_judged_is_a_grade() -> None:
    rows = [Row("2.1 Adoption performance", "Not Judged") if "Adoption" in row.text else row for row in LIST_2014]
    assert stated(read(inspection([*BOARD_CHAPTER], rows=tuple(rows))))["adoption"] == "not_judged"


def test_a_label_without_its_number_and_a_grade_with_a_stop_are_read() -> None:
    rows = [Row(row.text.lstrip("0123. "), f"{row.right}." if row.right == "Good" else row.right) for row in LIST_2014]
    spaced = [Row(row.text, row.right, gap=old.gap) for row, old in zip(rows, LIST_2014, strict=True)]
    assert stated(read(inspection([*BOARD_CHAPTER], rows=tuple(spaced))), "grade_table") == GRADES


def test_a_list_that_does_not_pair_is_no_half_read_list() -> None:
    rows = tuple(replace(row, right="") if row.right == "Outstanding" else row for row in LIST_2014)
    with pytest.raises(UnreadableReport, match="does not pair"):
        sif.read(inspection([*BOARD_CHAPTER], rows=rows))


@pytest.mark.parametrize("grade", ["G00d", "gocd", "G0od"])
def test_a_list_whose_grades_a_scan_misread_says_so(grade: str) -> None:
    rows = tuple(replace(row, right=grade) if row.right == "Good" else row for row in LIST_2014)
    with pytest.raises(UnreadableReport, match=f'misread from a scan \\("{grade}"\\): run OCR') as error:
        read_report(inspection([*BOARD_CHAPTER], rows=rows).document)
    assert error.value.reason_code == "misread_text"


def test_a_list_without_one_of_its_rows_is_missing_a_judgement() -> None:
    rows = tuple(row for row in LIST_2014 if row.right != "Outstanding")
    with pytest.raises(UnreadableReport, match=r"childrens_services\.adoption"):
        verify(sif.read(inspection([*BOARD_CHAPTER], rows=rows)))


def test_section_headings_that_state_every_grade_stand_in_for_a_list_that_does_not_pair() -> None:
    rows = tuple(replace(row, right="") if row.right == "Outstanding" else row for row in LIST_2014)
    sections: list[Entry] = [
        head("The experiences and progress of children who need help and protection require improvement"),
        BODY,
        head("The experiences and progress of children looked after & achieving permanence are good"),
        BODY,
        head("The graded judgement for adoption performance is that it is outstanding"),
        BODY,
        head("The graded judgment about the experience & progress of care leavers is inadequate"),
        BODY,
        head("Leadership, management & governance require improvement"),
        BODY,
    ]
    assert stated(read(inspection(sections, [*BOARD_CHAPTER], rows=rows)), "section_heading") == {
        **GRADES,
        "safeguarding_board": "inadequate",
    }


def test_reads_grades_beside_section_headings() -> None:
    sections: list[Entry] = [
        [
            Row("The experiences and progress of children"),
            under("", "Requires improvement"),
            under("who need help and protection"),
        ],
        *[BODY] * 5,
        [Row("Leadership, management and", "Requires improvement"), under("governance", "to be good")],
        *[BODY] * 5,
    ]
    assert stated(read(inspection(sections, [*BOARD_CHAPTER])), "section_heading") == {
        "help_and_protection": "requires_improvement",
        "leadership": "requires_improvement",
        "safeguarding_board": "inadequate",
    }


def test_a_grade_changed_in_one_place_shows_as_two_statements() -> None:
    page: list[Entry] = [head("The graded judgement for adoption performance is that it is good"), BODY]
    printed = read(inspection(page, [*BOARD_CHAPTER]))
    found = [(j.place, j.grade_code) for j in printed.judgements if j.domain_code == "adoption"]
    assert found == [("grade_table", "outstanding"), ("section_heading", "good")]


@pytest.mark.parametrize(
    "heading",
    [
        [head("The experiences and progress of children who need help and protection"), under("require improvement")],
        [
            head("The experiences and progress of children who need help"),
            under("and protection", is_bold=True),
            under("requires improvement", is_bold=True),
            under("to be good.", is_bold=True),
        ],
        [head("The experiences and progress of children who need help and protection"), under("Inadequate.")],
    ],
)
def test_reads_a_grade_below_its_section_s_heading(heading: list[Row]) -> None:
    printed = read(inspection([heading, BODY], [*BOARD_CHAPTER]))
    grade = "inadequate" if heading[-1].text == "Inadequate." else "requires_improvement"
    assert stated(printed, "section_heading") == {"help_and_protection": grade, "safeguarding_board": "inadequate"}
    assert stated(printed, "grade_table") == GRADES


def test_a_heading_whose_grade_stands_elsewhere_is_set_aside() -> None:
    rows: list[Entry] = [
        [Row("The experiences and progress of care leavers"), under("Requires improvement")],
        *[BODY] * 5,
    ]
    printed = read(inspection(rows, [*BOARD_CHAPTER]))
    assert stated(printed, "grade_table") == GRADES
    assert [(s.table_name, s.rule, s.page, s.text) for s in printed.set_aside] == [
        (
            "raw_judgements",
            "heading_without_its_grade",
            2,
            "The experiences and progress of care leavers Requires improvement",
        )
    ]


def test_a_list_that_sections_stand_in_for_is_set_aside_with_its_words() -> None:
    rows = tuple(replace(row, right="") if row.right == "Outstanding" else row for row in LIST_2014)
    headings = [
        ("The experiences and progress of children who need help and protection", "require improvement"),
        ("The experiences and progress of children looked after and achieving permanence", "are good"),
        ("Adoption performance", "is outstanding"),
        ("The experiences and progress of care leavers", "are inadequate"),
        ("Leadership, management and governance", "require improvement"),
    ]
    sections: list[Entry] = [entry for label, grade in headings for entry in (head(f"{label} {grade}"), BODY)]
    (aside,) = read(inspection(sections, [*BOARD_CHAPTER], rows=rows)).set_aside
    assert (aside.table_name, aside.rule, aside.page) == ("raw_judgements", "grade_table", 1)
    assert "2.1 Adoption performance" in aside.text


@pytest.mark.parametrize("verdict", ["are good", "are Good.", "require improvement", "require improvement to be Good"])
@pytest.mark.parametrize(
    "subject",
    [
        "Children’s services in the Blackburn with Darwen Council area",
        "Children’s services in Kent County Council area",
        "Children’s services in the area of Kent",
        "Children’s services in Kent local authority area",
        "The children’s services that Kent provides",
        "Services for children in Kent",
        "Kent’s services",
        "They",
        "These services",
        "Overall, the council’s services for children and families",
    ],
)
@pytest.mark.parametrize("wraps", [False, True])
def test_whatever_the_services_are_called_their_grade_is_the_overall_one(
    subject: str, verdict: str, wraps: bool
) -> None:
    overall = (head(subject, 14), under(verdict, size=14)) if wraps else (head(f"{subject} {verdict}", 14),)
    grade = "requires_improvement" if "improvement" in verdict else "good"
    statements = read(inspection([*BOARD_CHAPTER], overall=overall)).judgements
    assert [s.grade_code for s in statements if s.domain_code == "overall_effectiveness"] == [grade]


def test_a_second_period_after_the_report_was_published_is_set_aside() -> None:
    dated = (head("Inspection date: 16 September – 8 October 2014 and 3 – 7 June 2019", 14), DATED[1])
    subject = inspection([*BOARD_CHAPTER], dated=dated)
    printed = sif.read(subject)
    settle_dates(printed)
    verify(printed)
    assert [d.kind for d in printed.dates] == ["inspection", "publication"]
    assert [(s.rule, s.text) for s in printed.set_aside] == [("inspected_after_publication", "3 – 7 June 2019")]


@pytest.mark.parametrize(
    "said",
    [
        "At the last inspection services were judged to be good",
        "It is expected that services for all children are not less than good",
        "Children’s services in Kent will receive help that is good",
    ],
)
def test_what_another_inspection_found_or_is_hoped_for_is_no_overall_grade(said: str) -> None:
    with pytest.raises(UnreadableReport, match="overall_effectiveness"):
        read(inspection([*BOARD_CHAPTER], overall=(head(said, 14),)))


def test_an_earlier_inspection_s_list_is_not_this_one_s() -> None:
    earlier: list[Entry] = [
        paragraph("At the previous inspection, services were judged to be inadequate:"),
        Row("• Children who need help and protection: inadequate"),
        Row("Adoption performance", "Good"),
        Row("Leadership, management and governance", "Inadequate"),
        paragraph("Adoption performance was good. Children’s services in Kent were inadequate."),
    ]
    printed = read(inspection(earlier, [*BOARD_CHAPTER]))
    assert stated(printed) == {
        **GRADES,
        "overall_effectiveness": "requires_improvement",
        "safeguarding_board": "inadequate",
    }
    assert not [j for j in printed.judgements if j.page == 2]


def test_definitions_of_grades_are_not_judgements() -> None:
    definitions: list[Entry] = [
        head("What the inspection judgements mean", 16),
        head("The LSCB"),
        paragraph("An LSCB requires improvement if it does not yet demonstrate the characteristics of good."),
        paragraph("The Local Safeguarding Children Board is good."),
        paragraph("A Local Safeguarding Children Board (LSCB) that is outstanding is highly influential."),
        paragraph("Leadership, management and governance require improvement when failures are not yet addressed."),
    ]
    printed = read(inspection([*BOARD_CHAPTER], definitions))
    assert [j.grade_code for j in printed.judgements if j.domain_code == "safeguarding_board"] == ["inadequate"]
    with pytest.raises(UnreadableReport, match="no grade of it was found"):
        sif.read(inspection(definitions))


def test_a_report_that_reviews_the_board_needs_its_grade() -> None:
    with pytest.raises(UnreadableReport) as raised:
        sif.read(inspection([BODY]))
    assert raised.value.reason_code == "judgement_missing"


def test_a_report_that_does_not_review_the_board_has_no_judgement_of_it() -> None:
    page: list[Entry] = [
        paragraph("The LSCB is good. It knows what agencies do together, and tells them what is missing.")
    ]
    assert "safeguarding_board" not in stated(read(inspection(page, title=tuple(SERVICES_TITLE))))


@pytest.mark.parametrize(
    "title",
    [
        "Single inspection of services for children who need help and protection, children looked after",
        "Inspection of services for children and young people in need of help and protection, children in care",
        "Inspection of services for care leavers, children looked after, and children in need of help and care leavers",
    ],
)
def test_a_title_in_other_words_is_no_review_of_the_board_alone(title: str) -> None:
    words = (head(title, 14), head("and care leavers", 14), *BOARD_TITLE)
    assert stated(read(inspection([*BOARD_CHAPTER], title=words)), "grade_table") == GRADES


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Children’s services in the city of York are inadequate", "overall_effectiveness"),
        ("Children’s services in the London borough of Bexley are inadequate", "overall_effectiveness"),
        ("The overall judgement for children’s services in Leeds is inadequate", "overall_effectiveness"),
        ("The overall effectiveness of services in Leeds is inadequate", "overall_effectiveness"),
        ("The local authority’s children’s services are inadequate", "overall_effectiveness"),
        ("The tri-borough LSCB is inadequate", "safeguarding_board"),
        ("The judgement of the LSCB is that it is inadequate", "safeguarding_board"),
        ("The Local Children Safeguarding Board is inadequate", "safeguarding_board"),
        ("Childrens services in Kent are inadequate", "overall_effectiveness"),
        ("Children’s services in Sefton metropolitan borough council are inadequate", "overall_effectiveness"),
        ("Children’s services in Stoke–on–Trent are now inadequate", "overall_effectiveness"),
        ("Children’s services provided by Kent County Council are inadequate", "overall_effectiveness"),
        ("The overall judgement for Kent is inadequate", "overall_effectiveness"),
        ("The overall judgement is: inadequate", "overall_effectiveness"),
        ("Overall effectiveness: inadequate", "overall_effectiveness"),
        ("The effectiveness of the Kent Safeguarding Children Board is inadequate", "safeguarding_board"),
        ("The London borough of Bexley Safeguarding Children Board is inadequate", "safeguarding_board"),
    ],
)
def test_statements_in_other_words(said: str, code: str) -> None:
    statement = overall_statement(said, 1) or opening_statement(said, "narrative", 1)
    assert statement is not None
    assert (statement.domain_code, statement.grade_code) == (code, "inadequate")


@pytest.mark.parametrize("mark", ["*", "²", "²,³", " ²"])
def test_a_grade_s_footnote_mark_is_no_part_of_it(mark: str) -> None:
    rows = [
        replace(row, right=f"{row.right}{mark}") if row.right in ("Good", "Inadequate") else row for row in LIST_2014
    ]
    assert stated(read(inspection([*BOARD_CHAPTER], rows=tuple(rows))), "grade_table") == GRADES


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1. Children who need help and protection", "1. Children in need of help and protection"),
        ("2.1 Adoption performance", "2.1Adoption performance"),
        ("2.2 Experiences and progress of care leavers", "2.2 Experience and progress of care leavers"),
    ],
)
def test_slips_in_a_label(old: str, new: str) -> None:
    rows = [replace(row, text=new) if row.text == old else row for row in LIST_2014]
    assert stated(read(inspection([*BOARD_CHAPTER], rows=tuple(rows))), "grade_table") == GRADES


def test_a_named_board_is_reviewed_too() -> None:
    title = (
        *SERVICES_TITLE,
        Row("and", size=14),
        head("Review of the effectiveness of the Kent Safeguarding Children Board", 14),
    )
    with pytest.raises(UnreadableReport, match="reviews the Local Safeguarding"):
        sif.read(inspection([BODY], title=title))


def test_a_title_cut_after_its_first_word_is_no_review_of_the_board_alone() -> None:
    title = (
        head("Inspection", 14),
        head("of services for children in need of help and", 14),
        SERVICES_TITLE[1],
        *BOARD_TITLE,
    )
    assert stated(read(inspection([*BOARD_CHAPTER], title=title)), "grade_table") == GRADES


def test_a_title_that_lost_its_middle_is_no_review_of_the_board_alone() -> None:
    subject = inspection([*BOARD_CHAPTER], title=(SERVICES_TITLE[0], *BOARD_TITLE))
    assert not sif.claims(subject)
    assert not lscb_review.claims(subject)


def test_a_running_header_over_text_is_no_title() -> None:
    header = head("Inspection of Medway local authority children’s services", 12)
    body = paragraph("Children who need help have it, and care leavers say that they are well known. " * 4)
    assert not sif.claims(report([header, body, BODY, *DATED]))


@pytest.mark.parametrize(
    "printed", ["14 June 2014 to July 2014", "16 September 2014 to", "16 September and 8 October 2014"]
)
def test_dates_that_are_not_understood_whole_are_none(printed: str) -> None:
    dated = (head(f"Inspection date: {printed}", 14), DATED[1])
    with pytest.raises(UnreadableReport) as raised:
        sif.read(inspection([*BOARD_CHAPTER], dated=dated))
    assert raised.value.reason_code == "dates_missing"


def test_another_inspection_s_dates_and_the_end_of_a_range_are_not_taken_for_the_period() -> None:
    previous = head("Inspection dates (previous): 4 – 8 March 2012", 14)
    printed = read(inspection([*BOARD_CHAPTER], dated=(previous, *DATED)))
    assert [(d.kind, d.start) for d in printed.dates] == [
        ("inspection", date(2014, 9, 16)),
        ("publication", date(2014, 11, 19)),
    ]
    centred = (head("16 September 2014 –", 14), head("Inspection date: 8 October 2014", 14), DATED[1])
    with pytest.raises(UnreadableReport) as raised:
        sif.read(inspection([*BOARD_CHAPTER], dated=centred))
    assert raised.value.reason_code == "dates_missing"


@pytest.mark.parametrize("label", ["Inspection dates ", "Inspected between ", "Inspection period: ", "Inspected "])
def test_labels_of_the_inspection_s_dates(label: str) -> None:
    dated = (head(f"{label}Tuesday 16 September and Wednesday 8 October 2014", 14), DATED[1])
    if "between" not in label:
        dated = (head(f"{label}Tuesday 16 September to Wednesday 8 October 2014", 14), DATED[1])
    printed = read(inspection([*BOARD_CHAPTER], dated=dated))
    assert (printed.dates[0].start, printed.dates[0].end) == (date(2014, 9, 16), date(2014, 10, 8))


@pytest.mark.parametrize(
    "label",
    [
        "Report published Wednesday ",
        "Published: ",
        "Report published ",
        "Publication date: ",
        "Date of publication: ",
        "Date published – ",
    ],
)
def test_labels_of_the_publication_date(label: str) -> None:
    dated = (DATED[0], head(f"{label}19 November 2014", 14))
    printed = read(inspection([*BOARD_CHAPTER], dated=dated))
    assert [d.start for d in printed.dates if d.kind == "publication"] == [date(2014, 11, 19)]


@pytest.mark.parametrize("again", ["Re-inspection", "Reinspection", "Re-Inspection"])
def test_a_reinspection_says_so(again: str) -> None:
    title = (head(f"{again} of services for children in need of help and", 14), SERVICES_TITLE[1])
    assert read(inspection(title=title)).is_reinspection
    assert not read(inspection(title=tuple(SERVICES_TITLE))).is_reinspection


def test_a_reinspection_titled_as_an_inspection_says_so_in_its_text() -> None:
    page: list[Entry] = [paragraph("This is a re-inspection of services that were judged to be inadequate in 2015.")]
    assert read(inspection(page, title=tuple(SERVICES_TITLE))).is_reinspection


def test_a_letter_that_names_the_inspection_is_none() -> None:
    letter = report(
        [
            Row("Dear Ms Lee"),
            paragraph("Monitoring visit to Kent children’s services. I write about our visit, the first since the"),
            Row("inspection of services for children in need of help and protection, children looked"),
            under("after and care leavers, when services were judged to be inadequate."),
        ]
    )
    assert not sif.claims(letter)
    assert not lscb_review.claims(letter)


def test_two_periods_and_no_publication_date() -> None:
    dated = (head("Inspection dates: 19 November-11 December 2013 and 28 – 30", 14), under("January 2014", size=14))
    printed = read(inspection([*BOARD_CHAPTER], dated=dated))
    assert [(d.kind, d.start, d.end) for d in printed.dates] == [
        ("inspection", date(2013, 11, 19), date(2013, 12, 11)),
        ("further_inspection", date(2014, 1, 28), date(2014, 1, 30)),
    ]


def test_a_period_whose_dash_is_lost_is_still_a_period() -> None:
    dated = (head("Inspection date: 18 November 10 December 2014", 14), head("Report published: 3 February 2015", 14))
    period = read(inspection([*BOARD_CHAPTER], dated=dated)).dates[0]
    assert (period.start, period.end) == (date(2014, 11, 18), date(2014, 12, 10))


def test_no_dates_are_none() -> None:
    with pytest.raises(UnreadableReport) as raised:
        sif.read(inspection([*BOARD_CHAPTER], dated=(head("Inspection date: 31 – 32 June 2014", 14),)))
    assert raised.value.reason_code == "dates_missing"


@pytest.mark.parametrize(
    ("names", "urn"),
    [
        ((Row("London Borough of Hammersmith and", size=26), Row("Fulham", size=26)), "80497"),
        ((Row("Ofsted", size=10), Row("Southend-on-Sea", size=26)), "80559"),
        ((Row("A name no one has", size=26),), "80476"),
    ],
)
def test_the_authority_is_above_the_title_or_in_the_overall_sentence(names: tuple[Row, ...], urn: str) -> None:
    overall = (head("Children’s services in Kent require improvement to be good", 14),)
    assert read(inspection([*BOARD_CHAPTER], names=names, overall=overall)).authority_urn == urn


def second_report(published: str, inspected: str) -> list[Entry]:
    return [
        Row("Kent Safeguarding Children Board", size=26),
        head("Inspection of the effectiveness of the local safeguarding children", 14),
        under("board", size=14),
        head(f"Inspection date: {inspected}", 14),
        head(f"Report published: {published}", 14),
        head("The Local Safeguarding Children Board requires improvement", 14),
        BODY,
        Row("Lead inspector: Bo Hay HMI"),
    ]


def test_two_reports_in_one_file_are_one_inspection() -> None:
    page = second_report("26 November 2014", "16 September – 8 October 2014")
    printed = read(inspection(page, title=tuple(SERVICES_TITLE)))
    assert stated(printed)["safeguarding_board"] == "requires_improvement"
    assert [(d.kind, d.start) for d in printed.dates] == [
        ("inspection", date(2014, 9, 16)),
        ("publication", date(2014, 11, 19)),
        ("publication", date(2014, 11, 26)),
    ]


def test_a_board_s_review_at_other_dates_is_a_further_period() -> None:
    page = second_report("5 January 2015", "1 – 3 December 2014")
    printed = read(inspection(page, title=tuple(SERVICES_TITLE)))
    assert [(d.kind, d.start) for d in printed.dates][:2] == [
        ("inspection", date(2014, 9, 16)),
        ("further_inspection", date(2014, 12, 1)),
    ]


def test_reads_a_review_of_a_board_alone() -> None:
    subject = report(second_report("3 August 2015", "15 June 2015 – 17 June 2015"), [BODY])
    assert lscb_review.claims(subject)
    assert not sif.claims(subject)
    printed = lscb_review.read(subject)
    verify(printed)
    assert printed.authority_urn == "80476"
    assert stated(printed) == {"safeguarding_board": "requires_improvement"}
    assert printed.title == "Inspection of the effectiveness of the local safeguarding children board"


def test_text_and_pages_of_one_report_agree() -> None:
    text = """Kent County Council

Inspection of services for children in need of help and protection, children looked after and care leavers

Inspection date: 16 September – 8 October 2014

Report published: 19 November 2014

Children’s services in Kent require improvement
1. Children who need help and protection | Requires improvement
2. Children looked after and achieving permanence | Good
2.1 Adoption performance | Outstanding
2.2 Experiences and progress of care leavers | Inadequate
3. Leadership, management and governance | Requires improvement

### Executive summary

Lead inspector: Ann Lee
"""
    as_text = read(Report(Document("0" * 64, "text", read_pages(text))))
    overall = (head("Children’s services in Kent require improvement", 14),)
    as_pages = read(inspection(title=tuple(SERVICES_TITLE), overall=overall))
    assert stated(as_text) == stated(as_pages)
    assert [(d.kind, d.start, d.end) for d in as_text.dates] == [(d.kind, d.start, d.end) for d in as_pages.dates]
    assert as_text.authority_urn == as_pages.authority_urn
    assert as_text.title == as_pages.title


LIST_IN_LINES = """# Inspection of services for children in need of help and protection, \
children looked after and care leavers

Inspection date: 16 September – 8 October 2014

Children’s services in Kent require improvement to be good

{first}
2. Children looked after and achieving permanence
Good
2.1 Adoption performance
Outstanding
2.2 Experiences and progress of care leavers
Inadequate
3. Leadership, management and governance
Requires improvement
"""


@pytest.mark.parametrize(
    "first",
    [
        "Requires improvement to be\n1. Children who need help and protection\ngood",
        "Requires improvement to\n1. Children who need help and protection\nbe good",
        "Requires\n1. Children who need help and protection\nimprovement",
        "1. Children who need help and protection\nRequires improvement to be\ngood",
        "1. Children who need help and protection\nRequires improvement",
    ],
)
def test_a_text_s_grade_broken_around_its_label_is_whole_or_none(first: str) -> None:
    read_lines = read(Report(Document("0" * 64, "text", read_pages(LIST_IN_LINES.format(first=first)))))
    assert stated(read_lines, "grade_table") == GRADES


ROWS = list(
    zip(
        [
            "1. Children who need help and protection",
            "2. Children looked after and achieving permanence",
            "2.1 Adoption performance",
            "2.2 Experiences and progress of care leavers",
            "3. Leadership, management and governance",
        ],
        ["Requires improvement", "Good", "Outstanding", "Inadequate", "Requires improvement"],
        strict=True,
    )
)
AS_TEXT = """# Inspection of services for children in need of help and protection, \
children looked after and care leavers

Inspection date: 16 September – 8 October 2014

Children’s services in Kent require improvement.
{rows}
The effectiveness of the Local Safeguarding Children Board is
good.
"""


def listed(form: str, **words: str) -> ReportStatements:
    """A text report whose list's rows have that form, and other words for those given."""
    rows = "\n".join(form.format(label, grade) for label, grade in ROWS)
    for word, other in words.items():
        rows = rows.replace(word, other)
    headings = "\n\n".join(
        f"{label.split(maxsplit=1)[1]}\t{grade}\n\nText." + "\n\nText." * 12 for label, grade in ROWS
    )
    text = f"Kent County Council\n\n{AS_TEXT.format(rows=rows)}\n\n# Contents\n\n{headings}"
    return sif.read(Report(Document("0" * 64, "text", read_pages(text))))


@pytest.mark.parametrize("form", ["{0}\t{1}", "{0}\n{1}", "{1}\n{0}", "- {0}: {1}", "{0}: **{1}**", "{0} – {1}"])
def test_a_text_s_list_is_read_in_every_form_and_takes_no_grade_of_a_sentence(form: str) -> None:
    printed = listed(form)
    assert stated(printed, "grade_table") == GRADES
    assert stated(printed)["safeguarding_board"] == "good"
    assert printed.set_aside == []


def test_a_row_of_the_list_that_cannot_be_read_is_named() -> None:
    printed = listed("{0}\t{1}", Inadequate="In-adequate")
    assert stated(printed)["care_leavers"] == "inadequate"
    assert [(s.rule, "care leavers" in s.reason) for s in printed.set_aside] == [("grade_table", True)]


def test_a_grade_of_another_scale_is_set_aside() -> None:
    printed = listed("{0}\t{1}", Outstanding="Adequate")
    set_aside_off_scale(printed)
    assert (stated(printed)["adoption"], stated(printed, "grade_table").get("adoption")) == ("outstanding", None)
    assert [s.rule for s in printed.set_aside] == ["grade_off_scale"]


SUBJECTS = {
    "The experiences and progress of children who need help and protection": "help_and_protection",
    "Services for children looked after in Kent": "children_in_care",
    "The graded judgement for adoption performance": "adoption",
    "The experiences and progress of care leavers": "care_leavers",
    "Leadership, management and governance": "leadership",
    "The Local Safeguarding Children Board (LSCB)": "safeguarding_board",
    "The City and Hackney Safeguarding Children Board": "safeguarding_board",
    "The KSCB": "safeguarding_board",
    "Children’s services in Stoke-on-Trent": "overall_effectiveness",
}
VERDICTS = {
    "is outstanding": "outstanding",
    "are good": "good",
    "is that it is good": "good",
    "require improvement": "requires_improvement",
    "is requires improvement to be good": "requires_improvement",
    "are judged to be inadequate": "inadequate",
}
ENDS = ("", ".", " because:", ", as plans are late")
NOT_VERDICTS = (
    "is not yet good",
    "are no longer inadequate",
    "was judged to be good",
    "were inadequate",
    "have required improvement",
    "is good if partners agree",
    "require improvement when failures are being addressed",
    "is good and outstanding for some",
    "is a good example",
)


@given(st.sampled_from(sorted(SUBJECTS)), st.sampled_from(sorted(VERDICTS)), st.sampled_from(ENDS))
def test_a_whole_statement_is_a_grade(subject: str, verdict: str, end: str) -> None:
    statement = opening_statement(f"{subject} {verdict}{end}", "section_heading", 3)
    assert statement is not None
    assert (statement.domain_code, statement.grade_code) == (SUBJECTS[subject], VERDICTS[verdict])


@given(st.sampled_from(sorted(SUBJECTS)), st.sampled_from(NOT_VERDICTS))
def test_nothing_else_is_a_grade(subject: str, verdict: str) -> None:
    assert opening_statement(f"{subject} {verdict}", "section_heading", 3) is None


@pytest.mark.parametrize(
    "text",
    [
        "An LSCB requires improvement",
        "A Local Safeguarding Children Board (LSCB) is good",
        "Services for children in care are good",
        "Leadership of the LSCB is good",
        "The quality of plans is good",
        "Children looked after and achieving permanence: good",
        "Adoption performance: good",
    ],
)
def test_another_subject_is_no_judgement(text: str) -> None:
    assert opening_statement(text, "section_heading", 3) is None


def test_a_board_s_grade_may_follow_a_colon() -> None:
    statement = opening_statement(
        "The Local Safeguarding Children Board (LSCB): requires improvement", "section_heading", 3
    )
    assert statement is not None
    assert (statement.domain_code, statement.grade_code) == ("safeguarding_board", "requires_improvement")


def test_the_overall_judgement_is_in_the_present() -> None:
    assert overall_statement("The overall judgement is that children’s services are good", 1)
    assert overall_statement("The overall judgement was good", 1) is None
    assert overall_statement("Overall effectiveness: good", 1)
    assert overall_statement("At the last inspection the overall effectiveness: good", 1) is None
    assert overall_statement("The overall judgement is not yet good", 1) is None
