"""Ready answers: every question runs, keeps to its grain, and answers as the reports' facts say."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.questions import QuestionError, questions, read
from pipelines.settings import Settings
from tests.made_up_inspections import Story, tell

IN_ORDER = {
    "latest_grades": ("authority_urn",),
    "next_window": ("authority_urn",),
    "risen_and_fallen": ("inspection_id",),
    "inadequate_to_good": ("inadequate_inspection_id",),
    "publication_lag": ("framework_code", "year"),
    "visit_themes": ("theme_code", "grade_at_the_time"),
    "priority_actions": ("inspection_id",),
    "share_good_by_region": ("region_name",),
    "care_leavers_and_children_in_care": ("inspection_id",),
    "metric_against_national": ("inspection_id", "unit_code", "role_code", "as_of_date"),
    "inspections_by_year": ("year", "framework_code", "type_code"),
    "recommendations_about": ("inspection_id", "position"),
}

VALUE = r"(?:cast\(\w+ as \w+\)|date '[^']+'|'[^']*'|\d+) as {}\b"


@pytest.fixture(scope="module")
def story(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample with made-up inspections beside its own, as a reader opens it."""
    path = tmp_path_factory.mktemp("story") / "warehouse.duckdb"
    shutil.copyfile(sample.warehouse, path)
    made_up = Story(path)
    tell(made_up)
    made_up.connection.close()
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def answer(connection: duckdb.DuckDBPyConnection, name: str, **chosen: str) -> list[dict[str, Any]]:
    """The question's rows; `chosen` are values, in SQL, to put in the place of its own, as its reader would."""
    sql = questions()[name].sql
    for column, value in chosen.items():
        sql, changed = re.subn(VALUE.format(column), lambda _, new=f"{value} as {column}": new, sql, count=1)
        assert changed, column
    result = connection.execute(sql)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def picked(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    """Those columns of the rows."""
    return [tuple(row[name] for name in names) for row in rows]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# Every question


def test_the_questions_are_listed_in_their_order() -> None:
    assert list(questions()) == list(IN_ORDER)


@pytest.mark.parametrize("name", list(IN_ORDER))
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


@pytest.mark.parametrize("name", list(IN_ORDER))
def test_a_question_keeps_to_its_grain(story: duckdb.DuckDBPyConnection, name: str) -> None:
    keys = picked(answer(story, name), *IN_ORDER[name])
    assert keys
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("select 1", "does not ask its question"),
        ("-- 1. What?\nwith chosen as (select 1) select 1", "needs the notes grain, change, caveat"),
        ("-- 1. What?\n-- grain: one row\n-- beware: x\nwith a as (select 1) select 1", "unknown line"),
        ("-- 1. What?\n-- grain: one row\n-- grain: one row\nwith a as (select 1) select 1", "unknown line"),
    ],
)
def test_a_question_without_a_proper_head_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "question.sql"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionError, match=says):
        read(path)


# 1. Latest grades


def test_latest_grades_of_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "latest_grades")
    assert len(rows) == 153
    graded = [row for row in rows if row["inspection_start_date"]]
    assert picked(graded, "authority_name", "overall_effectiveness", "children_in_care", "care_leavers") == [
        ("Isle of Wight", "requires_improvement", "requires_improvement", "requires_improvement"),
        ("Kent", "outstanding", "outstanding", None),
        ("North Somerset", "requires_improvement", "requires_improvement", "good"),
        ("Rotherham", "good", "requires_improvement", "outstanding"),
        ("Sheffield", "requires_improvement", "requires_improvement", "good"),
        ("Somerset", None, "requires_improvement", "good"),
        ("South Tyneside", "inadequate", "inadequate", None),
        ("Westmorland and Furness", "good", "good", "requires_improvement"),
    ]
    assert all("; " in row["neighbours_overall_effectiveness"] for row in graded)
    assert {row["authority_name"] for row in answer(warehouse, "latest_grades", region_name="'North East'")} >= {
        "South Tyneside",
        "Durham",
    }


def test_latest_grades_say_when_the_official_statistics_know_a_later_inspection(
    story: duckdb.DuckDBPyConnection,
) -> None:
    rows = {row["authority_name"]: row for row in answer(story, "latest_grades")}
    assert rows["Barnsley"]["inspection_start_date"] == day("2018-10-08")
    assert rows["Barnsley"]["later_inspection_date"] == day("2023-09-11")
    assert rows["Surrey"]["later_inspection_date"] is None
    # What followed Northamptonshire takes nothing from it.
    assert "Northamptonshire" not in rows
    assert rows["West Northamptonshire"]["overall_effectiveness"] is None
    assert rows["North Northamptonshire"]["overall_effectiveness"] == "good"


