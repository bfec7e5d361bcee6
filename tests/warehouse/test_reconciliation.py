"""Reports against the official record: what agrees, what differs, what a rule explains, and what one side alone has."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pytest

from pipelines.commands.summary import agreement
from pipelines.quality.running import run_checks
from pipelines.quality.suites import suites
from pipelines.settings import Settings
from pipelines.warehouse import sql_models
from pipelines.warehouse.schema import table
from tests.conftest import run_refresh
from tests.lasting import MOMENTS
from tests.spreadsheet import write_ods

Row = Sequence[object]
Rows = list[tuple[object, ...]]
Made = Callable[..., duckdb.DuckDBPyConnection]
CONTRACT = (
    "inspections",
    "judgement_history",
    "latest_judgements",
    "authority_summary",
    "grade_changes",
    "metric_history",
    "recommendations",
    "findings",
)
HISTORY = [
    "Local authority name",
    "Inspection date",
    "Publication date",
    "Inspection type",
    "Overall effectiveness",
    "Impact of leaders",
    "Experiences and progress of children who need help and protection",
    "Experiences and progress of children in care",
    "Visit Theme",
]
SIF_DATE = "Single Inspection of LA Children's Services (SIF)  First SIF publication date"
SIF_GRADES = [
    "First SIF Overall Judgement (OE)",
    "First SIF children who need help and protection",
    "First SIF children looked after and achieving permanence",
    "First SIF CLA Sub: Adoption Performance",
    "First SIF CLA Sub: Experiences and progress of care leavers",
    "First SIF leadership, management and governance",
    "LSCB Overall Effectiveness",
]
SLAC = [
    "Safeguarding & Looked After Children (SLAC) Inspection publication date",
    "SLAC Safeguarding Overall effectiveness (OE)",
    "SLAC Looked After Children Overall Effectiveness (OE)",
]
RI = "Requires improvement to be good"
# The sample's inspection of South Tyneside that started on 5 December 2022, and its visit to North Somerset.
TYNESIDE = ["South Tyneside", dt.date(2022, 12, 5), dt.date(2023, 5, 10), "ILACS Short Inspection"]
TYNESIDE_GRADES = ["Inadequate", "Inadequate", RI, "Inadequate"]
VISIT = ["North Somerset", dt.date(2021, 12, 7), dt.date(2022, 1, 31), "ILACS Focused Visit", "", "", "", ""]
# An inspection of North Somerset that the sample has not.
LATER = [
    "North Somerset",
    dt.date(2023, 3, 13),
    dt.date(2023, 5, 3),
    "ILACS Standard Inspection",
    RI,
    RI,
    RI,
    "Good",
    "",
]
# Its single inspection of North Somerset, published on 25 August 2017.
SIF = ["North Somerset", dt.date(2017, 8, 25), RI, RI, RI, "Good", "Good", RI, "Inadequate"]


def judgements(connection: duckdb.DuckDBPyConnection, inspection: str) -> Rows:
    """Domain, both values, status and explanation of the judgements of one inspection."""
    sql = """
        select domain_code, our_value, official_value, status_code, explanation_code
        from reconciliation
        where kind_code = 'judgement' and coalesce(inspection_id, official_id) = ?
        order by all
    """
    return connection.execute(sql, [inspection]).fetchall()


def failed(connection: duckdb.DuckDBPyConnection) -> set[tuple[str, str]]:
    """The reconciliation's checks that fail, each with its severity."""
    return {
        (r.check.name, r.check.severity) for r in run_checks(connection, suites()["reconciliation"]) if not r.passed
    }


def test_what_is_the_same_agrees(made: Made) -> None:
    connection = made([HISTORY, [*TYNESIDE, *TYNESIDE_GRADES, ""], [*VISIT, "Children in need/subject to a plan"]])
    assert {row[0] for row in judgements(connection, "80557-ilacs-2022-12-05")} == {
        "overall_effectiveness",
        "leadership",
        "help_and_protection",
        "children_in_care",
    }
    kinds = "select distinct kind_code from reconciliation where status_code = 'agrees' order by all"
    assert connection.execute(kinds).fetchall() == [
        ("inspection_date",),
        ("inspection_type",),
        ("judgement",),
        ("publication_date",),
        ("theme",),
        ("visit",),
    ]
    assert agreement(connection) == "100.0% of 4"
    assert failed(connection) == set()


def test_a_visit_of_the_record_is_held_or_is_told(made: Made) -> None:
    monitored = ["Kent", dt.date(2023, 1, 24), dt.date(2023, 3, 1), "LA Monitoring Visit", "", "", "", "", ""]
    connection = made([HISTORY, [*VISIT, "Children in need/subject to a plan"], monitored])
    rows = connection.execute(
        "select framework_code, status_code, explanation_code from reconciliation where kind_code = 'visit' "
        "order by all"
    ).fetchall()
    assert rows == [
        ("ilacs_focused_visit", "agrees", None),
        ("ilacs_monitoring_visit", "only_official", "no_report"),
    ]


