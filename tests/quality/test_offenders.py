"""Documents whose rows break a rule once the tables are built are kept apart, and the tables are built once more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.quality.offenders import keep_apart
from pipelines.quality.running import run_checks
from pipelines.quality.suites import suite
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from pipelines.warehouse import build_file
from pipelines.warehouse.sql_models import all_models, build_models

NAMES = [model.name for model in all_models()]
A_REPORT = "select document_sha256 from dim_inspection where framework_code = 'ilacs' order by inspection_id limit 1"
REPORTS = "select count(*) from dim_inspection where source_code = 'report'"
COMPARED = "insert into reconciliation by name select 'judgement' as kind_code, ? as status_code"


@pytest.fixture
def build(sample: Settings, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the sample's build, whose raw rows are to be broken."""
    path = tmp_path / "build.duckdb"
    shutil.copyfile(sample.builds / LAST, path)
    with build_file.open_build(path) as connection:
        yield connection


def built(connection: duckdb.DuckDBPyConnection) -> None:
    build_models(connection, all_models())


def failed(connection: duckdb.DuckDBPyConnection) -> list[str]:
    results = [result for name in NAMES for result in run_checks(connection, suite(name))]
    return [
        f"{result.check.table}.{result.check.name}"
        for result in results
        if not result.passed and result.check.severity == "error"
    ]


def test_sound_documents_stay(build: duckdb.DuckDBPyConnection) -> None:
    assert keep_apart(build, ["raw_lines", *NAMES]) == []


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        # A fault of the code that reads or builds: no rule about single rows sees it before the tables are there.
        ("delete from raw.raw_judgements where domain_code = 'leadership'", "required_judgements_are_all_there"),
        ("update raw.raw_inspections set outcome_code = 'inconsistent'", "area_inspections_have_an_outcome"),
        (
            "update raw.raw_dates set start_date = '2008-12-31', end_date = '2009-01-05'",
            "inspection_start_date_is_plausible",
        ),
        ("update raw.raw_inspections set licence_code = 'nonsense'", "licence_code_is_known"),
    ],
)
def test_a_document_that_breaks_a_rule_costs_itself(build: duckdb.DuckDBPyConnection, broken: str, rule: str) -> None:
    ((sha256,),) = build.execute(A_REPORT).fetchall()
    where = "and" if " where " in broken else "where"
    build.execute(f"{broken} {where} document_sha256 = '{sha256}'")
    ((before,),) = build.execute(REPORTS).fetchall()
    built(build)
    (offence,) = keep_apart(build, NAMES)
    assert (offence.document_sha256, offence.rule) == (sha256, rule)
    built(build)
    assert failed(build) == []
    ((stage, code, reason, framework),) = build.execute(
        f"select stage, reason_code, reason, framework_code from quarantine where document_sha256 = '{sha256}'"
    ).fetchall()
    assert (stage, code, framework) == ("checks", rule, "ilacs")
    assert "Here: " in reason
    assert build.execute("select count(*) from dim_inspection where source_code = 'report'").fetchall() == [
        (before - 1,)
    ]


def test_a_reason_quotes_no_report(build: duckdb.DuckDBPyConnection) -> None:
    ((sha256,),) = build.execute(A_REPORT).fetchall()
    build.execute(
        f"update raw.raw_lines set text = 'Dear Ms Example' where line_number = 3 and document_sha256 = '{sha256}'"
    )
    (offence,) = keep_apart(build, ["raw_lines"])
    assert (offence.document_sha256, offence.rule) == (sha256, "no_salutation_is_published")
    assert "Example" not in str(build.execute("select reason from raw.raw_quarantine").fetchall())


def test_what_no_document_explains_holds_all_back(build: duckdb.DuckDBPyConnection) -> None:
    build.execute("delete from reference.frameworks where framework_code = 'lscb_review'")
    built(build)
    assert keep_apart(build, ["dim_framework"]) == []


def test_many_published_reports_in_quarantine_hold_all_back_and_a_few_do_not(
    build: duckdb.DuckDBPyConnection,
) -> None:
    (check,) = (check for check in suite("quarantine") if check.name == "published_reports_stay")
    apart = build.execute("select document_sha256 from quarantine where document_sha256 is not null").fetchall()
    verdicts = []
    for number in range(1, 4):
        build.execute("delete from raw.published_documents")
        build.executemany("insert into raw.published_documents values (?)", apart[:number])
        verdicts.append(run_checks(build, [check])[0].passed)
    assert verdicts == [True, True, False]


def test_one_misprinted_grade_among_five_reports_holds_nothing_back(build: duckdb.DuckDBPyConnection) -> None:
    (check,) = (check for check in suite("reconciliation") if check.name == "nearly_every_judgement_agrees")
    statuses = [("differs",), *[("agrees",)] * 4]
    build.execute("delete from reconciliation")
    build.executemany(COMPARED, statuses)
    assert run_checks(build, [check])[0].passed
    build.executemany(
        "insert into reconciliation by name select 'judgement' as kind_code, ? as status_code", statuses * 5
    )
    assert not run_checks(build, [check])[0].passed
