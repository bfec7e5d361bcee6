"""Chapters of reports of 2009-18: what their headings say, what sums them up, and what stands in none."""

from __future__ import annotations

import pytest

from pipelines.parsing.report import Report
from tests.era_documents import Set, found, head, paged_report, para, recommended, text_report

MEANINGS = "What the inspection judgements mean"
BEST_BOARD = "An outstanding LSCB leads others and learns from what it does."
HELP = "The experiences and progress of children who need help and protection"
NUMBERED = [para(f"{n}. | Thing {n} is done well.") for n in range(1, 7)]


def chapters(report: Report, code: str = "sif") -> list[tuple[str, str, str | None]]:
    """The chapter, part and judgement area of each finding, one that repeats told once."""
    told = [(row.chapter, row.part_code, row.domain_code) for row in found(report, code)]
    return [row for at, row in enumerate(told) if told[:at][-1:] != [row]]


@pytest.mark.parametrize("heading", ["The LSCB", "The Local Safeguarding Children Board (LSCB)"])
def test_what_the_board_s_grades_mean_is_no_finding(heading: str) -> None:
    report = paged_report(
        [head(f"{HELP} are good"), *NUMBERED],
        [
            head(MEANINGS, 16),
            head("The local authority"),
            para("An outstanding local authority helps all of its children."),
            head(heading),
            para(BEST_BOARD),
            para("An LSCB that is inadequate does not do what it must."),
            head("Information about the inspection and the review", 16),
            para("Inspectors have read many files."),
        ],
    )
    assert {row.domain_code for row in found(report, "sif")} == {"help_and_protection"}


def test_a_text_s_definitions_are_no_findings_either() -> None:
    body = "\n\n".join(f"{n}. Thing {n} is done well." for n in range(1, 7))
    text = f"{HELP} are good\n\n{body}\n\n{MEANINGS}\n\nThe LSCB\n\n{BEST_BOARD}\n"
    assert BEST_BOARD not in [row.text for row in found(text_report(text), "sif")]


def test_the_board_s_chapter_opens_below_definitions_in_type_no_larger_than_others() -> None:
    report = paged_report(
        [head(MEANINGS, 16), para("A good local authority helps children.")],
        [head("The effectiveness of the LSCB requires improvement", 12), head("Areas for improvement", 12), *NUMBERED],
    )
    assert {row.domain_code for row in found(report, "sif")} == {"safeguarding_board"}
    assert {item.addressed_to for item in recommended(report, "sif")} == {"lscb"}


def test_rows_of_the_record_of_grades_are_no_findings() -> None:
    report = paged_report(
        [head("Capacity to improve"), *NUMBERED],
        [
            head("Record of main findings", 18),
            head("Services for looked after children"),
            Set("Overall effectiveness | Inadequate", bold=True, size=11, gap=3),
            Set("Adequate", x0=390, size=11, gap=1.5),
            Set("Capacity to improve", bold=True, size=11, gap=0.3),
            Set("Adequate", x0=390, size=11, gap=1.5),
            Set("Outcomes for looked after children and", bold=True, size=11, gap=0.3),
            Set("young people", bold=True, size=11, gap=1.2),
        ],
    )
    assert chapters(report, "looked_after") == [("Capacity to improve", "findings", "capacity_to_improve")]


@pytest.mark.parametrize("grade", [" are inadequate", "\n\nInadequate"])
def test_a_text_s_topic_of_a_summary_has_no_grade_as_a_chapter_has(grade: str) -> None:
    leadership = "Leadership, management and governance"
    body = "\n\n".join(f"{n}. Thing {n} is done well." for n in range(1, 5))
    text = (
        "Summary of key findings\n\nChildren's services in Kent are inadequate because:\n\n"
        f"{leadership}\n\n- Leaders change too often.\n- Audits are few.\n\n{leadership}{grade}\n\n{body}\n"
    )
    rows = found(text_report(text), "sif")
    assert [(row.part_code, row.domain_code) for row in rows[:6]] == [
        *[("summary", None)] * 2,
        *[("findings", "leadership")] * 4,
    ]
    assert rows[0].section == leadership


OUTCOMES = "How good are outcomes for looked after children?"


@pytest.mark.parametrize("record", ["Record of main findings:", "Annex A: Record of main findings"])
def test_a_question_heads_a_chapter_s_group_and_a_record_s_rows(record: str) -> None:
    body = "\n\n".join(f"{n}. Thing {n} is done well." for n in range(1, 5))
    rows = ["Partnership working | Good", f"{OUTCOMES} | ", "Being healthy | Good"]
    text = (
        f"Partnership working\n\n{body}\n\n{OUTCOMES}\n\nBeing healthy Grade 2 (Good)\n\n5. Nurses know each child.\n\n"
    )
    table = "\n".join(f"| {row} |" for row in rows)
    report = text_report(f"{text}{record}\n\n{table}\n\n© Crown copyright 2012\n")
    assert chapters(report, "slac") == [
        ("Partnership working", "findings", "partnership_working"),
        ("Being healthy", "findings", "being_healthy"),
    ]


