"""A grade or date changed in one place of a report alone shows up as a conflict, never as a silent change."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from pipelines.settings import ROOT, settings
from tests.built import as_text
from tests.conftest import leave_out_exports, run_refresh, without_settings

PROTECTION = ROOT / "data" / "sample" / "80427_2013-04-16_childrens-services-inspection.pdf"
VISIT = ROOT / "data" / "sample" / "80528_2022-01-31_childrens-services-focused-visit.pdf"


# A letter's day and its visit's, and what conflicts then say: subject, used value, other value and its place.
LETTERS = {
    "Plymouth": ("", "7 and 8 December 2021", ("publication", "2022-02-03", "none printed", "set_aside")),
    "Swindon": (
        "31 January 20222",
        "7 and 8 December 2021",
        ("publication", "not known", "31 January 20222", "set_aside"),
    ),
    "Torbay": (
        "31 January 2021",
        "7 and 8 December 2021",
        ("publication", "not known", "31 January 2021", "set_aside"),
    ),
    "Wirral": (
        "31 January 2022",
        "7 December 2020 to 8 December 2021",
        ("inspection", "2021-12-07 to 2021-12-08", "2020-12-07 to 2021-12-08", "contradicted"),
    ),
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The letters, and a report whose section about practice says inadequate, its record adequate."""
    made = tmp_path_factory.mktemp("conflicts")
    reports = made / "reports"
    reports.mkdir()
    lines = as_text(PROTECTION)
    headings = [n for n, line in enumerate(lines) if line == "The quality of practice" and lines[n + 1] == "Adequate"]
    lines[headings[0] + 1] = "Inadequate"
    (reports / "changed.txt").write_text("\n".join(lines), encoding="utf-8")
    text = "\n".join(as_text(VISIT))
    assert "31 January 2022" in text
    assert "7 and 8 December 2021" in text
    for authority, (day, visit, _) in LETTERS.items():
        changed = text.replace("North Somerset", authority).replace("31 January 2022", day)
        changed = changed.replace("7 and 8 December 2021", visit)
        (reports / f"{authority}.txt").write_text(changed, encoding="utf-8")
    (reports / "manifest.csv").write_text("file,publication_date\nPlymouth.txt,2022-02-03\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        without_settings(patch)
        leave_out_exports(patch)
        now = settings(reports=str(reports), data=str(made / "data"))
        run_refresh(now)
    with duckdb.connect(str(now.warehouse), read_only=True) as connection:
        yield connection


def test_a_swapped_grade_is_a_conflict(published: duckdb.DuckDBPyConnection) -> None:
    judged = published.execute("select domain_code, grade_code, agreement from judgement_history order by all")
    grades = {domain: (grade, agreement) for domain, grade, agreement in judged.fetchall()}
    assert grades["quality_of_practice"] == ("adequate", "conflict")
    assert {grade for grade, _ in grades.values()} == {"adequate"}
    conflicts = published.execute(
        "select subject, used_value, used_place, other_value, other_place from conflicts where kind_code = 'judgement'"
    )
    assert conflicts.fetchall() == [
        ("safeguarding.quality_of_practice", "adequate", "record_of_findings", "inadequate", "section_heading")
    ]


def test_days_of_letters_that_are_missing_or_contradict_one_another_are_conflicts(
    published: duckdb.DuckDBPyConnection,
) -> None:
    found = published.execute(
        "select inspections.authority_name, conflicts.subject, conflicts.used_value, conflicts.other_value, "
        "conflicts.other_place from conflicts inner join inspections using (inspection_id) "
        "where conflicts.kind_code = 'date'"
    ).fetchall()
    visits = published.execute(
        "select distinct inspection_start_date || ' to ' || inspection_end_date from inspections "
        "where framework_code = 'ilacs_focused_visit'"
    ).fetchall()
    assert {name: tuple(conflict) for name, *conflict in found} == {name: said for name, (*_, said) in LETTERS.items()}
    assert visits == [("2021-12-07 to 2021-12-08",)]
