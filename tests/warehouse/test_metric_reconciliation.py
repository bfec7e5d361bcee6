"""Figures of reports beside official ones: what agrees, what rounding or revision explains, what has no counterpart."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.indicator_files import write_indicator_file
from tests.warehouse.conftest import Made

NORTH_SOMERSET, ENGLAND = 802, 970
# The sample's single inspection of North Somerset of June 2017 prints 227 children looked after at 31 March 2017, and
# 52 for each 10,000.
INSPECTION = "80528-sif-2017-06-12"


def statuses(build: duckdb.DuckDBPyConnection, metric: str, unit: str = "count") -> set[tuple[object, ...]]:
    return set(
        build.execute(
            "select role_code, status_code, no_counterpart_code from metric_reconciliation "
            "where inspection_id = ? and metric_code = ? and unit_code = ?",
            [INSPECTION, metric, unit],
        ).fetchall()
    )


@pytest.mark.parametrize(
    ("series", "unit", "official", "status"),
    [
        ("LACnum", "count", "227", "agrees"),
        ("LACnum", "count", "225", "provisional"),
        ("LACnum", "count", "238", "provisional"),
        ("LACnum", "count", "240", "differs"),
        ("LAC", "per_10k", "52", "agrees"),
        ("LAC", "per_10k", "51.6", "within_rounding"),
        ("LAC", "per_10k", "52.5", "within_rounding"),
        ("LAC", "per_10k", "54", "provisional"),
        ("LAC", "per_10k", "60", "differs"),
    ],
)
def test_a_figure_beside_the_official_one_of_its_day(
    made: Made, tmp_path: Path, series: str, unit: str, official: str, status: str
) -> None:
    values = [(series, "2017", NORTH_SOMERSET, official)]
    build = made(indicators=write_indicator_file(tmp_path / "a.parquet", values))
    assert ("actual", status, None) in statuses(build, "children_looked_after", unit)


def test_what_has_no_counterpart_says_why(made: Made, tmp_path: Path) -> None:
    values = [
        ("LACnum", "2017", NORTH_SOMERSET, "-"),
        ("LACnum", "2017", ENGLAND, "7"),
        ("PriFSM", "2016", ENGLAND, "14.6"),
    ]
    build = made(indicators=write_indicator_file(tmp_path / "a.parquet", values))
    found = statuses(build, "children_looked_after")
    assert ("actual", "no_counterpart", "no_value") in found
    assert ("previous", "no_counterpart", "year_not_covered") in found
    assert ("national", "no_counterpart", "no_day") in statuses(build, "fsm_primary", "percent")
    nearest = build.execute(
        "select distinct nearest_year, nearest_value from metric_reconciliation "
        "where inspection_id = ? and metric_code = 'fsm_primary' and role_code = 'national'",
        [INSPECTION],
    ).fetchall()
    assert nearest == [(2016, 14.6)]


def test_the_samples_figures_are_like_the_official_ones(warehouse: duckdb.DuckDBPyConnection) -> None:
    counts = warehouse.execute(
        "select status_code, count(*) from metric_reconciliation where status_code <> 'no_counterpart' "
        "group by all order by all"
    ).fetchall()
    assert counts == [("agrees", 6), ("provisional", 3), ("within_rounding", 2)]
