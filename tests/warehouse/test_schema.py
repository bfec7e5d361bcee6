"""The schema is written once, and explains itself: SQL, suites, the published file and the dictionary keep to it."""

from __future__ import annotations

import ast
import re

import duckdb
import pytest

from pipelines.docs.codes import CODE_LISTS, code_list
from pipelines.docs.dictionary import data_dictionary
from pipelines.quality.suites import MADE_AT_PUBLICATION
from pipelines.settings import ROOT
from pipelines.warehouse import sql_models
from pipelines.warehouse.schema import tables

MADE_BY_SQL = [entry.name for entry in tables().values() if entry.layer in sql_models.LAYERS]


def test_every_catalogued_table_is_made_and_every_sql_file_is_catalogued() -> None:
    made = {model.name for model in sql_models.all_models()}
    assert made == set(MADE_BY_SQL) - set(MADE_AT_PUBLICATION)


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
    for model in sql_models.all_models():
        assert model.grain.startswith("one row per "), model.name


def test_lower_stages_never_read_upper_ones() -> None:
    order = {"raw": 0, "reference": 0, "staging": 1, "star": 2, "quality": 3, "views": 4}
    for model in sql_models.all_models():
        for upstream in model.upstream:
            schema, _, name = upstream.rpartition(".")
            of = schema if schema == "reference" else tables()[name].layer
            assert order[of] <= order[model.table.layer], f"{model.name} reads {upstream}"


def test_every_table_and_column_has_a_description() -> None:
    for entry in tables().values():
        assert entry.description.startswith("One row"), entry.name
        assert entry.description.endswith("."), entry.name
        for column in entry.columns:
            assert column.description.endswith("."), f"{entry.name}.{column.name}"
            assert len(column.description.split()) > 1, f"{entry.name}.{column.name}"


def test_who_reads_grades_is_told_that_two_of_them_are_not_the_same_test() -> None:
    assert "not the same test" in data_dictionary().partition("\n## ")[0]
    views = ("judgement_history", "latest_judgements", "judgement_history_all", "grade_changes")
    for name in ("dim_grade", "fact_judgement", *views):
        assert "not the same test" in tables()[name].caveats


def reasons() -> set[str]:
    """The reason codes with which a file or a document is refused: a call's first argument, or second after a stage."""
    refusals = {"UnreadableDocument": 0, "Stopped": 0, "UnreadableReport": 0, "quarantine": 1}
    (refused,) = (column for column in tables()["refused_files"].columns if column.name == "reason_code")
    found = set(refused.values)
    for path in sorted((ROOT / "pipelines").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            place = refusals.get(ast.unparse(node.func)) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and place is not None and isinstance(node.args[place], ast.Constant):
                found.add(str(ast.literal_eval(node.args[place])))
    return found


def test_the_quarantine_explains_every_reason_that_there_is() -> None:
    (column,) = (column for column in tables()["quarantine"].columns if column.name == "reason_code")
    listed = set(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", column.description))
    assert listed == reasons()


def test_every_column_of_codes_says_which() -> None:
    """A list of the reference data, its own `codes`, or the codes in the column's own description."""
    free = {"dfe_code", "ons_code", "block_code"}
    for entry in tables().values():
        for column in entry.columns:
            is_listed = column.codes or column.name in free or code_list(entry, column.name)
            if column.name.endswith("_code") and not is_listed:
                codes = re.findall(r"\b[a-z_0-9]+\b", column.description)
                assert " or " in column.description, f"{entry.name}.{column.name}"
                assert len(codes) >= 2, f"{entry.name}.{column.name}"


def test_the_published_file_holds_no_code_that_the_dictionary_lacks(warehouse: duckdb.DuckDBPyConnection) -> None:
    for codes in CODE_LISTS:
        known = {row[0] for row in codes.rows()}
        for entry in tables().values():
            for column in entry.columns:
                if code_list(entry, column.name) is codes:
                    found = warehouse.execute(
                        f"select distinct {column.name} from {entry.qualified} where {column.name} is not null"
                    ).fetchall()
                    assert {value for (value,) in found} <= known, f"{entry.name}.{column.name}"
