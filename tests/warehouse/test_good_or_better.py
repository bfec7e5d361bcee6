"""The view `good_or_better_by_region`: counts and shares of the authorities' latest grades."""

from __future__ import annotations

import duckdb


def test_regions_add_up_to_england(warehouse: duckdb.DuckDBPyConnection) -> None:
    columns = ("authorities", "graded", "outstanding", "good", "requires_improvement", "inadequate", "good_or_better")
    totals = ", ".join(f"sum({column})" for column in columns)
    sql = (
        "select domain_code, {} from good_or_better_by_region "
        "where region_name {} 'England' group by domain_code order by all"
    )
    england = warehouse.execute(sql.format(totals, "=")).fetchall()
    assert england
    assert england == warehouse.execute(sql.format(totals, "<>")).fetchall()


def test_it_counts_the_latest_grades(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Of the sample's eight authorities with a full inspection Somerset's of 2026 gave no overall grade."""
    sql = "select * exclude (region_name, domain_code) from good_or_better_by_region where region_name = ? and "
    england = warehouse.execute(sql + "domain_code = 'overall_effectiveness'", ["England"]).fetchall()
    assert england == [(7, 7, 0, 4, 2, 1, 4, 0.571)]
    south_west = warehouse.execute(sql + "domain_code = 'care_leavers'", ["South West"]).fetchall()
    assert south_west == [(2, 2, 0, 2, 0, 0, 2, 1.0)]