def test_a_difference_keeps_both_values_and_holds_the_publication_back(made: Made) -> None:
    connection = made([HISTORY, [*TYNESIDE, "Good", *TYNESIDE_GRADES[1:], ""]])
    assert ("overall_effectiveness", "inadequate", "good", "differs", None) in judgements(
        connection, "80557-ilacs-2022-12-05"
    )
    assert agreement(connection) == "75.0% of 4"
    assert failed(connection) == {("every_judgement_agrees_or_is_explained", "warn")}
    # One may be the record's own; this many are not.
    connection.execute(
        "insert into reconciliation select rows.* from reconciliation as rows, range(9) where status_code = 'differs'"
    )
    assert failed(connection) >= {
        ("every_judgement_agrees_or_is_explained", "warn"),
        ("nearly_every_judgement_agrees", "error"),
    }


def test_one_difference_in_a_hundred_is_a_warning(made: Made) -> None:
    connection = made([HISTORY, [*TYNESIDE, "Good", *TYNESIDE_GRADES[1:], ""]])
    connection.execute(
        "insert into reconciliation by name "
        "select 'x' || n as inspection_id, 'judgement' as kind_code, 'agrees' as status_code from range(96) as t (n)"
    )
    assert failed(connection) == {("every_judgement_agrees_or_is_explained", "warn")}


def test_dates_types_and_themes_that_differ_are_a_warning(made: Made) -> None:
    other = [
        "South Tyneside",
        dt.date(2022, 12, 6),
        dt.date(2023, 5, 11),
        "ILACS Standard Inspection",
        *TYNESIDE_GRADES,
        "",
    ]
    connection = made([HISTORY, other, [*VISIT, "Front door"]])
    differing = (
        "select kind_code, our_value, official_value from reconciliation where status_code = 'differs' order by all"
    )
    assert connection.execute(differing).fetchall() == [
        ("inspection_date", "2022-12-05", "2022-12-06"),
        ("inspection_type", "short", "standard"),
        ("publication_date", "2023-05-10", "2023-05-11"),
        ("theme", "children_in_need_or_protection_plan", "front_door"),
    ]
    assert failed(connection) == {("dates_types_and_themes_agree", "warn")}


def test_adequate_counted_as_requires_improvement_agrees_and_says_so(made: Made) -> None:
    connection = made([["Local authority name", *SLAC], ["South Gloucestershire", dt.date(2012, 8, 10), RI, RI]])
    found = judgements(connection, "80556-slac-2012-06-25")
    assert [row for row in found if row[2]] == [
        ("overall_effectiveness", "adequate", "requires_improvement", "agrees", "adequate_recoded")
    ] * 2
    assert {row[3:] for row in found if not row[2]} == {("only_ours", "judgement_not_recorded")}
    assert failed(connection) == set()


def test_a_board_reviewed_apart_is_found_with_the_single_inspection(made: Made) -> None:
    surrey = ["Surrey", dt.date(2015, 6, 3), "Inadequate", "Inadequate", RI, "Good", RI, "Inadequate", RI]
    connection = made([["Local authority name", SIF_DATE, *SIF_GRADES], surrey])
    assert judgements(connection, "80567-lscb_review-2015-06-15") == [
        ("safeguarding_board", "requires_improvement", "requires_improvement", "agrees", "board_reviewed_apart")
    ]
    only = judgements(connection, "80567-sif-published-2015-06-03")
    assert len(only) == 6
    assert {row[3:] for row in only} == {("only_official", "no_report")}


def test_inspections_outside_the_files_years_and_frameworks_are_explained(made: Made) -> None:
    connection = made([["Local authority name", SIF_DATE, *SIF_GRADES], SIF])
    reasons = "select distinct framework_code, explanation_code from reconciliation where status_code = 'only_ours'"
    assert set(connection.execute(reasons).fetchall()) == {
        ("child_protection", "framework_not_covered"),
        ("ilacs", "framework_not_covered"),
        ("looked_after", "framework_not_covered"),
        ("lscb_review", "framework_not_covered"),
        ("sif", "outside_official_years"),
        ("slac", "framework_not_covered"),
    }
    assert failed(connection) == set()


