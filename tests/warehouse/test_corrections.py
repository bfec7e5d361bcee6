"""Corrections: applied as the most authoritative statement, what was read kept beside them, and slips told."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from pipelines.errors import SettingError
from pipelines.quality.running import run_checks
from pipelines.quality.suites import suites
from pipelines.runs.run_build import LAST
from pipelines.settings import ROOT, Settings
from pipelines.sources.corrections import correction_rows
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table
from tests.warehouse.conftest import build_after

SIF = "80528-sif-2017-06-12"
VISIT = "80528-ilacs_focused_visit-2021-12-07"
ENTRY: dict[str, Any] = {
    "inspection": SIF,
    "field": "judgement.childrens_services.leadership",
    "value": "good",
    "words": "Leaders do well",
    "page": 3,
    "by": "A. Person",
    "on": dt.date(2026, 11, 26),
}
Corrected = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def corrected(sample: Settings, tmp_path: Path) -> Iterator[Corrected]:
    """The sample's build, made with corrections: entries that differ from ENTRY as said."""
    path = tmp_path / "build.duckdb"
    shutil.copyfile(sample.builds / LAST, path)
    with build_file.open_build(path) as connection:

        def make(*entries: dict[str, Any]) -> duckdb.DuckDBPyConnection:
            rows = correction_rows(written(tmp_path / "corrections", *entries))
            build_file.write_rows(connection, table("raw_corrections"), rows)
            build_after(connection, "raw_corrections")
            return connection

        yield make


def failing(build: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, int | None]]:
    """The checks of corrections that do not pass, with their severity and number of rows."""
    results = run_checks(build, suites()["corrections"])
    return {each.check.name: (each.check.severity, each.unexpected_count) for each in results if not each.passed}


def written(folder: Path, *entries: dict[str, Any]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "mine.yaml").write_text(yaml.safe_dump([ENTRY | entry for entry in entries]), encoding="utf-8")
    return folder


def test_a_corrected_grade_is_shown_and_what_was_read_is_a_conflict(corrected: Corrected) -> None:
    build = corrected({})
    judged = "select grade_code, page_number, evidence_text, agreement from judgement_history where inspection_id = ?"
    assert build.execute(f"{judged} and domain_code = 'leadership'", [SIF]).fetchall() == [
        ("good", 3, "Leaders do well", "conflict")
    ]
    found = build.execute(
        "select subject, used_value, used_place, used_text, other_value from conflicts where inspection_id = ? "
        "and used_place = 'correction' and kind_code = 'judgement'",
        [SIF],
    ).fetchall()
    assert found
    assert set(found) == {
        ("childrens_services.leadership", "good", "correction", "Leaders do well", "requires_improvement")
    }
    told = build.execute("select state_code, value, printed_value, printed_page_number is null from corrections")
    assert told.fetchall() == [("applied", "good", "requires_improvement", False)]
    assert "every_correction_is_needed" not in failing(build)
    assert build.execute("select count(*) from fact_judgement where agreement = 'conflict'").fetchall() == [(1,)]
    assert all(result.passed for result in run_checks(build, suites()["fact_judgement"]))


@pytest.mark.parametrize(
    ("field", "value", "sql"),
    [
        ("published_date", "2017-08-28", "select published_date from inspections where inspection_id = ?"),
        ("inspection_end_date", "2017-07-06", "select inspection_end_date from inspections where inspection_id = ?"),
        (
            "inspection_start_date",
            "2017-06-13",
            "select inspection_start_date from inspections where inspection_id = ?",
        ),
        (
            "metric.children_looked_after.per_10k.actual",
            "53",
            "select value from metric_history where inspection_id = ? and metric_code = 'children_looked_after' "
            "and unit_code = 'per_10k' and role_code = 'actual'",
        ),
    ],
)
def test_dates_and_figures_are_corrected_and_the_key_stays(
    corrected: Corrected, field: str, value: str, sql: str
) -> None:
    build = corrected({"field": field, "value": value})
    ((now,),) = build.execute(sql, [SIF]).fetchall()
    assert str(now).removesuffix(".0") == value
    ((state,),) = build.execute("select state_code from corrections").fetchall()
    assert state == "applied"
    ((kept,),) = build.execute(
        "select count(*) from conflicts where inspection_id = ? and used_place = 'correction'", [SIF]
    ).fetchall()
    assert kept >= 1


