"""Ready answers over histories: what ended, what followed, what was not judged, what no report shows."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator

import duckdb
import pytest

from pipelines.settings import Settings
from tests.answers import answer, day, picked
from tests.made_up_inspections import Story, tell

GRAINS = {
    "latest_grades": ("authority_urn",),
    "next_window": ("authority_urn",),
    "risen_and_fallen": ("inspection_id",),
    "inadequate_to_good": ("inadequate_inspection_id",),
    "publication_lag": ("framework_code", "year"),
    "visit_themes": ("theme", "grade_at_the_time"),
    "priority_actions": ("inspection_id",),
    "share_good_by_region": ("region_name",),
    "care_leavers_and_children_in_care": ("inspection_id",),
    "metric_against_national": ("inspection_id", "unit_code", "role_code", "as_of_date"),
    "inspections_by_year": ("year", "framework_code", "type_code"),
    "recommendations_about": ("inspection_id", "position"),
    "recommendation_themes": ("recommendation_theme_code", "year", "region_name", "grade_at_the_time"),
    "neighbours_with_the_theme": ("inspection_id", "position"),
}


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


@pytest.mark.parametrize("name", list(GRAINS))
def test_a_question_keeps_to_its_grain(story: duckdb.DuckDBPyConnection, name: str) -> None:
    keys = picked(answer(story, name), *GRAINS[name])
    assert keys
    assert len(set(keys)) == len(keys)


# 1. Latest grades


def test_latest_grades_say_when_the_official_statistics_know_a_later_inspection(
    story: duckdb.DuckDBPyConnection,
) -> None:
    rows = {row["authority_name"]: row for row in answer(story, "latest_grades")}
    assert rows["Barnsley"]["inspection_start_date"] == day("2018-10-08")
    assert rows["Barnsley"]["later_inspection_date"] == day("2023-09-11")
    assert rows["Barnsley"]["later_overall_effectiveness"] == "good"
    assert rows["Surrey"]["later_inspection_date"] is None
    # What followed Northamptonshire takes nothing from it.
    assert "Northamptonshire" not in rows
    assert rows["West Northamptonshire"]["overall_effectiveness"] is None
    assert rows["North Northamptonshire"]["overall_effectiveness"] == "good"


def test_neighbours_grades_are_of_either_source_and_say_why_there_is_none(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["authority_name"]: row["neighbours_grades"].split("; ") for row in answer(story, "latest_grades")}
    assert "Wakefield: no such grade in the file" in rows["Barnsley"]  # the official statistics of May 2026
    assert "Rotherham: outstanding" in rows["Barnsley"]
    assert "Barnsley: good" in rows["Rotherham"]
    assert "Doncaster: no inspection in the file" in rows["Barnsley"]
    leadership = answer(story, "latest_grades", domain_code="leadership")
    of_hartlepool = next(row["neighbours_grades"] for row in leadership if row["authority_name"] == "Hartlepool")
    assert "Blackpool: outstanding" in of_hartlepool.split("; ")


def test_a_day_that_no_report_prints_is_that_of_the_official_statistics(story: duckdb.DuckDBPyConnection) -> None:
    for view in ("full_inspections", "judgement_history_all"):
        found = story.execute(f"select published_date from {view} where authority_urn = '80574'").fetchall()
        assert found == [(day("2021-11-26"),)]
    sources = "select published_date_source from full_inspections where inspection_id = ?"
    assert story.execute(sources, ["80574-ilacs-2021-10-04"]).fetchall() == [("official_statistics",)]
    assert story.execute(sources, ["80551-sif-2013-11-19"]).fetchall() == [("site",)]
    walsall = next(row for row in answer(story, "latest_grades") if row["authority_name"] == "Walsall")
    assert walsall["published_date"] == day("2021-11-26")


# 2. Next window


def test_windows_open_after_the_median_interval_of_the_grade(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["authority_name"]: row for row in answer(story, "next_window")}
    # After good: Barnsley 1799 days, Rotherham 1694 and 1225, Somerset 1379, Lancashire 1260, Wakefield 1652.
    westmorland = rows["Westmorland and Furness"]
    assert (westmorland["median_days"], westmorland["intervals_counted"]) == (1516, 6)
    assert westmorland["window_opens_date"] == day("2024-04-22") + dt.timedelta(days=1516)
    assert westmorland["days_to_window"] == (westmorland["window_opens_date"] - day("2026-07-01")).days
    # After inadequate: Northamptonshire 735 days, Surrey 1224 and 1421, Somerset 1022, Rotherham 1147. Blackpool's
    # first day is not known.
    south_tyneside = rows["South Tyneside"]
    assert (south_tyneside["median_days"], south_tyneside["intervals_counted"]) == (1147, 5)
    # After requires improvement, by first days alone: Northamptonshire, Surrey, Somerset, the Isle of Wight.
    assert rows["Sheffield"]["intervals_counted"] == 4
    # None has followed an inspection without an overall grade.
    assert (rows["Somerset"]["overall_grade_code"], rows["Somerset"]["intervals_counted"]) == (None, 0)
    assert rows["Somerset"]["window_opens_date"] is None


def test_windows_are_of_the_authorities_of_the_chosen_day(story: duckdb.DuckDBPyConnection) -> None:
    now = {row["authority_urn"] for row in answer(story, "next_window")}
    before = {row["authority_urn"]: row for row in answer(story, "next_window", as_of_date="2021-03-31")}
    assert len(now) == 153
    assert "80531" not in now
    assert before["80531"]["inspected_date"] == day("2019-06-17")
    assert "2637539" not in before
    # An inspection after that day is not known on it.
    assert before["80567"]["inspected_date"] == day("2018-02-26")


def test_intervals_count_from_the_chosen_day(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["authority_name"]: row for row in answer(story, "next_window", from_date="2018-02-26")}
    # Surrey's 1421 days from that day on; the day before would not have counted.
    assert (rows["South Tyneside"]["median_days"], rows["South Tyneside"]["intervals_counted"]) == (1421, 1)
    rows = {row["authority_name"]: row for row in answer(story, "next_window", from_date="2018-02-27")}
    assert rows["South Tyneside"]["intervals_counted"] == 0


# 3. Risen and fallen


def test_who_rose_and_fell(story: duckdb.DuckDBPyConnection) -> None:
    rows = answer(story, "risen_and_fallen")
    told = ("authority_name", "previous_grade_code", "grade_code", "grades_risen", "change_code")
    assert picked(rows, "inspected_date", *told) == [
        (day("2025-11-03"), "Kent", "outstanding", "good", -1, "fell"),
        (day("2025-11-03"), "Rotherham", "good", "outstanding", 1, "rose"),
        (day("2025-03-17"), "Surrey", "requires_improvement", "good", 1, "rose"),
        (day("2022-07-18"), "Somerset", "requires_improvement", "good", 1, "rose"),
        (day("2022-01-17"), "Surrey", "inadequate", "requires_improvement", 1, "rose"),
        (day("2019-06-17"), "Northamptonshire", "requires_improvement", "inadequate", -1, "fell"),
        (day("2018-11-19"), "Isle of Wight", "requires_improvement", "good", 1, "rose"),
        # From an inspection that the official statistics alone have.
        (day("2018-10-08"), "Barnsley", "requires_improvement", "good", 1, "rose"),
        (day("2017-11-07"), "Somerset", "inadequate", "requires_improvement", 1, "rose"),
        (day("2017-11-06"), "Rotherham", "inadequate", "good", 2, "rose"),
        (day("2016-03-07"), "Northamptonshire", "inadequate", "requires_improvement", 1, "rose"),
    ]
    assert {row["inspections_between"] for row in rows} == {0}


def test_adequate_and_requires_improvement_are_no_rise_or_fall(story: duckdb.DuckDBPyConnection) -> None:
    rows = answer(story, "risen_and_fallen", service_code="safeguarding")
    # Good in 2010, requires improvement by the official record of 2012, adequate by the report of 2013.
    assert picked(rows, "authority_name", "grade_code", "inspected_date") == [
        ("Bath and North East Somerset", "requires_improvement", day("2012-02-10"))
    ]


def test_inspections_without_the_grade_are_counted_between(story: duckdb.DuckDBPyConnection) -> None:
    rows = answer(story, "risen_and_fallen", domain_code="leadership")
    # Of Rotherham's inspection of 2022 the story has the overall grade alone.
    told = ("authority_name", "previous_inspected_date", "inspected_date", "inspections_between")
    rotherham = [row for row in rows if row["authority_name"] == "Rotherham"]
    assert picked(rotherham, *told) == [
        ("Rotherham", day("2017-11-06"), day("2025-11-03"), 1),
        ("Rotherham", day("2014-09-16"), day("2017-11-06"), 0),
    ]
    recent = answer(story, "risen_and_fallen", domain_code="leadership", from_date="2025-11-03")
    assert picked(recent, "authority_name") == [("Kent",), ("Rotherham",)]


# 4. From inadequate to good


def test_years_from_inadequate_to_good(story: duckdb.DuckDBPyConnection) -> None:
    rows = answer(story, "inadequate_to_good")
    told = ("authority_name", "inadequate_date", "times_inadequate", "state_code", "good_date", "years_to_good")
    assert picked(rows, *told) == [
        # It ended in 2021, and North Northamptonshire's good grade of 2022 is not its own.
        ("Northamptonshire", day("2014-03-03"), 2, "authority_ended", None, None),
        ("Rotherham", day("2014-09-16"), 1, "reached_good", day("2017-11-06"), 3.1),
        ("Surrey", day("2014-10-21"), 2, "reached_good", day("2025-03-17"), 10.4),
        ("Somerset", day("2015-01-20"), 1, "reached_good", day("2022-07-18"), 7.5),
        # Nobody knows: its inspection of 2026 gave no overall grade.
        ("Blackpool", day("2015-08-22"), 1, "not_known", None, None),
        ("South Tyneside", day("2022-12-05"), 1, "not_yet", None, None),
    ]
    assert rows[0]["authority_ended_date"] == day("2021-03-31")


def test_a_grade_that_the_latest_inspection_does_not_give_is_not_known(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["authority_name"]: row for row in answer(story, "inadequate_to_good")}
    assert rows["Blackpool"]["latest_inspection_id"] == "80431-ilacs-2026-06-08"
    # The inspection that ends the time is its latest, however many follow.
    assert rows["Rotherham"]["latest_inspection_id"] == rows["Rotherham"]["good_inspection_id"]


# 5. Publication lag


def test_a_lag_can_rest_on_the_official_day_of_publication(story: duckdb.DuckDBPyConnection) -> None:
    rows = {(row["framework_code"], row["year"]): row for row in answer(story, "publication_lag")}
    told = ("reports", "reports_with_dates", "median_days", "dates_from_site", "dates_from_official")
    # Walsall's: 8 October to 26 November 2021; Wakefield's beside it has 12 November to 17 December.
    assert picked([rows["ilacs", 2021]], *told) == [(2, 2, 42, 0, 1)]


# 6. Visit themes


def test_a_visit_has_the_grade_that_was_published_when_it_began(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["theme"]: row for row in answer(story, "visit_themes")}
    # Barnsley was visited on 30 October 2018: good by the inspection of that month, published in November.
    assert rows["front_door"]["grade_at_the_time"] == "requires_improvement"
    later = answer(story, "visit_themes", from_date="2018-10-31")
    assert "front_door" not in {row["theme"] for row in later}


# 7. Priority actions


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
    rows = {row["region_name"]: row for row in answer(story, "share_good_by_region", on_date=on_date)}
    midlands = rows["East Midlands"]
    assert midlands["authorities"] == authorities
    assert midlands["authorities_with_grade"] == with_grade
    assert midlands["good_or_better"] == good_or_better
    assert midlands["no_inspection_in_file"] == authorities - with_grade


@pytest.mark.parametrize(
    ("on_date", "days_to_publish", "with_grade"),
    [
        ("2021-11-25", 0, 0),
        ("2021-11-26", 0, 1),  # Walsall's report is published, going by the official statistics
        ("2021-10-31", 25, 0),
        ("2021-10-31", 26, 1),  # as the official statistics wait for the reports of inspections made by a day
        ("2021-10-03", 91, 0),  # its inspection has not begun
    ],
)
def test_a_report_counts_when_it_is_published_in_time(
    story: duckdb.DuckDBPyConnection, on_date: str, days_to_publish: int, with_grade: int
) -> None:
    chosen = {"on_date": on_date, "days_to_publish": str(days_to_publish)}
    rows = {row["region_name"]: row for row in answer(story, "share_good_by_region", **chosen)}
    assert rows["West Midlands"]["authorities_with_grade"] == with_grade


def test_a_report_of_unknown_publication_counts_from_its_first_day_and_is_told(
    story: duckdb.DuckDBPyConnection,
) -> None:
    for on_date, unknown in (("2026-05-17", 0), ("2026-05-18", 1)):  # Wakefield's
        rows = answer(story, "share_good_by_region", on_date=on_date)
        assert rows[-1]["published_date_unknown"] == unknown


def test_what_was_not_judged_is_no_grade(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["region_name"]: row for row in answer(story, "share_good_by_region", on_date="2026-06-30")}
    # The City of London was not judged.
    london = rows["London"]
    assert (london["authorities_with_grade"], london["no_grade_given"]) == (0, 1)
    assert london["share_good_or_better"] is None
    # Somerset's, Lancashire's and Blackpool's inspections of 2026 gave no overall grade: none before them stands in.
    assert rows["South West"]["no_grade_given"] == 1
    assert rows["North West"]["no_grade_given"] == 2


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
    rows = answer(story, "share_good_by_region", on_date=on_date)
    assert len(rows) == 10
    *regions, england = rows
    assert england["region_name"] == "England"
    for row in rows:
        parts = row["authorities_with_grade"] + row["no_inspection_in_file"] + row["no_grade_given"]
        assert parts == row["authorities"]
        assert row["outstanding"] + row["good"] == row["good_or_better"]
        worse = row["requires_improvement_or_adequate"] + row["inadequate"]
        assert row["good_or_better"] + worse == row["authorities_with_grade"]
        share = row["share_good_or_better"]
        assert (share is None) == (row["authorities_with_grade"] == 0)
        assert share is None or 0 <= share <= 1
    for count in ("authorities", "authorities_with_grade", "good_or_better", "inadequate", "no_inspection_in_file"):
        assert sum(row[count] for row in regions) == england[count]


# 9. Care leavers and children in care


def test_care_leavers_not_judged_are_not_compared(story: duckdb.DuckDBPyConnection) -> None:
    rows = {row["authority_name"]: row for row in answer(story, "care_leavers_and_children_in_care")}
    london = rows["City of London"]
    assert (london["care_leavers"], london["care_leavers_are"]) == ("not_judged", None)


# 11. Inspections by year


def test_inspections_without_a_report_are_counted_apart(story: duckdb.DuckDBPyConnection) -> None:
    rows = answer(story, "inspections_by_year", from_year="2014", to_year="2014")
    # The Isle of Wight, Rotherham, Northamptonshire, Surrey; Barnsley, from the official statistics, by publication.
    told = ("framework_code", "inspections", "with_report", "without_report", "year_from_publication")
    assert picked(rows, *told) == [("sif", 5, 4, 1, 1)]