# 2. Next window


def test_days_since_the_last_full_inspection_in_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = {row["authority_name"]: row for row in answer(warehouse, "next_window", as_of_date="date '2026-07-01'")}
    assert rows["Kent"]["inspected_date"] == day("2022-05-09")
    assert rows["Kent"]["days_since"] == 1514
    assert rows["Somerset"]["days_since"] == 65
    # The inspections of 2013 were of one service each, a visit or a board's review is none of them.
    for name in ("South Gloucestershire", "Surrey", "Tameside", "Lancashire", "Blackpool"):
        assert rows[name]["days_since"] is None
    assert {row["intervals_counted"] for row in rows.values()} == {0}


def test_the_day_counted_from_is_the_file_s_own(warehouse: duckdb.DuckDBPyConnection) -> None:
    ((built,),) = warehouse.execute("select cast(published_at as date) from publication").fetchall()
    assert {row["as_of_date"] for row in answer(warehouse, "next_window")} == {built}


def test_windows_open_after_the_median_interval_of_the_grade(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["authority_name"]: row for row in answer(story, "next_window")}
    # After good: Barnsley 1799 days, Rotherham 1694 and 1225, Somerset 1379, Lancashire 1260, Wakefield 1652.
    westmorland = rows["Westmorland and Furness"]
    assert (westmorland["median_days"], westmorland["intervals_counted"]) == (1516, 6)
    assert westmorland["window_opens_date"] == day("2024-04-22") + dt.timedelta(days=1516)
    assert westmorland["days_to_window"] == (westmorland["window_opens_date"] - day("2026-07-01")).days
    # After inadequate: Northamptonshire 735 days, Surrey 1224 and 1421, Somerset 1022.
    south_tyneside = rows["South Tyneside"]
    assert (south_tyneside["median_days"], south_tyneside["intervals_counted"]) == (1123, 4)
    # After requires improvement, by first days alone: Northamptonshire, Surrey, Somerset, the Isle of Wight.
    assert rows["Sheffield"]["intervals_counted"] == 4
    # None has followed an inspection without an overall grade.
    assert (rows["Somerset"]["overall_grade_code"], rows["Somerset"]["intervals_counted"]) == (None, 0)
    assert rows["Somerset"]["window_opens_date"] is None


def test_windows_are_of_the_authorities_of_the_chosen_day(story: duckdb.DuckDBPyConnection) -> None:
    now = {row["authority_urn"] for row in answer(story, "next_window")}
    before = {row["authority_urn"]: row for row in answer(story, "next_window", as_of_date="date '2021-03-31'")}
    assert len(now) == 153
    assert "80531" not in now
    assert before["80531"]["inspected_date"] == day("2019-06-17")
    assert "2637539" not in before
    # An inspection after that day is not known on it.
    assert before["80567"]["inspected_date"] == day("2018-02-26")


# 3. Risen and fallen


