"""A report's paragraphs with their part, chapter and area; what is no part of the body is in none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.parsing.layout.leading import at_usual_leading
from pipelines.parsing.outline.headings import domain_of, domains_judged, part_of
from pipelines.parsing.report import Report
from pipelines.parsing.statements import Finding
from pipelines.reading.model import Document, Line
from pipelines.reading.text_reader import read_pages
from tests.era_documents import Set, found, head, paged_report, para, recommended, text_report

IMPRINT = "The Office for Standards in Education, Children’s Services and Skills (Ofsted) regulates and inspects."


def words(text: str) -> Set:
    return para(f"{text} and so on, in enough words to be a sentence of prose that somebody wrote.")


def told(rows: list[Finding]) -> list[tuple[str, str | None, str | None, str]]:
    return [(row.part_code, row.summary_kind_code, row.domain_code, row.text.split(" and so on")[0]) for row in rows]


def test_an_inspection_opens_with_its_overview_and_ends_before_the_imprint() -> None:
    report = paged_report(
        [
            head("Inspection of Kent local authority children’s services", 26),
            Set("Judgement | Grade", bold=True, gap=3),
            para("The impact of leaders on social work | Good"),
            para("Overall effectiveness | Good"),
            words("Services have improved"),
            words("Leaders know them"),
            head("What needs to improve?"),
            Set("• The quality of plans.", gap=2),
            head("The experiences and progress of children in care: good"),
            *(para(f"{n}. | Children in care do well, paragraph {n}.") for n in range(1, 6)),
        ],
        [para(IMPRINT), para("Piccadilly Gate Store Street Manchester M1 2WD")],
    )
    rows = found(report, "ilacs")
    assert told(rows)[:3] == [
        ("summary", "overview", None, "Services have improved"),
        ("summary", "overview", None, "Leaders know them"),
        ("recommendations", None, None, "The quality of plans."),
    ]
    assert [row.number for row in rows[3:]] == [1, 2, 3, 4, 5]
    assert {(row.part_code, row.domain_code, row.chapter) for row in rows[3:]} == {
        ("findings", "children_in_care", "The experiences and progress of children in care: good")
    }
    assert [row.recommendation_position for row in rows] == [None, None, 1, *[None] * 5]


def test_a_single_inspection_has_summaries_of_the_whole_and_of_its_chapters() -> None:
    report = paged_report(
        [head("Contents", 26), head("Executive summary | 2"), head("The local authority | 5", 16)],
        [
            head("Executive summary"),
            words("Services are good"),
            head("Information about this local authority area²"),
            head("Children living in this area", 12),
            Set("• Approximately 27% of children are poor.", gap=2),
            head("Recommendations"),
            *(para(f"{n}. | Ensure that thing {n} is done.") for n in range(1, 6)),
            head("Summary for children and young people"),
            Set("• You are safe.", gap=2),
        ],
        [
            Set("The experiences and progress of | Requires improvement", bold=True, size=14, gap=3),
            Set("children who need help and protection | to be good", bold=True, size=14, gap=1.2),
            head("Summary", 12),
            words("Early help is wide"),
            head("Inspection findings", 12),
            para("6. | Thresholds are known."),
            head("The graded judgement for adoption performance is that it is good", 12),
            para("7. | Adoption is quick."),
            head("The Local Safeguarding Children Board is good", 16),
            head("Executive summary"),
            words("The board is well led"),
            head("Recommendations"),
            Set("• Publish the annual report.", gap=2),
            head("Information about this inspection", 16),
            words("Inspectors looked closely at children"),
            Set("Lead inspector: Ann Lee HMI", gap=2),
        ],
    )
    rows = told(found(report, "sif"))
    assert rows[0] == ("summary", "executive_summary", None, "Services are good")
    assert rows[1] == ("area", None, None, "Approximately 27% of children are poor.")
    assert [row[0] for row in rows[2:7]] == ["recommendations"] * 5
    assert rows[7:] == [
        ("summary", "summary_for_children", None, "You are safe."),
        ("summary", "chapter_summary", "help_and_protection", "Early help is wide"),
        ("findings", None, "help_and_protection", "Thresholds are known."),
        ("findings", None, "adoption", "Adoption is quick."),
        ("summary", "executive_summary", "safeguarding_board", "The board is well led"),
        ("recommendations", None, "safeguarding_board", "Publish the annual report."),
    ]
    chapters = {row.chapter for row in found(report, "sif") if row.domain_code == "help_and_protection"}
    assert chapters == {
        "The experiences and progress of children who need help and protection Requires improvement to be good"
    }
    assert [item.addressed_to for item in recommended(report, "sif")] == [*["authority"] * 5, "lscb"]


def test_a_chapter_s_findings_are_numbered_where_no_heading_parts_them_from_its_summary() -> None:
    """Isle of Wight 2014."""
    report = paged_report(
        [
            head("Inspection judgements about the local authority"),
            head("Leadership, management and governance requires improvement", 13),
            head("Summary", 12),
            words("Leaders have plans"),
            *(para(f"{n}. | Finding number {n} is this.") for n in range(1, 6)),
        ]
    )
    kinds = [(row.summary_kind_code, row.part_code) for row in found(report, "sif")]
    assert kinds == [("chapter_summary", "summary"), *[(None, "findings")] * 5]


def test_a_joint_inspection_sums_up_without_a_heading_and_its_case_study_is_no_recommendation() -> None:
    report = text_report(
        "16 December 2016\n\nDear local partnership\n\n"
        "**Joint targeted area inspection of the multi-agency response to neglect in Kent**\n\n"
        "Between 7 and 11 November 2016, inspectorates undertook a joint inspection in Kent.\n\n"
        "This letter to all the service leaders outlines our findings.\n\n"
        "Partners know their area well.\n\nThey have done much.\n\n**Key strengths**\n\n- Police act at once.\n\n"
        "**Areas for improvement**\n\n- Referrals wait.\n\n**Case study: area for improvement**\n\nAnn waited.\n\n"
        "**Next steps**\n\nThe director should prepare a written statement.\n\nYours sincerely\n\nBo Hay\n\n"
        "**National Director**\n"
    )
    rows = found(report, "jtai")
    assert [(row.part_code, row.summary_kind_code) for row in rows] == [
        ("introduction", None),
        ("introduction", None),
        ("summary", "overview"),
        ("summary", "overview"),
        ("findings", None),
        ("recommendations", None),
        ("findings", None),
        ("findings", None),
    ]
    assert [item.text for item in recommended(report, "jtai")] == ["Referrals wait."]


def test_a_letter_with_a_headed_summary_has_that_alone_and_no_closing_sentence() -> None:
    report = text_report(
        "31 January 2022\n\nDear Ann\n\n**Focused visit to Kent children’s services**\n\n"
        "This letter summarises the findings.\n\nChildren were met in their homes.\n\n**Headline findings**\n\n"
        "Leaders act.\n\n**What needs to improve in this area of social work practice?**\n\n"
        "The local authority needs to act on the following weaknesses:\n\n- Visits.\n- Plans.\n\nFindings\n\n"
        "- Children are seen.\n- They are heard.\n\n"
        "Ofsted will take the findings from this visit into account when planning the next inspection.\n\n"
        "Yours sincerely\n\nBo Hay\n"
    )
    rows = found(report, "ilacs_focused_visit")
    assert [row.text for row in rows if row.summary_kind_code] == ["Leaders act."]
    assert [row.part_code for row in rows] == [
        "introduction", "introduction", "summary", *["recommendations"] * 3, "findings", "findings"
    ]  # fmt: skip
    items = recommended(report, "ilacs_focused_visit")
    lead_in = "The local authority needs to act on the following weaknesses:"
    assert [(item.text, item.lead_in) for item in items] == [("Visits.", lead_in), ("Plans.", lead_in)]


def test_paragraphs_that_touch_are_apart() -> None:
    """Warrington 2023: no space between them, but the first word of the next had room on the line."""
    report = paged_report(
        [
            head("Main findings"),
            Set("Leaders know their services well and act upon that knowledge with some speed", gap=2),
            Set("so that children are safe.", gap=1.2),
            Set("Plans are clear and they are kept up to date by workers who know the children", gap=1.2),
            Set("and their families.", gap=1.2),
        ]
    )
    assert [row.text.split()[0] for row in found(report, "ilacs_focused_visit")] == ["Leaders", "Plans"]


@pytest.mark.parametrize("number", ["34 | Most children live in stable homes.", "34. | Most children live in them."])
def test_a_number_that_lost_its_stop_is_a_number(number: str) -> None:
    """Nottingham 2022, whose paragraphs after a page break also stand further right."""
    lines = [head("Findings"), *(para(f"{n}. | Paragraph {n} is here.") for n in range(1, 34))]
    report = paged_report(lines[:20], lines[20:], [para(number), Set("35. Further right.", x0=89, gap=2)])
    assert [row.number for row in found(report, "ilacs")] == list(range(1, 36))


def test_a_number_below_a_heading_counts_though_it_stands_out_of_its_column() -> None:
    """North East Lincolnshire 2021."""
    report = paged_report(
        [
            head("Findings"),
            *(para(f"{n}. | Paragraph {n} is here.") for n in range(1, 14)),
            head("The experiences and progress of children in care: inadequate"),
            Set("14. High turnover is seen.", x0=60, gap=2),
            *(para(f"{n}. | Paragraph {n} is here.") for n in range(15, 30)),
        ]
    )
    assert [row.number for row in found(report, "ilacs")] == list(range(1, 30))


@pytest.mark.parametrize("heading", ["Recommendations 7", "Executive summary 2", "Findings and more"])
def test_an_entry_of_the_contents_opens_no_part(heading: str) -> None:
    assert part_of(heading) is None


def test_a_heading_names_an_area_only_where_the_framework_judges_it() -> None:
    assert domain_of("Quality of practice", domains_judged("child_protection")) == "quality_of_practice"
    assert domain_of("Quality of practice", domains_judged("sif")) is None
    assert domain_of("Leadership and management", domains_judged("jtai")) == "leadership"


WRAPPED = """\
Findings
Children who were asked to say what had changed for them told the staff of
Ofsted that they had been heard. Others waited. One worker in the team of the
Medway office knew them well.
Focused visit to Medway, 3 and 4 May 2022, page 2
Short line
Medway is a port.
Focused visit to Medway, 3 and 4 May 2022, page 3
They wait for a worker, and for the plan that the team of the office of
Focused visit to Medway, 3 and 4 May 2022, page 4
their area wrote."""


def test_a_text_with_a_line_for_each_printed_line_has_the_paragraphs_all_the_same() -> None:
    blocks = Report(Document("0" * 64, "text", read_pages(WRAPPED))).blocks
    assert [block.plain.split()[0] for block in blocks] == ["Findings", "Children", "Short", "Medway", "They"]
    assert blocks[1].plain.endswith("One worker in the team of the Medway office knew them well.")
    assert blocks[4].plain.endswith("the office of their area wrote.")


def test_lines_of_a_text_whose_paragraphs_are_lines_stay_apart() -> None:
    lines = ["Help for children who wait for a worker and a plan", "Medway has a team for them", "Word " * 60]
    assert [block.plain for block in text_report("\n".join(lines)).blocks[:3]] == [line.strip() for line in lines]


@pytest.mark.parametrize(
    ("code", "heading", "domain"),
    [
        (
            "ilacs",
            "The impact of leaders on social work practice with children and families: requires improvement to be good",
            "leadership",
        ),
        ("ilacs", "The experiences and progress of care leavers: Outstanding", "care_leavers"),
        ("sif", "The graded judgement for adoption performance is that it is good.", "adoption"),
        ("sif", "The effectiveness of the Local Safeguarding Children Board is good.", "safeguarding_board"),
        ("sif", "Support for care leavers is good.", "children_in_care"),
    ],
)
def test_a_text_s_heading_with_its_grade_opens_its_chapter(code: str, heading: str, domain: str) -> None:
    prose = "Staff know the families that they work with, and most of them are seen in time."
    before = "# The experiences and progress of children in care"
    rows = found(text_report("\n\n".join(["# Findings", before, prose, heading, prose])), code)
    assert [row.domain_code for row in rows if row.text == prose] == ["children_in_care", domain]


SCAN = {
    "on one line": [
        "The impact of leaders on practice | Good",
        "Overall effectiveness | Good",
        "Children in care | Good",
    ],
    "below": ["The experiences and progress of children in care", "Outstanding", "Overall effectiveness", "Inadequate"],
    "with dashes": ["The experiences and progress of care leavers - good", "Overall effectiveness - good"],
}


@pytest.mark.parametrize("rows", SCAN.values(), ids=SCAN)
def test_where_no_type_is_bold_the_cover_s_table_opens_no_chapter_and_graded_headings_do(rows: list[str]) -> None:
    """Scans: the overview below the table is none of its last row's chapter."""
    headings = {
        "The impact of leaders on social work practice with children and families: requires improvement": "leadership",
        "The experiences and progress of children in care: good": "children_in_care",
        "The experiences and progress of care leavers: inadequate": "care_leavers",
    }
    chapters = [line for text, domain in headings.items() for line in (para(text), words(f"Of {domain}"))]
    lines = [*(para(row) for row in rows), words("Services have improved"), *chapters]
    expected = [("summary", "overview", None, "Services have improved")]
    expected += [("findings", None, domain, f"Of {domain}") for domain in headings.values()]
    assert told(found(paged_report(lines), "ilacs")) == expected
    text = "\n\n".join(line.text.replace(" | ", "\t") for line in lines)
    assert told(found(text_report(text), "ilacs"))[:4] == expected


