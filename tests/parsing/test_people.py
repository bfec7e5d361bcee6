"""Names of inspectors: lists taken apart, and the team that a report prints line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.parsing.people import inspection_team, split_names
from pipelines.parsing.report import Report
from pipelines.parsing.statements import Person
from pipelines.reading.model import Cell, Document, Line, Page
from pipelines.reading.text_reader import read_pages
from tests.printed import Row, head, paragraph, report, under

GIVEN = ("Ann", "Jo", "Siân", "Mary-Lou", "R.", "T.J.", "Dr Cy")
FAMILY = ("Lee", "O’Hara", "Day-Roe", "McIntosh", "d’Arcy", "van der Berg", "Head")
DESIGNATIONS = (
    "",
    " HMI",
    ", HMI",
    ", Senior HMI",
    " SHMI",
    ", His Majesty’s Inspector",
    " (OI)",
    ", Ofsted Inspector",
)


def team(*rows: Row | list[Row]) -> list[tuple[str, str]]:
    return roles(inspection_team(report([head("The inspection team"), *rows])))


def roles(people: list[Person]) -> list[tuple[str, str]]:
    return [(person.role, person.name) for person in people]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee HMI, Bo O’Hara (OI) and Dr Cy Day-Roe, Senior HMI", ["Ann Lee", "Bo O’Hara", "Dr Cy Day-Roe"]),
        ("Ann Lee HMI Bo Hay HMI", ["Ann Lee", "Bo Hay"]),
        ("Ann Lee HMI; Bo Hay HMI & Cy Ode.", ["Ann Lee", "Bo Hay", "Cy Ode"]),
        ("Ann Lee², His Majesty’s Inspector", ["Ann Lee"]),
        ("Mr Bo Hay, Ofsted Lead inspector", ["Mr Bo Hay"]),
        ("Ann Lee HMI Designate, Bo Hay (Contracted Inspector)", ["Ann Lee", "Bo Hay"]),
        ("Mary Day- Roe", ["Mary Day-Roe"]),
        ("Ann Lee, HIs Majesty’s Inspector", ["Ann Lee"]),
        ("Ali ul Haq, Social Care Regulatory Inspector", ["Ali ul Haq"]),
        ("Ann Lee HMI Deputy Director Social Care Inspection", ["Ann Lee"]),
        ("the local authority and its partners", []),
        ("", []),
    ],
)
def test_takes_lists_of_names_apart(text: str, names: list[str]) -> None:
    assert split_names(text) == names


@given(st.lists(st.tuples(st.sampled_from(GIVEN), st.sampled_from(FAMILY), st.sampled_from(DESIGNATIONS)), min_size=1))
def test_every_name_of_a_list_is_found_in_order(people: list[tuple[str, str, str]]) -> None:
    text = ", ".join(f"{given_name} {family}{designation}" for given_name, family, designation in people)
    assert split_names(text) == [f"{given_name} {family}" for given_name, family, _ in people]


def test_reads_a_team_over_a_bracket_that_wraps() -> None:
    found = team(
        Row("Lead inspector: Ann Lee HMI"),
        Row("Team inspectors: Cy Ode HMI, Di Fox HMI, Ed Gow HMI, Flo Hunt HMI, Gus Ivey (Contracted"),
        under("Inspector), Ida Kay HMI, Jo Lund (Seconded Inspector), Kit"),
        under("Moss HMI"),
    )
    assert [name for _, name in found[4:]] == ["Flo Hunt", "Gus Ivey", "Ida Kay", "Jo Lund", "Kit Moss"]


def test_reads_a_team_over_wrapped_lines() -> None:
    found = team(
        Row("Lead inspector: Ann Lee HMI"),
        Row("Deputy lead inspector Bo Hay HMI"),
        Row("Team inspectors: Cy Ode HMI, Di Fox HMI, Ed Gow HMI, Flo Hunt HMI, Gus Ivey HMI, Nick"),
        under("Crombie HMI, Paula Thomson-"),
        under("Jones HMI"),
        Row("Senior data analyst: Hal Jay"),
        Row("Quality assurance managers: Ivy Kay and Jim Low, Senior HMI"),
        paragraph("Any complaints about the inspection should be made as the guidance sets out."),
    )
    inspectors = ["Cy Ode", "Di Fox", "Ed Gow", "Flo Hunt", "Gus Ivey", "Nick Crombie", "Paula Thomson-Jones"]
    assert found == [
        ("lead_inspector", "Ann Lee"),
        ("deputy_lead_inspector", "Bo Hay"),
        *(("inspector", name) for name in inspectors),
        ("data_analyst", "Hal Jay"),
        ("quality_assurance_manager", "Ivy Kay"),
        ("quality_assurance_manager", "Jim Low"),
    ]


@pytest.mark.parametrize("post", ["Her Majesty’s", "His Majesty's", "Senior His Majesty’s"])
def test_a_post_that_wraps_is_no_second_name(post: str) -> None:
    assert team(Row(f"Lead inspector: Ann Lee, {post}"), under("Inspector")) == [("lead_inspector", "Ann Lee")]


@pytest.mark.parametrize(
    "label", ["Lead inspector: ", "Ofsted lead inspector: ", "Lead Ofsted inspector ", "Lead HMI – "]
)
def test_labels_of_the_lead(label: str) -> None:
    assert team(Row(f"{label}Ann Lee, His Majesty’s Inspector")) == [("lead_inspector", "Ann Lee")]


def test_two_leads_are_both_leads_in_order() -> None:
    people = inspection_team(report([Row("Lead inspectors: Ann Lee HMI and Bo Hay HMI")]))
    assert [(p.role, p.name, p.position) for p in people] == [
        ("lead_inspector", "Ann Lee", 1),
        ("lead_inspector", "Bo Hay", 2),
    ]


def test_a_lead_on_site_is_the_lead_and_the_author_is_not() -> None:
    found = team(Row("Lead inspector on site: Ann Lee"), Row("Report author: Bo Hay"))
    assert found == [("lead_inspector", "Ann Lee"), ("report_author", "Bo Hay")]


def test_who_shadows_the_team_is_named_too() -> None:
    found = team(Row("Senior data analyst: Ann Lee"), Row("Shadow senior data analyst: Bo Hay"))
    assert found == [("data_analyst", "Ann Lee"), ("data_analyst", "Bo Hay")]
    assert team(Row("Shadow lead inspector: Cy Roe HMI")) == [("shadow_inspector", "Cy Roe")]


def test_reads_a_list_with_a_name_on_each_line() -> None:
    found = team(Row("Team inspectors:"), under("Ann Lee, HMI"), under("Bo Hay"), under("Cy Ode, Ofsted Inspector"))
    assert found == [("inspector", "Ann Lee"), ("inspector", "Bo Hay"), ("inspector", "Cy Ode")]


def test_a_title_below_the_name_is_not_a_name() -> None:
    found = team(Row("Lead inspector:", "Ann Lee"), under("", "Her Majesty’s Inspector"), Row("Judgement", "Grade"))
    assert found == [("lead_inspector", "Ann Lee")]


def test_a_sentence_about_inspectors_names_no_one() -> None:
    assert not team(paragraph("Lead inspector was on site and met with Ann Lee, leaders and staff of the service."))


def test_reads_a_team_from_text() -> None:
    lines = "Lead inspector: Ann Lee\n\nTeam inspectors: Bo Hay, Cy Ode\n\nJoint Commissioning\n"
    document = Document("0" * 64, "text", read_pages(lines))
    assert roles(inspection_team(Report(document))) == [
        ("lead_inspector", "Ann Lee"),
        ("inspector", "Bo Hay"),
        ("inspector", "Cy Ode"),
    ]


def test_a_name_that_wraps_is_whole_on_a_page_of_small_print_too() -> None:
    texts = ("Team inspectors: Ann Lee, Bo Hay, Cy", "Fox", "Ann Lee has led inspections of services for years.")
    ends = (330.0, 80.0, 360.0)
    lines = tuple(
        Line(1, (Cell(text, 50, end),), 100 + 10 * i, 108 + 10 * i, 8.0, False)
        for i, (text, end) in enumerate(zip(texts, ends, strict=True))
    )
    read = Report(Document("0" * 64, "reader", (Page(1, 595.0, 842.0, lines),)))
    assert [person.name for person in inspection_team(read)] == ["Ann Lee", "Bo Hay", "Cy Fox"]


@pytest.mark.parametrize("rows", [("Ann Lee HMI, Bo", "Hay HMI, Cy", "Fox"), ("Ann Lee; Dr", "Bo Hay; Cy", "Fox HMI")])
def test_a_first_name_alone_at_a_line_s_end_goes_on_with_the_next(rows: tuple[str, ...]) -> None:
    """However short the line is, as in a column narrower than the page's; so in a text."""
    names = [
        ("inspector", "Ann Lee"),
        ("inspector", "Dr Bo Hay" if "Dr" in rows[0] else "Bo Hay"),
        ("inspector", "Cy Fox"),
    ]
    first, *others = rows
    assert team(Row(f"Team inspectors: {first}"), *(under(row) for row in others), paragraph("word " * 40)) == names
    text = "\n".join([f"Team inspectors: {first}", *others])
    assert roles(inspection_team(Report(Document("0" * 64, "text", read_pages(text))))) == names
