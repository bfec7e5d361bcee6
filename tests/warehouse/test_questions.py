"""Ready answers: every question runs and answers as the sample reports' facts say."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from pipelines.warehouse.parameters import allowed_values, checked, defaults
from pipelines.warehouse.questions import QuestionError, questions, read
from tests.answers import answer, day, picked

IN_ORDER = [
    "latest_grades",
    "next_window",
    "risen_and_fallen",
    "inadequate_to_good",
    "publication_lag",
    "visit_themes",
    "priority_actions",
    "share_good_by_region",
    "care_leavers_and_children_in_care",
    "metric_against_national",
    "inspections_by_year",
    "recommendations_about",
    "recommendation_themes",
    "neighbours_with_the_theme",
]


def test_the_questions_are_listed_in_their_order() -> None:
    assert list(questions()) == IN_ORDER


@pytest.mark.parametrize("name", IN_ORDER)
def test_a_question_runs_on_the_published_file_and_names_its_columns(
    warehouse: duckdb.DuckDBPyConnection, name: str
) -> None:
    question = questions()[name]
    described = warehouse.execute(f"describe {question.sql}").fetchall()
    columns = [column[0] for column in described]
    assert all(column.isidentifier() and column == column.lower() for column in columns)
    assert len(set(columns)) == len(columns)
    assert question.grain.startswith("one row per ")
    assert "with chosen as (" in question.sql
    assert "select *" not in question.sql


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("select 1", "does not ask its question"),
        ("-- 1. What?\nwith chosen as (\n    select 1\n)", "needs grain, what can be set and caveat"),
        (
            "-- 1. What?\n-- grain: one row\n-- set word: a word\n-- caveat: none\n"
            "with chosen as (\n    select getvariable('year') as year\n)",
            "reads year; its head has others",
        ),
        ("-- 1. What?\n-- grain: one row\n-- beware: x\nwith a as (select 1) select 1", "unknown line"),
        ("-- 1. What?\n-- grain: one row\n-- grain: one row\nwith a as (select 1) select 1", "unknown line"),
    ],
)
def test_a_question_without_a_proper_head_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "question.sql"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError, match=says):
        read(path)


@pytest.mark.parametrize("name", IN_ORDER)
def test_what_can_be_set_is_what_the_question_reads(warehouse: duckdb.DuckDBPyConnection, name: str) -> None:
    question = questions()[name]
    standing = defaults(warehouse, question)
    assert list(standing) == [parameter.name for parameter in question.parameters]
    for parameter in question.parameters:
        values = allowed_values(warehouse, parameter)
        assert values or not parameter.allowed
        if values and standing[parameter.name] is not None:
            assert standing[parameter.name] in values
    # Said aloud, the defaults change nothing.
    said = {variable: str(value) for variable, value in standing.items() if value is not None}
    assert answer(warehouse, name, **said) == answer(warehouse, name)


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("colour=red", "recommendations_about has no colour to set; it has word, region."),
        ("region", "region sets nothing: write it as name=value."),
        ("region=Wessex", "region=Wessex is not one of East Midlands, East of England, London,"),
    ],
)
def test_a_setting_that_is_none_is_told(warehouse: duckdb.DuckDBPyConnection, setting: str, says: str) -> None:
    with pytest.raises(QuestionError, match=re.escape(says)):
        checked(warehouse, questions()["recommendations_about"], [setting])


@pytest.mark.parametrize(
    ("name", "setting", "says"),
    [
        ("risen_and_fallen", "from_date=2013", "from_date=2013 is not a day, written 2026-01-31."),
        ("inspections_by_year", "from_year=long ago", "from_year=long ago is not a whole number."),
    ],
)
def test_a_value_of_another_kind_is_told(
    warehouse: duckdb.DuckDBPyConnection, name: str, setting: str, says: str
) -> None:
    with pytest.raises(QuestionError, match=re.escape(says)):
        checked(warehouse, questions()[name], [setting])


def test_a_name_that_is_nearly_one_is_suggested(warehouse: duckdb.DuckDBPyConnection) -> None:
    question = questions()["neighbours_with_the_theme"]
    with pytest.raises(QuestionError, match=r"^authority=Rotheram is not known: did you mean Rotherham\?$"):
        checked(warehouse, question, ["authority=Rotheram"])
    with pytest.raises(QuestionError, match=r"^authority=Q is not known; dim_authority.authority_name has \d+\.$"):
        checked(warehouse, question, ["authority=Q"])


# 1. Latest grades


def test_latest_grades_of_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "latest_grades")
    assert len(rows) == 153
    graded = [row for row in rows if row["inspection_start_date"]]
    assert picked(graded, "authority_name", "overall_effectiveness", "children_in_care", "care_leavers") == [
        ("Isle of Wight", "good", "good", None),
        ("Kent", "good", "outstanding", "requires_improvement"),
        ("North Somerset", "requires_improvement", "requires_improvement", "good"),
        ("Rotherham", "good", "requires_improvement", "outstanding"),
        ("Sheffield", "requires_improvement", "requires_improvement", "good"),
        ("Somerset", None, "requires_improvement", "good"),
        ("South Tyneside", "inadequate", "inadequate", None),
        ("Westmorland and Furness", "good", "good", "requires_improvement"),
    ]
    assert all("; " in row["neighbours_grades"] for row in graded)
    assert {row["authority_name"] for row in answer(warehouse, "latest_grades", region="North East")} >= {
        "South Tyneside",
        "Durham",
    }


# 2. Next window


def test_days_since_the_last_full_inspection_in_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = {row["authority_name"]: row for row in answer(warehouse, "next_window", as_of_date="2026-07-01")}
    assert rows["Kent"]["inspected_date"] == day("2025-11-03")
    assert rows["Kent"]["days_since"] == 240
    assert rows["Somerset"]["days_since"] == 65
    # The inspections of 2013 were of one service each, a visit or a board's review is none of them.
    for name in ("South Gloucestershire", "Surrey", "Tameside", "Lancashire", "Blackpool"):
        assert rows[name]["days_since"] is None
    # One interval after each grade but good: Rotherham's from 2014, the Isle of Wight's, Kent's; none ended by 2017.
    told = ("median_days", "intervals_counted")
    assert picked([rows[name] for name in ("South Tyneside", "Sheffield", "Kent")], *told) == [
        (1147, 1),
        (1525, 1),
        (None, 0),
    ]
    early = answer(warehouse, "next_window", as_of_date="2017-01-01")
    assert {row["intervals_counted"] for row in early} == {0}


def test_the_day_counted_from_is_the_file_s_own(warehouse: duckdb.DuckDBPyConnection) -> None:
    ((built,),) = warehouse.execute("select cast(published_at as date) from publication").fetchall()
    assert {row["as_of_date"] for row in answer(warehouse, "next_window")} == {built}


# 3. Risen and fallen


def test_who_rose_and_fell_in_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "risen_and_fallen")
    assert picked(rows, "authority_name", "inspected_date", "change_code", "grades_risen") == [
        ("Kent", day("2025-11-03"), "fell", -1),
        ("Isle of Wight", day("2018-11-19"), "rose", 1),
        ("Rotherham", day("2017-11-06"), "rose", 2),
    ]


# 4. From inadequate to good


def test_of_the_sample_s_inadequate_authorities_one_became_good(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "inadequate_to_good")
    assert picked(rows, "authority_name", "inadequate_date", "state_code", "years_to_good") == [
        ("Rotherham", day("2014-09-16"), "reached_good", 3.1),
        ("South Tyneside", day("2022-12-05"), "not_yet", None),
    ]
    safeguarding = answer(warehouse, "inadequate_to_good", service_code="safeguarding")
    assert picked(safeguarding, "authority_name", "inadequate_date") == [("Somerset", day("2013-06-24"))]


# 5. Publication lag


def test_publication_lag_of_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = {(row["framework_code"], row["year"]): row for row in answer(warehouse, "publication_lag")}
    assert sum(row["reports"] for row in rows.values()) == 20
    # Bath: 13 March to 16 April 2013; Somerset: 3 July to 5 August.
    early = rows["child_protection", 2013]
    assert (early["reports"], early["shortest_days"], early["longest_days"], early["median_days"]) == (2, 33, 34, 33.5)
    # South Tyneside's second period ended on 15 February 2023, its report came on 10 May.
    assert rows["ilacs", 2023]["median_days"] == 84
    assert rows["ilacs_focused_visit", 2021]["dates_from_site"] == 0
    assert rows["ilacs", 2022]["dates_from_site"] == 1  # Kent
    assert {row["framework_code"] for row in answer(warehouse, "publication_lag", framework_code="sif")} == {"sif"}


# 6. Visit themes


def test_the_sample_s_visit_was_to_an_authority_that_required_improvement(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = answer(warehouse, "visit_themes")
    assert picked(rows, "theme", "grade_at_the_time", "visits", "visits_without_report") == [
        ("children_in_need_or_protection_plan", "requires_improvement", 1, 0)
    ]
    monitoring = answer(warehouse, "visit_themes", framework_code="ilacs_monitoring_visit")
    # The sample has no inspection of Tameside.
    assert picked(monitoring, "theme", "grade_at_the_time") == [
        ("children_in_need_or_protection_plan", "no_inspection_in_file")
    ]
    joint = answer(warehouse, "visit_themes", framework_code="jtai")
    assert [row["theme"] for row in joint] == ["initial_need_and_risk"]


# 7. Priority actions


def test_priority_actions_of_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "priority_actions")
    assert picked(rows, "authority_name", "framework_code", "actions", "next_date", "grade_before") == [
        ("Isle of Wight", "sif", 4, day("2018-11-19"), None),
        ("Rotherham", "sif", 15, day("2017-11-06"), None),
        ("Lancashire", "area_send", 3, None, None),
    ]


# 8. Share good or better


def test_shares_of_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = {row["region_name"]: row for row in answer(warehouse, "share_good_by_region", on_date="2025-03-31")}
    # Rotherham good, Sheffield not; Kent outstanding, the Isle of Wight good; Westmorland and Furness good.
    assert rows["Yorkshire and The Humber"]["share_good_or_better"] == 0.5
    assert rows["South East"]["share_good_or_better"] == 1
    assert rows["North West"]["share_good_or_better"] == 1
    assert rows["London"]["share_good_or_better"] is None
    england = rows["England"]
    assert (england["authorities"], england["authorities_with_grade"], england["good_or_better"]) == (153, 7, 4)
    grades = ("outstanding", "good", "requires_improvement_or_adequate", "inadequate")
    assert picked([england], *grades) == [(1, 3, 2, 1)]
    assert (england["inadequate"], england["no_inspection_in_file"], england["no_grade_given"]) == (1, 146, 0)


# 9. Care leavers and children in care


def test_care_leavers_beside_children_in_care_in_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "care_leavers_and_children_in_care")
    told = ("authority_name", "children_in_care", "care_leavers", "care_leavers_are", "covers_care_leavers")
    assert picked(rows, *told) == [
        ("Somerset", "requires_improvement", "good", "higher", False),
        ("Kent", "outstanding", "requires_improvement", "lower", False),
        ("Westmorland and Furness", "good", "requires_improvement", "lower", False),
        ("Rotherham", "requires_improvement", "outstanding", "higher", True),
        ("North Somerset", "requires_improvement", "good", "higher", True),
        ("Isle of Wight", "requires_improvement", "requires_improvement", "same", True),
        ("Rotherham", "inadequate", "inadequate", "same", True),
        ("Sheffield", "requires_improvement", "good", "higher", True),
    ]


# 10. A metric against the national figure


def test_free_school_meals_against_the_national_figure_in_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "metric_against_national")
    assert picked(rows, "authority_name", "value", "national_value", "difference") == [
        ("Isle of Wight", 18, 18, 0),
        ("North Somerset", 9, 14, -5),
        ("Rotherham", 20, 18, 2),
        ("Rotherham", 17, 15, 2),
        ("Sheffield", 21, 18, 3),
        ("Surrey", 9, 18, -9),
    ]


def test_earlier_figures_stand_in_their_order_without_a_national_one(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "metric_against_national", metric_code="children_looked_after", authority="North Somerset")
    assert picked(rows, "role_code", "as_of_date", "unit_code", "value", "national_value") == [
        ("previous", day("2016-03-31"), "count", 221, None),
        ("previous", day("2016-03-31"), "per_10k", 52, None),
        ("actual", day("2017-03-31"), "count", 227, None),
        ("actual", day("2017-03-31"), "per_10k", 52, None),
    ]


def test_a_national_figure_is_of_the_same_unit(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(
        warehouse, "metric_against_national", metric_code="child_poverty", authority="Bath and North East Somerset"
    )
    # Bath's report prints a percentage, a number of children and a national percentage.
    assert picked(rows, "unit_code", "value", "national_value") == [("count", 4056, None), ("percent", 12, 30)]


# 11. Inspections by year


def test_every_inspection_of_the_sample_is_counted_once(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "inspections_by_year")
    assert sum(row["inspections"] for row in rows) == 20
    counts = {(row["year"], row["framework_code"], row["type_code"]): row["inspections"] for row in rows}
    assert counts[2013, "child_protection", None] == 2
    assert counts[2017, "sif", None] == 1  # North Somerset
    assert counts[2017, "sif", "reinspection"] == 1  # Rotherham
    assert counts[2024, "ilacs", "standard"] == 1


# 12. Recommendations about a word


def test_recommendations_that_mention_a_word(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "recommendations_about")
    found = {row["authority_name"] for row in rows}
    assert {"Isle of Wight", "Kent", "North Somerset", "Rotherham", "Somerset", "South Gloucestershire"} == found
    assert all("supervision" in row["text"].lower() for row in rows)
    everything = warehouse.execute(
        "select count(*) from recommendations where lower(text) like '%supervision%'"
    ).fetchall()
    assert everything == [(len(rows),)]


def test_a_word_is_a_whole_word(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert answer(warehouse, "recommendations_about", word="supervis") == []
    assert len(answer(warehouse, "recommendations_about", word=r"SUPERVIS\w*")) >= 6


def test_straight_and_curly_apostrophes_are_one(warehouse: duckdb.DuckDBPyConnection) -> None:
    curly = warehouse.execute(
        "select count(*) from recommendations where text ilike '%managers’ oversight%'"
    ).fetchall()
    assert curly != [(0,)]
    for word in ("managers’ oversight", "managers' oversight"):
        assert [(len(answer(warehouse, "recommendations_about", word=word)),)] == curly


# 13. Themes of recommendations


def test_themes_are_counted_by_year_region_and_grade(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "recommendation_themes")
    everything = warehouse.execute(
        "select count(*) from recommendation_themes where inspection_start_date >= date '2013-01-01'"
    ).fetchall()
    assert everything == [(sum(row["recommendations"] for row in rows),)]
    assert all(row["is_inferred"] for row in rows)
    wight = [row for row in rows if row["year"] == 2018 and row["region_name"] == "South East"]
    assert {row["grade_at_the_time"] for row in wight} == {"good"}
    ours = answer(warehouse, "recommendation_themes", region="Yorkshire and The Humber")
    assert {row["region_name"] for row in ours} == {"Yorkshire and The Humber"}
    visits = answer(warehouse, "recommendation_themes", framework_code="ilacs_focused_visit")
    assert {row["grade_at_the_time"] for row in visits} == {"requires_improvement"}


# 14. The same of authorities like mine


def test_neighbours_that_were_asked_for_the_same(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "neighbours_with_the_theme", theme_code="assessment")
    assert rows[0]["neighbour_rank"] == 0
    assert {row["authority_name"] for row in rows if row["neighbour_rank"] == 0} == {"Rotherham"}
    neighbours = warehouse.execute(
        "select neighbour_rank, neighbour_urn from bridge_authority_neighbour "
        "inner join dim_authority using (authority_urn) where is_current and authority_name = 'Rotherham'"
    ).fetchall()
    beside = {(row["neighbour_rank"], row["authority_urn"]) for row in rows if row["neighbour_rank"]}
    assert beside <= set(neighbours)
    said = [f"{row['lead_in'] or ''} {row['text']}".lower() for row in rows]
    assert sum("assess" in text for text in said) >= 0.5 * len(said)