def test_nobody_in_the_sample_was_inspected_twice_alike(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert answer(warehouse, "risen_and_fallen") == []


def test_who_rose_and_fell(story: duckdb.DuckDBPyConnection) -> None:
    rows = answer(story, "risen_and_fallen")
    told = ("authority_name", "previous_grade_code", "grade_code", "grades_risen", "change_code")
    assert picked(rows, "inspected_date", *told) == [
        (day("2025-11-03"), "Rotherham", "good", "outstanding", 1, "rose"),
        (day("2025-03-17"), "Surrey", "requires_improvement", "good", 1, "rose"),
        (day("2022-07-18"), "Somerset", "requires_improvement", "good", 1, "rose"),
        (day("2022-01-17"), "Surrey", "inadequate", "requires_improvement", 1, "rose"),
        (day("2019-06-17"), "Northamptonshire", "requires_improvement", "inadequate", -1, "fell"),
        (day("2018-11-19"), "Isle of Wight", "requires_improvement", "good", 1, "rose"),
        # From an inspection that the official statistics alone have.
        (day("2018-10-08"), "Barnsley", "requires_improvement", "good", 1, "rose"),
        (day("2017-11-07"), "Somerset", "inadequate", "requires_improvement", 1, "rose"),
        (day("2016-03-07"), "Northamptonshire", "inadequate", "requires_improvement", 1, "rose"),
    ]
    assert {row["inspections_between"] for row in rows} == {0}


def test_adequate_and_requires_improvement_are_no_rise_or_fall(story: duckdb.DuckDBPyConnection) -> None:
    rows = answer(story, "risen_and_fallen", service_code="'safeguarding'", from_date="date '2009-01-01'")
    # Good in 2010, requires improvement by the official record of 2012, adequate by the report of 2013.
    assert picked(rows, "authority_name", "grade_code", "inspected_date") == [
        ("Bath and North East Somerset", "requires_improvement", day("2012-02-10"))
    ]


def test_inspections_without_the_grade_are_counted_between(story: duckdb.DuckDBPyConnection) -> None:
    rows = answer(story, "risen_and_fallen", domain_code="'leadership'")
    # Of Rotherham's inspection of 2022 the story has the overall grade alone.
    told = ("authority_name", "previous_inspected_date", "inspected_date", "inspections_between")
    assert picked(rows, *told) == [("Rotherham", day("2017-11-06"), day("2025-11-03"), 1)]


# 4. From inadequate to good


def test_the_sample_s_inadequate_authority_is_not_good_yet(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "inadequate_to_good")
    assert picked(rows, "authority_name", "inadequate_date", "state_code", "years_to_good") == [
        ("South Tyneside", day("2022-12-05"), "not_yet", None)
    ]
    safeguarding = answer(warehouse, "inadequate_to_good", service_code="'safeguarding'")
    assert picked(safeguarding, "authority_name", "inadequate_date") == [("Somerset", day("2013-06-24"))]


def test_years_from_inadequate_to_good(story: duckdb.DuckDBPyConnection) -> None:
    rows = answer(story, "inadequate_to_good")
    told = ("authority_name", "inadequate_date", "times_inadequate", "state_code", "good_date", "years_to_good")
    assert picked(rows, *told) == [
        # It ended in 2021, and North Northamptonshire's good grade of 2022 is not its own.
        ("Northamptonshire", day("2014-03-03"), 2, "authority_ended", None, None),
        ("Surrey", day("2014-10-21"), 2, "reached_good", day("2025-03-17"), 10.4),
        ("Somerset", day("2015-01-20"), 1, "reached_good", day("2022-07-18"), 7.5),
        ("South Tyneside", day("2022-12-05"), 1, "not_yet", None, None),
    ]
    assert rows[0]["authority_ended_date"] == day("2021-03-31")


# 5. Publication lag


def test_publication_lag_of_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = {(row["framework_code"], row["year"]): row for row in answer(warehouse, "publication_lag")}
    assert sum(row["reports"] for row in rows.values()) == 17
    # Bath: 13 March to 16 April 2013; Somerset: 3 July to 5 August.
    early = rows["child_protection", 2013]
    assert (early["reports"], early["shortest_days"], early["longest_days"], early["median_days"]) == (2, 33, 34, 33.5)
    # South Tyneside's second period ended on 15 February 2023, its report came on 10 May.
    assert rows["ilacs", 2023]["median_days"] == 84
    assert rows["ilacs_focused_visit", 2021]["dates_from_site"] == 0
    assert rows["ilacs", 2022]["dates_from_site"] == 1  # Kent
    assert {row["framework_code"] for row in answer(warehouse, "publication_lag", framework_code="'sif'")} == {"sif"}


# 6. Visit themes


def test_the_sample_s_visit_was_to_an_authority_that_required_improvement(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    rows = answer(warehouse, "visit_themes")
    assert picked(rows, "theme_code", "grade_at_the_time", "visits", "visits_without_report") == [
        ("children_in_need_or_protection_plan", "requires_improvement", 1, 0)
    ]
    monitoring = answer(warehouse, "visit_themes", framework_code="'ilacs_monitoring_visit'")
    # The sample has no inspection of Tameside.
    assert picked(monitoring, "theme_code", "grade_at_the_time") == [
        ("children_in_need_or_protection_plan", "no_inspection_in_file")
    ]


def test_a_visit_has_the_grade_that_was_published_when_it_began(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["theme_code"]: row for row in answer(story, "visit_themes")}
    # Barnsley was visited on 30 October 2018: good by the inspection of that month, published in November.
    assert rows["front_door"]["grade_at_the_time"] == "requires_improvement"


# 7. Priority actions


def test_priority_actions_of_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "priority_actions")
    assert picked(rows, "authority_name", "framework_code", "actions", "next_date", "grade_before") == [
        ("Isle of Wight", "sif", 4, None, None),
        ("Lancashire", "area_send", 3, None, None),
    ]


def test_what_came_after_priority_actions(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["authority_name"]: row for row in answer(story, "priority_actions")}
    wight, lancashire = rows["Isle of Wight"], rows["Lancashire"]
    assert (wight["next_framework_code"], wight["next_date"]) == ("ilacs_monitoring_visit", day("2016-05-10"))
    assert wight["days_to_next"] == (day("2016-05-10") - day("2014-09-16")).days
    assert (wight["next_full_date"], wight["next_full_grade"]) == (day("2018-11-19"), "good")
    assert lancashire["grade_before"] == "good"
    # The next inspection gave no overall grade, and no later one is taken in its place.
    assert (lancashire["next_full_date"], lancashire["next_full_grade"]) == (day("2026-05-11"), None)


# 8. Share good or better


def test_shares_of_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = {row["region_name"]: row for row in answer(warehouse, "share_good_by_region", on_date="date '2025-03-31'")}
    # Rotherham good, Sheffield not; Kent outstanding, the Isle of Wight not; Westmorland and Furness good.
    assert rows["Yorkshire and The Humber"]["share_good_or_better"] == 0.5
    assert rows["South East"]["share_good_or_better"] == 0.5
    assert rows["North West"]["share_good_or_better"] == 1
    assert rows["London"]["share_good_or_better"] is None
    england = rows["England"]
    assert (england["authorities"], england["authorities_with_grade"], england["good_or_better"]) == (153, 7, 3)
    assert (england["inadequate"], england["no_inspection_in_file"], england["no_grade_given"]) == (1, 146, 0)


@pytest.mark.parametrize(
    ("on_date", "authorities", "with_grade", "good_or_better"),
    [
        ("2019-07-28", 9, 1, 0),  # the inspection of June is not published yet: requires improvement
        ("2021-03-31", 9, 1, 0),  # Northamptonshire's last day
        ("2021-04-01", 10, 0, 0),  # two new authorities, neither inspected
        ("2022-11-29", 10, 0, 0),
        ("2022-11-30", 10, 1, 1),  # North Northamptonshire's first is published
    ],
)
def test_shares_are_of_the_authorities_of_the_day(
    story: duckdb.DuckDBPyConnection, on_date: str, authorities: int, with_grade: int, good_or_better: int
) -> None:
    rows = {row["region_name"]: row for row in answer(story, "share_good_by_region", on_date=f"date '{on_date}'")}
    midlands = rows["East Midlands"]
    assert midlands["authorities"] == authorities
    assert midlands["authorities_with_grade"] == with_grade
    assert midlands["good_or_better"] == good_or_better
    assert midlands["no_inspection_in_file"] == authorities - with_grade


def test_what_was_not_judged_is_no_grade(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["region_name"]: row for row in answer(story, "share_good_by_region", on_date="date '2026-06-30'")}
    # The City of London was not judged.
    london = rows["London"]
    assert (london["authorities_with_grade"], london["no_grade_given"]) == (0, 1)
    assert london["share_good_or_better"] is None
    # Somerset's and Lancashire's inspections of 2026 gave no overall grade: those before them do not stand in.
    assert rows["South West"]["no_grade_given"] == 1
    assert rows["North West"]["no_grade_given"] == 1


def test_an_official_inspection_without_a_grade_takes_the_place_of_the_one_before(
    story: duckdb.DuckDBPyConnection,
) -> None:
    found = story.execute(
        "select inspected_date, inspected_date_source, overall_grade_code from full_inspections "
        "where authority_urn = '80451' order by inspected_date"
    ).fetchall()
    assert found == [(day("2021-11-08"), "first_day", "good"), (day("2026-05-18"), "first_day", None)]


@pytest.mark.parametrize("on_date", ["2009-01-01", "2014-12-31", "2019-03-31", "2022-12-31", "2026-07-01"])
def test_shares_add_up(story: duckdb.DuckDBPyConnection, on_date: str) -> None:
    rows = answer(story, "share_good_by_region", on_date=f"date '{on_date}'")
    assert len(rows) == 10
    *regions, england = rows
    assert england["region_name"] == "England"
    for row in rows:
        parts = row["authorities_with_grade"] + row["no_inspection_in_file"] + row["no_grade_given"]
        assert parts == row["authorities"]
        assert row["good_or_better"] + row["inadequate"] <= row["authorities_with_grade"]
        share = row["share_good_or_better"]
        assert (share is None) == (row["authorities_with_grade"] == 0)
        assert share is None or 0 <= share <= 1
    for count in ("authorities", "authorities_with_grade", "good_or_better", "inadequate", "no_inspection_in_file"):
        assert sum(row[count] for row in regions) == england[count]


# 9. Care leavers and children in care


def test_care_leavers_beside_children_in_care_in_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "care_leavers_and_children_in_care")
    told = ("authority_name", "children_in_care", "care_leavers", "care_leavers_are", "covers_care_leavers")
    assert picked(rows, *told) == [
        ("Somerset", "requires_improvement", "good", "higher", False),
        ("Westmorland and Furness", "good", "requires_improvement", "lower", False),
        ("Rotherham", "requires_improvement", "outstanding", "higher", True),
        ("North Somerset", "requires_improvement", "good", "higher", True),
        ("Isle of Wight", "requires_improvement", "requires_improvement", "same", True),
        ("Sheffield", "requires_improvement", "good", "higher", True),
    ]


