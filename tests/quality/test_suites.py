"""No suite passes silently: every check, written or derived from the schema, fails on a row that breaks it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
import yaml

from pipelines import reference
from pipelines.quality import suites as module
from pipelines.quality.check import Check, Expected, NoRows, SuiteError
from pipelines.quality.derived import derived_checks
from pipelines.quality.documents import KEYS
from pipelines.quality.running import run_checks
from pipelines.quality.suites import suite, suites, written_checks
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from pipelines.warehouse import build_file
from pipelines.warehouse.rules import code_list
from pipelines.warehouse.schema import CatalogueError, Column, table, tables
from pipelines.warehouse.schema import _column as read_column

ALL = [check for checks in suites().values() for check in checks]

UNEXPLAINED = "update {{table}} set kind_code = 'judgement', status_code = '{status}', explanation_code = null"

# What breaks a check that is written in SQL. `{table}` is the checked table, made a plain table first.
BREAKS = {
    "words_hold_the_grade": "update {table} set text = 'nothing'",
    "days_are_in_order": "update {table} set end_date = '2001-01-01'",
    "metrics_say_whose_figure": "update {table} set metric_code = 'adoptions', role_code = null",
    "percentages_are_percentages": "update {table} set metric_code = 'adoptions', unit_code = 'percent', value = 101",
    "counts_are_whole": "update {table} set metric_code = 'adoptions', unit_code = 'count', value = 0.5",
    "figures_are_of_this_world": "update {table} set metric_code = 'adoptions', value = -1",
    "as_of_is_a_date": "update {table} set as_of = '2015-13', as_of_precision = 'month'",
    "inspected_on_is_a_date": "update {table} set inspected_on = '2015-02-30', inspected_on_precision = 'day'",
    "every_correction_is_needed": "update {table} set state_code = 'as_read'",
    "words_stand_on_their_page": "update {table} set evidence_text = 'nowhere to be read'",
    "no_later_report_is_unread": "update {table} set newer_unread_date = current_date",
    "published_reports_stay": "insert into raw.published_documents select document_sha256 from {table}",
    "quarantine_is_small": "insert into {table} by name select uuid() as document_sha256 from range(9)",
    "nearly_every_judgement_agrees": UNEXPLAINED.format(status="differs")
    + "; insert into {table} select rows.* from {table} as rows, range(6)",
    "one_grade_per_inspection_service_and_domain": "insert into {table} select * from {table} limit 1",
    "required_judgements_are_all_there": "delete from {table} where judgement_key = 1",
    "no_judgement_is_lost": "delete from {table} where judgement_key = 1",
    "weaknesses_follow_from_the_outcome": "insert into {table} "
    "values (0, 0, null, 'no_written_statement', 2, null, null)",
    "revisits_account_for_every_weakness": "insert into {table} values (0, 0, null, 'sufficient_progress', null, 1, 0)",
    "every_value_is_understood": "update {table} set year = null",
    "listed_series_are_in_the_file": "insert into {table} select * replace (0 as indicator_key) from {table} limit 1",
    "one_current_value": "insert into {table} select * from {table} where is_current_release limit 1",
    "indicator_shares_are_shares": "update {table} set value = 101",
    "one_row_per_area_and_year": "insert into {table} select * from {table} limit 1",
    "figures_are_near_the_official_ones": "update {table} set value = 1, nearest_value = 100",
    "figures_are_like_the_official_ones": "insert into {table} "
    "select rows.* replace ('differs' as status_code) from {table} as rows, range(20)",
    "one_row_per_authority_and_year": "insert into {table} select * from {table} limit 1",
    "each_year_has_all_authorities": "delete from {table} where authority_name = 'Norfolk'",
    "a_missing_grade_is_explained": "update {table} set overall_effectiveness = null",
    "one_row_per_authority_and_kind": "insert into {table} select * from {table} limit 1",
    "what_is_stated_has_its_words": "update {table} set stated_months = 3, evidence_text = null",
    "ended_authorities_have_successors": "update {table} set valid_to_date = '2020-01-01' "
    "where authority_name = 'Norfolk'",
    "a_latest_set_has_ten_ranked_neighbours": "delete from {table} where neighbour_rank = 10",
    "statements_of_a_grade_agree": "update {table} set agreement = 'conflict' where judgement_key = 1",
    "dates_in_order": "update {table} set inspection_end_date = date '2001-01-01' where inspection_key = 1",
    "within_the_frameworks_years": "update {table} set inspection_start_date = date '2008-12-31'",
    "no_inspection_is_lost": "delete from {table} where inspection_key = 1",
    "inspection_ids_are_unique": "insert into {table} select * from {table} limit 1",
    "visits_have_a_theme": "update {table} set theme_code = null",
    "inspections_are_dated_by_their_publication": "update {table} set published_date = null",
    "area_inspections_have_an_outcome": "update {table} set outcome_code = null",
    "today_s_authorities_are_153": "delete from {table} where is_current and authority_name = 'Norfolk'",
    "versions_do_not_overlap": "update {table} set valid_from_date = null, valid_to_date = null",
    "figures_are_not_of_the_future": "update {table} set as_of_date = date '2100-01-01', as_of_precision = 'day'",
    "paragraphs_are_numbered_without_a_gap": "delete from {table} where paragraph_number = 2",
    "one_row_per_judgement": "delete from {table}",
    "every_graded_inspection_is_here": "delete from {table}",
    "frameworks_grade_childrens_services": "update {table} set framework_code = 'lscb_review'",
    "adequate_is_recoded_only_for_comparison": "update {table} set comparable_grade_code = 'good'",
    "one_row_per_inspection": "delete from {table}",
    "one_row_per_figure": "delete from {table}",
    "one_row_per_recommendation": "delete from {table}",
    "one_row_per_paragraph": "delete from {table}",
    "every_report_has_a_summary": "delete from {table}",
    "one_row_per_authority": "insert into {table} select * from {table} limit 1",
    "one_row_per_authority_service_and_domain": "insert into {table} select * from {table} limit 1",
    "of_one_inspection": "update {table} set inspection_start_date = '2012-01-01' where domain_code = 'leadership'",
    "no_report_met_a_fault_of_ours": "update {table} set reason_code = 'parser_fault'",
    "every_document_is_accounted_for": "delete from {table}",
    "no_change_of_ours_alone_touches_a_grade_or_date": "insert into {table} by name "
    "select 'i' as inspection_id, 'date' as kind_code, 'code_changed' as cause_code",
    "conflicts_are_known": "update {table} set other_value = used_value",
    "printed_dates_in_order": "update {table} set inspected_from_date = inspected_to_date + 1",
    "statements_are_of_earlier_inspections": "update {table} set inspected_from_date = inspection_start_date",
    "reports_and_record_agree": "update {table} set agreement = 'differs'",
    "no_statement_is_lost": "delete from {table}",
    "no_withheld_figure_is_lost": "insert into raw.raw_withheld_figures "
    "select document_sha256, 999, 'adoptions', '', 1, '' from dim_inspection where document_sha256 is not null limit 1",
    "words_are_there_unless_withheld": "update {table} set text = null",
    "no_salutation_is_published": "update {table} set text = 'Dear Ms Smith' where line_number = 1",
    "no_table_shrinks": "update {table} set row_count_before = ceil(row_count / 0.97) + 1",
    "no_table_collapses": "update {table} set row_count_before = 2 * row_count + 1",
    "frameworks_in_use_have_new_reports": "insert into raw.report_register (provider_urn, file_id) values ('1', '1'); "
    "update {table} set published_date = current_date - 401",
    "reports_are_whole": "update {table} set inspection_end_date = null where inspection_key = 1",
    "official_inspections_are_without_a_report": "update {table} set source_code = 'official_statistics'",
    "headings_are_known": "update {table} set heading_key = 'nonsense'",
    "themes_are_known": "update {table} set theme = 'nonsense', theme_code = null",
    "one_official_inspection_a_report": "insert into {table} select * from {table} limit 1",
    "official_days_are_plausible": "insert into raw.raw_official_inspections by name "
    "select 'x.ods' as file_name, '2071-01-01' as inspection_date",
    "official_grades_are_known": "update {table} set grade_code = null",
    "sheets_give_one_grade": "insert into {table} select * replace ('y' as grade_code) from {table} limit 1",
    "one_row_per_subject": "insert into {table} select * from {table} limit 1",
    "every_judgement_agrees_or_is_explained": UNEXPLAINED.format(status="differs"),
    "what_one_side_lacks_is_explained": UNEXPLAINED.format(status="only_ours"),
    "dates_types_and_themes_agree": "update {table} set kind_code = 'theme', explanation_code = null",
    "search_lists_the_authorities": "update {table} set kind_code = 'listing'",
    "site_keeps_its_layout": "update {table} set kind_code = 'timeline'",
    "pages_have_a_timeline": "update {table} set kind_code = 'timeline'",
    "links_have_a_date": "update {table} set kind_code = 'publication_date'",
    "labels_are_known": "update {table} set kind_code = 'label'",
    "files_are_on_the_sites_hosts": "update {table} set kind_code = 'file_address'",
    "everything_was_asked": "update {table} set kind_code = 'unanswered'",
    "held_files_have_bytes": "update {table} set state_code = 'held', document_sha256 = null",
    "files_are_given": "update {table} set state_code = 'blocked', is_withdrawn = false",
    "every_official_file_is_read": "update {table} set state_code = 'refused'",
    "every_authority_is_named": "update {table} set kind_code = 'moving_list'",
    "few_reports_are_withdrawn_at_once": "update {table} set kind_code = 'many_withdrawn'",
    "all_of_the_manifest_is_used": "update {table} set kind_code = 'said_twice'",
    "a_document_or_a_file_of_the_source": "update {table} set document_sha256 = null",
    "the_edition_before_was_whole": "update {table} set message = 'It has changed.'",
    "documents_of_one_day_agree": "update {table} set other_place = 'another_document'",
    "has_all_rows": "delete from {table}",
    # Of raw_lines; of other tables Great Expectations says these itself.
    "is_not_empty": "delete from {table}",
    "key_is_unique": "insert into {table} select * from {table} limit 1",
}

SOME_VALUE = {"varchar": "'x'", "date": "'2020-01-01'", "timestamp": "'2020-01-01'", "boolean": "true"}


@pytest.fixture(scope="module")
def whole_build(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the sample's build."""
    path = tmp_path_factory.mktemp("build") / "build.duckdb"
    shutil.copyfile(sample.builds / LAST, path)
    with build_file.connect(path) as connection:
        yield connection


