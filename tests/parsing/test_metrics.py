"""The catalogue's metrics in a single inspection's area section, and in prose before 2014."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pipelines import reference
from pipelines.parsing.metrics.quantities import quantities, withheld_figures
from pipelines.parsing.metrics.wordings import metric_units, wordings
from pipelines.parsing.report import Report, without_superscripts
from pipelines.parsing.statements import Quantity
from pipelines.reading.model import Document
from pipelines.reading.text_reader import read_pages

START = date(2017, 6, 12)
LOOKED_AFTER = "At 31 March 2017, 200 children were being looked after by the local authority. Of this number:"
Fact = tuple[str, str, float, str, str | None]


def report(*bullets: str, heading: str = "Children looked after in this area") -> Report:
    text = f"# {heading}\n\n" + "\n".join(f"- {bullet}" for bullet in bullets) + "\n"
    return Report(Document("0" * 64, "text-1", read_pages(text)))


def metrics(*bullets: str, heading: str = "Children looked after in this area") -> list[Quantity]:
    return [q for q in quantities(report(*bullets, heading=heading), START) if q.metric_code]


def facts(*bullets: str, heading: str = "Children looked after in this area") -> list[Fact]:
    """Each metric's code, role, value, unit and date."""
    found = metrics(*bullets, heading=heading)
    return [(q.metric_code or "", q.role_code or "", q.value, q.unit_code, q.as_of) for q in found]


def test_the_looked_after_with_their_rate_and_the_year_before() -> None:
    bullet = (
        "At 31 March 2017, 227 children were being looked after by the local authority (a rate of 52 per 10,000 "
        "children). This is an increase from 221 (51 per 10,000 children) at 31 March 2016. Of this number:"
    )
    assert facts(bullet, "87 (or 41%) live outside the local authority area") == [
        ("children_looked_after", "actual", 227, "count", "2017-03-31"),
        ("children_looked_after", "actual", 52, "per_10k", "2017-03-31"),
        ("children_looked_after", "previous", 221, "count", "2016-03-31"),
        ("children_looked_after", "previous", 51, "per_10k", "2016-03-31"),
        ("cla_outside_area", "actual", 87, "count", "2017-03-31"),
        ("cla_outside_area", "actual", 41, "percent", "2017-03-31"),
    ]


@pytest.mark.parametrize(
    ("words", "value", "unit"),
    [
        (", all of whom live out of the authority area", 100, "percent"),
        (", and all of these are out of the authority area", 100, "percent"),
        (", of whom none lives out of the authority area", 0, "percent"),
        (", and none live out of the authority area", 0, "percent"),
        (", of whom 54% live out of the authority area", 54, "percent"),
        (", one of whom lives outside the local authority area", 1, "count"),
        (", of whom fewer than five live out of the area", 5, "count"),
        (", and both live out of the authority area", 2, "count"),
        (". Of these, three live outside the borough", 3, "count"),
        (", which is out of the authority area", 9, "count"),
        ("; these children live out of the authority area", 9, "count"),
        (", a third of whom live out of the authority area", 33.3, "percent"),
        (", half of these live outside the borough", 50, "percent"),
        (", all within Plymouth", 0, "percent"),
        (", all of whom live within the authority area", 0, "percent"),
        (", and each lives in the borough", 0, "percent"),
        (", and live out of the authority area", 9, "count"),
        (" outside the authority area", 9, "count"),
    ],
)
@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("in residential children’s homes", "cla_residential_homes"),
        ("in residential special schools", "cla_residential_special_schools"),
        ("with foster families", "cla_foster_families"),
        ("with parents", "cla_with_parents"),
    ],
)
def test_where_children_live_and_how_many_of_them_outside(
    place: str, code: str, words: str, value: float, unit: str
) -> None:
    found = facts(LOOKED_AFTER, f"nine live {place}{words}")[1:]
    assert found == [
        (code, "actual", 9, "count", "2017-03-31"),
        (f"{code}_outside_area", "actual", value, unit, "2017-03-31"),
    ]


