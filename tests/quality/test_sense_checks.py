"""What is odd in a report's figures is shown with the arithmetic, and what is not odd is left alone."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.frameworks import read_report
from pipelines.quality.running import run_checks
from pipelines.quality.suites import suites
from pipelines.raw.tables import fact_rows
from pipelines.reading.read import read_document
from pipelines.reference import reference_dir
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from pipelines.warehouse import build_file
from pipelines.warehouse.sql_models import models

OXFORDSHIRE = "80536_2014-06-30_childrens-services-inspection.pdf"

Row = tuple[str, str, str, str]
LOOKED_AFTER = ("children_looked_after", 227, "count")


def model(name: str) -> str:
    return next(found.sql for found in models("quality") if found.name == name)


def oddities(*figures: tuple[str, float, str] | tuple[str, float, str, str, str]) -> list[Row]:
    """Oddities of a report with these figures: metric, value, unit and, where it matters, role and sentence."""
    connection = duckdb.connect()
    connection.execute("create schema staging; create schema reference")
    path = reference_dir() / "metrics.csv"
    connection.execute(f"create table reference.metrics as from read_csv('{path}', header = true, all_varchar = true)")
    connection.execute(
        "create table staging.stg_metrics (document_sha256 varchar, position integer, metric_code varchar, "
        "printed varchar, value double, unit_code varchar, role_code varchar, is_approximate boolean, "
        "page_number integer, evidence_text varchar)"
    )
    for position, (metric, value, unit, *more) in enumerate(figures, start=1):
        role, text = more or ("actual", f"sentence of {metric}")
        printed = f"{value:g}" + ("%" if unit == "percent" else "")
        connection.execute(
            "insert into staging.stg_metrics values ('d', ?, ?, ?, ?, ?, ?, ?, 1, ?)",
            [position, metric, printed, value, unit, role, text.startswith("About"), text],
        )
    sql = f"select check_code, metric_code, printed_value, arithmetic from ({model('metric_oddities')}) order by all"
    return connection.execute(sql).fetchall()


def sentence_oddities(text: str) -> list[tuple[str, str, str]]:
    connection = duckdb.connect()
    connection.execute("create schema raw")
    connection.execute("create table raw.raw_quantities as select 'd' as document_sha256, 1 as page, ? as text", [text])
    sql = f"select check_code, printed_value, arithmetic from ({model('sentence_oddities')})"
    return connection.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("count", "share", "expected"),
    [
        (87, 41, [("share", "cla_outside_area", "41%", "87 of 227 is 38.3%")]),
        (87, 38, []),
        (87, 39, []),  # rounded up
        (87, 37, [("share", "cla_outside_area", "37%", "87 of 227 is 38.3%")]),
        (87, 38.3, []),
        (87, 39.4, [("share", "cla_outside_area", "39.4%", "87 of 227 is 38.3%")]),
    ],
)
def test_a_share_follows_from_its_counts(count: int, share: float, expected: list[Row]) -> None:
    text = "87 (or a share) live outside the area"
    found = oddities(
        LOOKED_AFTER,
        ("cla_outside_area", count, "count", "actual", text),
        ("cla_outside_area", share, "percent", "actual", text),
    )
    assert found == expected


def test_a_share_without_its_count_is_of_whole_children() -> None:
    homes = ("cla_residential_homes", 3, "count")
    assert oddities(homes, ("cla_residential_homes_outside_area", 67, "percent")) == []
    assert oddities(homes, ("cla_residential_homes_outside_area", 100, "percent")) == []
    assert oddities(homes, ("cla_residential_homes_outside_area", 50, "percent")) == [
        ("share", "cla_residential_homes_outside_area", "50%", "1 of 3 is 33.3%, 2 of 3 is 66.7%")
    ]


def test_what_a_report_marks_as_approximate_is_not_held_against_it() -> None:
    text = "About 87 (or 41%) live outside the area"
    shares = [("cla_outside_area", 87, "count", "actual", text), ("cla_outside_area", 41, "percent", "actual", text)]
    assert oddities(LOOKED_AFTER, *shares) == []


@pytest.mark.parametrize(
    ("now", "words", "earlier", "arithmetic"),
    [
        (250, "a reduction from", 221, "from 221 to 250 is an increase, not a reduction"),
        (200, "an increase from", 221, "from 221 to 200 is a reduction, not an increase"),
        (221, "an increase from", 221, "from 221 to 221 is no change, not an increase"),
        (200, "a reduction from", 221, None),
        (250, "an increase from around", 221, None),
        (250, "compared with", 221, None),
    ],
)
def test_reductions_are_from_higher_figures(now: int, words: str, earlier: int, arithmetic: str | None) -> None:
    text = f"This is {words} {earlier} at 31 March 2016."
    found = oddities(
        ("child_protection_plans", now, "count", "actual", "now"),
        ("child_protection_plans", earlier, "count", "previous", text),
    )
    expected = [] if arithmetic is None else [("change", "child_protection_plans", str(now), arithmetic)]
    assert found == expected


def test_a_rate_fits_the_population() -> None:
    area = [("population_0_17", 43_000, "count"), LOOKED_AFTER]
    assert oddities(*area, ("children_looked_after", 52, "per_10k")) == []
    assert oddities(*area, ("children_looked_after", 57, "per_10k")) == []
    assert oddities(*area, ("children_looked_after", 81, "per_10k")) == [
        ("rate", "children_looked_after", "81", "227 of 43000 children is 52.8 per 10,000")
    ]


def test_parts_do_not_exceed_their_total() -> None:
    assert oddities(LOOKED_AFTER, ("cla_foster_families", 180, "count"), ("cla_with_parents", 40, "count")) == []
    assert oddities(LOOKED_AFTER, ("cla_foster_families", 228, "count")) == [
        ("parts", "children_looked_after", "227", "placements sum to 228 = 228, more than 227"),
        ("parts", "cla_foster_families", "228", "a part of 227 cannot be 228"),
    ]
    assert oddities(LOOKED_AFTER, ("cla_foster_families", 200, "count"), ("cla_with_parents", 40, "count")) == [
        ("parts", "children_looked_after", "227", "placements sum to 200 + 40 = 240, more than 227")
    ]
    assert oddities(("cla_ceased", 90, "count"), ("cla_ceased_returned", 91, "count")) == [
        ("parts", "cla_ceased_returned", "91", "a part of 90 cannot be 91")
    ]


def test_a_figure_beyond_what_the_authority_s_size_allows_is_shown() -> None:
    area = ("population_0_17", 43_000, "count")
    assert oddities(area, LOOKED_AFTER) == []
    assert oddities(area, ("children_looked_after", 2_270, "count")) == [
        (
            "size",
            "children_looked_after",
            "2270",
            "2270 of 43000 children is 528 per 10,000, more than an authority can have",
        )
    ]
    assert oddities(("population_0_17", 1_090, "count"), ("children_looked_after", 60, "count")) == []
    assert oddities(("children_looked_after", 1e30, "count")) == [
        ("size", "children_looked_after", "1e+30", "more than the 400,000 children that no authority has")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("137 out of 398 (38%) of them were outside.", [("share", "38%", "137 of 398 is 34.4%")]),
        ("137 out of 398 (34%) of them were outside.", []),
        ("Only 38% (137 of 398) were outside.", [("share", "38%", "137 of 398 is 34.4%")]),
        ("Only 12.6% (50 of 398) were outside.", []),
        ("Use of agencies fell from 20% to 25%.", [("change", "25", "from 20 to 25 is an increase")]),
        ("Numbers increased from 1,250 in 2015 to 1,100.", [("change", "1,100", "from 1,250 to 1,100 is a reduction")]),
        ("Use of agencies fell from 25% to 20%.", []),
        ("Numbers fell from 2012 to 2014.", []),
        ("Staffing rose from 20 to 15%.", []),
        ("Of 398 children 38% were outside.", []),
    ],
)
def test_any_sentences_own_figures_are_held_against_each_other(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert sentence_oddities(text) == expected


def test_shares_that_their_counts_do_not_give_show_and_stay_as_printed(warehouse: duckdb.DuckDBPyConnection) -> None:
    conflicts = warehouse.execute(
        "select inspection_id, subject, used_value, other_value from conflicts "
        "where kind_code = 'arithmetic' order by inspection_id"
    ).fetchall()
    assert conflicts == [
        ("80528-sif-2017-06-12", "share.cla_outside_area", "41%", "87 of 227 is 38.3%"),
        # In paragraph 98, outside the section of figures.
        ("80543-sif-2014-09-16", "share.sentence", "38%", "137 of 398 is 34.4%"),
    ]
    published = warehouse.execute(
        "select value, licence_code from metric_history "
        "where metric_code = 'cla_outside_area' and unit_code = 'percent' and file_name like '80528_2017%'"
    ).fetchall()
    assert published == [(41.0, "ogl")]


@pytest.fixture
def changed_build(sample: Settings, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the sample's build, to be changed."""
    path = Path(shutil.copyfile(sample.builds / LAST, tmp_path / "build.duckdb"))
    with build_file.open_build(path) as connection:
        yield connection


