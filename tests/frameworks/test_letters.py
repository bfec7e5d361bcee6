"""Letters about focused and monitoring visits: date, visit, inspectors, theme, and their traps."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pipelines import reference
from pipelines.frameworks import area_send, ilacs
from pipelines.frameworks.letters import ilacs_focused_visit, ilacs_monitoring_visit, jtai, visit
from pipelines.frameworks.letters.theme import theme_code, theme_of
from pipelines.parsing.authority import name_in_title, named_councils, resolve
from pipelines.parsing.report import Block, Report
from pipelines.parsing.settled_dates import settle_dates
from pipelines.parsing.statements import AuthorityStatement, ReportStatements, UnreadableReport
from pipelines.parsing.verify import verify
from pipelines.parsing.words.sentence_ends import sentences
from pipelines.reading.model import Document
from pipelines.reading.text_reader import read_pages
from tests.printed import Row, head, paragraph, report

VISIT = "This letter summarises the findings of the focused visit to Camden children’s services on 3 and 4 May 2022. "
TEAM = "Her Majesty’s Inspectors for this visit were Ann Lee and Bo O’Hara-Day."
LOOKED = "Inspectors looked at the local authority’s arrangements for care leavers. They met staff."
BODY = paragraph(
    "Staff know the young people whom they work with. At the last inspection, in March 2019, a monitoring visit to "
    "Kent children’s services on 1 May 2018 was spoken of, and inspectors were Joe Poe and Moe Roe in those days."
)


def letter(
    *opening: str,
    title: str = "Focused visit to Camden children’s services",
    day: str = "6 June 2022",
    bullets: tuple[str, ...] = (),
) -> Report:
    """A letter with this title and these opening paragraphs; bullets follow the last of them."""
    return report(*pages(*opening, title=title, day=day, bullets=bullets))


def pages(
    *opening: str,
    title: str = "Focused visit to Camden children’s services",
    day: str = "6 June 2022",
    bullets: tuple[str, ...] = (),
) -> list[list[Row | list[Row]]]:
    return [
        [
            Row("Ofsted", "T 0300 123 1231", size=9),
            Row(day),
            Row("Flo Snow, Director of Children’s Services, Bexley Council"),
            Row("Dear Ms Snow"),
            *([head(title)] if title else []),
            *(paragraph(text) for text in opening),
            *(Row(f"• {text}", indent=18) for text in bullets),
            head("Headline findings"),
            BODY,
        ],
        [BODY, Row("Yours sincerely"), Row("Cy Fox"), head("Her Majesty’s Inspector")],
    ]


def read(*opening: str, **more: str) -> ReportStatements:
    printed = ilacs_focused_visit.read(letter(*opening, **more))  # type: ignore[arg-type]
    settle_dates(printed)
    verify(printed)
    return printed


def visit_days(printed: ReportStatements) -> list[date]:
    return [day for d in printed.dates if d.kind == "inspection" for day in (d.start, d.end)]


def test_reads_a_letter() -> None:
    printed = read(VISIT + TEAM, LOOKED)
    assert (printed.title, printed.authority_urn) == ("Focused visit to Camden children’s services", "80491")
    assert visit_days(printed) == [date(2022, 5, 3), date(2022, 5, 4)]
    assert [d.start for d in printed.dates if d.kind == "publication"] == [date(2022, 6, 6)]
    assert [(p.role, p.name) for p in printed.people] == [("lead_inspector", "Ann Lee"), ("inspector", "Bo O’Hara-Day")]
    assert (printed.theme, printed.theme_code) == ("care leavers", "care_leavers")
    assert printed.judgements == []


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("on 30 June and 1 July 2021", date(2021, 6, 30), date(2021, 7, 1)),
        ("on the 15 and 16 of June 2021", date(2021, 6, 15), date(2021, 6, 16)),
        ("on 15 th and 16 th June 2021", date(2021, 6, 15), date(2021, 6, 16)),
        ("on 15 June to 16 June 2021", date(2021, 6, 15), date(2021, 6, 16)),
        ("between 15 and 17 June 2021", date(2021, 6, 15), date(2021, 6, 17)),
        ("from 15–17 June 2021", date(2021, 6, 15), date(2021, 6, 17)),
        ("on 15 June 2021", date(2021, 6, 15), date(2021, 6, 15)),
        ("on 15 and 16 June", date(2021, 6, 15), date(2021, 6, 16)),
        ("that took place on 7 and 8 December", date(2020, 12, 7), date(2020, 12, 8)),
    ],
)
def test_days_of_a_visit(printed: str, first: date, last: date) -> None:
    text = f"This letter summarises the findings of a focused visit to Camden children’s services {printed}. {TEAM}"
    assert visit_days(read(text, LOOKED, day="19 July 2021")) == [first, last]


def test_another_events_days_are_no_visit() -> None:
    with pytest.raises(UnreadableReport) as raised:
        read("This letter is about the focused visit to Camden.", "The last visit was on 4 May 2021.", LOOKED)
    assert raised.value.reason_code == "dates_missing"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("The inspectors were Ann Lee, HMI, and Bo Day, HMI.", ["Ann Lee", "Bo Day"]),
        (
            "The inspectors were Ann Lee, Her Majesty’s Inspector, and Bo Day, Her Majesty's Inspector.",
            ["Ann Lee", "Bo Day"],
        ),
        ("The visit was carried out by Her Majesty’s Inspectors, Ann Lee and Bo Day.", ["Ann Lee", "Bo Day"]),
        (
            "The inspectors were Ann Lee, Bo Day and Di Ray, all of whom are Her Majesty’s Inspectors (HMI).",
            ["Ann Lee", "Bo Day", "Di Ray"],
        ),
        ("Her Majesty’s Inspector for this visit was Ann Lee.", ["Ann Lee"]),
        (
            "The lead inspector was Ann Lee HMI and the team inspectors were Bo Day HMI and Di Ray OI.",
            ["Ann Lee", "Bo Day", "Di Ray"],
        ),
        (
            "The inspectors for this visit were lead inspector Ann Lee and team inspectors Bo Day and Di Ray.",
            ["Ann Lee", "Bo Day", "Di Ray"],
        ),
        ("The inspectors were Bo Day, HMI, and Ann Lee, HMI (lead inspector).", ["Ann Lee", "Bo Day"]),
        ("The inspectors were Ann Lee (lead inspector), Bo Day and Di Ray.", ["Ann Lee", "Bo Day", "Di Ray"]),
        ("The inspection team comprised Ann Lee HMI and Bo Day HMI.", ["Ann Lee", "Bo Day"]),
        ("The team inspector was Bo Day. The lead inspector was Ann Lee.", ["Ann Lee", "Bo Day"]),
        ("The visit was led by Ann Lee, HMI, accompanied by Bo Day, HMI.", ["Ann Lee", "Bo Day"]),
        ("The lead inspector was Ann Lee HMI with Bo Day HMI as team inspector.", ["Ann Lee", "Bo Day"]),
        ("The inspectors were Ann Lee, HMI, and Cy Fox, HMI.", ["Cy Fox", "Ann Lee"]),
        ("The inspectors were Ann Lee, HMI (lead inspector), and Cy Fox, HMI.", ["Ann Lee", "Cy Fox"]),
        ("The inspectors were Bo Day and Ann Lee (lead).", ["Ann Lee", "Bo Day"]),
        ("The visit was carried out remotely by Ann Lee, HMI, and Bo Day, HMI.", ["Ann Lee", "Bo Day"]),
        ("His Majesty’s Inspectors Ann Lee and Bo Day carried out the visit.", ["Ann Lee", "Bo Day"]),
        ("Inspectors Ann Lee and Bo Day undertook this work.", ["Ann Lee", "Bo Day"]),
        ("Ann Lee, Her Majesty’s Inspector, led this work with Bo Day, HMI.", ["Ann Lee", "Bo Day"]),
        ("Inspectors visited Dorset Council and its Children Trust, and led a talk.", ["Cy Fox"]),
        ("Your council shares its services with Bradford Council.", ["Cy Fox"]),
        ("You lead the partnership with Dorset Police.", ["Cy Fox"]),
        ("Thank you for the help you gave, along with Ann Lee and your staff.", ["Cy Fox"]),
        ("The visit was led by Ann Lee HMI, with Northamptonshire County Council.", ["Ann Lee"]),
        ("", ["Cy Fox"]),
    ],
)
def test_inspectors(said: str, names: list[str]) -> None:
    people = read(VISIT + said, "This visit was carried out in line with the framework.", LOOKED).people
    assert [p.name for p in people] == names
    assert [p.role for p in people] == ["lead_inspector"] + ["inspector"] * (len(names) - 1)


def test_who_assured_quality_is_no_inspector_of_the_visit() -> None:
    people = read(f"{VISIT}{TEAM} The quality assurance manager was Di Ray, Senior HMI.", LOOKED).people
    assert [(p.role, p.name) for p in people][2:] == [("quality_assurance_manager", "Di Ray")]


def test_the_sentence_names_the_authority_where_the_title_does_not() -> None:
    printed = read(VISIT + TEAM, LOOKED, title="Focused visit to children’s services")
    assert (printed.authority.printed, printed.authority.place) == ("Camden", "letter")


def test_a_trust_in_the_title() -> None:
    printed = read(
        VISIT.replace("Camden", "Slough Borough Council") + TEAM, LOOKED, title="Focused visit to Slough Children First"
    )
    assert printed.authority.printed == "Slough Borough Council"


def test_an_address_resolves_without_the_directors_name() -> None:
    text = VISIT.replace("Camden children’s services", "the trust") + TEAM
    printed = read(text, LOOKED, title="Focused visit to the trust")
    assert (printed.authority.printed, printed.authority.text) == ("Bexley Council", "Bexley Council")


def test_another_name_in_the_sentence_is_a_conflict() -> None:
    printed = read(VISIT.replace("Camden", "Kent") + TEAM, LOOKED)
    assert printed.authority_urn == "80491"
    assert [other.printed for other in printed.other_authorities] == ["Kent"]


@pytest.mark.parametrize(
    ("day", "rule", "text"),
    [
        ("June", "letter_date_missing", ""),
        ("6 June 20222", "letter_date_unreadable", "6 June 20222"),
        ("6 Jnue 2022", "letter_date_unreadable", "6 Jnue 2022"),
        ("36 June 2022", "letter_date_unreadable", "36 June 2022"),
        ("6th June, 202", "letter_date_unreadable", "6th June, 202"),
    ],
)
def test_a_letter_without_a_date_that_can_be_read_has_the_days_of_its_visit(day: str, rule: str, text: str) -> None:
    printed = read(VISIT + TEAM, LOOKED, day=day)
    assert visit_days(printed) == [date(2022, 5, 3), date(2022, 5, 4)]
    assert [d for d in printed.dates if d.kind == "publication"] == []
    assert [(s.table_name, s.rule, s.page, s.text) for s in printed.set_aside] == [("raw_dates", rule, 1, text)]


def test_a_letter_of_january_with_the_year_of_its_visit_is_dated_by_no_one() -> None:
    printed = read(VISIT.replace("3 and 4 May", "6 and 7 December") + TEAM, LOOKED, day="16 January 2022")
    assert visit_days(printed) == [date(2022, 12, 6), date(2022, 12, 7)]
    assert [d for d in printed.dates if d.kind == "publication"] == []
    assert [(s.rule, s.text) for s in printed.set_aside] == [
        ("published_before_the_inspection_ended", "16 January 2022")
    ]


def test_a_letter_dated_before_its_visit_where_either_may_be_misprinted_is_not_published() -> None:
    with pytest.raises(UnreadableReport) as raised:
        read(VISIT + TEAM, LOOKED, day="6 June 2021")
    assert raised.value.reason_code == "dates_impossible"


@pytest.mark.parametrize(
    ("days", "printed"),
    [
        ("on 3 May 2021 to 4 May 2022", (date(2021, 5, 3), date(2022, 5, 4))),
        ("from 3 May 2022 to 4 May 2021", (date(2022, 5, 3), date(2021, 5, 4))),
        ("between 3 May 2012 and 4 May 2022", (date(2012, 5, 3), date(2022, 5, 4))),
    ],
)
def test_a_year_that_the_letter_s_day_rules_out_is_settled(days: str, printed: tuple[date, date]) -> None:
    found = read(VISIT.replace("on 3 and 4 May 2022", days) + TEAM, LOOKED)
    periods = [(d.place, d.start, d.end) for d in found.dates if d.kind == "inspection"]
    assert periods == [("letter", date(2022, 5, 3), date(2022, 5, 4)), ("contradicted", *printed)]


def test_a_year_that_two_readings_fit_is_not_settled() -> None:
    with pytest.raises(UnreadableReport) as raised:
        read(VISIT.replace("on 3 and 4 May 2022", "on 3 May 2021 to 4 May 2022") + TEAM, LOOKED, day="June")
    assert raised.value.reason_code == "dates_impossible"


MONITORED = "This letter summarises the findings of the monitoring visit to Kent children’s services on 3 May 2022. "


@pytest.mark.parametrize(
    ("subject", "focused", "monitoring"),
    [
        (letter(VISIT, LOOKED), True, False),
        (letter(VISIT, LOOKED, title=""), True, False),
        (letter(MONITORED, LOOKED, title="Monitoring visit of Kent children’s services"), False, True),
        (letter(MONITORED, LOOKED, title=""), False, True),
        (letter(MONITORED, LOOKED, title="Third monitoring visit to Kent children’s services"), False, True),
        (letter(VISIT, LOOKED, title="Focussed visit to Camden children’s services"), True, False),
        (letter("We write about your action plan.", title="Action plan of Kent children’s services"), False, False),
    ],
)
def test_focused_and_monitoring_visits_are_told_apart(subject: Report, focused: bool, monitoring: bool) -> None:
    assert ilacs_focused_visit.claims(subject) is focused
    assert ilacs_monitoring_visit.claims(subject) is monitoring


def test_a_monitoring_visit() -> None:
    subject = letter(
        "I am writing to summarise the findings of the monitoring visit undertaken to Kent County Council on 5 and 6 "
        "October 2016. The visit was the first monitoring visit since the local authority was judged inadequate in "
        "June 2015. The inspectors were Ann Lee HMI and Bo Day HMI.",
        "Areas covered by the visit",
        "During the course of this visit, inspectors reviewed the progress made in the following areas of concern "
        "identified at the last inspection:",
        title="Monitoring visit of Kent County Council children’s services",
        day="3 November 2016",
        bullets=("the quality of pathway plans", "accommodation of care leavers."),
    )
    printed = ilacs_monitoring_visit.read(subject)
    verify(printed)
    assert printed.framework_code == "ilacs_monitoring_visit"
    assert (printed.authority_urn, visit_days(printed)[0]) == ("80476", date(2016, 10, 5))
    assert [p.name for p in printed.people] == ["Ann Lee", "Bo Day"]
    assert printed.theme == "the quality of pathway plans; accommodation of care leavers"
    assert printed.theme_code == "care_leavers"


ARRANGEMENTS = "Inspectors looked at the local authority’s arrangements for "
PERMANENCE = "planning_and_achieving_permanence"
PLANS = "children_in_need_or_protection_plan"
RISK = "vulnerable_adolescents_extra_familial_risk"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("front_door", f"{ARRANGEMENTS}the ‘front door’, including child protection enquiries."),
        ("front_door", f"{ARRANGEMENTS}children who need help and protection. They considered contacts and referrals."),
        ("front_door", "Inspectors considered the local authority’s arrangements at the first point of contact."),
        ("front_door", "Inspectors evaluated the effectiveness of the multi- agency safeguarding hub (MASH)."),
        (PLANS, f"{ARRANGEMENTS}children in need and those on a child protection plan."),
        (PLANS, f"{ARRANGEMENTS}children in need, with a focus on the edge of care. They considered contacts."),
        (PLANS, f"{ARRANGEMENTS}children in need of help and protection."),
        (PLANS, "The focus of this visit was children in need or subject to a protection plan."),
        ("children_in_care", f"{ARRANGEMENTS}children in care and care leavers."),
        ("children_in_care", "Inspectors reviewed the progress made in relation to children in care."),
        (PERMANENCE, f"{ARRANGEMENTS}children in care, with a specific focus on planning for permanence."),
        (PERMANENCE, f"{ARRANGEMENTS}achieving permanence. This included children who had returned home."),
        ("care_leavers", f"{ARRANGEMENTS}young people in care aged 16 and 17 moving into adulthood, and care leavers."),
        ("care_leavers", "Inspectors looked at the quality of support for care-experienced young people."),
        (RISK, f"{ARRANGEMENTS}vulnerable adolescents, including those who go missing."),
        (RISK, f"{ARRANGEMENTS}children at risk of extra-familial harm."),
        ("placement_decisions_older_children", f"{ARRANGEMENTS}matching and placement decisions for older children."),
        ("children_in_care", f"{ARRANGEMENTS}the quality of matching, placement and decision- making."),
        (PLANS, f"{ARRANGEMENTS}practice once child protection enquiries begin and for children in need."),
        ("front_door", f"{ARRANGEMENTS}strategy discussions."),
        (
            "covid_arrangements",
            "This visit looked at key decision-making across help and protection, children in care and care leavers.",
        ),
        ("other", f"{ARRANGEMENTS}training its drivers."),
    ],
)
def test_themes(code: str, said: str) -> None:
    theme = theme_of([Block("paragraph", said, 1, ())])
    assert theme is not None
    assert theme_code(theme) == code
    assert "- " not in theme.printed


@pytest.mark.parametrize(
    ("visited", "day", "code"),
    [
        ("3 and 4 March 2021", "10 May 2021", "covid_arrangements"),
        ("3 and 4 November 2020", "9 December 2020", "covid_arrangements"),
        ("3 and 4 March 2022", "10 May 2022", None),
    ],
)
def test_a_letter_of_the_pandemic_that_names_no_theme_is_about_its_time(
    visited: str, day: str, code: str | None
) -> None:
    printed = read(
        "The Chief Inspector leads work into how social care has been delivered during the COVID-19 pandemic.",
        f"This letter summarises the findings of the focused visit to Camden children’s services on {visited}.",
        day=day,
    )
    assert printed.theme_code == code
    assert printed.theme == (code and "how social care has been delivered during the COVID-19 pandemic")


@pytest.mark.parametrize(
    "said",
    [
        "The visit focused specifically on care leavers.",
        "Inspectors looked in detail at the support for care leavers.",
        "Inspectors scrutinised services for care leavers.",
        "The purpose of this visit was to evaluate support for care leavers.",
        "The visit’s theme was care leavers.",
        "Areas covered by the visit included care leavers.",
    ],
)
def test_other_words_for_what_was_looked_at(said: str) -> None:
    theme = theme_of([Block("paragraph", said, 1, ())])
    assert theme is not None
    assert theme.printed.endswith("care leavers")


def test_a_visit_without_a_theme_is_set_aside_as_such() -> None:
    assert [s.rule for s in read(VISIT + TEAM, "Staff were met.").set_aside] == ["theme_missing"]
    assert read(VISIT + TEAM, LOOKED).set_aside == []


def test_half_a_sentence_of_a_text_states_no_theme() -> None:
    rest = "Camden’s care and those who have left it."
    half = "Inspectors looked at the local authority’s arrangements for children in"
    assert theme_of([Block("paragraph", half, None, ()), Block("paragraph", rest, None, ())]) is None
    text = "\n".join(
        ["6 June 2022", "Dear Ms Snow", "Focused visit to Camden children’s services", VISIT, half, "", rest]
    )
    printed = ilacs_focused_visit.read(
        Report(Document("0" * 64, "text", read_pages(f"{text}\n{'Staff were met. ' * 9}")))
    )
    assert (printed.theme, [s.rule for s in printed.set_aside]) == (None, ["theme_missing"])


@pytest.mark.parametrize("when", ["in the week commencing 3 May 2022", "from 3 May 2022"])
def test_a_visit_s_days_are_read_whole_or_not_at_all(when: str) -> None:
    with pytest.raises(UnreadableReport) as raised:
        read(VISIT.replace("on 3 and 4 May 2022", when), LOOKED)
    assert raised.value.reason_code == "dates_missing"


def test_how_the_visit_was_done_is_no_theme() -> None:
    said = "Inspectors looked at a range of evidence, including case records. Staff were met."
    assert theme_of([Block("paragraph", said, 1, ())]) is None


def test_bullets_after_a_theme_are_details() -> None:
    subject = letter(VISIT + TEAM, ARRANGEMENTS + "care leavers. The visit focused on:", bullets=("Plans.", "Homes."))
    printed = ilacs_focused_visit.read(subject)
    assert (printed.theme, printed.theme_code) == ("care leavers", "care_leavers")


def test_sentences_do_not_end_at_saint_or_initials() -> None:
    text = "A visit to St. Helens by J. Poe on 3 May 2022. It was short."
    assert list(sentences(text)) == ["A visit to St. Helens by J. Poe on 3 May 2022", "It was short"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Inspection of Kent County Council children’s services", "Kent County Council"),
        ("Inspection of the Isle of Wight local authority children’s services", "Isle of Wight"),
        ("Inspection of Medway Children’s Services", "Medway"),
        ("Inspection of children’s social care services", None),
        ("Inspection of local authority children’s services", None),
        ("Focused visit to Kent County Council Children’s services", "Kent County Council"),
        ("Focused visit to children's services", None),
        ("Focused visit to Bexley Children, Young People and Families Services", "Bexley"),
        ("Area SEND inspection: Bexley SEND Partnership", "Bexley"),
        ("Focused visit to children's services in Slough", "Slough"),
        ("Focused visit to St Helens’ children’s services", "St Helens"),
        ("Monitoring visit: City of York Council children's services", "City of York Council"),
        (
            "Joint targeted area inspection of the multi-agency response to sexual abuse in the family in Islington",
            "Islington",
        ),
        (
            "Joint targeted area inspection of the multi-agency response to abuse in the London Borough of Croydon",
            "London Borough of Croydon",
        ),
        ("Joint targeted area inspection of Bexley", "Bexley"),
        (
            "Area SEND inspection of Bournemouth, Christchurch and Poole Local Area Partnership",
            "Bournemouth, Christchurch and Poole",
        ),
    ],
)
def test_names_in_titles(title: str, name: str | None) -> None:
    forms = (*ilacs.TITLE_FORMS, *visit.TITLE_FORMS, *area_send.TITLE_FORMS, *jtai.TITLE_FORMS)
    assert name_in_title(title, forms) == name


@pytest.mark.parametrize(
    ("printed", "urn"),
    [
        ("Knowsley Council 1", "80479"),
        ("Surrey County Council*", "80567"),
        ("• Kent", "80476"),
        ("St Helen’s Council", "80560"),
        ("Middlesborough Borough Council", "80523"),
        ("Bournemouth, Christchurch and Poole (BCP) Council", "2532287"),
    ],
)
def test_a_mark_or_a_common_slip_does_not_hide_a_name(printed: str, urn: str) -> None:
    assert resolve([AuthorityStatement("cover", printed, 1, "")], date(2024, 1, 1))[1] == urn


def test_an_authority_that_has_ended_is_not_taken_for_today() -> None:
    said = [
        AuthorityStatement("cover", "Cumbria", 1, ""),
        AuthorityStatement("letter", "Westmorland and Furness", 1, ""),
    ]
    assert resolve(said, date(2022, 11, 1))[1] == "80457"
    assert resolve(said, date(2024, 4, 22))[1] == "2733698"


def test_the_end_of_a_wrapped_name_is_no_other_authority() -> None:
    said = [AuthorityStatement("cover", name, 1, "") for name in ("Bath and North East Somerset", "Somerset")]
    assert resolve(said, date(2017, 1, 1))[2] == []
    assert resolve([*said, AuthorityStatement("cover", "Bristol", 1, "")], date(2017, 1, 1))[2][0].printed == "Bristol"


def test_a_council_that_repeats_the_printed_name_goes_before_a_partner() -> None:
    trust = [AuthorityStatement("cover", "Doncaster Children’s Services Trust", 1, "")]
    named = [AuthorityStatement("narrative", name, 1, "") for name in ("Kent County Council", "Doncaster Council")]
    assert resolve(trust, date(2022, 2, 1), lambda: named)[1] == "80462"


@pytest.mark.parametrize(
    ("printed", "day", "urn"),
    [
        ("Bradford Children and Families Trust", date(2026, 1, 12), "80449"),
        ("Bradford Children & Families Trust children’s services", date(2024, 1, 12), "80449"),
        ("Together for Children – Sunderland", date(2021, 6, 1), "80566"),
        ("the Northamptonshire Children’s Trust (NCT)", date(2021, 3, 1), "80531"),
        ("Northamptonshire Children’s Trust: West Northamptonshire", date(2024, 1, 12), "2637548"),
        ("Achieving for Children (Richmond upon Thames)", date(2024, 1, 12), "80513"),
        ("Achieving for Children in the Royal Borough of Windsor and Maidenhead", date(2024, 1, 12), "80546"),
    ],
)
def test_a_trust_alone_stands_for_the_one_council_that_it_serves(printed: str, day: date, urn: str) -> None:
    trust = [AuthorityStatement("cover", printed, 1, "")]
    assert resolve(trust, day)[1] == urn
    assert resolve(trust, day, lambda: [AuthorityStatement("narrative", "Kent County Council", 1, "")])[1] == urn


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Bradford Children and Families Trust", date(2023, 3, 31)),
        ("Doncaster Children’s Services Trust", date(2022, 9, 1)),
        ("Northamptonshire Children’s Trust", date(2024, 1, 12)),
        ("Achieving for Children", date(2024, 1, 12)),
    ],
)
def test_a_trust_that_serves_no_council_or_several_names_none(printed: str, day: date) -> None:
    with pytest.raises(UnreadableReport):
        resolve([AuthorityStatement("cover", printed, 1, "")], day)


def test_beside_a_trust_only_a_council_that_it_serves_counts() -> None:
    trust = [AuthorityStatement("cover", "Achieving for Children", 1, "")]
    named = [AuthorityStatement("narrative", n, 1, "") for n in ("Kent County Council", "Richmond upon Thames Council")]
    assert resolve(trust, date(2022, 2, 1), lambda: named)[1] == "80513"
    with pytest.raises(UnreadableReport):
        resolve(trust, date(2022, 2, 1), lambda: named[:1])


def test_of_two_councils_neither_is_taken_for_a_report_that_prints_neither_name() -> None:
    named = [AuthorityStatement("narrative", name, 1, "") for name in ("Kent County Council", "Doncaster Council")]
    trust = [AuthorityStatement("cover", "Somewhere Children’s Trust", 1, "")]
    assert resolve(trust, date(2022, 2, 1), lambda: named[:1])[1] == "80476"
    with pytest.raises(UnreadableReport, match="Kent County Council; Doncaster Council") as raised:
        resolve(trust, date(2022, 2, 1), lambda: named)
    assert raised.value.reason_code == "authority_unknown"


@pytest.mark.parametrize("printed", ["Devon local", "Inspection of Devon services", "Royal Greenwich"])
def test_a_lone_council_is_not_taken_where_the_printed_name_has_a_word_of_another(printed: str) -> None:
    cover = [AuthorityStatement("cover", printed, 1, "")]
    with pytest.raises(UnreadableReport):
        resolve(cover, date(2022, 2, 1), lambda: [AuthorityStatement("narrative", "Kent County Council", 1, "")])


def test_an_empty_page_before_a_letter_changes_nothing() -> None:
    behind = report([], *([*rows] for rows in pages(f"{VISIT}{TEAM}", LOOKED)))
    assert ilacs_focused_visit.claims(behind)
    assert visit_days(ilacs_focused_visit.read(behind)) == [date(2022, 5, 3), date(2022, 5, 4)]


def test_no_name_resolves() -> None:
    with pytest.raises(UnreadableReport, match="Atlantis; Lyonesse") as raised:
        resolve([AuthorityStatement("cover", n, 1, "") for n in ("Atlantis", "Lyonesse")], date(2024, 1, 1))
    assert raised.value.reason_code == "authority_unknown"


def test_councils_named_in_a_sentence() -> None:
    found = named_councils("In Kent County Council and at the Royal Borough of Windsor and Maidenhead. Staff left.", 1)
    names = ["In Kent County Council", "Kent County Council", "Royal Borough of Windsor and Maidenhead"]
    assert [s.printed for s in found] == names


@pytest.mark.parametrize(
    ("wordings", "codes", "key"),
    [
        ("visit_theme_wordings", "visit_themes", "theme_code"),
        ("outcome_wordings", "outcomes", "outcome_code"),
        ("judgement_label_patterns", "domains", "domain_code"),
    ],
)
def test_wording_tables_have_patterns_and_known_codes(wordings: str, codes: str, key: str) -> None:
    known = {row[key] for row in reference.rows(codes)}
    for row in reference.rows(wordings):
        assert re.compile(row["pattern"])
        assert row[key] in known


def test_a_sentence_ends_at_a_letter_that_is_no_initial() -> None:
    text = (
        "Ten had a grade D to G. Some went to A&E. Ann J. Lee and B. May (HMI) saw them. “Good.” "
        "They said so, e.g. Kent."
    )
    assert list(sentences(text)) == [
        "Ten had a grade D to G",
        "Some went to A&E",
        "Ann J. Lee and B. May (HMI) saw them",
        "“Good",
        "They said so, e.g. Kent",
    ]