@pytest.mark.parametrize("share", ["62.5% %", "62.5%%", "62.5 per cent"])
def test_a_percent_sign_may_be_printed_twice(share: str) -> None:
    found = facts(LOOKED_AFTER, f"16 live with parents, of whom {share} live out of the authority area")
    assert found[2][:4] == ("cla_with_parents_outside_area", "actual", 62.5, "percent")


def test_a_count_and_its_share_are_two_rows() -> None:
    found = facts(LOOKED_AFTER, "281 live with foster families, of whom 107 (38%) live out of the authority area")
    assert [fact[:4] for fact in found[2:]] == [
        ("cla_foster_families_outside_area", "actual", 107, "count"),
        ("cla_foster_families_outside_area", "actual", 38, "percent"),
    ]


@pytest.mark.parametrize(
    "bullet",
    [
        "112 live 20 miles or more from home",
        "189 children ceased to be looked after as a result of child arrangement orders",
        "14 children are currently placed for adoption",
        "three live in secure children’s homes",
        "16 live in semi-independent accommodation",
        "one lives with relatives, of whom 21 are known",
        "56 disabled children are looked after",
        "there are 127 Blackburn with Darwen Borough Council foster carers",
        "56 unaccompanied children who arrived this year are looked after",
        "in December 2016, one in three children looked after had come alone",
        "there are seven children in need teams and two looked after children teams",
        "services are provided by five care management teams (for a child in need before), and one adoption team",
        "three child protection conference managers and four private fostering social workers work there",
        "of those children placed in either foster homes or residential homes, 53% are placed outside the area",
    ],
)
def test_other_figures_are_no_metrics(bullet: str) -> None:
    assert facts(bullet) == []


def test_two_days_in_one_sentence_are_each_their_own_figure_s() -> None:
    found = facts(
        "At 31 March 2017, 547 children were in need of a specialist service and 128 had a child protection plan "
        "at 30 April 2017."
    )
    assert [(fact[0], fact[4]) for fact in found] == [
        ("children_in_need", "2017-03-31"),
        ("child_protection_plans", "2017-04-30"),
    ]


def test_a_topic_holds_for_the_list_below_a_figure_of_it() -> None:
    found = facts(
        "19% of school-age children are eligible for a free school meal.",
        "in primary and nursery schools 18% of pupils (the national average is 17%)",
        "in secondary schools 16% of pupils (the national average is 15%)",
        heading="Children living in this area",
    )
    assert [fact[:3] for fact in found] == [
        ("fsm_primary", "actual", 18),
        ("fsm_primary", "national", 17),
        ("fsm_secondary", "actual", 16),
        ("fsm_secondary", "national", 15),
    ]


def test_a_lead_in_s_topic_goes_before_an_earlier_list_s() -> None:
    found = facts(
        "19% of school-age children are eligible for a free school meal.",
        "The proportion of pupils with EAL:",
        "in primary schools is 18%",
        heading="Children living in this area",
    )
    assert [fact[:3] for fact in found] == [("eal_primary", "actual", 18)]


def test_a_part_in_words_says_nothing_where_its_base_is_not_known() -> None:
    found = facts(
        "Approximately 34,000 children and young people under the age of 18 years live in Kent. Over half of the "
        "population lives in towns, and a third of children in poverty live by the sea.",
        heading="Children living in this area",
    )
    assert [fact[:3] for fact in found] == [("population_0_17", "actual", 34_000)]


def test_of_all_the_looked_after_a_share_outside_is_the_whole_s() -> None:
    found = facts(LOOKED_AFTER, "of the children who are looked after, 95 (48%) live outside the local authority area")
    assert [fact[:3] for fact in found[1:]] == [
        ("cla_outside_area", "actual", 95),
        ("cla_outside_area", "actual", 48),
    ]


def test_those_who_return_to_live_with_parents_have_not_returned_to_care() -> None:
    found = facts("189 children ceased to be looked after, of whom 12 (6%) returned to live with their parents")
    assert [fact[0] for fact in found] == ["cla_ceased"]


