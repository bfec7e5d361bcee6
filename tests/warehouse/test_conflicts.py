"""A grade or date changed in one place of a report alone shows up as a conflict, never as a silent change."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.settings import ROOT, settings
from tests.built import as_text
from tests.conftest import run_refresh

PROTECTION = ROOT / "data" / "sample" / "80427_2013-04-16_childrens-services-inspection.pdf"


@pytest.fixture
def published(environment: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[object, ...]]]:
    """Judgements and conflicts of a report whose section about practice says inadequate, its record adequate."""
    reports = environment.parent / "reports"
    reports.mkdir()
    lines = as_text(PROTECTION)
    headings = [n for n, line in enumerate(lines) if line == "The quality of practice" and lines[n + 1] == "Adequate"]
    lines[headings[0] + 1] = "Inadequate"
    (reports / "changed.txt").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setenv("REPORTS", str(reports))
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