@pytest.mark.parametrize(("number", "passes"), [("paragraph_number", True), ("2", False), ("4", False)])
def test_a_repeat_in_numbering_is_a_warning_as_a_gap_is(
    changed_build: duckdb.DuckDBPyConnection, number: str, passes: bool
) -> None:
    """The third paragraph of each numbered report keeps its number, repeats the second's or takes the fourth's."""
    changed_build.execute(f"update fact_finding set paragraph_number = {number} where paragraph_number = 3")
    checks = [c for c in suites()["fact_finding"] if c.name == "paragraphs_are_numbered_without_a_gap"]
    (result,) = run_checks(changed_build, checks)
    assert result.passed is passes


def test_paragraphs_that_cite_a_recommendation_are_flagged(changed_build: duckdb.DuckDBPyConnection) -> None:
    texts = {
        "Plans are not specific. (Recommendation)": True,
        "Reviews are late (recommendations 4, 5).": True,
        "Some plans are poor (Recommendation). Contact is well managed.": True,
        "Inspectors make a recommendation (see above).": False,
        "All recommendations have been met.": False,
    }
    (first,) = changed_build.execute("select min(document_sha256) from raw.raw_findings").fetchall()[0:1]
    changed_build.execute("delete from raw.raw_findings where document_sha256 <> ? or position > 5", [first[0]])
    for position, text in enumerate(texts, start=1):
        changed_build.execute("update raw.raw_findings set text = ? where position = ?", [text, position])
    sql = next(found.sql for found in models("star") if found.name == "fact_finding")
    flags = changed_build.execute(
        f"select finding_text, cites_recommendation from ({sql}) order by position"
    ).fetchall()
    assert dict(flags) == texts


def test_a_figure_that_a_report_cannot_give_is_flagged(shared: Path) -> None:
    """Oxfordshire 2014 has not counted care leavers in houses of multiple occupation."""
    report = read_report(read_document((shared / "corpus" / "reports" / OXFORDSHIRE).read_bytes()))
    rows = fact_rows([("d", {"printed": dataclasses.asdict(report), "reader": "r", "page_count": 1})])
    withheld = {row["metric_code"]: row for row in rows["raw_withheld_figures"]}
    assert withheld["cla_ceased_hmo"]["page"] == 8
    assert "is not available at this time" in withheld["cla_ceased_hmo"]["text"]