@pytest.mark.parametrize(
    "who",
    ["SEND", "special educational needs and/or disabilities (SEND)", "special educational needs and disabilities"],
)
def test_a_long_question_is_a_part_s_heading_where_no_type_is_bold(who: str) -> None:
    question = f"What is it like to be a child or young person with {who} in this area?"
    report = paged_report(
        [
            para("Information about the local area partnership"),
            words("Kent is a county"),
            para(question),
            words("They wait"),
        ]
    )
    assert [(part, kind) for part, kind, *_ in told(found(report, "area_send"))] == [
        ("area", None),
        ("summary", "experience"),
    ]


@pytest.mark.parametrize("grade", ["Good", "Requires improvement to be good", "Inadequate"])
def test_a_text_s_grade_within_a_heading_of_two_lines_stands_behind_it(grade: str) -> None:
    text = (
        f"Prose.\n\nThe experiences and progress of children\n{grade}\nlooked after and achieving permanence\n\nNext."
    )
    expected = f"The experiences and progress of children looked after and achieving permanence {grade}"
    assert expected in [block.plain for block in text_report(text).blocks]
    apart = text.replace(f"\n{grade}\n", f"\n\n{grade}\n\n")
    assert expected not in [block.plain for block in text_report(apart).blocks]


@pytest.mark.parametrize("heading", ["What needs to improve?1", "Areas for improvement2", "What needs to change?³"])
def test_a_footnote_s_mark_is_none_of_a_heading(heading: str) -> None:
    report = paged_report([head(heading), Set("• The quality of plans.", gap=2)])
    assert [r.text for r in recommended(report, "ilacs")] == ["The quality of plans."]


