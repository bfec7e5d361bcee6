"""Documents' rows join the raw tables once they are held against the schema."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from pipelines.raw.joining import held_rows
from pipelines.raw.tables import LISTS
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table

SHA = "ab" * 32
TODAY = date(2026, 5, 1)
INSPECTION = {"framework_code": "ilacs", "authority_urn": "80418", "authority_printed": "Norfolk"}
DATES = {"kind": "inspection", "start_date": "2025-03-03", "end_date": "2025-03-07", "place": "cover", "text": "March"}
STATED = {
    "inspected_on": "2022",
    "inspected_on_precision": "year",
    "domain_code": "overall_effectiveness",
    "service_code": "childrens_services",
    "grade": "good",
    "grade_code": "good",
    "text": "In 2022 services were judged to be good.",
}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config=build_file.CONFIG) as opened:
        yield opened


def document(**more: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """The rows of a sound document, with these of a table each."""
    rows = {"raw_documents": {"reader": "text"}, "raw_inspections": INSPECTION, "raw_dates": DATES, **more}
    return {
        name: [{**{c.name: None for c in table(name).columns}, "document_sha256": SHA, "position": 1, **row}]
        for name, row in rows.items()
    }


def test_a_sound_document_joins_whole(connection: duckdb.DuckDBPyConnection) -> None:
    held = held_rows(connection, document(raw_stated_history=STATED), TODAY)
    assert {name for name, rows in held.items() if rows} == {*document(), "raw_stated_history"}


@pytest.mark.parametrize(
    ("name", "row", "rule"),
    [
        # "They were judged to be good at the last inspection": of what, the sentence does not say.
        ("raw_stated_history", STATED | {"domain_code": None}, "domain_code_is_given"),
        ("raw_stated_history", STATED | {"service_code": "they"}, "service_code_is_known"),
        ("raw_stated_history", STATED | {"grade": "poor"}, "words_hold_the_grade"),
        ("raw_stated_history", STATED | {"inspected_on": "2022-13"}, "inspected_on_is_a_date"),
        ("raw_stated_history", STATED | {"inspected_on": "2026"}, "of_an_earlier_inspection"),
        ("raw_people", {"role": "inspector", "name": "A" * 300, "text": "A"}, "name_is_not_too_long"),
        ("raw_people", {"role": "inspector", "name": "A\ud800B", "text": "A\ud800B"}, "name_fits"),
        ("raw_findings", {"number": 10**5000, "part_code": "findings", "text": "A finding."}, "number_fits"),
        ("raw_findings", {"number": 10**20, "part_code": "findings", "text": "A finding."}, "number_fits"),
        ("raw_findings", {"number": 1, "part_code": "findings", "text": "A finding.", "page": 0}, "page_is_plausible"),
        ("raw_recommendations", {"kind": "wish", "addressee_code": "authority", "text": "Do better."}, "kind_is_known"),
        ("raw_withheld_figures", {"metric_code": "nonsense", "text": "Not available."}, "metric_code_is_known"),
        ("raw_quantities", {"value": float("inf"), "printed": "9", "unit_code": "count", "text": "9"}, "value_fits"),
        ("raw_quantities", {"value": 10**400, "printed": "9", "unit_code": "count", "text": "9"}, "value_fits"),
        ("raw_quantities", {"value": None, "printed": "9", "unit_code": "count", "text": "9"}, "value_is_given"),
        ("raw_dates", DATES | {"kind": "publication", "start_date": "2025-02-30"}, "days_are_in_order"),
    ],
)
def test_a_faulty_statement_is_set_aside(
    connection: duckdb.DuckDBPyConnection, name: str, row: dict[str, Any], rule: str
) -> None:
    rows = document(**{name: row})
    if name == "raw_dates":
        rows["raw_dates"] += document()["raw_dates"]
    held = held_rows(connection, rows, TODAY)
    (aside,) = held["raw_set_aside"]
    assert (aside["document_sha256"], aside["table_name"], aside["rule"]) == (SHA, name, rule)
    assert aside["text"].encode("utf-8")
    assert "Here: " in aside["reason"]
    assert len(aside["reason"]) < 600
    assert len(held[name]) == len(rows[name]) - 1
    assert not held["raw_quarantine"]


@pytest.mark.parametrize(
    ("name", "row", "rule"),
    [
        ("raw_inspections", INSPECTION | {"authority_urn": "1"}, "authority_urn_is_known"),
        ("raw_inspections", INSPECTION | {"framework_code": None}, "framework_code_is_given"),
        ("raw_inspections", INSPECTION | {"title": "half a character \udfff"}, "title_fits"),
        ("raw_dates", DATES | {"end_date": "2026-05-02"}, "dates_impossible"),
        ("raw_dates", DATES | {"start_date": "2016-03-03", "end_date": "2016-03-07"}, "dates_impossible"),
        ("raw_dates", DATES | {"start_date": "2025-03-08"}, "dates_missing"),
    ],
)
def test_a_faulty_report_is_kept_apart(
    connection: duckdb.DuckDBPyConnection, name: str, row: dict[str, Any], rule: str
) -> None:
    held = held_rows(connection, document(raw_stated_history=STATED, **{name: row}), TODAY)
    (apart,) = held["raw_quarantine"]
    assert (apart["document_sha256"], apart["stage"], apart["reason_code"]) == (SHA, "checks", rule)
    assert {table for table, rows in held.items() if rows} == {"raw_quarantine"}


def test_a_report_may_have_more_than_a_thousand_pages(connection: duckdb.DuckDBPyConnection) -> None:
    row = {"number": 1, "part_code": "findings", "text": "A finding.", "page": 1001}
    assert not held_rows(connection, document(raw_findings=row), TODAY)["raw_set_aside"]


def test_no_statement_of_a_report_is_joined_unseen() -> None:
    of_documents = {"raw_documents", "raw_inspections", "raw_lines", "raw_quarantine", "raw_set_aside"}
    made = set(LISTS) | of_documents
    assert all("document_sha256" in {column.name for column in table(name).columns} for name in made)
