"""Indicators: every listed value as the file has it, periods and releases told apart, comparators worked out."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from statistics import median

import duckdb
import pytest

from pipelines import reference
from pipelines.quality.running import run_checks
from pipelines.quality.suites import suites
from tests.indicator_files import Value, write_indicator_file
from tests.warehouse.conftest import Made, build_after

HERE = "indicators.parquet"
YORK, CUMBRIA, CUMBERLAND, ENGLAND, YORKSHIRE = 816, 909, 942, 970, 982
DEVON, ESSEX, KENT = 878, 881, 886
CHECKED = ("stg_indicators", "dim_indicator", "fact_indicator", "indicator_history", "metric_reconciliation")


def failed(build: duckdb.DuckDBPyConnection) -> set[str]:
    """Names of the checks that fail."""
    return {r.check.name for name in CHECKED for r in run_checks(build, suites()[name]) if not r.passed}


def history(build: duckdb.DuckDBPyConnection, columns: str, where: str) -> list[tuple[object, ...]]:
    return build.execute(f"select {columns} from indicator_history where {where} order by all").fetchall()


def test_periods_are_read_with_the_mark_of_their_release(made: Made, tmp_path: Path) -> None:
    read = {
        "2016": ("2016", 2016, "unmarked"),
        "2016-17 (OT)": ("2016-17", 2017, "outturn"),
        "2018 (Rev)": ("2018", 2018, "revised"),
        "2020 (Final)": ("2020", 2020, "final"),
        "2025 (prov)": ("2025", 2025, "provisional"),
        "2014/15-16/17": ("2014/15-16/17", 2017, "unmarked"),
        "2019/20": ("2019/20", 2020, "unmarked"),
    }
    # Each of an area of its own, as one period takes another's place; the value says which it is.
    areas = (ENGLAND, YORKSHIRE, YORK, CUMBRIA, KENT, ESSEX, DEVON)
    values = [
        ("LACnum", printed, area, str(number)) for number, (printed, area) in enumerate(zip(read, areas, strict=True))
    ]
    build = made(indicators=write_indicator_file(tmp_path / HERE, values))
    found = history(build, "value, period, year, release_code", "true")
    assert found == [(float(number), *expected) for number, expected in enumerate(read.values())]


@pytest.mark.parametrize(
    "value", [("LACnum", "0", YORK, "7"), ("LACnum", "2016", 999, "7"), ("LACnum", "2016", YORK, "c")]
)
def test_what_is_not_understood_is_told_and_left_out(made: Made, tmp_path: Path, value: Value) -> None:
    build = made(indicators=write_indicator_file(tmp_path / HERE, [value]))
    assert "every_value_is_understood" in failed(build)
    assert history(build, "value", "true") == []


def test_a_revised_year_counts_and_the_earlier_figure_is_kept(made: Made, tmp_path: Path) -> None:
    values = [
        ("LACnum", mark, YORK, value) for mark, value in (("2018", "10"), ("2018 (Rev)", "12"), ("2018 (prov)", "9"))
    ]
    build = made(indicators=write_indicator_file(tmp_path / HERE, values))
    assert history(build, "release_code, value", "true") == [("revised", 12.0)]
    assert build.execute("select count(*) from fact_indicator").fetchall() == [(3,)]


def test_a_hyphen_says_as_much_as_can_be_known(made: Made, tmp_path: Path) -> None:
    """Cumberland followed Cumbria on 1 April 2023."""
    values = [
        ("LACnum", "2023", CUMBERLAND, "-"),
        ("LACnum", "2024", CUMBERLAND, "-"),
        ("LACnum", "2023", CUMBRIA, "740"),
        ("LACnum", "2024", ENGLAND, "83530"),
        ("LAC", "2024", CUMBERLAND, "-"),
    ]
    build = made(indicators=write_indicator_file(tmp_path / HERE, values))
    rows = build.execute(
        "select area_code, year, value_status_code, indicator_code from fact_indicator "
        "inner join dim_indicator using (indicator_key) where value is null order by all"
    ).fetchall()
    urn = next(a.urn for a in reference.authorities() if a.name == "Cumberland")
    assert rows == [
        (urn, 2023, "no_such_authority", "cla_number"),
        (urn, 2024, "not_published", "cla_rate"),
        (urn, 2024, "suppressed_or_missing", "cla_number"),
    ]
    assert history(build, "authority_name, year, is_suppressed", "indicator_code = 'cla_number' and value is null") == [
        ("Cumberland", 2024, True)
    ]


def test_england_region_and_neighbours_stand_beside_an_authority(made: Made, tmp_path: Path) -> None:
    codes = {row["urn"]: int(row["dfe_code"]) for row in reference.rows("authorities")}
    york = next(a.urn for a in reference.authorities() if a.name == "York")
    near = [
        codes[row["neighbour_urn"]]
        for row in reference.rows("statistical_neighbours")
        if (row["urn"], row["neighbour_set_code"]) == (york, "may_2025")
    ]
    of_near = dict(zip(near, [5, 1, 9, 3, 7, 20, 2], strict=False))
    values = [("LAC", "2020", number, str(value)) for number, value in of_near.items()]
    values += [("LAC", "2020", number, "-") for number in near[len(of_near) :]]
    values += [("LAC", "2020", *pair) for pair in ((YORK, "50"), (ENGLAND, "68"), (YORKSHIRE, "78"))]
    build = made(indicators=write_indicator_file(tmp_path / HERE, values))
    found = history(
        build,
        "value, england_value, region_value, neighbours_median, neighbours_counted, neighbour_set_code",
        "authority_name = 'York'",
    )
    assert found == [(50.0, 68.0, 78.0, float(median(of_near.values())), 7, "may_2025")]
    assert history(build, "value, england_value", "area_kind_code = 'national'") == [(68.0, 68.0)]


def test_without_a_file_all_is_empty_and_passes(made: Made) -> None:
    build = made()
    build.execute("delete from raw.raw_indicators")
    build_after(build, "raw_indicators")
    assert history(build, "count(*)", "true") == [(0,)]
    assert build.execute("select count(*) from metric_reconciliation").fetchall() == [(0,)]
    assert failed(build) == set()


def test_the_sample_shows_its_authorities_beside_all_their_neighbours(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = warehouse.execute(
        "select min(neighbours_counted), count(distinct authority_urn) from indicator_history "
        "where indicator_code = 'cpp_rate' and year = 2024 "
        "and authority_urn in (select authority_urn from inspections)"
    ).fetchall()
    assert rows == [(9, 14)]  # a neighbour's number is withheld


LAIT = "lait_indicators_2016_2025.parquet"


def test_the_files_values_to_the_digit(made: Made, shared: Path) -> None:
    """All rows of each series and year, and ten values of each series picked at random, are the file's own."""
    path = shared / "reference" / LAIT
    build = made(indicators=path)
    listed = {row["series"]: row["indicator_code"] for row in reference.rows("indicators")}
    source = duckdb.execute(
        f'select "Short Desc", "Years", cast("LA Number" as integer), "Values" from \'{path}\' '
        'where list_contains(?, "Short Desc")',
        [list(listed)],
    ).fetchall()
    counts = Counter((listed[series], years.split(" (")[0]) for series, years, _, _ in source)
    built = build.execute(
        "select indicator_code, period, count(*) from fact_indicator inner join dim_indicator using (indicator_key) "
        "group by all"
    ).fetchall()
    assert {(code, period): count for code, period, count in built} == counts
    assert set(counts.values()) == {170}

    areas = {int(row["area_number"]): row["area_code"] for row in reference.rows("indicator_areas")}
    areas |= {int(row["dfe_code"]): row["urn"] for row in reference.rows("authorities")}
    values = {
        (code, period, area): value
        for code, period, area, value in build.execute(
            "select indicator_code, period, area_code, value from fact_indicator "
            "inner join dim_indicator using (indicator_key)"
        ).fetchall()
    }
    picks = random.Random(18)
    for series in listed:
        for _, years, number, printed in picks.sample([row for row in source if row[0] == series], 10):
            found = values[listed[series], years.split(" (")[0], areas[number]]
            assert found == (None if printed == "-" else float(printed)), (series, years, number)
    assert failed(build) == set()