@pytest.mark.parametrize(
    "compared", ["compared with 12 in the previous year", "(12 the previous year)", "up from 12% in the previous year"]
)
def test_a_year_compared_with_is_not_a_list_s_period(compared: str) -> None:
    bullets = [f"31 children have been adopted, {compared}", "two children became the subject of SGOs"]
    for lead_in, period, as_of in (
        ("In the year ending 31 March 2016:", "last_12_months", "2016-03-31"),
        ("Since April 2014:", None, None),
    ):
        found = [q for q in metrics(lead_in, *bullets) if q.role_code == "actual"]
        assert [(q.value, q.period_code, q.as_of) for q in found] == [(31, period, as_of), (2, period, as_of)]


@pytest.mark.parametrize(
    ("lead_in", "period", "as_of"),
    [
        ("In the last 12 months:", "last_12_months", None),
        ("In the past twelve months there have been:", "last_12_months", None),
        ("In the 12 months to 31 March 2016:", "last_12_months", "2016-03-31"),
        ("In the period April 2015 to March 2016:", "last_12_months", "2016-03"),
        ("In the last 12 months (between 1 September 2014 and 31 August 2015):", "last_12_months", "2015-08-31"),
        ("Since April 2015:", None, None),
    ],
)
def test_the_period_of_a_list_is_its_lead_ins(lead_in: str, period: str | None, as_of: str | None) -> None:
    found = metrics(
        lead_in,
        "31 children have been adopted",
        "25 children became subject of special guardianship orders",
        "108 children ceased to be looked after, of whom 9% subsequently returned to be looked after",
        "six young people ceased to be looked after and moved on to independent living",
        "no young people that ceased to be looked after are now living in a house in multiple occupation",
    )
    assert [(q.metric_code, q.value) for q in found] == [
        ("adoptions", 31),
        ("special_guardianship_orders", 25),
        ("cla_ceased", 108),
        ("cla_ceased_returned", 9),
        ("cla_moved_to_independent_living", 6),
        ("cla_ceased_hmo", 0),
    ]
    assert {(q.period_code, q.as_of) for q in found} == {(period, as_of)}


def test_shares_of_pupils_take_their_subject_from_the_lead_in() -> None:
    found = facts(
        "The proportion of children entitled to free school meals:",
        "in primary schools is 9% (the national average is 14%)",
        "in secondary schools is 8% (the national average is 13%).",
        "Children and young people from minority ethnic groups account for 7%, compared with 25% in the country.",
        "The largest minority ethnic groups are Mixed (2.7%) and Asian (2.2%).",
        "The proportion of children with a first language other than English:",
        "in primary schools is 5% (the regional average is 11%, the national average is 20%).",
        heading="Children living in this area",
    )
    assert [fact[:3] for fact in found] == [
        ("fsm_primary", "actual", 9),
        ("fsm_primary", "national", 14),
        ("fsm_secondary", "actual", 8),
        ("fsm_secondary", "national", 13),
        ("minority_ethnic", "actual", 7),
        ("minority_ethnic", "national", 25),
        ("eal_primary", "actual", 5),
        ("eal_primary", "other_comparator", 11),
        ("eal_primary", "national", 20),
    ]


def test_population_and_poverty() -> None:
    found = facts(
        "Approximately 34,000 children and young people under the age of 18 years live here. This is 19% of the "
        "total population in the area.",
        "Approximately 12% of the local authority’s children were living in poverty as at 31 August 2014.",
        heading="Information about this local authority area²",
    )
    assert found == [
        ("population_0_17", "actual", 34000, "count", None),
        ("population_0_17_share", "actual", 19, "percent", None),
        ("child_poverty", "actual", 12, "percent", "2014-08-31"),
    ]


@pytest.mark.parametrize(
    ("printed", "quoted"),
    [
        ("Four live in special schools,² of whom 75% live out of the area.", None),
        (
            "Four live in special schools ² , of whom 75% live out of the area.",
            "Four live in special schools², of whom",
        ),
        (
            "Four live in special schools. Of those children,¹² 75% live out of the area.³ Some like it.",
            "Of those child",
        ),
    ],
)
def test_the_evidence_keeps_footnote_marks_that_the_figures_are_read_without(printed: str, quoted: str | None) -> None:
    plain = re.sub(" ?[¹²³] ?(?=,)|[¹²³]", "", printed)
    marked, unmarked = quantities(report(printed), START), quantities(report(plain), START)
    assert [(q.metric_code, q.value, q.unit_code, without_superscripts(q.text)) for q in marked] == [
        (q.metric_code, q.value, q.unit_code, q.text) for q in unmarked
    ]
    assert marked[-1].text.startswith(quoted or printed)
    assert any(mark in marked[-1].text for mark in "¹²³")


