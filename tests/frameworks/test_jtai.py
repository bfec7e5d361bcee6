"""Joint targeted area inspections: titles with and without the theme, dates with and without a year."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.frameworks.letters import jtai
from pipelines.parsing.report import Report
from pipelines.parsing.statements import ReportStatements, UnreadableReport
from pipelines.parsing.verify import verify
from tests.printed import Row, head, paragraph, report

BODY = paragraph(
    "The partnership knows its area. In a joint targeted area inspection of Kent in May 2016, less was known."
)
THEMED = "Joint targeted area inspection of the multi-agency response to abuse and neglect in Wiltshire"


def letter(title: str, *opening: str, day: str = "16 December 2016", addressees: int = 2) -> Report:
    rows = [
        Row(day),
        *(Row("Flo Snow, Director, Swindon Council", gap=1.2) for _ in range(addressees)),
        Row("Dear local partnership", is_bold=True),
    ]
    rest = [paragraph(title, is_bold=True), *(paragraph(text) for text in opening), head("Key strengths"), BODY]
    if addressees > 30:
        return report(rows, rest, [BODY])
    return report([*rows, *rest], [BODY])


def read(subject: Report) -> ReportStatements:
    assert jtai.claims(subject)
    printed = jtai.read(subject)
    verify(printed)
    return printed


def facts(printed: ReportStatements) -> tuple[str, date, date, str | None]:
    period = printed.dates[0]
    return printed.authority_urn, period.start, period.end, printed.theme


def test_theme_and_area_in_the_title() -> None:
    printed = read(
        letter(
            THEMED,
            "Between 31 October and 4 November 2016, Ofsted undertook a joint inspection of the multi-agency "
            "response to abuse and neglect in Wiltshire. This included a ‘deep dive’ focus on domestic abuse.",
        )
    )
    assert printed.title == THEMED
    assert facts(printed) == (
        "80580",
        date(2016, 10, 31),
        date(2016, 11, 4),
        "multi-agency response to abuse and neglect",
    )
    assert [d.start for d in printed.dates if d.kind == "publication"] == [date(2016, 12, 16)]


@pytest.mark.parametrize(
    "title",
    [
        "Joint targeted area inspections of the multi-agency response to neglect in Wiltshire",
        "Joint targeted inspection of the multi-agency response to neglect in Wiltshire",
        "Joint area targeted inspection of the multi-agency response to neglect in Wiltshire",
        "Joint inspection of the multi-agency response to neglect in Wiltshire",
        "JTAI of Wiltshire",
        "Joint targeted area inspection of Wiltshire: the multi-agency response to neglect",
        "Joint targeted area inspection of Wiltshire Safeguarding Children Partnership",
    ],
)
def test_small_variants_of_the_title(title: str) -> None:
    when = "Between 31 October and 4 November 2016"
    said = f"{when}, Ofsted undertook a joint inspection of the multi-agency response to neglect."
    assert facts(read(letter(title, said))) == (
        "80580",
        date(2016, 10, 31),
        date(2016, 11, 4),
        "multi-agency response to neglect",
    )


def test_theme_in_the_first_sentence() -> None:
    printed = read(
        letter(
            "Joint targeted area inspection of Surrey",
            "This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi- agency "
            "response to children and families in Surrey who need help.",
            "This inspection took place from 6 to 10 March 2023. It was carried out by inspectors from Ofsted and CQC.",
            day="2 May 2023",
        )
    )
    theme = "multi-agency response to children and families in Surrey who need help"
    assert facts(printed) == ("80567", date(2023, 3, 6), date(2023, 3, 10), theme)


def test_a_theme_that_no_sentence_states_is_set_aside() -> None:
    when = "This inspection took place from 6 to 10 March 2023. We met children who need help."
    printed = read(letter("Joint targeted area inspection of Surrey", when, day="2 May 2023"))
    assert (printed.theme, printed.jtai_theme_code) == (None, None)
    assert [(s.table_name, s.rule) for s in printed.set_aside] == [("raw_inspections", "theme_missing")]


def test_dates_without_a_year_take_the_letters() -> None:
    opening = "Between 16 May and 20 May, Ofsted undertook a joint inspection of the multi-agency response to neglect."
    assert facts(read(letter(THEMED, opening, day="29 June 2016")))[1:3] == (date(2016, 5, 16), date(2016, 5, 20))


def test_labelled_dates_go_before_sentences() -> None:
    subject = report(
        [
            head("Joint targeted area inspection of Bexley", size=26),
            Row("Inspection dates: 6 to 10 March 2023"),
            paragraph("This inspection of the multi-agency response to youth violence ended on 17 May 2023."),
        ],
        [BODY],
    )
    assert facts(read(subject))[1:3] == (date(2023, 3, 6), date(2023, 3, 10))


def test_a_title_below_a_long_list_of_addressees() -> None:
    opening = "Between 16 and 20 May 2016, Ofsted undertook a joint inspection of the multi-agency response to neglect."
    assert facts(read(letter(THEMED, opening, addressees=40)))[0] == "80580"


def test_no_dates() -> None:
    with pytest.raises(UnreadableReport) as raised:
        jtai.read(letter(THEMED, "The last joint inspection was between 16 and 20 May 2016."))
    assert raised.value.reason_code == "dates_missing"


def test_a_mention_in_the_text_is_no_title() -> None:
    assert not jtai.claims(report([Row("Inspection of children’s services"), BODY], [BODY]))


@pytest.mark.parametrize(
    ("title", "sentence", "code"),
    [
        (
            THEMED,
            "This inspection included a ‘deep dive’ focus on children living with domestic abuse.",
            "domestic_abuse",
        ),
        (
            THEMED,
            "It had a ‘deep dive’ focus on the response to child sexual exploitation.",
            "child_sexual_exploitation",
        ),
        (THEMED, "The evaluation of the ‘front door’ focused on children of all ages who are neglected.", "neglect"),
        (THEMED, "A ‘deep dive’ was made into child sexual abuse in the family.", "sexual_abuse_in_the_family"),
        (THEMED, "It focused on sexual abuse within families.", "sexual_abuse_in_the_family"),
        (THEMED, "Partners know children who live with neglect.", "abuse_and_neglect"),
        (
            "Joint targeted area inspection of the multi-agency response to child sexual exploitation and children"
            " associated with gangs in Wiltshire",
            "It had a ‘deep dive’ focus on such children.",
            "criminal_exploitation",
        ),
        (
            "Joint targeted area inspection of the multi-agency response to children’s mental health in Wiltshire",
            "We also evaluated responses to domestic abuse.",
            "mental_health",
        ),
        (
            "Joint targeted area inspection of Wiltshire",
            "This letter is about the joint targeted area inspection (JTAI) of the multi-agency response to"
            " identification of initial need and risk in Wiltshire.",
            "initial_need_and_risk",
        ),
        (
            "Joint targeted area inspection of the multi-agency response to lost bicycles in Wiltshire",
            "Bicycles are found.",
            "other",
        ),
    ],
)
def test_a_theme_has_a_code_and_abuse_in_general_that_of_its_focus(title: str, sentence: str, code: str) -> None:
    opening = "Between 31 October and 4 November 2016, Ofsted undertook a joint inspection."
    assert read(letter(title, opening, sentence)).jtai_theme_code == code