@pytest.fixture
def broken_build(whole_build: duckdb.DuckDBPyConnection) -> Iterator[duckdb.DuckDBPyConnection]:
    """The copy, to be broken: what a test does to it is undone."""
    whole_build.begin()
    yield whole_build
    whole_build.rollback()


def as_plain_table(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """Makes a view a table, and gives an empty table a row, so that it can be broken."""
    entry = tables()[name]
    if entry.is_view:
        connection.execute(f"create table frozen as select * from {entry.qualified}")
        connection.execute(f"drop view {entry.qualified}")
        connection.execute(f"alter table frozen rename to {name}")
    if build_file.count_rows(connection, entry) == 0:
        columns = ", ".join(f"cast({SOME_VALUE.get(c.type, '1')} as {c.type}) as {c.name}" for c in entry.columns)
        connection.execute(f"insert into {entry.qualified} select {columns}")
    return entry.qualified


def breaking_statement(check: Check, table: str) -> str:
    if isinstance(check.demand, Expected):
        return {
            "expect_table_columns_to_match_ordered_list": f"alter table {table} add column stray integer",
            "expect_column_values_to_be_unique": f"insert into {table} select * from {table} limit 1",
            "expect_compound_columns_to_be_unique": f"insert into {table} select * from {table} limit 1",
            "expect_column_values_to_not_be_null": f"update {table} set {check.demand.kwargs.get('column')} = null",
            "expect_table_row_count_to_be_between": f"delete from {table}",
            "expect_table_row_count_to_equal": f"delete from {table}",
        }[check.demand.type]
    if broken := BREAKS.get(check.name):
        return broken.format(table=table)
    column, rule = re.fullmatch(
        r"(\w+)_(is_given|is_known|is_plausible|is_not_too_long|refers_to)\w*", check.name
    ).groups()
    values = {
        "is_given": "null",
        "is_known": "'nonsense'",
        "is_plausible": outside(check),
        "is_not_too_long": "repeat('x', 101)",
        "refers_to": "-1",
    }
    return f"update {table} set {column} = {values[rule]}"


def outside(check: Check) -> str:
    """A value that lies beyond the check's bound, as SQL: a number too small, or a day in the future."""
    least = re.search(r"at least (-?\d+)", check.description)
    return str(int(least[1]) - 1) if least else "current_date + 1"


@pytest.mark.parametrize("check", ALL, ids=[f"{check.table}.{check.name}" for check in ALL])
def test_each_check_fails_on_a_bad_row(broken_build: duckdb.DuckDBPyConnection, check: Check) -> None:
    table = as_plain_table(broken_build, check.table)
    broken_build.execute(breaking_statement(check, table))
    (result,) = run_checks(broken_build, [check])
    assert not result.passed


def test_the_sample_passes_every_check_that_guards_a_reader(sample: Settings) -> None:
    with build_file.connect(sample.warehouse, read_only=True) as connection:
        failed = connection.execute(
            "select table_name, check_name from check_results where not passed and severity = 'error'"
        )
        assert failed.fetchall() == []
        written = connection.execute("select table_name, check_name from check_results").fetchall()
    assert sorted(written) == sorted((check.table, check.name) for check in ALL)


def test_an_unknown_expectation_is_refused(broken_build: duckdb.DuckDBPyConnection) -> None:
    check = Check(
        "dim_grade", "typo", "", "error", Expected("expect_colum_values_to_be_unique", {"column": "grade_key"})
    )
    with pytest.raises(SuiteError, match="typo"):
        run_checks(broken_build, [check])


def test_a_check_that_cannot_run_is_refused(broken_build: duckdb.DuckDBPyConnection) -> None:
    check = Check(
        "dim_grade", "lost", "", "error", Expected("expect_column_values_to_be_unique", {"column": "no_such"})
    )
    with pytest.raises(SuiteError, match="lost"):
        run_checks(broken_build, [check])


def test_a_failing_check_says_how_many_rows_and_shows_some(broken_build: duckdb.DuckDBPyConnection) -> None:
    broken_build.execute("update dim_inspection set licence_code = 'nonsense' where inspection_key <= 2")
    (known,) = (check for check in suite("dim_inspection") if check.name == "licence_code_is_known")
    (result,) = run_checks(broken_build, [known])
    assert (result.passed, result.unexpected_count) == (False, 2)
    shown = [{"inspection_key": key, "licence_code": "nonsense"} for key in (1, 2)]
    assert json.loads(result.unexpected_rows) == shown


def test_a_key_that_is_there_twice_says_which(broken_build: duckdb.DuckDBPyConnection) -> None:
    broken_build.execute("insert into dim_grade select * from dim_grade where grade_key = 2")
    (unique,) = (check for check in suite("dim_grade") if check.name == "grade_key_is_unique")
    (result,) = run_checks(broken_build, [unique])
    assert (result.passed, result.unexpected_count, result.unexpected_rows) == (False, 2, "[2, 2]")


def test_of_many_rules_those_that_are_broken_fail(broken_build: duckdb.DuckDBPyConnection) -> None:
    broken_build.execute("update dim_inspection set licence_code = 'nonsense', authority_key = -1")
    results = run_checks(broken_build, suite("dim_inspection"))
    failed = {result.check.name for result in results if not result.passed and result.check.severity == "error"}
    assert failed == {"licence_code_is_known", "authority_key_refers_to_dim_authority"}


def test_the_schema_implies_columns_keys_codes_and_bounds() -> None:
    day = Column("day", "date", "", is_required=True, at_least=date(2009, 1, 1), at_most="today")
    grade = Column("grade", "varchar", "", codes="grades.comparable_grade_code")
    entry = replace(table("dim_grade"), columns=(day, grade, Column("n", "integer", "", values=("a", "b"))))
    said = {check.name: check.description for check in derived_checks(entry, date(2026, 5, 1))}
    assert said == {
        "has_its_columns": "The columns are those of the schema, in its order.",
        "grade_key_is_unique": "Each row has a grade_key of its own.",
        "day_is_given": "day is never empty.",
        "day_is_plausible": "day is not before 2009-01-01 and not in the future.",
        "grade_is_known": "grade is one of the codes of data/reference, grades.comparable_grade_code.",
        "n_is_known": "n is one of a, b.",
    }


def test_every_constraint_of_the_schema_is_a_check() -> None:
    made = {(check.table, check.name) for check in ALL}
    for name in suites():
        entry = tables()[name]
        assert (name, "has_its_columns") in made
        assert not entry.is_never_empty or (name, "is_not_empty") in made
        assert {(name, rule) for rule, _, _ in entry.rules} <= made
        for column in entry.columns:
            wanted = {
                "is_given": column.is_required or column.name in entry.primary_key,
                "is_known": column.codes or column.values,
                "is_plausible": column.at_least is not None or column.at_most is not None,
                "is_not_too_long": column.longest,
                f"refers_to_{column.references}": column.references,
            }
            for end, is_wanted in wanted.items():
                assert not is_wanted or (name, f"{column.name}_{end}") in made


def test_a_constraint_that_nobody_knows_is_refused() -> None:
    with pytest.raises(CatalogueError, match=r"dim_grade.grade_key has an unknown requird"):
        read_column("dim_grade", "grade_key", {"type": "bigint", "description": "", "requird": True}, {})


def test_rows_that_cost_a_report_say_which(sample: Settings) -> None:
    with build_file.connect(sample.builds / LAST, read_only=True) as connection:
        for check in (check for checks in written_checks().values() for check in checks if check.costs == "report"):
            assert isinstance(check.demand, NoRows)
            columns = {row[0] for row in connection.execute(f"describe {check.demand.sql}").fetchall()}
            assert columns & set(KEYS), f"{check.table}.{check.name}"


def test_a_written_check_takes_the_place_of_the_derived_one() -> None:
    severities = {check.name: check.severity for check in suite("raw_official_inspections")}
    assert severities["authority_urn_is_given"] == "warn"


def test_a_suite_of_no_table_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "written_checks", lambda: {**written_checks(), "dim_grades": ()})
    with pytest.raises(SuiteError, match="dim_grades"):
        suites()


def test_codes_are_those_of_the_reference_table_and_must_be_there() -> None:
    assert code_list("grades.grade_code") == tuple(row["grade_code"] for row in reference.rows("grades"))
    twice = [row["comparable_grade_code"] for row in reference.rows("grades")]
    assert code_list("grades.comparable_grade_code") == tuple(dict.fromkeys(twice))
    with pytest.raises(CatalogueError, match=r"grades.csv has no column grade,"):
        code_list("grades.grade")
    with pytest.raises(CatalogueError, match="has no column ,"):
        code_list("grades")
    with pytest.raises(reference.ReferenceDataError, match="gardes"):
        code_list("gardes.grade_code")


@pytest.mark.parametrize(
    "expectations",
    [[], [{"check": "a", "description": "", "severity": "maybe", "type": "expect_table_row_count_to_equal"}]],
)
def test_an_empty_or_careless_suite_is_refused(tmp_path: Path, expectations: list[dict[str, str]]) -> None:
    path = tmp_path / "dim_grade.yaml"
    path.write_text(yaml.safe_dump({"table": "dim_grade", "expectations": expectations}))
    with pytest.raises(SuiteError):
        module._checks(path)