def test_an_inspection_that_the_record_should_have_is_not_explained(made: Made) -> None:
    york = ["York", dt.date(2022, 3, 7), dt.date(2022, 5, 4), "ILACS Standard Inspection", RI, RI, RI, RI, ""]
    stockport = [
        "Stockport",
        dt.date(2024, 12, 2),
        dt.date(2025, 1, 13),
        "ILACS Standard Inspection",
        "Good",
        "",
        "",
        "",
        "",
    ]
    connection = made([HISTORY, york, stockport])
    found = judgements(connection, "80557-ilacs-2022-12-05")
    assert {row[3:] for row in found} == {("only_ours", None)}
    assert ("what_one_side_lacks_is_explained", "warn") in failed(connection)


def test_a_judgement_that_the_report_lacks_is_not_explained(made: Made) -> None:
    connection = made([HISTORY, [*TYNESIDE, *TYNESIDE_GRADES, ""]])
    connection.execute(
        "delete from fact_judgement where inspection_key in "
        "(select inspection_key from dim_inspection where framework_code = 'ilacs')"
    )
    (model,) = [m for m in sql_models.models("quality") if m.name == "reconciliation"]
    sql_models.build_model(connection, model)
    assert {row[3:] for row in judgements(connection, "80557-ilacs-2022-12-05")} == {("only_official", None)}


def test_sheets_that_record_one_inspection_make_one(made: Made) -> None:
    blocks = [
        "Local authority name",
        "First ILACS framework publication date",
        "First ILACS framework overall effectiveness",
    ]
    misprinted = ["South Tyneside", dt.date(2023, 5, 1), "Good"]
    connection = made([blocks, misprinted], [HISTORY, [*TYNESIDE, *TYNESIDE_GRADES, ""]])
    official = connection.execute(
        "select official_id, inspection_id, publication_date from staging.stg_official_inspections"
    )
    assert official.fetchall() == [("80557-ilacs-2022-12-05", "80557-ilacs-2022-12-05", dt.date(2023, 5, 10))]
    used = connection.execute(
        "select sheet_name, grade_code from official_outcomes where is_used and domain_code = 'overall_effectiveness'"
    )
    assert used.fetchall() == [("Sheet2", "inadequate")]
    outcomes = {r.check.name for r in run_checks(connection, suites()["official_outcomes"]) if not r.passed}
    assert outcomes == {"sheets_give_one_grade"}


def test_successive_visits_are_not_mistaken_for_one_another(made: Made) -> None:
    later = ["North Somerset", dt.date(2022, 2, 23), "", "ILACS Focused Visit", "", "", "", "", "Front door"]
    connection = made([HISTORY, later])
    assert connection.execute("select inspection_id from staging.stg_official_inspections").fetchall() == [(None,)]


def test_an_inspection_without_a_report_is_kept_apart(made: Made) -> None:
    slac = ["North Somerset", dt.date(2012, 8, 24), RI, "Good"]
    connection = made([["Local authority name", *SLAC], slac], [HISTORY, LATER])
    alone = connection.execute(
        "select inspection_id, file_name, document_sha256, inspection_start_date, published_date, "
        "published_date_source from dim_inspection where source_code = 'official_statistics' order by 1"
    )
    assert alone.fetchall() == [
        ("80528-ilacs-2023-03-13", None, None, dt.date(2023, 3, 13), dt.date(2023, 5, 3), "official_statistics"),
        ("80528-slac-published-2012-08-24", None, None, None, dt.date(2012, 8, 24), "official_statistics"),
    ]
    everything = connection.execute(
        "select inspection_id, service_code, domain_code, grade_code, page_number, evidence_text, is_latest "
        "from judgement_history_all where source_code = 'official_statistics' order by all"
    )
    assert everything.fetchall() == [
        (
            "80528-ilacs-2023-03-13",
            "childrens_services",
            "overall_effectiveness",
            "requires_improvement",
            None,
            f"Overall effectiveness: {RI}",
            True,
        ),
        (
            "80528-slac-published-2012-08-24",
            "looked_after",
            "overall_effectiveness",
            "good",
            None,
            f"{SLAC[2]}: Good",
            False,
        ),
        (
            "80528-slac-published-2012-08-24",
            "safeguarding",
            "overall_effectiveness",
            "requires_improvement",
            None,
            f"{SLAC[1]}: {RI}",
            False,
        ),
    ]
    reports = "select distinct source_code from judgement_history_all semi join judgement_history using (inspection_id)"
    assert connection.execute(reports).fetchall() == [("report",)]


def test_a_dash_is_no_grade(made: Made) -> None:
    sif = ["North Somerset", dt.date(2017, 8, 25), RI, RI, RI, " -", "Good", RI, "Inadequate"]
    slac = ["Isles of Scilly", dt.date(2012, 7, 3), RI, " -"]
    connection = made([["Local authority name", *SLAC], slac], [["Local authority name", SIF_DATE, *SIF_GRADES], sif])
    adoption = ("adoption", "good", None, "only_ours", "dash_in_record")
    assert adoption in judgements(connection, "80528-sif-2017-06-12")
    services = "select service_code from judgement_history_all where source_code <> 'report'"
    assert connection.execute(services).fetchall() == [("safeguarding",)]
    assert failed(connection) == set()
    assert all(result.passed for result in run_checks(connection, suites()["official_outcomes"]))