def test_children_under_another_age_are_not_the_population_of_children() -> None:
    bullet = "There are approximately 36,575 children under the age of 19 years. This is 20.8% of the total population."
    assert facts(bullet, heading="Service information") == []


@pytest.mark.parametrize(
    ("compared", "year"),
    [
        ("up from 26% in 2011, and 22%", "2011"),
        ("higher than 26% in 2012, with 22%", "2012"),
        ("from 26% in 2013: 22%", "2013"),
    ],
)
def test_the_year_of_an_earlier_share_is_its_own(compared: str, year: str) -> None:
    bullet = f"Children from minority ethnic groups account for 31% of all children, {compared} in the whole country."
    assert facts(bullet) == [
        ("minority_ethnic", "actual", 31, "percent", None),
        ("minority_ethnic", "previous", 26, "percent", year),
        ("minority_ethnic", "national", 22, "percent", None),
    ]


@pytest.mark.parametrize(
    ("comparison", "value", "as_of"),
    [
        ("This is a reduction from 1,081 at 31 March 2016.", 1081, "2016-03-31"),
        ("This is similar to the figure of 184 at 31 March 2015.", 184, "2015-03-31"),
        ("This is lower than the 353 children at 31 March 2016.", 353, "2016-03-31"),
        ("This is an increase of 16 from the 8 identified at 31 March 2013.", 8, "2013-03-31"),
        ("This is a 9.6% increase from none at March 2014.", 0, "2014-03"),
        ("This is unchanged from one for the year ending 31 March 2015.", 1, "2015-03-31"),
        ("This is more than at 31 March 2016 (147).", 147, "2016-03-31"),
        ("At 31 March 2016, the number was 150.", 150, "2016-03-31"),
    ],
)
def test_earlier_figures_have_their_own_date(comparison: str, value: float, as_of: str) -> None:
    bullet = "At 24 April 2017, 160 children and young people were the subject of a child protection plan."
    assert facts(f"{bullet} {comparison}", heading="Child protection in this area") == [
        ("child_protection_plans", "actual", 160, "count", "2017-04-24"),
        ("child_protection_plans", "previous", value, "count", as_of),
    ]


def test_notifications_and_reviews_since_the_last_inspection() -> None:
    found = metrics(
        "Since the last inspection in May 2012, two serious incident notifications have been submitted to Ofsted. "
        "One serious case review has been completed and one was ongoing at the time of the inspection.",
        "In the two years before inspection, no serious incident notifications were submitted.",
        heading="Child protection in this area",
    )
    assert [(q.metric_code, q.value, q.as_of) for q in found] == [
        ("serious_incident_notifications", 2, None),
        ("serious_case_reviews", 1, None),
        ("serious_case_reviews", 1, None),
        ("serious_incident_notifications", 0, None),
    ]
    assert (found[0].period_code, found[-1].period_code) == ("since_last_inspection", None)


def test_figures_that_a_report_cannot_give_are_flagged_and_have_no_value() -> None:
    bullets = (
        "At 31 January 2015, no children lived in a privately arranged fostering placement. The number at 31 March "
        "2014 was too low to be reported and was suppressed.",
        "the number of children who are now living in houses of multiple occupation is not available at this time.",
        "Earlier figures for private fostering arrangements are restricted due to low numbers.",
    )
    assert [(fact[0], fact[2]) for fact in facts(*bullets)] == [("private_fostering", 0)]
    flagged = withheld_figures(report(*bullets), START)
    assert [w.metric_code for w in flagged] == ["private_fostering", "cla_ceased_hmo", "private_fostering"]


@pytest.mark.parametrize("heading", ["Other information about this area", "The experiences of children looked after"])
def test_the_same_words_elsewhere_are_quantities_only(heading: str) -> None:
    assert facts("The practice works with 140 looked after children.", heading=heading) == []


