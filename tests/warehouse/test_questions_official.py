"""Ready answers against the official statistics themselves, where they are beside the project."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from pipelines.settings import Settings, settings
from tests.answers import answer
from tests.conftest import SHARED, leave_out_exports, run_refresh, without_settings

SHEET = "Inspections_as_at_31_March"
GRADES = {
    "Outstanding": "outstanding",
    "Good": "good",
    "Requires improvement to be good": "requires_improvement_or_adequate",
    "Inadequate": "inadequate",
}
pytestmark = pytest.mark.usefixtures("shared")


def outcomes_file() -> Path:
    return SHARED / "official" / "LA_Inspection_Outcomes_as_at_31_March_2025.ods"


@pytest.fixture(scope="module")
def with_official(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample, published with Ofsted's own statistics of March 2025 after it was without."""
    data = Path(shutil.copytree(sample.data, tmp_path_factory.mktemp("official") / "data", symlinks=True))
    with pytest.MonkeyPatch.context() as patch:
        without_settings(patch)
        leave_out_exports(patch)
        now = settings(data=str(data), official=str(outcomes_file()))
        run_refresh(now)
    with duckdb.connect(str(now.warehouse), read_only=True) as connection:
        yield connection


def test_grades_by_region_are_the_official_ones(with_official: duckdb.DuckDBPyConnection) -> None:
    regions = dict(with_official.execute("select ons_code, region_name from dim_authority").fetchall())
    _, _, headings, *rows = CalamineWorkbook.from_path(outcomes_file()).get_sheet_by_name(SHEET).to_python()
    area, grade = headings.index("Local authority area code"), headings.index("Overall effectiveness")
    official = Counter((regions[row[area]], GRADES[str(row[grade])]) for row in rows)
    assert official.total() == 153
    # The sheet waits for reports of inspections begun by 31 March until 30 June.
    chosen = {"on_date": "2025-03-31", "days_to_publish": "91"}
    *answered, england = answer(with_official, "share_good_by_region", **chosen)
    ours = {(row["region_name"], code): row[code] for row in answered for code in GRADES.values() if row[code]}
    assert ours == official
    assert england["authorities_with_grade"] == 153
    assert england["good_or_better"] == 103


def test_every_official_inspection_is_counted_in_its_year(with_official: duckdb.DuckDBPyConnection) -> None:
    sheet = CalamineWorkbook.from_path(outcomes_file()).get_sheet_by_name("ILACS_inspection_history").to_python()
    _, _, headings, *rows = sheet
    days, types = headings.index("Inspection date"), headings.index("Inspection type")
    official = Counter((int(str(row[days])[:4]), str(row[types]).split()[1].lower()) for row in rows)
    ours = {
        (row["year"], row["type_code"]): row["inspections"]
        for row in answer(with_official, "inspections_by_year", to_year="2024")
        if row["framework_code"] == "ilacs"
    }
    assert ours == {key: count for key, count in official.items() if key[0] <= 2024}
