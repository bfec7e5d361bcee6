"""What reports say of earlier inspections is read where it is beyond doubt, and nothing else is taken for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.frameworks import read_report
from pipelines.parsing.earlier_grades.sentences import stated_history
from pipelines.parsing.report import Report
from pipelines.parsing.statements import StatedOutcome
from pipelines.reading.model import Document
from pipelines.reading.read import read_document
from pipelines.reading.text_reader import read_pages

NORTH_SOMERSET = "80528"
OVERALL = "overall_effectiveness"
Outcome = tuple[str | None, str | None, str, str]


def stated(text: str, start: date = date(2023, 3, 13)) -> list[StatedOutcome]:
    return stated_history(Report(Document("0" * 64, "text-1", read_pages(text))), NORTH_SOMERSET, start)


def outcomes(text: str, start: date = date(2023, 3, 13)) -> list[Outcome]:
    return [(o.inspected_on, o.service_code, o.domain_code, o.grade_code) for o in stated(text, start)]


@pytest.mark.parametrize(
    "opening",
    [
        "Services for looked after children and care leavers have deteriorated since",
        "Services for looked after children are worse than at the time of",
        "The authority's services for looked after children have improved since",
    ],
)
@pytest.mark.parametrize("clause", ["which judged the services as good", "when services were judged to be good"])
def test_services_are_those_that_the_sentence_opens_with(opening: str, clause: str) -> None:
    text = f"{opening} the safeguarding and looked after children inspection in 2010, {clause}."
    assert outcomes(text, date(2014, 4, 29)) == [("2010", "looked_after", OVERALL, "good")]


OF_ALL = (
    "The previous inspection of services for children in need of help and protection, children looked after and care "
    "leavers was in May 2014. The overall effectiveness was judged to be inadequate. "
)


def test_sentence_after_sentence_gives_an_area_s_grade() -> None:
    text = (
        f"{OF_ALL}The experiences and progress of children looked after and achieving permanence were judged to be "
        "inadequate. The graded judgement for adoption performance was that it was good. The graded judgment for the "
        "experiences and progress of care leavers was that they required improvement. Leadership was judged to be good."
    )
    assert [outcome[2:] for outcome in outcomes(text, date(2017, 3, 6))] == [
        (OVERALL, "inadequate"),
        ("children_in_care", "inadequate"),
        ("adoption", "good"),
        ("care_leavers", "requires_improvement"),
        ("leadership", "good"),
    ]


@pytest.mark.parametrize(
    "further",
    [
        "Leadership was judged to be good in this inspection.",
        "Both homes were judged to be good.",
        "Since then much has changed. Leadership was judged to be good.",
    ],
)
def test_a_sentence_of_something_else_gives_no_further_grade(further: str) -> None:
    assert [outcome[2:] for outcome in outcomes(OF_ALL + further, date(2017, 3, 6))] == [(OVERALL, "inadequate")]


@pytest.mark.parametrize("opening", ["Services have improved", "Care for looked after children has improved"])
def test_the_authority_is_judged_for_all_that_an_inspection_was_of(opening: str) -> None:
    text = f"{opening} since the safeguarding and looked after children inspection in 2010, when it was judged good."
    text = text.replace("it was", "the local authority was")
    assert [code for _, code, _, _ in outcomes(text, date(2014, 4, 29))] == ["safeguarding", "looked_after"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The previous inspection of the local authority's safeguarding arrangements was in July 2012. "
            "The local authority was judged to be adequate.",
            [("2012-07", "safeguarding", OVERALL, "adequate")],
        ),
        (
            "Some services are better since the last inspection in 2012, when safeguarding services were judged to be "
            "adequate and those for looked after children good.",
            [("2012", "safeguarding", OVERALL, "adequate"), ("2012", "looked_after", OVERALL, "good")],
        ),
        (
            "There has been little progress since North Somerset children’s services were last inspected in March "
            "2020, when services were judged requires improvement to be good.",
            [("2020-03", "childrens_services", OVERALL, "requires_improvement")],
        ),
        (
            "The last inspection of the authority’s services for safeguarding and looked after children was in March "
            "2012. The local authority was judged to be adequate for children looked after and inadequate for "
            "safeguarding.",
            [("2012-03", "looked_after", OVERALL, "adequate"), ("2012-03", "safeguarding", OVERALL, "inadequate")],
        ),
        (
            "At the last inspection in May 2021, the local authority was judged to be good overall, but requires "
            "improvement in help and protection.",
            [
                ("2021-05", "childrens_services", OVERALL, "good"),
                ("2021-05", "childrens_services", "help_and_protection", "requires_improvement"),
            ],
        ),
        (
            "Services for care leavers have improved since the inspection in 2018, when they were judged to be "
            "inadequate.",
            [("2018", "childrens_services", "care_leavers", "inadequate")],
        ),
        (
            "Services for children in North Somerset require improvement to be good, as was the case at the last "
            "inspection in May 2018.",
            [("2018-05", "childrens_services", OVERALL, "requires_improvement")],
        ),
        (
            "This was the third monitoring visit since the local authority was judged inadequate in May 2019.",
            [("2019-05", "childrens_services", OVERALL, "inadequate")],
        ),
        (
            "Weaknesses found in the inspection of 2012, which judged services to be inadequate, have been addressed.",
            [("2012", None, OVERALL, "inadequate")],
        ),
        (
            "Since its last inspection, when services overall were judged to be outstanding, leaders have gone on.",
            [(None, "childrens_services", OVERALL, "outstanding")],
        ),
        (
            "Children’s services have improved since the last inspection, in 2018, where services were judged to "
            "require improvement.",
            [("2018", "childrens_services", OVERALL, "requires_improvement")],
        ),
        (
            "At the last inspection in 2020, the overall effectiveness of the service was judged to be good.",
            [("2020", "childrens_services", OVERALL, "good")],
        ),
        (
            "Children benefit from services that have grown since 2017, when they were judged to be good.",
            [("2017", "childrens_services", OVERALL, "good")],
        ),
        (
            "In the last inspection of safeguarding and looked after children services in 2012, the council was "
            "judged to be adequate.",
            [("2012", "safeguarding", OVERALL, "adequate"), ("2012", "looked_after", OVERALL, "adequate")],
        ),
        (
            "The previous inspection of the local authority’s safeguarding arrangements for the protection of children "
            "was in May 2012. The local authority was judged to be adequate (Grade 3).",
            [("2012-05", "safeguarding", OVERALL, "adequate")],
        ),
        (
            "The last inspection of the council’s safeguarding and looked after children services took place between 5 "
            "and 16 March 2012. The council was judged to be good for both.",
            [("2012-03-16", "safeguarding", OVERALL, "good"), ("2012-03-16", "looked_after", OVERALL, "good")],
        ),
        (
            "North Somerset was rated inadequate for safeguarding and adequate for looked after children in its "
            "safeguarding and looked after children inspection in 2009.",
            [("2009", "safeguarding", OVERALL, "inadequate"), ("2009", "looked_after", OVERALL, "adequate")],
        ),
        (
            "At the last inspection in May 2019, services were judged to be good, and a joint targeted area inspection "
            "in 2021 was of neglect.",
            [("2019-05", "childrens_services", OVERALL, "good")],
        ),
        (
            "Services for children have not stood still. They have moved on since they were judged to be good in 2019.",
            [("2019", "childrens_services", OVERALL, "good")],
        ),
        (
            "At the inspection in 2019, services were judged to be good. Since the last inspection in 2019, when "
            "services were judged to be good, staff have left.",
            [("2019", "childrens_services", OVERALL, "good")],
        ),
        (
            "The experiences and progress of children in care, already good at the last inspection, have got better.",
            [(None, "childrens_services", "children_in_care", "good")],
        ),
        (
            "Senior leaders want the best. They have built up services since they were judged good at the previous "
            "inspection in 2018.",
            [("2018", "childrens_services", OVERALL, "good")],
        ),
        (
            "At the full inspection in 2019, services were found to have moved on from a previous judgement of "
            "inadequate and were judged to require improvement.",
            [("2019", "childrens_services", OVERALL, "requires_improvement")],
        ),
        (
            "Services for care leavers, which were inadequate at the last inspection in 2018, now help them well.",
            [("2018", "childrens_services", "care_leavers", "inadequate")],
        ),
        (
            "Services for care leavers, judged inadequate at the last inspection in 2018, now help them well.",
            [("2018", "childrens_services", "care_leavers", "inadequate")],
        ),
        (
            "When last inspected in 2018, children’s services were judged to be good.",
            [("2018", "childrens_services", OVERALL, "good")],
        ),
        (
            "Ofsted’s last inspection in 2017 judged services to be good.",
            [("2017", "childrens_services", OVERALL, "good")],
        ),
        (
            "Much was done after the inspection in 2017, in which services were judged to be inadequate.",
            [("2017", "childrens_services", OVERALL, "inadequate")],
        ),
        (
            "The council’s last ILACS inspection was in March 2020. The council was judged to be good.",
            [("2020-03", "childrens_services", OVERALL, "good")],
        ),
        (
            "The quality of services for children in care has gone up since the last inspection in 2020, when it was "
            "judged to be good.",
            [("2020", "childrens_services", "children_in_care", "good")],
        ),
        (
            "Services have changed since being judged inadequate in 2018.",
            [("2018", "childrens_services", OVERALL, "inadequate")],
        ),
        (
            "Since being judged inadequate in 2018, the council has changed its services.",
            [("2018", "childrens_services", OVERALL, "inadequate")],
        ),
        (
            "The last inspection, published in August 2018, found that services for care leavers were good.",
            [("2018-08", "childrens_services", "care_leavers", "good")],
        ),
        (
            "Help and protection was judged to be inadequate in the November 2018 inspection and is now good.",
            [("2018-11", "childrens_services", "help_and_protection", "inadequate")],
        ),
        (
            "Services have changed since they were judged inadequate at Ofsted’s 2018 ILACS inspection.",
            [("2018", "childrens_services", OVERALL, "inadequate")],
        ),
        (
            "The council was last inspected under the single inspection framework in 2017 and was judged to be good.",
            [("2017", "childrens_services", OVERALL, "good")],
        ),
        (
            "At the last inspection in 2019, the impact of leaders on social work practice was judged to be good.",
            [("2019", "childrens_services", "leadership", "good")],
        ),
    ],
)
def test_earlier_outcomes_are_read_with_their_service_and_day(text: str, expected: list[Outcome]) -> None:
    assert outcomes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "At the last inspection in 2020, Kent was judged to be inadequate.",
        "The children’s home was judged to be good at its last inspection in 2020.",
        "The previous inspection of the local authority’s fostering service was in May 2012. It was judged to be good.",
        "The council’s adoption service was inspected in 2010 and was judged as outstanding.",
        "The judgement of this inspection is good. In this inspection in March 2023 services were judged to be good.",
        "Services for care leavers are good and have improved since the last inspection in 2020.",
        "Since the last inspection in March 2020, services were judged to be good by parents.",
        "Since the last inspection in 2020, services have improved and leadership was judged to be good.",
        "At the last inspection in 2020 services were judged to be good enough for most children.",
        "An authority that was judged to be inadequate has widespread failures.",
        "Children’s services were last inspected in March 2026, when they were judged to be good.",
        "Ten of the schools improved since the inspections of 2018 and 2019, when they were judged to be good.",
        "The local safeguarding children board was judged to be good in the inspection in 2014.",
        "Services have improved since the last inspection.",
        "Managers come and go. They have worked hard since they were judged to be good in 2019.",
        "Since being judged inadequate in 2018, senior leaders have changed services.",
        "The last inspection in 2018 found that plans were good, and that leaders were good at hearing children.",
        "The areas for improvement of the 2018 inspection have good plans.",
        "The police have changed services since being judged inadequate in 2018.",
        "Early help is strong. It has lifted services for care leavers since they were judged good in 2019 by peers.",
        "Early help teams are strong. They have lifted services since it was judged to be good in 2019.",
        "Family centres are strong. They have lifted services since they were judged to be good in 2019.",
        "The experiences and progress of children in care, already good, have got better since the last inspection.",
        "The inspection in 2011 found that the council had made adequate progress.",
        "A joint targeted area inspection took place in 2021, and the response was judged to be good in 2021.",
    ],
)
def test_other_grades_are_not_taken_for_earlier_outcomes(text: str) -> None:
    assert outcomes(text) == []


def test_homes_judged_in_their_last_inspection_are_not_the_authoritys_services() -> None:
    """Kensington and Chelsea 2016."""
    text = (
        "The authority runs two children’s homes. Both were judged to be good in their most recent Ofsted inspection."
    )
    assert outcomes(text, date(2016, 1, 18)) == []


@pytest.mark.parametrize("spelt", ["judgements", "judgments", "judgement"])
def test_a_list_of_the_earlier_judgements_is_read_to_its_end(spelt: str) -> None:
    """Re-inspections of 2018; the sentence that opens the list stands in each row's words."""
    opening = "The last inspection report for the local authority’s children’s services was published in May 2015."
    text = f"""{opening} The {spelt} for the local authority were:

- Overall effectiveness: inadequate

- Adoption performance: requires improvement to be good

- Leadership, management and governance: inadequate.

Local leadership

- The director has been in post since May 2016: good
"""
    found = stated(text, date(2018, 1, 15))
    assert [(o.domain_code, o.grade_code) for o in found] == [
        (OVERALL, "inadequate"),
        ("adoption", "requires_improvement"),
        ("leadership", "inadequate"),
    ]
    assert all("published in May 2015" in o.text and o.when_printed == "May 2015" for o in found)