def test_care_leavers_not_judged_are_not_compared(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["authority_name"]: row for row in answer(story, "care_leavers_and_children_in_care")}
    london = rows["City of London"]
    assert (london["care_leavers"], london["care_leavers_are"]) == ("not_judged", None)


# 10. A metric against the national figure


def test_free_school_meals_against_the_national_figure_in_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "metric_against_national")
    assert picked(rows, "authority_name", "value", "national_value", "difference") == [
        ("Isle of Wight", 18, 18, 0),
        ("North Somerset", 9, 14, -5),
        ("Rotherham", 17, 15, 2),
        ("Sheffield", 21, 18, 3),
        ("Surrey", 9, 18, -9),
    ]


def test_earlier_figures_stand_in_their_order_without_a_national_one(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "metric_against_national", metric_code="'children_looked_after'", authority_urn="'80528'")
    assert picked(rows, "role_code", "as_of_date", "unit_code", "value", "national_value") == [
        ("previous", day("2016-03-31"), "count", 221, None),
        ("previous", day("2016-03-31"), "per_10k", 52, None),
        ("actual", day("2017-03-31"), "count", 227, None),
        ("actual", day("2017-03-31"), "per_10k", 52, None),
    ]


def test_a_national_figure_is_of_the_same_unit(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "metric_against_national", metric_code="'child_poverty'", authority_urn="'80427'")
    # Bath's report prints a percentage, a number of children and a national percentage.
    assert picked(rows, "unit_code", "value", "national_value") == [("count", 4056, None), ("percent", 12, 30)]


