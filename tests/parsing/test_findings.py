"""Every paragraph of the body once: numbered or not, with its chapter and the recommendation that it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.era_documents import Set, corpus_report, found, head, paged_report, para, seed, text_report
from tests.printed import head as printed_head
from tests.printed import paragraph, report


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


@pytest.mark.parametrize(
    ("number", "framework", "last"),
    [("000", "sif", 118), ("002", "slac", 108), ("003", "child_protection", 52), ("004", "child_protection", 42)],
)
def test_seeds_number_their_paragraphs_without_a_gap(shared: Path, number: str, framework: str, last: int) -> None:
    rows = found(seed(shared, number), framework)
    assert [finding.number for finding in rows if finding.number] == list(range(1, last + 1))
    assert all(finding.section and finding.text for finding in rows)


@pytest.mark.parametrize(
    ("name", "framework", "last"),
    [("80476_2013-08-23", "looked_after", 72), ("80441_2014-12-05", "sif", 158), ("80511_2022-09-21", "ilacs", 51)],
)
def test_corpus_reports_number_theirs_so_too(shared: Path, name: str, framework: str, last: int) -> None:
    rows = found(corpus_report(shared, name), framework)
    assert [f.number for f in rows if f.number] == list(range(1, last + 1))


@pytest.mark.parametrize(
    ("number", "pdf", "framework"),
    [("000", "80528_2017-08-25", "sif"), ("001", "80528_2022-01-31", "ilacs_focused_visit")],
)
def test_text_and_pdf_of_one_report_give_the_same(shared: Path, number: str, pdf: str, framework: str) -> None:
    one, other = (
        [(f.number, f.domain_code, letters(f.section), letters(f.text)) for f in found(form, framework)]
        for form in (seed(shared, number), corpus_report(shared, pdf))
    )
    assert one == other


@pytest.mark.parametrize(
    ("printed", "texts"),
    [
        # The page ended within the list, and with it the indent.
        (
            "- In one year:\n - five children moved\n\n- 12 came home\n- six left care.",
            ["In one year:\nfive children moved\n12 came home\nsix left care."],
        ),
        # No indent at all.
        (
            "- In one year:\n- five children moved;\n- 12 came home.",
            ["In one year:\nfive children moved;\n12 came home."],
        ),
        # A stop ends the list, and a capital opens a sentence of its own.
        (
            "- In one year:\n - five children moved.\n- 12 homes closed.",
            ["In one year:\nfive children moved.", "12 homes closed."],
        ),
        (
            "- In one year:\n - five children moved\n- Two homes closed.",
            ["In one year:\nfive children moved", "Two homes closed."],
        ),
        # None of these opens a list.
        (
            "- early help\n- short breaks and\nrespite\n- advocacy",
            ["early help", "short breaks and respite", "advocacy"],
        ),
    ],
)
def test_a_list_of_a_text_goes_on_by_its_words_where_its_indent_is_lost(printed: str, texts: list[str]) -> None:
    rows = found(text_report(f"Inspection findings\n{printed}\n\nRecommendations"), "sif")
    assert [f.text for f in rows][: len(texts)] == texts


def numbered(first: int, last: int) -> list[Set]:
    return [para(f"{n}. | Paragraph {n} is here.") for n in range(first, last + 1)]


def test_what_follows_a_number_belongs_to_it_up_to_the_next_heading() -> None:
    report = paged_report(
        [
            head("Quality of practice"),
            head("Grade 3 (Adequate)", 12),
            para("1. | Plans are"),
            Set("not clear. They lack:", x0=99, gap=1.2),
            Set("• dates", x0=99, gap=2.0),
            *numbered(2, 5),
        ],
        [
            Set("On the next page it goes on.", x0=99),
            head("Summary", 12),
            para("This summary has no number."),
            *numbered(6, 7),
        ],
    )
    rows = found(report, "ilacs")
    assert [f.number for f in rows] == [1, 2, 3, 4, 5, None, 6, 7]
    assert rows[0].text == "Plans are not clear. They lack:\ndates"
    assert rows[4].text == "Paragraph 5 is here.\nOn the next page it goes on."
    assert [f.section for f in rows] == ["Quality of practice"] * 5 + ["Summary"] * 3
    assert [f.page for f in rows] == [1] * 5 + [2] * 3


def test_a_first_page_list_of_judgements_is_no_finding() -> None:
    report = paged_report(
        [para("1. | Children who need help | Good"), para("2. | Leadership | Good")],
        [head("Recommendations"), *numbered(1, 6)],
    )
    assert [(f.number, f.page) for f in found(report, "sif")] == [(n, 2) for n in range(1, 7)]


def test_a_wrapped_line_that_begins_with_a_number_opens_no_paragraph() -> None:
    report = paged_report(
        [
            head("Care leavers"),
            *numbered(1, 5),
            para("6. | Young people stay with carers beyond the age of"),
            Set("18. This is welcomed.", x0=99, gap=1.2),
            *numbered(7, 8),
        ]
    )
    rows = found(report, "sif")
    assert [f.number for f in rows] == list(range(1, 9))
    assert rows[5].text == "Young people stay with carers beyond the age of 18. This is welcomed."


def test_a_misprinted_number_stays_as_printed() -> None:
    report = paged_report([head("Findings"), *numbered(1, 5), *numbered(5, 6), *numbered(8, 8)])
    assert [f.number for f in found(report, "ilacs")] == [1, 2, 3, 4, 5, 5, 6, 8]


def test_a_number_above_99_that_touches_its_text_is_found() -> None:
    lines = [head("Findings"), *numbered(1, 99)]
    pages = [lines[i : i + 25] for i in range(0, 100, 25)]
    pages.append([para("100. It closes up."), para("101. And so does this.")])
    assert [f.number for f in found(paged_report(*pages), "sif")] == list(range(1, 102))


def test_a_number_that_slipped_into_its_line_is_put_back() -> None:
    body = "\n\n".join(f"{n}. Paragraph {n} has words." for n in range(1, 18))
    report = text_report(
        f"## Overall effectiveness\n\n{body}\n\n- The council has recognised that its children's social 18. care "
        "services fall short.\n\n19. Paragraph 19 has words.\n"
    )
    rows = found(report, "child_protection")
    assert [f.number for f in rows] == list(range(1, 20))
    assert rows[17].text == "The council has recognised that its children's social care services fall short."


def test_a_letter_gives_its_paragraphs_without_address_and_close() -> None:
    report = text_report(
        "Ofsted\n\n31 January 2022\n\nAnn Lee, Director of Children's Services\n\nDear Ann\n\n"
        "**Focused visit to Kent local authority children's services**\n\nThis letter summarises the findings.\n\n"
        "**What needs to improve in this area of social work practice?**\n\n- The quality of plans.\n- Visits.\n\n"
        "**Main findings**\n\nChildren are seen. They are heard.\n\nYours sincerely\n\nBo Hay\n"
    )
    rows = found(report, "ilacs_focused_visit")
    assert [(f.number, f.section, f.text) for f in rows] == [
        (None, "Focused visit to Kent local authority children's services", "This letter summarises the findings."),
        (None, "What needs to improve in this area of social work practice?", "The quality of plans."),
        (None, "What needs to improve in this area of social work practice?", "Visits."),
        (None, "Main findings", "Children are seen. They are heard."),
    ]


def test_an_area_report_ends_before_addresses_and_team() -> None:
    report = paged_report(
        [head("Inspection outcome"), para("The arrangements lead to good outcomes.")],
        [
            head("Areas for priority action"),
            Set("Responsible body | Areas for priority action", bold=True, gap=3),
            Set("NHS Kent ICB | Leaders should act.", gap=2),
            head("Local area partnership details"),
            head("Local authority | Integrated care board", 12),
            para("Ann Lee, Director of Children’s Services | Bo Hay"),
        ],
    )
    assert [(f.section, f.text, f.recommendation_position) for f in found(report, "area_send")] == [
        ("Inspection outcome", "The arrangements lead to good outcomes.", None),
        ("Areas for priority action", "Leaders should act.", 1),
    ]


@pytest.mark.parametrize("size", [10.0, 12.0, 13.5, 15.0])
def test_what_counts_as_large_type_depends_on_the_text(size: float) -> None:
    text = [paragraph("Social workers know the families that they help well.", size=size) for _ in range(9)]
    told_by_type = printed_head("Main findings", size=size)  # a bold line: the report's headings are told by their type
    subject = report([told_by_type, paragraph("Main findings", size=size * 1.3), *text])
    kinds = [block.kind for block in subject.blocks]
    assert kinds == ["heading", "heading" if size > 10 else "paragraph"] + ["paragraph"] * 9


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("Help is good for most post-", "16 learners.", "post-16 learners."),
        ("They ask the multi-", "Agency team.", "multi-Agency team."),
        ("They meet face-", "to-face.", "face-to-face."),
        ("Plans for 17-", "year-olds are late.", "17-year-olds are late."),
        ("They know the pre-", "and post-birth plans.", "pre- and post-birth plans."),
        ("Homes for 16-", "to 18-year-olds are few.", "16- to 18-year-olds are few."),
    ],
)
def test_a_word_divided_at_a_line_s_end_closes_up(line: str, following: str, joined: str) -> None:
    report = paged_report([head("Quality of practice"), *numbered(1, 4), para(f"5. | {line}"), Set(following, x0=261)])
    assert found(report, "ilacs")[4].text.endswith(joined)


def test_a_number_that_ends_a_sentence_opens_no_paragraph() -> None:
    """Lancashire 2018, North Tyneside 2025."""
    report = paged_report(
        [
            head("Quality of practice"),
            *(para(f"{n}. Paragraph {n} is here.") for n in range(1, 6)),
            para("6. Workers stay in touch with them long after they reach the age of"),
            Set("25. They write to them and to those who look after them each month.", x0=89),
            *(para(f"{n}. Paragraph {n} is here.") for n in range(7, 10)),
            head("Summary"),
            para("Staff know what to do, and more work is now to be done for children"),
            Set("whom they teach, and who are those of them that are as yet in Key Stage"),
            Set("10."),
        ]
    )
    rows = found(report, "ilacs")
    assert [row.number for row in rows] == [*range(1, 10), None]
    assert rows[5].text.endswith("the age of 25. They write to them and to those who look after them each month.")
    assert rows[-1].text.endswith("in Key Stage 10.")