def test_the_seeds_state_what_is_known_of_them(shared: Path) -> None:
    """North Somerset 2017 states 2012's two grades twice each; its visit of 2021 those of March 2020."""
    single, visit = (
        read_report(read_document(path.read_bytes())).stated_history
        for path in sorted((shared / "seeds").glob("*.txt"))[:2]
    )
    assert [(o.inspected_on, o.service_code, o.grade_code) for o in single] == [
        ("2012", "safeguarding", "adequate"),
        ("2012", "looked_after", "good"),
        ("2012-07", "safeguarding", "adequate"),
        ("2012-07", "looked_after", "good"),
    ]
    assert [(o.inspected_on, o.when_printed, o.grade) for o in visit] == [
        ("2020-03", "March 2020", "requires improvement to be good")
    ]


def test_statements_are_set_against_our_own_record(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select file_name, when_printed, service_code, grade_code, matched_inspection_id, our_grade_code, agreement "
        "from stated_history order by file_name, position"
    ).fetchall()
    assert rows, "the sample states earlier outcomes"
    known = {row[0] for row in warehouse.execute("select inspection_id from dim_inspection").fetchall()}
    for _, _, _, _, matched, ours, agreement in rows:
        assert (matched is None) == (agreement == "no_record") == (ours is None)
        assert matched is None or matched in known