def test_a_dash_agrees_with_a_judgement_that_was_not_made(made: Made) -> None:
    sif = ["North Somerset", dt.date(2017, 8, 25), RI, RI, RI, " -", "Good", RI, "Inadequate"]
    connection = made([["Local authority name", SIF_DATE, *SIF_GRADES], sif])
    connection.execute(
        "update fact_judgement set grade_key = (select grade_key from dim_grade where grade_code = 'not_judged') "
        "where domain_key = (select domain_key from dim_domain where domain_code = 'adoption')"
    )
    (model,) = [model for model in sql_models.models("quality") if model.name == "reconciliation"]
    sql_models.build_model(connection, model)
    adoption = ("adoption", "not_judged", "-", "agrees", "dash_in_record")
    assert adoption in judgements(connection, "80528-sif-2017-06-12")


def test_what_cannot_be_placed_is_a_warning(made: Made) -> None:
    connection = made(
        [HISTORY, ["Atlantis", *TYNESIDE[1:], *TYNESIDE_GRADES, ""], [*TYNESIDE[:3], "Dawn raid", *TYNESIDE_GRADES, ""]]
    )
    assert connection.execute("select count(*) from staging.stg_official_inspections").fetchall() == [(0,)]
    for name, check in (
        ("raw_official_inspections", "authority_urn_is_given"),
        ("stg_official_records", "framework_code_is_given"),
    ):
        results = {r.check.name: r for r in run_checks(connection, suites()[name])}
        assert not results[check].passed
        assert results[check].check.severity == "warn"


def test_a_mistyped_day_of_the_record_counts_as_none(made: Made) -> None:
    future, of_1923 = dt.date(2071, 5, 10), dt.date(1923, 3, 13)
    connection = made(
        [HISTORY, [*TYNESIDE[:2], future, TYNESIDE[3], *TYNESIDE_GRADES, ""], [LATER[0], of_1923, *LATER[2:]]]
    )
    days = "select inspection_date, publication_date from staging.stg_official_records order by authority_printed"
    assert connection.execute(days).fetchall() == [(None, LATER[2]), (TYNESIDE[1], None)]
    (odd,) = (
        result
        for result in run_checks(connection, suites()["stg_official_records"])
        if result.check.name == "official_days_are_plausible"
    )
    assert (odd.passed, odd.check.severity, odd.unexpected_count) == (False, "warn", 2)
    assert all(r.passed for r in run_checks(connection, suites()["dim_inspection"]) if r.check.severity == "error")


def test_without_official_statistics_the_tables_are_there_and_empty(warehouse: duckdb.DuckDBPyConnection) -> None:
    for name in ("raw.official_statistics", "staging.stg_official_inspections", "official_outcomes", "reconciliation"):
        assert warehouse.execute(f"select count(*) from {name}").fetchall() == [(0,)]
    assert agreement(warehouse) is None
    both = warehouse.execute("select count(*) from judgement_history_all").fetchall()
    assert both == warehouse.execute("select count(*) from judgement_history").fetchall()


@pytest.mark.usefixtures("without_exports")
def test_the_views_of_reports_stay_as_they_are(
    sample: Settings, warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    ods = write_ods(
        tmp_path / "a.ods",
        {
            "History": [
                HISTORY,
                [*TYNESIDE, *TYNESIDE_GRADES, ""],
                LATER,
                [*VISIT, "Children in need/subject to a plan"],
            ]
        },
    )
    shutil.copytree(sample.store_folder, tmp_path / "data" / "store")
    now = Settings(data=tmp_path / "data", workers=1, official=(ods,))
    run_refresh(now)
    with duckdb.connect(str(now.warehouse), read_only=True) as other:
        for view in CONTRACT:
            names = ", ".join(column.name for column in table(view).columns if column.name not in MOMENTS)
            rows = f"select {names} from {view} order by all"
            assert other.execute(rows).fetchall() == warehouse.execute(rows).fetchall(), view
        assert agreement(other) == "100.0% of 4"
        counts = "select inspection_count, judgement_count from publication"
        assert other.execute(counts).fetchall() == warehouse.execute(counts).fetchall()
        assert other.execute(
            "select count(*) from dim_inspection where source_code = 'official_statistics'"
        ).fetchall() == [(1,)]
    notes = [path.read_text(encoding="utf-8") for path in (now.store_folder / "provenance").rglob("*.json")]
    assert sum("official_statistics" in note for note in notes) == 1
