"""A grade or date changed in one place of a report alone shows up as a conflict, never as a silent change."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.settings import ROOT, settings
from tests.built import as_text
from tests.conftest import run_refresh

PROTECTION = ROOT / "data" / "sample" / "80427_2013-04-16_childrens-services-inspection.pdf"
VISIT = ROOT / "data" / "sample" / "80528_2022-01-31_childrens-services-focused-visit.pdf"


@pytest.fixture
def published(report_folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Judgements and conflicts of a report whose section about practice says inadequate, its record adequate."""
    lines = as_text(PROTECTION)
    headings = [n for n, line in enumerate(lines) if line == "The quality of practice" and lines[n + 1] == "Adequate"]
    lines[headings[0] + 1] = "Inadequate"
    (report_folder / "changed.txt").write_text("\n".join(lines), encoding="utf-8")
    now = settings()
    run_refresh(now)
    with duckdb.connect(str(now.warehouse), read_only=True) as connection:
        return {
            "judgements": connection.execute(
                "select domain_code, grade_code, agreement from judgement_history order by all"
            ).fetchall(),
            "conflicts": connection.execute(
                "select subject, used_value, used_place, other_value, other_place "
                "from conflicts where kind_code = 'judgement'"
            ).fetchall(),
        }


def test_a_swapped_grade_is_a_conflict(published: dict[str, list[tuple[object, ...]]]) -> None:
    grades = {domain: (grade, agreement) for domain, grade, agreement in published["judgements"]}
    assert grades["quality_of_practice"] == ("adequate", "conflict")
    assert {grade for grade, _ in grades.values()} == {"adequate"}
    assert published["conflicts"] == [
        ("safeguarding.quality_of_practice", "adequate", "record_of_findings", "inadequate", "section_heading")
    ]


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


def test_days_of_letters_that_are_missing_or_contradict_one_another_are_conflicts(report_folder: Path) -> None:
    text = "\n".join(as_text(VISIT))
    assert "31 January 2022" in text
    assert "7 and 8 December 2021" in text
    for authority, (day, visit, _) in LETTERS.items():
        changed = text.replace("North Somerset", authority).replace("31 January 2022", day)
        changed = changed.replace("7 and 8 December 2021", visit)
        (report_folder / f"{authority}.txt").write_text(changed, encoding="utf-8")
    (report_folder / "manifest.csv").write_text("file,publication_date\nPlymouth.txt,2022-02-03\n", encoding="utf-8")
    now = settings()
    run_refresh(now)
    with duckdb.connect(str(now.warehouse), read_only=True) as connection:
        found = connection.execute(
            "select inspections.authority_name, conflicts.subject, conflicts.used_value, conflicts.other_value, "
            "conflicts.other_place from conflicts inner join inspections using (inspection_id) "
            "where conflicts.kind_code = 'date'"
        ).fetchall()
        visits = connection.execute(
            "select distinct inspection_start_date || ' to ' || inspection_end_date from inspections"
        ).fetchall()
    assert {name: tuple(conflict) for name, *conflict in found} == {name: said for name, (*_, said) in LETTERS.items()}
    assert visits == [("2021-12-07 to 2021-12-08",)]