MATCHING = """
    create schema staging;
    create table dim_inspection (
        inspection_key bigint, inspection_id varchar, source_code varchar, file_name varchar, document_sha256 varchar,
        authority_urn varchar, authority_key bigint, inspection_start_date date, inspection_end_date date,
        published_date date, licence_code varchar, framework_key integer
    );
    insert into dim_inspection values
        (1, 'slac', 'official_statistics', null, null, 'u', 1, null, null, '2012-08-10', null, 1),
        (2, 'sif', 'report', 'a.pdf', 'a', 'u', 1, '2017-06-12', '2017-07-07', '2017-08-25', 'ogl', 1);
    create table dim_framework as select 1 as framework_key, true as is_of_childrens_services;
    create table dim_authority as select 1 as authority_key, 'U' as authority_name;
    create table dim_domain as
    select * from (values (1, 'safeguarding', 'overall_effectiveness'), (2, 'looked_after', 'overall_effectiveness'))
        as domains (domain_key, service_code, domain_code);
    create table dim_grade as
    select * from (values
        (1, 'good', 'good'), (2, 'adequate', 'requires_improvement'),
        (3, 'requires_improvement', 'requires_improvement')
    ) as grades (grade_key, grade_code, comparable_grade_code);
    create table fact_judgement as
    select * from (values (1, 1, 2), (1, 2, 1)) as judgements (inspection_key, domain_key, grade_key);
"""


