"""The grade in force at each inspection or visit, why there is none, and the number of a visit since the last one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import duckdb

from tests.warehouse.test_reconciliation import HISTORY

Made = Callable[..., duckdb.DuckDBPyConnection]
SQL = "select overall_grade_at_the_time, visit_number from inspections where authority_name = ? and framework_code = ?"


def test_a_full_inspection_has_its_own_grade_and_a_visit_that_in_force(warehouse: duckdb.DuckDBPyConnection) -> None:
    for authority, framework, expected in (
        ("South Tyneside", "ilacs", ("inadequate", None)),
        ("North Somerset", "ilacs_focused_visit", ("requires_improvement", 1)),
        ("Tameside", "ilacs_monitoring_visit", (None, 1)),  # the sample has no full inspection of it
        ("Somerset", "ilacs", (None, None)),  # of 2026, without an overall grade
    ):
        assert warehouse.execute(SQL, [authority, framework]).fetchall() == [expected]


def test_visits_and_inspections_of_the_official_record_count(made: Made) -> None:
    """The sample's visit to North Somerset began on 7 December 2021."""
    visit = ["North Somerset", dt.date(2021, 3, 2), dt.date(2021, 4, 6), "ILACS Focused Visit", "", "", "", "", ""]
    assert made([HISTORY, visit]).execute(SQL, ["North Somerset", "ilacs_focused_visit"]).fetchall() == [
        ("requires_improvement", 2)
    ]
    good = [
        "North Somerset",
        dt.date(2021, 9, 6),
        dt.date(2021, 10, 18),
        "ILACS Standard Inspection",
        *["Good"] * 4,
        "",
    ]
    assert made([HISTORY, visit, good]).execute(SQL, ["North Somerset", "ilacs_focused_visit"]).fetchall() == [
        ("good", 1)
    ]
    # It was not published when the visit began.
    good[2] = dt.date(2022, 1, 10)
    assert made([HISTORY, visit, good]).execute(SQL, ["North Somerset", "ilacs_focused_visit"]).fetchall() == [
        ("requires_improvement", 2)
    ]


def test_why_no_grade_was_in_force_is_told(warehouse: duckdb.DuckDBPyConnection) -> None:
    sql = (
        "select distinct overall_grade_at_the_time, no_grade_code from all_inspections "
        "where authority_name = ? and framework_code = ?"
    )
    for authority, framework, expected in (
        ("North Somerset", "ilacs_focused_visit", ("requires_improvement", None)),
        ("Tameside", "ilacs_monitoring_visit", (None, "no_inspection_in_file")),
        ("Somerset", "ilacs", (None, "no_grade_given")),
    ):
        assert warehouse.execute(sql, [authority, framework]).fetchall() == [expected]


def test_the_official_record_alone_has_rows_with_the_same_grade(made: Made) -> None:
    visit = ["North Somerset", dt.date(2021, 3, 2), dt.date(2021, 4, 6), "ILACS Focused Visit", "", "", "", "", ""]
    shown = made([HISTORY, visit]).execute(
        "select source_code, inspected_date, published_date, overall_grade_at_the_time, visit_number "
        "from all_inspections where authority_name = 'North Somerset' and kind_code = 'visit' order by inspected_date"
    )
    assert shown.fetchall() == [
        ("official_statistics", dt.date(2021, 3, 2), dt.date(2021, 4, 6), "requires_improvement", 1),
        ("report", dt.date(2021, 12, 7), dt.date(2022, 1, 31), "requires_improvement", 2),
    ]
