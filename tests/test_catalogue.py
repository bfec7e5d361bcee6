"""The schema is written once: SQL, suites and the published file keep to it."""

from __future__ import annotations

import duckdb
import pytest

from pipelines import models
from pipelines.catalogue import tables
from pipelines.quality.suites import suites

MADE_BY_SQL = [entry.name for entry in tables().values() if entry.layer in models.LAYERS]
MADE_AT_PUBLICATION = {"check_results", "publication"}


def test_every_catalogued_table_is_made_and_every_sql_file_is_catalogued() -> None:
    made = {model.name for layer in models.LAYERS for model in models.models(layer)}
    assert made == set(MADE_BY_SQL) - MADE_AT_PUBLICATION


def test_every_table_that_is_checked_by_a_run_has_a_suite() -> None:
    assert set(suites()) == set(tables()) - MADE_AT_PUBLICATION


@pytest.mark.parametrize("name", list(tables()))
def test_the_published_file_explains_itself(warehouse: duckdb.DuckDBPyConnection, name: str) -> None:
    entry = tables()[name]
    listed = warehouse.execute(
        "select column_name, comment from duckdb_columns() "
        "where schema_name = ? and table_name = ? order by column_index",
        [entry.schema, name],
    ).fetchall()
    assert [column for column, _ in listed] == [column.name for column in entry.columns]
    assert all(comment for _, comment in listed)
    kind = "views" if entry.is_view else "tables"
    about = warehouse.execute(
        f"select comment from duckdb_{kind}() where schema_name = ? and {kind[:-1]}_name = ?", [entry.schema, name]
    ).fetchall()
    assert about[0][0].startswith(entry.description)


def test_grains_say_what_a_row_is() -> None:
    for layer in models.LAYERS:
        for model in models.models(layer):
            assert model.grain.startswith("one row per "), model.name


def test_lower_stages_never_read_upper_ones() -> None:
    order = {"raw": 0, "reference": 0, "staging": 1, "star": 2, "quality": 3, "views": 4}
    for layer in models.LAYERS:
        for model in models.models(layer):
            for upstream in model.upstream:
                schema, _, name = upstream.rpartition(".")
                of = schema if schema == "reference" else tables()[name].layer
                assert order[of] <= order[layer], f"{model.name} reads {upstream}"
