"""What changed from one edition to the next: each value once, with its cause, and nothing that is as it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.publishing.edition_before import NOTHING, SAID, said_by_edition
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from pipelines.warehouse import build_file, sql_models
from pipelines.warehouse.schema import table

Build = duckdb.DuckDBPyConnection
MODELS = [model for layer in ("quality", "views") for model in sql_models.models(layer)]
ONE = "(select min(inspection_id) from raw.published_values where field = 'childrens_services/leadership')"


@pytest.fixture
def build(sample: Settings, tmp_path: Path) -> Iterator[Build]:
    """The sample's build, to be compared with an edition that is alike."""
    path = Path(shutil.copyfile(sample.builds / LAST, tmp_path / "run.duckdb"))
    with build_file.open_build(path) as connection:
        for name, rows in said_by_edition(connection, is_sample=True).items():
            build_file.write_rows(connection, table(name), rows)
        yield connection


def differences(build: Build) -> list[tuple[str, str, str, str | None, str | None]]:
    """Kind, cause, field and both values of what is compared now."""
    for model in MODELS:
        if model.name in ("edition_differences", "changes", "inspections"):
            sql_models.build_model(build, model)
    return build.execute(
        "select kind_code, cause_code, field, value_before, value_after from changes order by all"
    ).fetchall()


def test_what_is_as_it_was_is_no_change(build: Build) -> None:
    assert differences(build) == []
    build.execute("update raw.published_edition set has_other_code_version = true, has_other_reference_version = true")
    assert differences(build) == []
    changed = build.execute("select count(*) from inspections where first_published_at <> last_changed_at").fetchall()
    assert changed == [(0,)]


@pytest.mark.parametrize(
    ("code", "reference", "cause"),
    [(True, True, "code_changed"), (False, True, "reference_changed"), (False, False, "source_changed")],
)
def test_a_value_of_the_same_document_has_both_values_and_a_cause(
    build: Build, code: bool, reference: bool, cause: str
) -> None:
    build.execute(
        "update raw.published_edition set has_other_code_version = ?, has_other_reference_version = ?",
        [code, reference],
    )
    build.execute(
        "update raw.published_values set value = 'outstanding' "
        f"where inspection_id = {ONE} and field = 'childrens_services/leadership'"
    )
    ((kind, why, field, before, after),) = differences(build)
    assert (kind, why, field, before) == ("judgement", cause, "childrens_services/leadership", "outstanding")
    assert after in ("good", "requires_improvement", "inadequate")
    touched = build.execute("select inspection_id from inspections where last_changed_at <> first_published_at")
    assert len(touched.fetchall()) <= 1


def test_a_value_that_a_correction_put_there_says_so(build: Build) -> None:
    build.execute("update raw.published_edition set has_other_code_version = true")
    build.execute(
        "update raw.published_values set value = 'outstanding' "
        f"where inspection_id = {ONE} and field = 'childrens_services/leadership'"
    )
    build.execute(
        "insert into corrections by name select inspection_id, 'judgement.childrens_services.leadership' as field, "
        "value, 'applied' as state_code from edition_values "
        f"where inspection_id = {ONE} and field = 'childrens_services/leadership'"
    )
    ((_, why, _, before, _),) = differences(build)
    assert (why, before) == ("correction", "outstanding")


def moved(build: Build, known: str | None) -> set[tuple[str, str]]:
    """Kinds and causes after one inspection was shown by another document, the new one having been `known` so."""
    build.execute("update raw.published_edition set has_other_code_version = true")
    build.execute(f"create temp table one as select {ONE} as inspection_id")
    now = "(select document_sha256 from edition_values where inspection_id = (from one) limit 1)"
    if known is None:
        build.execute(f"delete from raw.published_reports where document_sha256 = {now}")
    else:
        build.execute(f"update raw.published_reports set is_read = {known} where document_sha256 = {now}")
    build.execute(
        "update raw.published_values set document_sha256 = 'another', "
        "value = case kind_code when 'inspection' then 'another' when 'date' then '2019-01-01' else value end "
        "where inspection_id = (from one)"
    )
    return {(kind, cause) for kind, cause, *_ in differences(build)}