@pytest.mark.parametrize("farewell", ["Yours sincerely", "Your sincerely", "Your’s faithfully", "Yours sincerly"])
def test_a_letter_ends_with_its_farewell_however_it_is_spelt(farewell: str) -> None:
    """Derby 2021."""
    letter = paged_report(
        [para("Dear Ms Snow"), head("Findings"), words("Staff know families")],
        [para(farewell), para("Cy Fox"), head("Her Majesty’s Inspector")],
    )
    assert [row[3] for row in told(found(letter, "ilacs_focused_visit"))] == ["Staff know families"]


@pytest.mark.parametrize("spacing", [1.25, 1.5, 2.0])
def test_paragraphs_are_whole_however_far_apart_a_document_s_lines_stand(spacing: float) -> None:
    lines = [head("Findings")]
    for name in ("Kent", "Essex", "Devon", "Surrey"):
        lines += [
            para(f"Leaders in {name} know the families"),
            Set("that they work with,"),
            Set("and see them in time."),
        ]
    usual = paged_report(lines, [para("Plans are kept"), Set("up to date.")])
    assert at_usual_leading(usual.document) == usual.document

    def apart(line: Line) -> Line:
        return replace(line, top=line.top * spacing, bottom=line.bottom * spacing)

    pages = (replace(p, height=p.height * spacing, lines=tuple(map(apart, p.lines))) for p in usual.document.pages)
    read = Report(at_usual_leading(replace(usual.document, pages=tuple(pages))))
    assert [block.plain for block in read.blocks] == [block.plain for block in usual.blocks]
    assert len(read.blocks) == 6


def test_a_page_whose_lines_are_all_apart_is_as_it_is() -> None:
    """What a scan's type, which differs from line to line, leaves to be compared may be one pair."""
    lines = [Set("They wait.", size=size, gap=2.2) for size in (12.0, 13.0, 14.0, 14.0, 15.0, 12.0)]
    document = paged_report(lines).document
    assert at_usual_leading(document) == document


@pytest.mark.parametrize("mark", ["-", "–", "• –", "…"])
def test_a_mark_alone_is_no_item(mark: str) -> None:
    report = paged_report([head("Areas for improvement"), Set("• Plans.", gap=2), Set(mark, gap=2)])
    assert [r.text for r in recommended(report, "area_send")] == ["Plans."]
