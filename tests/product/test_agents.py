"""What assistants are told: each of the twenty queries runs on the published file and answers with what is in it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import duckdb
import pytest

from pipelines.settings import ROOT
from pipelines.warehouse.schema import tables

PAGE = (ROOT / "docs" / "agents.md").read_text("utf-8")
INDEX = (ROOT / "llms.txt").read_text("utf-8")
QUESTION = re.compile(r"^### (\d+)\. (.+?)\n(.*?)(?=^### |\Z)", re.MULTILINE | re.DOTALL)
SQL = re.compile(r"^```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUERIES = {int(number): SQL.findall(text) for number, _, text in QUESTION.findall(PAGE)}
FROM = re.compile(r"\b(?:from|join)\s+([a-z_]+)")
NAMED = re.compile(r"^(?:with|,)?\s*([a-z_]+) as \($", re.MULTILINE)
ITEM = re.compile(r"^- \[[^\]]+\]\(([^)\s]+)\): \S.*$")
Rows = list[dict[str, Any]]


def answer(warehouse: duckdb.DuckDBPyConnection, number: int) -> Rows:
    """The rows of a query, by the names of its columns."""
    (sql,) = QUERIES[number]
    asked = warehouse.execute(sql)
    names = [column[0] for column in asked.description or []]
    return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]


def test_there_are_twenty_with_one_query_each() -> None:
    assert list(QUERIES) == list(range(1, 21))
    assert all(len(found) == 1 for found in QUERIES.values())


@pytest.mark.parametrize("number", QUERIES)
def test_a_query_answers_from_what_is_promised(warehouse: duckdb.DuckDBPyConnection, number: int) -> None:
    assert answer(warehouse, number)
    (sql,) = QUERIES[number]
    asked = set(FROM.findall(sql)) - set(NAMED.findall(sql))
    known = tables()
    assert asked
    for name in asked:
        is_of_the_star = name.startswith(("dim_", "fact_", "bridge_"))
        assert name in known
        assert not is_of_the_star or name == "bridge_authority_neighbour", name


def test_devon_stands_before_its_ten_neighbours(warehouse: duckdb.DuckDBPyConnection) -> None:
    rows = answer(warehouse, 1)
    assert [row["neighbour_rank"] for row in rows] == list(range(11))
    assert rows[0]["authority_name"] == "Devon"


def test_grades_by_region_and_on_a_past_date_are_counted_right(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert {row["authority_name"] for row in answer(warehouse, 2)} == {"Isle of Wight", "Kent"}
    *regions, england = answer(warehouse, 3)
    assert england["region_name"] == "England"
    assert england["graded"] == sum(row["graded"] for row in regions)
    assert england["good_or_better"] == sum(row["good_or_better"] for row in regions)
    # Isle of Wight 2018 and Rotherham 2017 were good, North Somerset 2017 and Sheffield 2013 required improvement.
    assert answer(warehouse, 4) == [{"good_or_better": 2, "graded": 4, "share": 0.5}]


def test_the_time_line_has_every_inspection(warehouse: duckdb.DuckDBPyConnection) -> None:
    kent = [(row["framework_code"], row["overall_grade_code"]) for row in answer(warehouse, 5)]
    assert [framework for framework, _ in kent] == ["looked_after", "ilacs", "ilacs"]
    assert [grade for _, grade in kent][1:] == ["outstanding", "good"]


def test_changes_visits_and_outcomes_are_those_of_the_sample(warehouse: duckdb.DuckDBPyConnection) -> None:
    changes = {(row["authority_name"], row["change_code"]) for row in answer(warehouse, 6)}
    assert {("Rotherham", "improved"), ("Kent", "declined")} <= changes
    visits = answer(warehouse, 8)
    assert sum(row["visits"] for row in visits) == 2
    outcomes = {row["authority_name"]: row["outcome_code"] for row in answer(warehouse, 16)}
    assert outcomes == {"Lancashire": "systemic_failings", "Blackpool": None}


def test_words_are_found_with_their_pages(warehouse: duckdb.DuckDBPyConnection) -> None:
    for number, wanted in ((9, "supervision"), (12, "home")):
        for row in answer(warehouse, number):
            assert wanted in row["text"].lower()
            assert row["page_number"] >= 1
    assert {row["inspection_start_date"] for row in answer(warehouse, 17)} == {date(2014, 9, 16), date(2018, 11, 19)}


def test_what_is_missing_or_doubtful_is_told(warehouse: duckdb.DuckDBPyConnection) -> None:
    count = warehouse.execute("select (select count(*) from quarantine), (select count(*) from conflicts)").fetchone()
    assert (len(answer(warehouse, 18)), len(answer(warehouse, 19))) == count
    covered = answer(warehouse, 20)
    assert sum(row["from_reports"] for row in covered) == 16
    assert all(row["from_official_statistics_alone"] == 0 for row in covered)


def test_the_grades_and_judgements_that_are_named_exist(warehouse: duckdb.DuckDBPyConnection) -> None:
    for bullet, table, column in (
        ("Grades are words", "dim_grade", "grade_code"),
        ("says which", "dim_domain", "domain_code"),
    ):
        (said,) = re.findall(rf"^- \*\*[^*]*{bullet}.*?(?=^- )", PAGE, re.MULTILINE | re.DOTALL)
        known = {row[0] for row in warehouse.execute(f"select {column} from {table}").fetchall()}
        named = set(re.findall(r"`(\w+)`", said)) - {"grade_code", "domain_code", "grade_rank"}
        assert named <= known, bullet
        if table == "dim_grade":
            assert named == known


def test_the_index_has_the_form_that_readers_expect() -> None:
    """A title, a summary in a quotation, then sections of links: https://llmstxt.org."""
    lines = INDEX.splitlines()
    assert re.fullmatch(r"# \S.*", lines[0])
    assert lines[2].startswith("> ")
    assert len(re.findall(r"^# ", INDEX, re.MULTILINE)) == 1
    sections = re.split(r"^## .+$", INDEX, flags=re.MULTILINE)[1:]
    assert sections
    for section in sections:
        for line in filter(None, section.splitlines()):
            (target,) = ITEM.findall(line) or [""]
            assert (ROOT / target).is_file(), line
    assert re.findall(r"^## (.+)$", INDEX, re.MULTILINE)[-1] == "Optional"
