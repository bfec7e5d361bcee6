"""What is due next: what a report states, what the published rules say and what past intervals come to, kept apart."""

from __future__ import annotations

import datetime as dt

import duckdb

from pipelines import reference
from tests.warehouse.conftest import Made, Row

HISTORY: Row = [
    "Local authority name",
    "Inspection date",
    "Publication date",
    "Inspection type",
    "Overall effectiveness",
]
DUE = "select {} from next_due where authority_name = ? and framework_code = ? order by next_kind_code"


def due(
    connection: duckdb.DuckDBPyConnection, authority: str, framework: str, columns: str
) -> list[tuple[object, ...]]:
    return connection.execute(DUE.format(columns), [authority, framework]).fetchall()


def test_a_report_states_it_with_page_and_words(warehouse: duckdb.DuckDBPyConnection) -> None:
    """The sample's Lancashire, published on 12 February 2025."""
    rows = due(
        warehouse,
        "Lancashire",
        "area_send",
        "next_kind_code, stated_months, stated_due_date, rule_months, past_median_days, page_number, evidence_text",
    )
    (full, monitoring) = rows
    assert full[:5] == ("full_inspection", 36, dt.date(2028, 2, 12), 36, None)
    assert monitoring[:5] == ("monitoring_inspection", 18, dt.date(2026, 8, 12), 18, None)
    assert full[5] == monitoring[5] == 1
    assert "three years" in str(full[6])
    assert "18 months" in str(monitoring[6])


def test_rules_go_by_the_grade_and_the_day_of_the_latest_inspection(made: Made) -> None:
    def inspected(name: str, year: int, grade: str) -> list[object]:
        return [name, dt.date(year, 6, 1), dt.date(year, 7, 20), "ILACS Standard Inspection", grade]

    rows = [
        inspected("York", 2022, "Good"),
        inspected("Essex", 2022, "Inadequate"),
        inspected("Devon", 2019, "Requires improvement to be good"),
        inspected("Devon", 2022, "Outstanding"),
    ]
    build = made([HISTORY, *rows])
    columns = "next_kind_code, last_result_code, stated_months, rule_months, rule_due_date"
    assert due(build, "York", "ilacs", columns) == [("full_inspection", "good", None, 36, dt.date(2025, 6, 1))]
    assert due(build, "Devon", "ilacs", columns) == [("full_inspection", "outstanding", None, 36, dt.date(2025, 6, 1))]
    assert due(build, "Essex", "ilacs", columns) == [("full_inspection", "inadequate", None, None, None)]
    visits = due(build, "Essex", "ilacs_monitoring_visit", columns)
    assert visits == [("monitoring_visit", "inadequate", None, 3, dt.date(2022, 9, 1))]
    assert all(source for (source,) in due(build, "Essex", "ilacs", "rule_source"))


def test_past_intervals_are_of_the_same_grade_and_counted(made: Made) -> None:
    def inspected(name: str, day: dt.date, grade: str) -> list[object]:
        return [name, day, day + dt.timedelta(50), "ILACS Short Inspection", grade]

    first = dt.date(2018, 6, 1)
    rows = [inspected(name, first, "Good") for name in ("York", "Essex", "Devon")]
    rows += [
        inspected("York", first + dt.timedelta(1000), "Good"),
        inspected("Essex", first + dt.timedelta(1400), "Good"),
    ]
    build = made([HISTORY, *rows])
    (found,) = due(build, "Devon", "ilacs", "past_median_days, past_intervals_counted, past_due_date")
    assert found == (1200, 2, first + dt.timedelta(1200))


def test_the_three_are_never_mixed(warehouse: duckdb.DuckDBPyConnection) -> None:
    """An inspection without an overall grade has no rule here, and what no report states is not filled in."""
    columns = "last_result_code, stated_months, rule_months, rule_source"
    (found,) = due(warehouse, "Somerset", "ilacs", columns)
    assert found == (None, None, None, None)
    mixed = warehouse.execute(
        "select count(*) from next_due where stated_months is not null and evidence_text is null"
    ).fetchall()
    assert mixed == [(0,)]


def test_rules_name_their_source_and_results_that_there_are() -> None:
    results = {row["grade_code"] for row in reference.rows("grades")}
    results |= {row["outcome_code"] for row in reference.rows("outcomes")}
    for row in reference.rows("reinspection_rules"):
        assert row["result_code"] in results
        assert row["source"]
        assert row["inspections_from"]
