"""Area SEND inspections: outcome, dates and the two inspectorates' team."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.frameworks import area_send
from pipelines.parsing.report import Report
from pipelines.parsing.statements import ReportStatements, UnreadableReport
from pipelines.parsing.verify import verify
from tests.printed import Row, head, paragraph, report, under

INCONSISTENT = "The local area partnership’s arrangements lead to inconsistent experiences and outcomes for children."
POSITIVE = "The partnership’s SEND arrangements typically lead to positive experiences and outcomes for children."
FAILINGS = "There are widespread and/or systemic failings leading to significant concerns about children’s outcomes."
BODY = paragraph(
    "Children wait, and this leads to inconsistent experiences. There are no systemic failings in the hub."
)
TEAM = [
    Row("Ann Lee, Ofsted HMI lead", "Bo Day, CQC Lead inspector"),
    under("inspector"),
    Row("Mr Cy Fox, Ofsted Inspector", "Di Ray-Hay, CQC inspector"),
    Row("Ed Poe, Ofsted HMI"),
]


def inspection(
    outcome: str = INCONSISTENT,
    team: list[Row] = TEAM,
    title: str = "Area SEND inspection of Southend-on-Sea Local Area Partnership",
    heading: str = "Inspection outcome",
) -> Report:
    words = title.split()
    return report(
        [
            Row("Local Area Partnership report", size=10),
            head(" ".join(words[:5]), size=26),
            Row(" ".join(words[5:]), size=26, is_bold=True, gap=1.2),
            Row("Inspection dates: 6 to 10 March 2023"),
            Row("Dates of previous inspection: 1 to 6 October 2018"),
            head(heading, size=14),
            paragraph(outcome),
            paragraph("The next full area SEND inspection will be within approximately three years."),
            head("Information about the local area partnership", size=14),
            BODY,
        ],
        [BODY, head("Inspection team"), Row("Ofsted", "Care Quality Commission", is_bold=True), *team],
        [Row("If you are not happy with the report, you can complain to Ofsted."), Row("Piccadilly Gate")],
        footer=("Area SEND inspection report: Southend-on-Sea Local Area Partnership", "2 to 10 March 2023"),
    )


def read(subject: Report) -> ReportStatements:
    assert area_send.claims(subject)
    printed = area_send.read(subject)
    verify(printed)
    return printed


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (INCONSISTENT, "inconsistent"),
        (POSITIVE, "typically_positive"),
        (FAILINGS, "systemic_failings"),
        (FAILINGS.replace("and/or", "and"), "systemic_failings"),
        (POSITIVE.replace("lead to", "result in"), "typically_positive"),
        (POSITIVE.replace("lead to", "leads to"), "typically_positive"),
        (INCONSISTENT.replace("experiences", "experience"), "inconsistent"),
        ("In this area, experiences and outcomes for children with SEND are inconsistent.", "inconsistent"),
    ],
)
def test_outcomes(said: str, code: str) -> None:
    printed = read(inspection(said))
    assert (printed.outcome, printed.outcome_code) == (said, code)
    assert printed.judgements == []


def test_outcome_without_its_heading() -> None:
    assert read(inspection(POSITIVE, heading="What we found")).outcome_code == "typically_positive"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("The partnership works.", "outcome_missing"),
        (POSITIVE.replace("typically", "do not typically"), "outcome_missing"),
        (INCONSISTENT.replace("lead", "no longer lead"), "outcome_missing"),
        (FAILINGS.replace("are", "are no"), "outcome_missing"),
        (f"{POSITIVE[:-1]}, yet {INCONSISTENT}", "outcome_ambiguous"),
    ],
)
def test_an_outcome_that_is_not_plain_is_not_read(said: str, reason: str) -> None:
    with pytest.raises(UnreadableReport) as raised:
        area_send.read(inspection(said))
    assert raised.value.reason_code == reason


def test_front_page_before_footer_and_never_the_previous_inspection() -> None:
    dates = read(inspection()).dates
    assert [(d.place, d.start, d.end) for d in dates] == [
        ("cover", date(2023, 3, 6), date(2023, 3, 10)),
        ("running_header", date(2023, 3, 2), date(2023, 3, 10)),
    ]


def test_title_and_authority() -> None:
    printed = read(inspection())
    assert printed.title == "Area SEND inspection of Southend-on-Sea Local Area Partnership"
    assert (printed.authority.printed, printed.authority_urn) == ("Southend-on-Sea", "80559")
    assert printed.other_authorities == []


def test_team_of_two_inspectorates() -> None:
    assert [(p.role, p.name) for p in read(inspection()).people] == [
        ("lead_inspector", "Ann Lee"),
        ("inspector", "Mr Cy Fox"),
        ("inspector", "Ed Poe"),
        ("cqc_lead_inspector", "Bo Day"),
        ("cqc_inspector", "Di Ray-Hay"),
    ]


def test_two_leads_and_cells_run_together() -> None:
    team = [
        Row("Ann Lee HMI, Ofsted Lead inspector", "Bo Day, CQC Lead inspector"),
        Row("Cy Fox, Ofsted HMI, Lead Inspector Di Ray, CQC Inspector"),
    ]
    assert [(p.role, p.name) for p in read(inspection(team=team)).people] == [
        ("lead_inspector", "Ann Lee"),
        ("lead_inspector", "Cy Fox"),
        ("cqc_lead_inspector", "Bo Day"),
        ("cqc_inspector", "Di Ray"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        "Ann Lee, Ofsted HMI lead Bo Day, CQC lead inspector",
        "Ann Lee, HMI Lead Bo Day, CQC lead",
        "Ann Lee, Ofsted lead Bo Day, lead CQC inspector",
        "Ann Lee, Ofsted Lead Inspector Bo Day, CQC Lead Inspector",
    ],
)
def test_two_leads_on_one_line_lead_for_their_own_inspectorates(row: str) -> None:
    assert [(p.role, p.name) for p in read(inspection(team=[Row(row)])).people] == [
        ("lead_inspector", "Ann Lee"),
        ("cqc_lead_inspector", "Bo Day"),
    ]


@pytest.mark.parametrize(
    "title",
    [
        "Area SEND monitoring inspection of Southend-on-Sea Local Area Partnership",
        "Joint local area SEND inspection in Southend-on-Sea",
    ],
)
def test_inspections_without_an_outcome_are_not_claimed(title: str) -> None:
    assert not area_send.claims(inspection(title=title))
