"""Indicators on an authority's page: lines with gaps where there is no figure, marks at the days of inspections."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pipelines.site.drawings.indicator_charts import indicator_pictures


def row(year: int, value: float | None, england: float = 60.0, near: float | None = 70.0) -> dict[str, Any]:
    return {
        "indicator_code": "cla_rate",
        "indicator_name": "Children looked after, per 10,000",
        "unit_code": "per_10k",
        "period": str(year),
        "period_end_date": date(year, 3, 31),
        "value": value,
        "england_value": england,
        "neighbours_median": near,
    }


def test_a_year_without_a_figure_is_a_gap() -> None:
    (picture,) = indicator_pictures([row(2020, 50), row(2021, 52), row(2022, None), row(2023, 55)], [])
    assert [len(stretch.split()) for stretch in picture.lines["value"]] == [2, 1]
    assert [len(stretch.split()) for stretch in picture.lines["england_value"]] == [4]
    assert picture.rows[2] == ("2022", ["", "60", "70"])
    assert "2022: no figure, England 60" in picture.words


def test_the_highest_value_of_all_lines_sets_the_scale() -> None:
    (picture,) = indicator_pictures([row(2020, 35, england=70), row(2021, 0, england=70)], [])
    top, bottom, half = (
        float(picture.lines[of][0].split()[n].split(",")[1])
        for of, n in (("england_value", 0), ("value", 1), ("value", 0))
    )
    assert top < half < bottom
    assert abs((bottom + top) / 2 - half) < 0.2


def test_without_figures_there_is_no_picture() -> None:
    assert indicator_pictures([], []) == []


def test_an_authoritys_page_shows_them_beside_its_inspections(site_folder: Path) -> None:
    page = (site_folder / "authorities" / "80528.html").read_text(encoding="utf-8")
    assert "Official figures over time" in page
    assert "neither is the cause of the other" in page
    assert "ILACS" in page or "Single inspection, 12 June 2017" in page
    assert page.count('class="mark') > 12
    other = (site_folder / "authorities" / "80418.html").read_text(encoding="utf-8")
    assert "Source: Department for Education" in page
    assert "Norfolk" in other