def test_prose_of_earlier_reports() -> None:
    found = facts(
        "At the time of the inspection there were 211 looked after children. They comprise 49 children less than "
        "five years of age and 27 post-16 young people. There were 212 children who were the subject of a child "
        "protection plan. Census 2011 data indicates that minority ethnic groups account for 6.3% of the total "
        "population, compared with 16.3% in the country as a whole. In 2012 an estimated 12% (4056 children) of "
        "children live in poverty, compared to an estimated 30% nationally.",
        "The proportion of pupils with English as an additional language is below the national figure of 16%.",
        heading="Service information",
    )
    assert found == [
        ("children_looked_after", "actual", 211, "count", None),
        ("child_protection_plans", "actual", 212, "count", None),
        ("minority_ethnic", "actual", 6.3, "percent", "2011"),
        ("minority_ethnic", "national", 16.3, "percent", "2011"),
        ("child_poverty", "actual", 12, "percent", "2012"),
        ("child_poverty", "actual", 4056, "count", "2012"),
        ("child_poverty", "national", 30, "percent", "2012"),
    ]


def test_every_metric_of_the_catalogue_has_a_wording_and_no_wording_lacks_its_metric() -> None:
    assert {wording.metric_code for wording in wordings()} == set(metric_units())
    assert {row["after"] for row in reference.rows("metric_wordings")} - {""} <= set(metric_units())


@pytest.mark.parametrize(
    ("bullet", "expected"),
    [
        (
            "At 30 April 2017, 680 children (a rate of 101 per 10,000) were being looked after by the local authority.",
            [("children_looked_after", "actual", 680, "count"), ("children_looked_after", "actual", 101, "per_10k")],
        ),
        (
            "At 30 April 2017, 300 children and young people (49.7 per 10,000) were the subject of a child protection "
            "plan.",
            [("child_protection_plans", "actual", 300, "count"), ("child_protection_plans", "actual", 49.7, "per_10k")],
        ),
        (
            "At 30 April 2017, 90 children (a rate of 301 per 10,000) had been identified as being in need.",
            [("children_in_need", "actual", 90, "count"), ("children_in_need", "actual", 301, "per_10k")],
        ),
        (
            "At 30 April 2017, 680 children were being looked after in the London Borough of Bexley.",
            [("children_looked_after", "actual", 680, "count")],
        ),
        (
            "At 30 April 2017, nine children were being looked after, and six City of London children had left care.",
            [("children_looked_after", "actual", 9, "count"), ("cla_ceased", "actual", 6, "count")],
        ),
        (
            "At 30 April 2017, 680 children were being looked after (101 per 10,000 children, compared with 60 per "
            "10,000 nationally).",
            [
                ("children_looked_after", "actual", 680, "count"),
                ("children_looked_after", "actual", 101, "per_10k"),
                ("children_looked_after", "national", 60, "per_10k"),
            ],
        ),
        (
            "At 30 April 2017, 680 children were being looked after (101 per 10,000), above the England average (60) "
            "and statistical neighbours (72).",
            [
                ("children_looked_after", "actual", 680, "count"),
                ("children_looked_after", "actual", 101, "per_10k"),
                ("children_looked_after", "national", 60, "per_10k"),
                ("children_looked_after", "other_comparator", 72, "per_10k"),
            ],
        ),
        (
            "At 30 April 2017, 680 children were being looked after (101 per 10,000, compared with 60 nationally and "
            "72 in the region).",
            [
                ("children_looked_after", "actual", 680, "count"),
                ("children_looked_after", "actual", 101, "per_10k"),
            ],
        ),
        (
            "Children from minority ethnic groups account for 9% of all children, against the England average of 22% "
            "and statistical neighbours at 12%.",
            [
                ("minority_ethnic", "actual", 9, "percent"),
                ("minority_ethnic", "national", 22, "percent"),
                ("minority_ethnic", "other_comparator", 12, "percent"),
            ],
        ),
        (
            "Approximately 60, 315 children and young people under the age of 18 years live in Wirral.",
            [("population_0_17", "actual", 60_315, "count")],
        ),
        (
            "24% of pupils in primary schools and 23% in secondary schools are eligible for free school meals. This "
            "compares with national averages of 18% and 15% respectively.",
            [
                ("fsm_primary", "actual", 24, "percent"),
                ("fsm_secondary", "actual", 23, "percent"),
                ("fsm_primary", "national", 18, "percent"),
                ("fsm_secondary", "national", 15, "percent"),
            ],
        ),
        (
            "In 2016, children from minority ethnic groups account for 9% of all children, with 4% recorded as having "
            "English as an additional language.",
            [("minority_ethnic", "actual", 9, "percent")],
        ),
        (
            "10 (all) children live outside the local authority area.",
            [("cla_outside_area", "actual", 10, "count")],
        ),
        (
            "86 live in residential children’s homes, hostels or secure units.",
            [("cla_residential_homes", "actual", 86, "count")],
        ),
        (
            "12.3% of primary school pupils and 10% of secondary school pupils are entitled to free school meals.",
            [("fsm_primary", "actual", 12.3, "percent"), ("fsm_secondary", "actual", 10, "percent")],
        ),
    ],
)
def test_other_ways_to_say_it(bullet: str, expected: list[tuple[str, str, float, str]]) -> None:
    assert [fact[:4] for fact in facts(bullet)] == expected