@pytest.mark.parametrize("grade", ["Good", "Requires improvement"])
@pytest.mark.parametrize("bold", [True, False])
def test_a_grade_between_the_lines_of_a_heading_stands_behind_it(grade: str, bold: bool) -> None:
    report = paged_report(
        [
            Set("Leadership, management and", bold=True, size=14, gap=3),
            Set(grade, x0=400, bold=bold, gap=0.8),
            Set("governance", bold=True, size=14, gap=0.45),
            head("Summary", 12),
            para("Leaders know their services well."),
            *NUMBERED,
        ]
    )
    name = f"Leadership, management and governance {grade}"
    assert chapters(report) == [(name, "summary", "leadership"), (name, "findings", "leadership")]


@pytest.mark.parametrize(("x0", "gap"), [(71.0, 0.8), (400.0, 3.0)])
def test_a_grade_elsewhere_is_none_of_the_heading(x0: float, gap: float) -> None:
    lines = [
        Set("Leadership, management and governance", bold=True, size=14, gap=3),
        Set("Good", x0=x0, bold=True, gap=gap),
        Set("Local leaders", bold=True, size=14, gap=3),
    ]
    blocks = paged_report([*lines, *NUMBERED]).blocks
    assert [block.text for block in blocks[:3]] == ["Leadership, management and governance", "Good", "Local leaders"]


def test_a_graded_chapter_opens_within_a_summary_whatever_its_type() -> None:
    report = paged_report(
        [
            head("The experiences and progress of children looked after and achieving permanence"),
            head("Summary", 12),
            para("No child is looked after here."),
            head("The graded judgement for adoption performance", 12),
            para("Adoption was not judged."),
        ]
    )
    assert [row.domain_code for row in found(report, "sif")] == ["children_in_care", "adoption"]
    assert [row.summary_kind_code for row in found(report, "sif")] == ["chapter_summary", None]


def test_what_stands_above_a_chapter_s_findings_sums_it_up() -> None:
    report = paged_report([head(HELP), para("Help comes early."), head("Inspection findings", 12), *NUMBERED])
    kinds = [(row.part_code, row.summary_kind_code) for row in found(report, "sif")]
    assert kinds == [("summary", "chapter_summary"), *[("findings", None)] * 6]


def test_a_chapter_s_findings_stand_in_the_chapter_and_not_in_its_summary() -> None:
    report = paged_report([head(HELP), head("Summary", 12), para("Help comes early."), *NUMBERED])
    assert [row.section for row in found(report, "sif")] == ["Summary", *[HELP] * 6]


def test_each_part_of_a_board_s_review_is_a_chapter() -> None:
    report = paged_report(
        [
            head("Information about this area"),
            para("Ten thousand children live in this area of the county today."),
            head("Executive summary"),
            para("The board is led well."),
            head("Recommendations"),
            Set("• Publish a plan.", gap=2),
            head("Inspection findings"),
            *NUMBERED,
        ]
    )
    board = "safeguarding_board"
    assert chapters(report, "lscb_review") == [
        ("Information about this area", "area", board),
        ("Executive summary", "summary", board),
        ("Recommendations", "recommendations", board),
        ("Inspection findings", "findings", board),
    ]


def test_a_chapter_s_name_has_no_footnote_s_mark() -> None:
    report = paged_report([head("Executive summary"), para("All is well."), head("Recommendations2"), *NUMBERED])
    assert [chapter for chapter, _, _ in chapters(report)] == ["Executive summary", "Recommendations"]


@pytest.mark.parametrize(
    ("last", "number", "rest"),
    [
        ("More help is needed by the many young people who are now at Key Stage", "4.", []),
        ("More help is needed by the many young people who are now at Key Stage", "4. Schools know", ["of it."]),
    ],
)
def test_a_number_that_had_no_room_ends_its_sentence(last: str, number: str, rest: list[str]) -> None:
    listed = [para(f"{n}. | A judgement | Good") for n in range(1, 4)]
    lines = [Set(text, gap=1.2) for text in (number, *rest)]
    report = paged_report([head("Overview"), *listed], [head("Executive summary"), para(last), *lines])
    assert [row.text for row in found(report, "sif")][-1] == " ".join([last, number, *rest])


def test_a_next_number_below_a_short_line_opens_a_paragraph() -> None:
    lines = [para("1. | First we say this."), para("2. | Then that."), para("3. | And so on"), para("4. | Last.", 1.2)]
    report = paged_report([head("Findings"), *lines, para("5. | The end of it all.")])
    assert [row.number for row in found(report, "sif")] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("rest", ["11. Write it down.", "2013."])
def test_a_number_that_ends_a_sentence_over_a_break_runs_on(rest: str) -> None:
    last = para("7. | Plan for those in Years 10 and")
    report = paged_report([head("Findings"), *NUMBERED, last], [Set(rest, x0=99, size=12.7)])
    assert found(report, "sif")[-1].text == f"Plan for those in Years 10 and {rest}"
