"""A golden case for each framework and layout era: the published sample says what its reports state."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
import yaml

from pipelines.settings import ROOT

EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "tests" / "facsimiles" / "expected.yaml").read_text(encoding="utf-8")
)
REPORTS = {file: facts for file, facts in EXPECTED.items() if "quarantine" not in facts}
METRICS = {file: facts["metrics"] for file, facts in REPORTS.items() if "metrics" in facts}


def test_every_sample_is_published_or_in_quarantine_for_its_reason(warehouse: duckdb.DuckDBPyConnection) -> None:
    published = warehouse.execute("select file_name from inspections").fetchall()
    assert {file for (file,) in published} == set(REPORTS)
    kept_apart = dict(warehouse.execute("select file_name, reason_code from quarantine").fetchall())
    assert kept_apart == {file: facts["quarantine"] for file, facts in EXPECTED.items() if "quarantine" in facts}


@pytest.mark.parametrize("file", REPORTS)
def test_an_inspection_is_as_its_report_states_it(warehouse: duckdb.DuckDBPyConnection, file: str) -> None:
    facts = REPORTS[file]
    (row,) = warehouse.execute(
        "select framework_code, authority_urn, inspection_start_date, inspection_end_date, published_date, "
        "published_date_source, lead_inspector, inspection_type_code, theme_code, outcome_code, licence_code "
        "from inspections where file_name = ?",
        [file],
    ).fetchall()
    published, source = facts["published"]
    assert row == (
        facts["framework_code"],
        str(facts["authority_urn"]),
        facts["start"],
        facts["end"],
        published,
        source,
        facts["lead_inspector"],
        facts["inspection_type"],
        facts["theme_code"],
        facts["outcome_code"],
        facts["licence_code"],
    )


@pytest.mark.parametrize("file", REPORTS)
def test_its_judgements_and_inspectors_are_all_there(warehouse: duckdb.DuckDBPyConnection, file: str) -> None:
    judgements = warehouse.execute(
        "select service_code || '/' || domain_code, grade_code from judgement_history where file_name = ?", [file]
    ).fetchall()
    assert dict(judgements) == REPORTS[file].get("judgements", {})
    people = warehouse.execute(
        "select inspector_name, role_code from bridge_inspection_inspector "
        "inner join dim_inspector using (inspector_key) inner join dim_inspection using (inspection_key) "
        "where file_name = ?",
        [file],
    ).fetchall()
    assert dict(people) == (REPORTS[file].get("inspectors") or {})


@pytest.mark.parametrize("file", REPORTS)
def test_its_recommendations_and_paragraphs_are_counted(warehouse: duckdb.DuckDBPyConnection, file: str) -> None:
    facts = REPORTS[file]
    (recommendations,) = warehouse.execute(
        "select count(*) from recommendations where file_name = ?", [file]
    ).fetchall()
    assert recommendations == (facts["recommendations"],)
    numbers = warehouse.execute(
        "select paragraph_number from findings where file_name = ? and paragraph_number is not null order by position",
        [file],
    ).fetchall()
    assert [number for (number,) in numbers] == list(range(1, facts.get("numbered_paragraphs", 0) + 1))


@pytest.mark.parametrize("file", METRICS)
def test_its_figures_are_all_there_and_no_other(warehouse: duckdb.DuckDBPyConnection, file: str) -> None:
    found = warehouse.execute(
        "select metric_code, value, unit_code, role_code from metric_history where file_name = ?", [file]
    ).fetchall()
    assert sorted(found) == sorted((code, float(value), unit, role) for code, value, unit, role, *_ in METRICS[file])