def test_a_theme_is_corrected(corrected: Corrected) -> None:
    build = corrected({"inspection": VISIT, "field": "theme_code", "value": "front_door", "page": 1})
    assert build.execute("select theme_code from inspections where inspection_id = ?", [VISIT]).fetchall() == [
        ("front_door",)
    ]
    assert build.execute(
        "select other_value from conflicts where kind_code = 'correction' and subject = 'theme_code'"
    ).fetchall() == [("children_in_need_or_protection_plan",)]


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        ({"value": "requires_improvement"}, "as_read"),
        ({"inspection": "80528-sif-2016-06-12"}, "matches_nothing"),
        ({"field": "metric.fsm_primary.count.actual", "value": 3}, "matches_nothing"),
    ],
)
def test_a_correction_that_is_not_needed_is_a_warning(corrected: Corrected, entry: dict[str, Any], state: str) -> None:
    build = corrected(entry)
    assert build.execute("select state_code from corrections").fetchall() == [(state,)]
    assert failing(build)["every_correction_is_needed"] == ("warn", 1)


@pytest.mark.parametrize(
    ("words", "page", "stand"),
    [
        ("3.  leadership management and GOVERNANCE", 1, True),
        ("LEADERSHIP  management & governance requires improvement", 1, False),
        ("3. Leadership, management and governance", 2, False),
        ("Leaders do well", 1, False),
    ],
)
def test_words_that_do_not_stand_on_their_page_are_a_warning(
    corrected: Corrected, words: str, page: int, stand: bool
) -> None:
    assert ("words_stand_on_their_page" not in failing(corrected({"words": words, "page": page}))) == stand


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"field": "grade"}, "mine.yaml, entry 1, field: grade is not a field that can be corrected: judgement."),
        ({"value": "splendid"}, "mine.yaml, entry 1: splendid is not one of"),
        ({"field": "published_date", "value": "soon"}, "mine.yaml, entry 1: soon is not a day."),
        ({"field": "metric.fsm_primary.percent.actual", "value": "few"}, "mine.yaml, entry 1: few is not a number."),
        ({"words": ""}, "mine.yaml, entry 1, words: "),
        ({"page": 0}, "mine.yaml, entry 1, page: "),
        ({"colour": "red"}, "mine.yaml, entry 1, colour: "),
    ],
)
def test_a_slip_is_told_at_once(tmp_path: Path, entry: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingError) as told:
        correction_rows(written(tmp_path, entry))
    assert str(told.value).startswith(says)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("content", "says"), [("a: [", "cannot be read"), ("word", "is not a list of corrections"), ("", "is not a list")]
)
def test_a_file_that_is_none_is_told(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "mine.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(SettingError, match=says):
        correction_rows(tmp_path)


def test_the_example_of_the_documents_is_one(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "corrections.md").read_text("utf-8")
    (tmp_path / "example.yaml").write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    (row,) = correction_rows(tmp_path)
    assert row["field"] == "judgement.childrens_services.leadership"


def test_a_key_that_yaml_takes_for_true_is_on(tmp_path: Path) -> None:
    text = "[{inspection: %s, field: published_date, value: 2017-08-28, words: a, page: null, by: b, on: 2026-11-26}]"
    (tmp_path / "mine.yaml").write_text(text % SIF, encoding="utf-8")
    (row,) = correction_rows(tmp_path)
    assert (row["corrected_on"], row["value"]) == (dt.date(2026, 11, 26), "2017-08-28")


def test_one_value_is_corrected_once(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"is corrected in mine\.yaml too"):
        correction_rows(written(tmp_path, {}, {"value": "inadequate"}))