@pytest.mark.parametrize(
    "words", ["195 children (29%)", "195 children, or 29%,", "195 or 29%,", "195 (or 29%)", "29% (195)"]
)
def test_a_share_beside_a_count_however_it_is_set(words: str) -> None:
    found = facts(LOOKED_AFTER, f"{words} live outside the local authority area")[1:]
    assert {fact[:4] for fact in found} == {
        ("cla_outside_area", "actual", 195, "count"),
        ("cla_outside_area", "actual", 29, "percent"),
    }


@pytest.mark.parametrize("mark", ["3", "2,", "1 ", ", 3"])
@pytest.mark.parametrize(
    "rest", ["and they lived out of the authority area", "all of whom live out of the authority area"]
)
def test_a_footnote_s_digit_that_clings_to_a_word_counts_nothing(mark: str, rest: str) -> None:
    found = facts(LOOKED_AFTER, f"four lived in residential special schools{mark} {rest}")[1:]
    assert [fact[0] for fact in found] == [
        "cla_residential_special_schools",
        "cla_residential_special_schools_outside_area",
    ]
    assert (found[0][2], found[1][2]) == (4, 4 if "they" in rest else 100)


def test_a_digit_may_be_a_part_of_the_figure_before_it() -> None:
    found = facts(LOOKED_AFTER, "43 live in residential children’s homes, 3 of whom live out of the authority area")[1:]
    assert [(fact[0], fact[2]) for fact in found] == [
        ("cla_residential_homes", 43),
        ("cla_residential_homes_outside_area", 3),
    ]


def test_two_kinds_of_placement_that_run_on_keep_their_own_shares() -> None:
    found = facts(
        LOOKED_AFTER,
        "192 live in residential children’s homes, of whom 37.5% live outside the authority area – six live in "
        "residential special schools, all of whom live outside the authority area",
    )
    assert [(fact[0], fact[2]) for fact in found[1:]] == [
        ("cla_residential_homes", 192),
        ("cla_residential_homes_outside_area", 37.5),
        ("cla_residential_special_schools", 6),
        ("cla_residential_special_schools_outside_area", 100),
    ]


def test_a_date_without_a_space_before_its_year_is_a_day() -> None:
    assert facts("At 31 March2017, 680 children were being looked after.") == [
        ("children_looked_after", "actual", 680, "count", "2017-03-31")
    ]


@pytest.mark.parametrize(
    ("period", "as_of"),
    [
        ("Between the start of 2015 and the inspection", None),
        ("Between March 2015 and the time of the inspection", None),
        ("From the beginning of 2015", None),
        ("Between 1 April 2015 and 31 March 2016", "2016-03-31"),
    ],
)
def test_the_day_that_a_period_began_is_not_its_figure_s(period: str, as_of: str | None) -> None:
    bullet = f"{period}, 18 serious incident notifications were submitted."
    found = facts(bullet, heading="Child protection in this area")
    assert found == [("serious_incident_notifications", "actual", 18, "count", as_of)]
