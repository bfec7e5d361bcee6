"""Recommendations, areas for improvement and priority actions: which, whose, by when, and their full text."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from pipelines.parsing.findings import findings
from pipelines.parsing.outline.addressees import addressed_to, addressee_code
from pipelines.parsing.outline.headings import domains_judged
from pipelines.parsing.outline.outline import outline
from pipelines.parsing.recommendations import recommendations, without_unread_tables
from pipelines.parsing.report import Report
from pipelines.parsing.statements import Finding, Recommendation, SetAside
from pipelines.reading.model import Box, Cell, Document, Line, Page, Table
from pipelines.reading.read import read_document
from tests.era_documents import (
    Set,
    corpus_report,
    found,
    head,
    paged_report,
    para,
    recommended,
    seed,
    text_report,
    traits,
)

SLAC, CHILD_PROTECTION = "Safeguarding services: Areas for improvement", "Areas for improvement"
LOOKED_AFTER = "Services for looked after children: Areas for improvement"


def bullet(text: str, x0: float = 71.0, gap: float = 2.0) -> Set:
    return Set(f"• {text}", x0=x0, gap=gap)


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def items(found: list[Recommendation]) -> list[tuple[str, str]]:
    return [(item.kind, item.text) for item in found]


@pytest.mark.parametrize(
    ("number", "framework", "counts"),
    [
        ("002", "slac", {(SLAC, "immediately"): 3, (SLAC, "within_3_months"): 4,
                         (LOOKED_AFTER, "immediately"): 2, (LOOKED_AFTER, "within_3_months"): 5}),
        ("003", "child_protection", {(CHILD_PROTECTION, "immediately"): 3, (CHILD_PROTECTION, "within_3_months"): 6,
                                     (CHILD_PROTECTION, "within_6_months"): 2}),
        ("004", "child_protection", {(CHILD_PROTECTION, "immediately"): 2, (CHILD_PROTECTION, "within_3_months"): 2,
                                     (CHILD_PROTECTION, "within_6_months"): 1}),
        ("001", "ilacs_focused_visit", {("What needs to improve in this area of social work practice", None): 4}),
    ],
)  # fmt: skip
def test_seeds_have_their_recommendations(
    shared: Path, number: str, framework: str, counts: dict[tuple[str, str | None], int]
) -> None:
    found = recommended(seed(shared, number), framework)
    assert Counter((item.section, item.timescale_code) for item in found) == counts
    assert [item.position for item in found] == list(range(1, len(found) + 1))


def test_a_single_inspection_has_those_for_the_authority_and_those_for_the_board(shared: Path) -> None:
    found = recommended(seed(shared, "000"), "sif")
    assert [item.number for item in found] == [*range(1, 13), *range(99, 105)]
    assert [item.addressed_to for item in found] == ["authority"] * 12 + ["lscb"] * 6
    assert {item.kind for item in found} == {"recommendation"}


@pytest.mark.parametrize(
    ("number", "pdf", "framework"),
    [("000", "80528_2017-08-25", "sif"), ("001", "80528_2022-01-31", "ilacs_focused_visit")],
)
def test_text_and_pdf_of_one_report_give_the_same(shared: Path, number: str, pdf: str, framework: str) -> None:
    one = recommended(seed(shared, number), framework)
    other = recommended(corpus_report(shared, pdf), framework)
    assert [(letters(a.text), a.addressed_to, a.section, a.number) for a in one] == [
        (letters(b.text), b.addressed_to, b.section, b.number) for b in other
    ]
    assert all(item.page for item in other)


def test_an_item_runs_on_over_lines_pages_and_its_own_points() -> None:
    report = paged_report(
        [
            head("What needs to improve?"),
            bullet("The quality of decision-"),
            Set("making and oversight of:", gap=1.2),
            Set("− plans for children", x0=89, gap=1.2),
            Set("− private fostering.", x0=89, gap=1.2),
            bullet("The response to children who"),
        ],
        [
            Set("go missing.", gap=1.2),
            bullet("Support:"),
            bullet("at home", x0=89),
            head("The experiences and progress of care leavers: good"),
            bullet("This is no recommendation."),
        ],
    )
    found = recommended(report, "ilacs")
    assert items(found) == [
        ("area_for_improvement", "plans for children"),
        ("area_for_improvement", "private fostering."),
        ("area_for_improvement", "The response to children who go missing."),
        ("area_for_improvement", "at home"),
    ]
    assert [item.lead_in for item in found] == [
        *["The quality of decision-making and oversight of:"] * 2, None, "Support:"
    ]  # fmt: skip
    assert [item.page for item in found] == [1, 1, 1, 2]


@pytest.mark.parametrize(
    "tag",
    [
        "(outcome 2, national framework)",
        "(Enabler three, National Framework)",
        "[Outcome 3, national framework]",
        "(National Framework, Outcome 1)",
        "(enabler 2, leaders drive conditions for effective practice)",
    ],
)
@pytest.mark.parametrize("stop", ["", "."])
def test_the_national_framework_tag_is_kept_apart(tag: str, stop: str) -> None:
    report = paged_report(
        [head("What needs to improve?¹"), bullet(f"The offer (to all) for care leavers. {tag}{stop}")]
    )
    assert [(r.text, r.outcome_tag) for r in recommended(report, "ilacs")] == [
        ("The offer (to all) for care leavers.", tag)
    ]


@pytest.mark.parametrize(
    ("framework", "section"),
    [("sif", "Areas for improvement"), ("slac", "Looked after children: Areas for improvement")],
)
def test_a_topic_of_a_list_is_no_service_but_where_two_are_inspected(framework: str, section: str) -> None:
    report = paged_report(
        [
            head("Areas for improvement", 14),
            Set("Looked after children", bold=True),
            bullet("Visit carers more often."),
            head("The board", 16),
            Set("The board meets each month and its members know one another well.", gap=2),
            head("Areas for improvement", 14),
            bullet("Publish what audits find."),
        ]
    )
    assert recommended(report, framework)[-1].section == section


def test_footnote_marks_are_quoted_and_decide_nothing() -> None:
    report = paged_report(
        [
            head("Recommendations"),
            bullet("Within three months,⁴ make sure that the board:⁵"),
            bullet("Sees the plans (outcome 2, national framework).⁶", x0=95.0),
            bullet("Publish the strategy ⁷ ."),
        ]
    )
    assert [(r.text, r.lead_in, r.outcome_tag, r.timescale_code) for r in recommended(report, "sif")] == [
        (
            "Sees the plans⁶",
            "Within three months, make sure that the board:",
            "(outcome 2, national framework)",
            None,
        ),
        ("Publish the strategy⁷.", None, None, None),
    ]
    assert [f.text for f in found(report, "sif")][-1] == "Publish the strategy⁷."


def test_other_brackets_at_the_end_stay_in_the_text() -> None:
    report = paged_report([head("Recommendations"), para("1. | Use the common assessment framework (CAF).")])
    assert [(r.text, r.outcome_tag) for r in recommended(report, "sif")] == [
        ("Use the common assessment framework (CAF).", None)
    ]


def test_early_single_inspections_tell_priority_actions_from_areas_for_improvement() -> None:
    report = paged_report(
        [
            head("What does the local authority need to improve?"),
            head("Priority and immediate action", 12),
            Set("Care leavers", size=12.7, gap=2.0),
            para("9. | Write every pathway plan with the young person."),
            head("Areas for Improvement:", 12),
            Set("Quality of practice", size=12.7, gap=2.0),
            para("10. | Improve plans by:"),
            bullet("naming dates"),
            bullet("naming persons."),
            head("The local authority’s strengths", 12),
            para("11. | Staff know children well."),
            head("The Local Safeguarding Children Board (LSCB)", 16),
            head("What does the LSCB need to improve?"),
            head("Priority and immediate action", 12),
            para("12. | There are no areas for priority or immediate action."),
            head("Areas for improvement", 12),
            para("13. | Publish the annual report in time."),
        ]
    )
    found = recommended(report, "sif")
    assert [(r.kind, r.number, r.timescale_code, r.addressed_to, r.text) for r in found] == [
        ("priority_action", 9, "immediately", "authority", "Write every pathway plan with the young person."),
        ("area_for_improvement", 10, None, "authority", "naming dates"),
        ("area_for_improvement", 10, None, "authority", "naming persons."),
        ("area_for_improvement", 13, None, "lscb", "Publish the annual report in time."),
    ]


def test_a_contents_list_and_a_case_study_open_no_section() -> None:
    report = paged_report(
        [head("Contents"), head("Recommendations | 7", 12), head("Areas for improvement | 9", 12)],
        [head("Case study: area for improvement", 12), bullet("A child waited."), head("Next steps")],
    )
    assert recommended(report, "jtai") == []


def test_a_case_study_ends_the_list_before_it() -> None:
    report = paged_report(
        [
            head("Areas for improvement", 12),
            head("Leadership and management", 12),
            bullet("Audit is weak."),
            head("Front door", 12),
            bullet("Referrals wait."),
            Set("However, they are read.", x0=86, gap=2.0),
            head("Practice study: areas for improvement", 12),
            para("Ann* waited for weeks."),
        ]
    )
    found = recommended(report, "jtai")
    assert [r.text for r in found] == ["Audit is weak.", "Referrals wait.\nHowever, they are read."]
    assert {r.addressed_to for r in found} == {"partnership"}


@pytest.mark.parametrize("heading", ["Areas for improvement:", "What needs to improve?", "Areas for development."])
def test_a_list_begins_behind_a_case_study_however_its_heading_ends(heading: str) -> None:
    report = paged_report(
        [
            head("Findings", 12),
            para("Plans are good."),
            head("Case study", 12),
            para("Ann* waited for weeks."),
            head(heading, 12),
            bullet("Referrals wait."),
        ]
    )
    assert [r.text for r in recommended(report, "jtai")] == ["Referrals wait."]


@pytest.mark.parametrize("timescale", ["Within three months:", "Within 6 months", "Immediately:"])
def test_a_timescale_at_the_head_of_a_page_is_none_of_the_item_before(timescale: str) -> None:
    pages = (
        [Set("Areas for improvement", gap=3), bullet("Write to all families")],
        [Set(timescale), bullet("Visit them")],
    )
    texts = [(r.text, r.timescale_code) for r in recommended(paged_report(*pages), "looked_after")]
    code = "immediately" if "Imm" in timescale else "within_3_months" if "three" in timescale else "within_6_months"
    assert texts == [("Write to all families", None), ("Visit them", code)]


@pytest.mark.parametrize("body", ["Kent County Council", "NHS Kent", "Kent Health Partnership and NHS Kent"])
def test_a_body_beside_an_action_is_no_heading_where_no_type_is_bold(body: str) -> None:
    rows = [("Responsible body", "Areas for priority action"), (body, f"Leaders should {'act and ' * 12}report.")]
    lines, boxes = [], []
    for at, row in enumerate(rows):
        top = 130.0 + 40 * at
        cells = tuple(Cell(text, 71.0 + 200 * i, 250.0 + 200 * i) for i, text in enumerate(row))
        lines.append(Line(1, cells, top, top + 12, 12.0, False))
        boxes.append(tuple(Box(65.0 + 200 * i, top - 10, 265.0 + 200 * i, top + 30) for i in range(2)))
    page = Page(1, 595.0, 842.0, tuple(lines), (Table(tuple(boxes)),))
    found = recommended(Report(Document("0" * 64, "test-1", (page,))), "area_send")
    assert [(r.kind, r.addressed_to) for r in found] == [("priority_action", body)]


@pytest.mark.parametrize("heading", ["Areas for improvement", "Areas for priority action", "Recommendations"])
def test_a_heading_close_above_its_first_item_is_none_of_it_where_no_type_is_bold(heading: str) -> None:
    lines = [para(heading), Set("NHS Kent should see children", gap=1.2), Set("sooner.", gap=1.2)]
    found = recommended(paged_report(lines), "area_send")
    assert [(r.addressee_code, r.text) for r in found] == [("health", "NHS Kent should see children sooner.")]


@pytest.mark.parametrize("end", ["Page 9, paragraph 4. Page 10, paragraph 6)", "It is late. (See above)", "Act. Now"])
def test_the_rest_of_an_item_above_a_number_is_no_heading(end: str) -> None:
    lines = [head("Recommendations"), para("1. | Visit all children."), Set(end, x0=261, gap=2), para("2. | Write.")]
    assert [r.text for r in recommended(paged_report(lines), "sif")] == [f"Visit all children.\n{end}", "Write."]


def test_a_table_of_responsible_bodies_gives_body_and_action() -> None:
    report = paged_report(
        [
            head("Areas for priority action"),
            Set("Responsible body | Areas for priority action", bold=True, gap=3),
            Set("Kent County Council | Leaders should find children", gap=2),
            Set("and NHS Kent ICB | who wait, and", gap=1.2),
        ],
        [
            Set("see them.", x0=261, gap=1.2),
            Set("NHS Kent ICB | Leaders should publish waits.", gap=2),
            head("Areas for improvement"),
            para("The local area partnership should improve plans. This should include:"),
            bullet("joint work; and"),
            bullet("reviews."),
            para("Health leaders must act."),
            head("Local area partnership details"),
            para("Kent County Council should not be read here."),
        ],
    )
    found = recommended(report, "area_send")
    assert [(r.kind, r.addressed_to, r.text) for r in found] == [
        ("priority_action", "Kent County Council and NHS Kent ICB",
         "Leaders should find children who wait, and see them."),
        ("priority_action", "NHS Kent ICB", "Leaders should publish waits."),
        ("area_for_improvement", "partnership",
         "The local area partnership should improve plans. This should include:\njoint work; and\nreviews."),
        ("area_for_improvement", "Health leaders", "Health leaders must act."),
    ]  # fmt: skip


def test_a_lost_bullet_after_a_timescale_is_an_item_and_the_introduction_is_none() -> None:
    report = text_report(
        "### Areas for improvement\n\n3. To improve, the local authority and its partners should take the following "
        "action.\n\n### Within three months:\n\n Improve assessments of risk\n\n- ensure plans are clear\n"
        "- make visits\n\n### About this inspection\n\n4. This inspection was unannounced.\n"
    )
    found = recommended(report, "child_protection")
    assert [(r.text, r.timescale_code) for r in found] == [
        ("Improve assessments of risk", "within_3_months"),
        ("ensure plans are clear", "within_3_months"),
        ("make visits", "within_3_months"),
    ]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("the LSCB should hold partners to account", "lscb"),
        ("Dudley Safeguarding Children Board should publish", "lscb"),
        ("The board should publish", "lscb"),
        ("The partnership board must publish", "partnership board"),
        ("NHS Kent Integrated Care Board should act", "NHS Kent Integrated Care Board"),
        ("The local authority should act", "authority"),
        ("The local area partnership should improve plans", "partnership"),
        ("NHS Kent, Kent NHS Trust and the police should ensure that", "NHS Kent, Kent NHS Trust and the police"),
        ("The Youth Justice Service should ensure that", "Youth Justice Service"),
        ("The chief constable should ensure that", "chief constable"),
        ("ensure that the council should act", None),
        ("The LSCB annual report should be clear", None),
        ("senior managers should sample child in need work", None),
        ("Improve plans", None),
        ("While school staff understand the need to act, few do", None),
        ("The most vulnerable children in schools need to be seen", None),
        ("Leaders should act", None),
        ("Area leaders must act", "partnership"),
        ("Leaders in education should look at what is offered", "Leaders in education"),
        ("The senior leaders in education must act", "senior leaders in education"),
        ("Education leaders need to act", "Education leaders"),
        (
            "Leaders across health, social care and education should share",
            "Leaders across health, social care and education",
        ),
    ],
)
def test_the_body_that_an_item_begins_with_is_its_addressee(text: str, body: str | None) -> None:
    assert addressed_to(text) == body


@pytest.mark.parametrize(
    ("whom", "code"),
    [
        ("authority", "authority"),
        ("lscb", "lscb"),
        ("Kent County Council", "authority"),
        ("NHS Kent and Medway ICB", "health"),
        ("Kent County Council and NHS Kent and Medway ICB", "several"),
        ("Leaders across the partnership", "partnership"),
        ("Local area health leaders", "health"),
        ("Kent Police", "police"),
        ("Leaders in education", "schools"),
        ("partnership board", "partnership"),
        ("NHS Kent Integrated Care Board", "health"),
        ("The chair of the board", "lscb"),
        ("Kent Safeguarding Children Board", "lscb"),
        ("The harbour master", "other"),
    ],
)
def test_a_body_has_a_code(whom: str, code: str) -> None:
    assert addressee_code(whom) == code


def test_a_list_ends_where_prose_or_a_heading_begins_and_its_introduction_is_no_item() -> None:
    report = paged_report(
        [
            head("What needs to improve in this area of social work practice"),
            para("Leaders have more to do than they have done so far."),
            bullet("The quality of plans."),
            bullet("Visits to children."),
            para("Social workers were met in their teams and told inspectors of it."),
            Set("Findings", gap=3),
            bullet("Children are seen."),
        ]
    )
    assert [item.text for item in recommended(report, "ilacs_focused_visit")] == [
        "The quality of plans.",
        "Visits to children.",
    ]


def test_plain_paragraphs_under_a_heading_are_items_where_there_is_no_bullet() -> None:
    """Peterborough 2017."""
    report = paged_report(
        [
            head("Areas for improvement"),
            head("Leadership and management"),
            para("Audit is weak, and nobody has said so."),
            para("Data is late."),
            head("Next steps"),
            para("The director should write."),
        ]
    )
    assert [item.text for item in recommended(report, "jtai")] == [
        "Audit is weak, and nobody has said so.",
        "Data is late.",
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("What needs to improve in this area of practice?", "area_for_improvement"),
        ("Areas for further improvement", "area_for_improvement"),
        ("Area(s) for priority action", "priority_action"),
        ("Recommendations for the LSCB", "recommendation"),
    ],
)
def test_headings_of_lists_vary(heading: str, kind: str) -> None:
    report = paged_report([head(heading), bullet("Visits to children.")])
    assert items(recommended(report, "ilacs_focused_visit")) == [(kind, "Visits to children.")]


LINES = "The text is long enough to be read as a report, and says no more than\n" * 6
WRAPPED = """What does the local authority need to improve?
Priority and immediate action
Leadership, management and governance
1. Make sure that each of the teams has a manager who knows the families and the
Borough that they work in.
2. Write to all families.
Areas for improvement
Care leavers
3. Give each young person a plan that says what will happen when they leave the
Children in Care Service, and who will see to it.
The local authority’s strengths
4. Managers know their teams.
"""


def test_a_text_s_wrapped_items_go_on_over_its_lines_and_its_subheadings() -> None:
    found = recommended(Report(read_document(f"Kent\n# Executive summary\n{WRAPPED}{LINES}".encode())), "sif")
    assert items(found) == [
        (
            "priority_action",
            "Make sure that each of the teams has a manager who knows the families and the Borough that they work in.",
        ),
        ("priority_action", "Write to all families."),
        (
            "area_for_improvement",
            "Give each young person a plan that says what will happen when they leave the Children in Care Service, "
            "and who will see to it.",
        ),
    ]


LEAD_IN = "Visits to children (outcome 2, national framework), and to those who live with them or near them:"
AREA = """Areas for priority action
{table}
Areas for improvement
Areas for improvement
Leaders across the partnership should go on with their work for children of the
Kent SEND Partnership and for all those who wait for a plan.
This is to ensure that:
• plans are clear;
• visits are made in time, as was said at the last inspection by those who
NHS Kent asked.
Area SEND inspection report: Kent Local Area Partnership
4 to 8 March 2024
Local area health leaders should know who waits, and for how long they have done
so.
Area SEND inspection report: Kent Local Area Partnership
4 to 8 March 2024
Local area partnership details
Kent County Council
Area SEND inspection report: Kent Local Area Partnership
4 to 8 March 2024
"""
IMPROVEMENTS = [
    (
        "area_for_improvement",
        "Leaders across the partnership should go on with their work for children of the Kent SEND Partnership and for "
        "all those who wait for a plan.\nThis is to ensure that:\nplans are clear;\nvisits are made in time, as was "
        "said at the last inspection by those who NHS Kent asked.",
    ),
    ("area_for_improvement", "Local area health leaders should know who waits, and for how long they have done so."),
]
IN_COLUMNS = """Responsible body Areas for priority action
Kent County Council Leaders of the local authority and the ICB
and NHS Kent should find children who
Medway ICB wait, and see them."""


def of_area(table: str) -> tuple[list[Recommendation], list[Finding], list[SetAside]]:
    """The recommendations, findings and what is set aside of an area inspection as text with such a table."""
    subject = Report(read_document(f"Kent\n{LINES}that.\n{AREA.format(table=table)}".encode()))
    kept, aside = without_unread_tables(outline(subject, domains_judged("area_send"), traits("area_send")))
    asked = recommendations(kept, traits("area_send"))
    return [item.recommendation for item in asked], findings(kept, asked), aside


@pytest.mark.parametrize(
    "table",
    [
        IN_COLUMNS,
        IN_COLUMNS.replace(" Leaders", "\tLeaders").replace("NHS Kent should", "NHS Kent\tshould"),
        "Responsible body\nKent County Council\nand NHS Kent\nAreas for priority action\nLeaders should find them.",
        "Responsible body\nAreas for priority action\nKent County Council\nLeaders should\nfind children.",
        "Responsible body\tAreas for priority action\nKent County Council\tLeaders should act.\n\tHealth must too.",
    ],
)
def test_a_text_s_table_whose_columns_run_together_is_set_aside_with_its_words(table: str) -> None:
    found, rows, aside = of_area(table)
    assert items(found) == IMPROVEMENTS
    assert [(row.table_name, row.rule) for row in aside] == [("raw_recommendations", "table_of_recommendations")]
    assert set(table.split()) - set(aside[0].text.split()) <= {
        "Responsible",
        "body",
        "Areas",
        "for",
        "priority",
        "action",
    }
    assert not any("Kent County Council" in row.text for row in rows)


def test_a_text_s_table_with_a_line_for_each_row_is_read() -> None:
    rows = "Kent County Council\tLeaders should find children.\nNHS Kent\tLeaders should publish waits."
    found, _, aside = of_area(f"Responsible body\tAreas for priority action\n{rows}")
    assert [(item.addressed_to, item.text) for item in found][:2] == [
        ("Kent County Council", "Leaders should find children."),
        ("NHS Kent", "Leaders should publish waits."),
    ]
    assert (items(found)[2:], aside) == (IMPROVEMENTS, [])


LETTER = """What needs to improve in this area of social work practice
• The quality of the plans that teams make for children and for their families.
Some are late. Others are made by workers who have not met the child or the
Family Court.
2
• Visits to children (outcome 2, national framework), and to those who live with
them or near them:
− at home
− at school, where they are not always seen by the workers of the Medway and the
3
Swale teams
• The front door of the service, which is open on too few of the evenings of the
week
{heading}
{grade}
4
1. The front door was seen by inspectors who came in the evening and again in the
morning.
"""


@pytest.mark.parametrize(
    ("code", "heading", "grade"),
    [
        ("ilacs_focused_visit", "Main findings", "Managers know the service."),
        ("ilacs", "The experiences and progress of children in care:", "requires improvement to be good"),
        ("ilacs", "The experiences and progress of children in care", "Outstanding"),
    ],
)
def test_a_text_s_bullets_go_on_over_sentences_and_pages_and_end_at_a_heading(
    code: str, heading: str, grade: str
) -> None:
    text = f"Kent\n# Overview\n{LINES}that.\n{LETTER.format(heading=heading, grade=grade)}"
    subject = Report(read_document(text.encode()))
    assert [(item.text, item.lead_in) for item in recommended(subject, code)] == [
        (
            "The quality of the plans that teams make for children and for their families.\nSome are late. Others are "
            "made by workers who have not met the child or the Family Court.",
            None,
        ),
        ("at home", LEAD_IN),
        ("at school, where they are not always seen by the workers of the Medway and the Swale teams", LEAD_IN),
        ("The front door of the service, which is open on too few of the evenings of the week", None),
    ]
    last = found(subject, code)[-1]
    assert last.section == heading
    assert "The front door was seen by inspectors" in last.text


def test_numbers_of_a_text_that_do_not_count_pages_stay() -> None:
    for numbers in (["1", "2", "4"], ["7"], ["1", "2", "3", "4" * 9000]):
        text = "".join(f"{number}\n{LINES}" for number in numbers)
        kept = [line.text for line in Report(read_document(text.encode())).lines]
        assert [line for line in kept if line.isdigit()] == numbers


def test_a_text_s_line_goes_on_only_where_its_last_was_full() -> None:
    opening = "Between 7 and 9 March 2016 inspectors of Ofsted and of the Care Quality\nCommission came."
    report = Report(read_document(f"Dear Ms Poe\n{opening}\nKent\n{LINES}".encode()))
    assert [block.text for block in report.blocks][:3] == [
        "Dear Ms Poe",
        "Between 7 and 9 March 2016 inspectors of Ofsted and of the Care Quality Commission came.",
        "Kent",
    ]


def test_subheadings_as_large_as_their_list_s_heading_end_no_list_that_has_no_item_yet() -> None:
    report = paged_report(
        [
            head("Executive summary"),
            para("Most families are helped when they first ask for it, although some of them wait for weeks."),
            head("Areas for improvement"),
            head("Quality of practice"),
            para("1. | See to it that each plan says what should change and by when."),
            head("Leadership"),
            para("2. | See to it that managers read what they sign."),
            head("Summary for children and young people"),
            para("Social workers know the children that they visit, and most of them come on time."),
        ]
    )
    assert [(item.number, item.section) for item in recommended(report, "sif")] == [
        (1, "Areas for improvement"),
        (2, "Areas for improvement"),
    ]


@pytest.mark.parametrize(("title", "size"), [("The front door", 12.7), ("Care leavers", 12.4), ("Leadership", 12.0)])
def test_a_little_larger_subheading_above_the_first_item_ends_no_list_but_a_larger_one_below_does(
    title: str, size: float
) -> None:
    report = paged_report(
        [
            head("Recommendations", 12),
            head(title, size),
            para("1. Write to all families."),
            head("Plans", size),
            para("2. Update them."),
            head("Inspectors’ methods", 14),
            para("3. Files were read."),
        ]
    )
    assert [r.number for r in recommended(report, "sif")] == [1, 2]


@pytest.mark.parametrize("end", ["are updated following significant events", "are kept safe following a move"])
def test_an_item_that_ends_in_what_it_follows_is_an_item(end: str) -> None:
    items = [f"Ensure that plans {end}.", "Improve records."]
    report = paged_report([head("Recommendations"), *(para(f"{n}. | {item}") for n, item in enumerate(items, 1))])
    assert [item.text for item in recommended(report, "sif")] == items


@pytest.mark.parametrize("lead", ["Leaders should make the following improvements.", "Address the following four:"])
def test_a_sentence_that_leads_to_a_list_is_no_item(lead: str) -> None:
    report = paged_report([head("Recommendations"), para(f"1. | {lead}"), para("2. | Improve records.")])
    assert [item.text for item in recommended(report, "sif")] == ["Improve records."]


@pytest.mark.parametrize(
    ("line", "rest", "text"),
    [
        ("Keep plans up-", "to-date and clear.", "Keep plans up-to-date and clear."),
        ("Plan pre-", "and post-birth care.", "Plan pre- and post-birth care."),
        ("Share reports face-", "to-face with parents.", "Share reports face-to-face with parents."),
    ],
)
def test_a_word_divided_at_its_hyphen_closes_up(line: str, rest: str, text: str) -> None:
    report = paged_report([head("Recommendations"), Set(f"• {line}", gap=2), Set(rest, x0=89)])
    assert [item.text for item in recommended(report, "sif")] == [text]


@pytest.mark.parametrize(
    ("body", "whom", "code"),
    [
        ("the local authority and its partners", "local authority and its partners", "several"),
        ("the local authority", "authority", "authority"),
        ("the council, NHS Kent and Kent Police", "council, NHS Kent and Kent Police", "several"),
        ("they", "authority", "authority"),
    ],
)
def test_the_sentence_before_a_list_says_whom_its_items_address(body: str, whom: str, code: str) -> None:
    report = paged_report(
        [
            head("Areas for improvement"),
            para(f"1. | In order to improve services for children, {body} should take the following action."),
            Set("Immediately:", bold=True, gap=2),
            Set("• review all plans", gap=2),
            Set("Within three months:", bold=True, gap=2),
            Set("• The LSCB should publish its plan.", gap=2),
            Set("• train all staff.", gap=2),
        ]
    )
    items = recommended(report, "looked_after")
    assert [(item.addressed_to, item.addressee_code) for item in items] == [
        (whom, code),
        ("lscb", "lscb"),
        (whom, code),
    ]