# 11. Inspections by year


def test_every_inspection_of_the_sample_is_counted_once(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "inspections_by_year")
    assert sum(row["inspections"] for row in rows) == 17
    counts = {(row["year"], row["framework_code"], row["type_code"]): row["inspections"] for row in rows}
    assert counts[2013, "child_protection", None] == 2
    assert counts[2017, "sif", None] == 1  # North Somerset
    assert counts[2017, "sif", "reinspection"] == 1  # Rotherham
    assert counts[2024, "ilacs", "standard"] == 1


def test_inspections_without_a_report_are_counted_apart(story: duckdb.DuckDBPyConnection) -> None:
    rows = answer(story, "inspections_by_year", from_year="2014", to_year="2014")
    # The Isle of Wight, Northamptonshire, Surrey; Barnsley's, from the official statistics, by its publication.
    told = ("framework_code", "inspections", "with_report", "without_report", "year_from_publication")
    assert picked(rows, *told) == [("sif", 4, 3, 1, 1)]


# 12. Recommendations about a word


def test_recommendations_that_mention_a_word(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, "recommendations_about")
    found = {row["authority_name"] for row in rows}
    assert {"Kent", "North Somerset", "Rotherham", "Somerset", "South Gloucestershire"} == found
    assert all("supervision" in row["text"].lower() for row in rows)
    everything = warehouse.execute(
        "select count(*) from recommendations where lower(text) like '%supervision%'"
    ).fetchall()
    assert everything == [(len(rows),)]


def test_a_word_is_a_whole_word(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert answer(warehouse, "recommendations_about", word="'supervis'") == []
    assert len(answer(warehouse, "recommendations_about", word=r"'SUPERVIS\w*'")) >= 6