@pytest.mark.parametrize(
    ("service", "grade", "first", "last", "precision", "agreement"),
    [
        ("safeguarding", "adequate", "2012-07-01", "2012-07-31", "month", "agrees"),
        ("safeguarding", "requires_improvement", "2012-07-01", "2012-07-31", "month", "agrees"),
        ("safeguarding", "good", "2012-07-01", "2012-07-31", "month", "differs"),
        ("looked_after", "good", "2012-01-01", "2012-12-31", "year", "agrees"),
        (None, "adequate", "2012-01-01", "2012-12-31", "year", "agrees"),
        (None, "good", "2012-01-01", "2012-12-31", "year", "agrees"),
        ("safeguarding", "adequate", "2011-01-01", "2011-12-31", "year", "no_record"),
        ("safeguarding", "adequate", "2012-04-01", "2012-04-30", "month", "no_record"),
        ("childrens_services", "good", "2012-07-01", "2012-07-31", "month", "no_record"),
        ("safeguarding", "adequate", None, None, None, "no_record"),
    ],
)
def test_agreement_is_by_comparable_grade_and_the_nearest_day(
    service: str | None, grade: str, first: str | None, last: str | None, precision: str | None, agreement: str
) -> None:
    from pipelines.warehouse.sql_models import models

    sql = next(model.sql for model in models("quality") if model.name == "stated_history")
    connection = duckdb.connect()
    connection.execute(MATCHING)
    connection.execute(
        """
        create table staging.stg_stated_history as
        select 'a' as document_sha256, 1 as position, cast(null as varchar) as when_printed,
            cast(? as varchar) as inspected_on_precision, cast(? as date) as inspected_from_date,
            cast(? as date) as inspected_to_date, cast(? as varchar) as service_code,
            'overall_effectiveness' as domain_code, '' as grade_printed, ? as grade_code, 1 as page_number,
            '' as evidence_text
        """,
        [precision, first, last, service, grade],
    )
    ((found,),) = connection.execute(f"select agreement from ({sql})").fetchall()
    assert found == agreement
