"""The panel of authorities and years: Ofsted's published grades to the digit, and gaps that say what they are."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from pipelines import reference
from pipelines.quality.running import run_checks
from pipelines.quality.suites import suites
from pipelines.settings import ROOT
from tests.warehouse.conftest import Made, Row

# Sheets that list the grade of every authority at a 31 March: file, sheet, rows of titles, columns of name and grade.
RELEASES = {
    2023: ("Childrens_social_care_in_England_2023_underlying_data.ods", "LA_level_at_31_Mar_2023", 4, 1, 4),
    2025: ("LA_Inspection_Outcomes_as_at_31_March_2025.ods", "Inspections_as_at_31_March", 3, 2, 6),
}
HISTORY: Row = [
    "Local authority name",
    "Inspection date",
    "Publication date",
    "Inspection type",
    "Overall effectiveness",
]


def released(folder: Path, year: int) -> dict[str, str | None]:
    """The grade of each authority in Ofsted's release of that 31 March."""
    name, sheet, titles, authority, grade = RELEASES[year]
    rows = CalamineWorkbook.from_path(folder / name).get_sheet_by_name(sheet).to_python()[titles:]
    found = {}
    for row in rows:
        resolved = reference.resolve_authority(str(row[authority]), dt.date(year, 3, 31))
        assert resolved is not None, row
        found[resolved.urn] = reference.grade_code(str(row[grade]))
    return found


def test_the_panel_has_the_published_grade_of_every_authority(made: Made, shared: Path) -> None:
    build = made(files=[shared / "official"])
    for year in RELEASES:
        panel = build.execute(
            "select authority_urn, release_grade_code from authority_year where year = ?", [year]
        ).fetchall()
        assert dict(panel) == released(shared / "official", year)
    for result in run_checks(build, suites()["authority_year"]):
        assert result.passed, result.check.name


def test_the_worked_example_reproduces_the_published_table(made: Made, shared: Path) -> None:
    page = (ROOT / "docs" / "research.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    build = made(files=[shared / "official"])
    ((path,),) = build.execute(
        "select path from duckdb_databases() where database_name = current_database()"
    ).fetchall()
    build.close()
    assert code.count("data/published/warehouse.duckdb") == 1
    names: dict[str, object] = {}
    exec(code.replace("data/published/warehouse.duckdb", path), names)
    shown = [
        [float(cell.strip().rstrip("%")) for cell in line.strip("|").split("|")]
        for line in page.splitlines()
        if re.match(r"\| 20\d\d \|", line)
    ]
    assert [[float(cell) for cell in row] for row in names["table"]] == shown  # type: ignore[attr-defined]
    for year, *counts, authorities, _ in shown:
        grades = list(released(shared / "official", int(year)).values())
        scale = ("outstanding", "good", "requires_improvement", "inadequate")
        assert counts == [grades.count(grade) for grade in scale]
        assert authorities == len(grades)


def panel(build: duckdb.DuckDBPyConnection, authority: str, columns: str) -> list[tuple[object, ...]]:
    return build.execute(
        f"select year, {columns} from authority_year where authority_name = ? order by year", [authority]
    ).fetchall()


def inspected(name: str, day: dt.date, grade: str, published: dt.date | None = None) -> list[object]:
    return [name, day, published or day + dt.timedelta(40), "ILACS Standard Inspection", grade]


def test_a_grade_is_in_force_from_its_inspection_to_the_next(made: Made) -> None:
    rows = [inspected("York", dt.date(2019, 4, 1), "Good"), inspected("York", dt.date(2022, 3, 31), "Inadequate")]
    build = made([HISTORY, *rows])
    found = {year: rest for year, *rest in panel(build, "York", "overall_effectiveness, days_since_inspection")}
    assert found[2019] == [None, None]
    assert found[2020] == ["good", 365]
    assert found[2021] == ["good", 730]
    assert found[2022] == ["inadequate", 0]


def test_a_release_counts_what_was_published_by_its_deadline(made: Made) -> None:
    rows = [
        inspected("York", dt.date(2019, 4, 1), "Good"),
        inspected("York", dt.date(2023, 3, 6), "Inadequate", dt.date(2023, 5, 1)),
    ]
    build = made([HISTORY, *rows])
    found = {year: rest for year, *rest in panel(build, "York", "overall_effectiveness, release_grade_code")}
    assert found[2022] == ["good", None]
    assert found[2023] == ["inadequate", "good"]


def test_a_successor_takes_no_grade_and_an_ended_authority_has_no_row(made: Made) -> None:
    build = made([HISTORY, inspected("Cumbria", dt.date(2022, 9, 26), "Requires improvement to be good")])
    assert panel(build, "Cumbria", "coverage_code")[-1] == (2023, "official_statistics")
    (first, *_) = panel(build, "Cumberland", "coverage_code, overall_effectiveness")
    assert first == (2024, "not_inspected", None)
    ((before, after),) = build.execute(
        "select distinct predecessor_urns, "
        "(select max(successor_urns) from authority_year where authority_name = 'Cumbria') "
        "from authority_year where authority_name = 'Cumberland'"
    ).fetchall()
    urns = {a.name: a.urn for a in reference.authorities()}
    assert before == urns["Cumbria"]
    assert set(after.split(";")) == {urns["Cumberland"], urns["Westmorland and Furness"]}


def test_two_services_and_no_overall_grade_are_told_apart(warehouse: duckdb.DuckDBPyConnection) -> None:
    """The sample's Kent had its looked after children inspected alone in 2013."""
    (last,) = warehouse.execute(
        "select year, coverage_code, looked_after_grade_code is not null, is_within_official_record "
        "from authority_year where authority_name = 'Kent' and year = 2014"
    ).fetchall()
    assert last == (2014, "two_services", True, False)


@pytest.mark.parametrize(("year", "turnover"), [(2024, 2023), (2020, 2019)])
def test_workforce_figures_are_of_the_september_before(
    warehouse: duckdb.DuckDBPyConnection, year: int, turnover: int
) -> None:
    (rows,) = warehouse.execute(
        "select panel.social_worker_turnover = history.value, panel.cla_rate = rates.value "
        "from authority_year as panel "
        "inner join indicator_history as history on panel.authority_urn = history.authority_urn "
        "and history.indicator_code = 'social_worker_turnover' and history.year = ? "
        "inner join indicator_history as rates on panel.authority_urn = rates.authority_urn "
        "and rates.indicator_code = 'cla_rate' and rates.year = panel.year "
        "where panel.authority_name = 'Kent' and panel.year = ?",
        [turnover, year],
    ).fetchall()
    assert rows == (True, True)