@pytest.mark.parametrize(
    ("known", "cause"), [(None, "corrected_reissue"), ("false", "read_at_last"), ("true", "withdrawn")]
)
def test_another_document_of_an_inspection_says_why(build: Build, known: str | None, cause: str) -> None:
    assert moved(build, known) == {("inspection", cause), ("date", cause)}


@pytest.mark.parametrize(
    ("known", "cause"), [(None, "new_report"), ("false", "read_at_last"), ("true", "code_changed")]
)
def test_an_inspection_that_was_not_there_has_a_row_a_value(build: Build, known: str | None, cause: str) -> None:
    build.execute("update raw.published_edition set has_other_code_version = true")
    build.execute(f"create temp table one as select {ONE} as inspection_id")
    gone = build.execute("select count(*) from raw.published_values where inspection_id = (from one)").fetchall()[0][0]
    build.execute("delete from raw.published_values where inspection_id = (from one)")
    of_it = "document_sha256 = (select document_sha256 from edition_values where inspection_id = (from one) limit 1)"
    if known is None:
        build.execute(f"delete from raw.published_reports where {of_it}")
    else:
        build.execute(f"update raw.published_reports set is_read = {known} where {of_it}")
    found = differences(build)
    assert len(found) == gone
    assert {(why, before) for _, why, _, before, _ in found} == {(cause, None)}


def test_a_report_that_is_gone_from_the_source_is_withdrawn(build: Build) -> None:
    build.execute(
        "insert into raw.published_values values "
        "('gone', '999-ilacs-2020-01-01', '999', 'inspection', 'document_sha256', 'gone', null)"
    )
    assert differences(build) == [("inspection", "withdrawn", "document_sha256", "gone", None)]


def test_recommendations_go_by_their_words(build: Build) -> None:
    """One put first moves the others and changes none; another wording in its place is a change of both values."""
    build.execute(
        "create temp table listed as select inspection_id, max(position) as last from recommendations "
        "group by inspection_id having count(*) > 2 order by inspection_id limit 1"
    )
    at = "inspection_id = (select inspection_id from listed) and kind_code = 'recommendation'"
    build.execute(f"delete from raw.published_values where {at} and field = 'recommendation/1'")
    build.execute(
        "update raw.published_values set field = 'recommendation/' || "
        f"(cast(split_part(field, '/', 2) as integer) - 1) where {at}"
    )
    ((kind, _, field, before, after),) = differences(build)
    assert (kind, field, before) == ("recommendation", "recommendation/1", None)
    assert after is not None
    assert " " in after
    for name, rows in said_by_edition(build, is_sample=True).items():
        if name == "published_values":
            build_file.write_rows(build, table(name), rows)
    build.execute(f"update raw.published_values set text = 'Other words.', value = 'x' where {at} and field like '%/2'")
    ((_, _, field, before, after),) = differences(build)
    assert (field, before) == ("recommendation/2", "Other words.")
    assert after != before


def test_earlier_changes_are_carried_on(build: Build) -> None:
    build.execute(f"update raw.published_values set value = '9' where inspection_id = {ONE} and kind_code = 'metric'")
    build.execute(
        "insert into raw.published_changes values ('2026.01.01', '2026.01.02', timestamp '2026-01-02', "
        "'recommendation', 'correction', 'i', 'u', 'recommendation/1', null, null, 'd', 'Old words.', 'New words.')"
    )
    carried = ("correction", "recommendation/1", "Old words.", "New words.")
    assert [row[1:] for row in differences(build) if row[1] == "correction"] == [carried]
    again = [row for row in said_by_edition(build, is_sample=True)["published_changes"] if row["inspection_id"] == "i"]
    assert [(row["to_version"], row["text_before"], row["value_before"]) for row in again] == [
        ("2026.01.02", "Old words.", None)
    ]


def test_comparing_starts_anew_between_the_sample_and_real_reports(build: Build) -> None:
    assert said_by_edition(build, is_sample=False) == NOTHING
    assert set(NOTHING) == set(SAID)
