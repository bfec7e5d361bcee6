"""Exports: the same rows in every form, harmless in a spreadsheet, and described for other tools."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import json
import re
import shutil
from hashlib import sha256
from pathlib import Path

import duckdb
import frictionless
import openpyxl
import pandas as pd
import pytest
from openpyxl.utils import get_column_letter

from pipelines.publishing.exports import exported, write_exports
from pipelines.publishing.publish import publish
from pipelines.publishing.workbook_sheets import SHEETS
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import tables

HOSTILE = ("=1+1", "+44", "-2", "@sum", "\t=1", "\r=1", "＝1")
REPORT = "https://files.ofsted.gov.uk/v1/file/50000000"
EXPORTED = [entry.name for entry in exported()]


@pytest.fixture
def exports(sample: Settings) -> Path:
    return sample.published / "exports"


@pytest.fixture(scope="module")
def hostile(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Exports of the sample with a label that a spreadsheet would run in every judgement."""
    folder = tmp_path_factory.mktemp("hostile")
    finished = folder / "run.duckdb"
    shutil.copyfile(sample.builds / LAST, finished)
    with build_file.connect(finished) as connection:
        for at, text in enumerate(HOSTILE):
            connection.execute(
                "update fact_judgement set judgement_label = ? where judgement_key % ? = ?", [text, len(HOSTILE), at]
            )
        connection.execute("update dim_inspection set source_url = 'javascript:alert(1)'")
        connection.execute(
            "update dim_inspection set source_url = ? where inspection_key in "
            "(select min(inspection_key) from fact_judgement)",
            [REPORT],
        )
    publish(finished, folder / "published")
    return folder / "published" / "exports"


@pytest.mark.parametrize("name", EXPORTED)
def test_parquet_and_csv_have_all_rows(name: str, exports: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    expected = warehouse.execute(f"select * from {name} order by all").fetchall()
    parquet = duckdb.sql(f"select * from read_parquet('{exports}/parquet/{name}.parquet') order by all").fetchall()
    assert parquet == expected
    with (exports / "csv" / f"{name}.csv").open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [column[0] for column in warehouse.execute(f"describe {name}").fetchall()]
    assert len(rows) - 1 == len(expected)


@pytest.mark.parametrize("name", EXPORTED)
def test_a_csv_begins_with_one_byte_order_mark(name: str, exports: Path) -> None:
    content = (exports / "csv" / f"{name}.csv").read_bytes()
    assert content.startswith(codecs.BOM_UTF8)
    assert content.count(codecs.BOM_UTF8) == 1


def test_other_readers_pass_over_the_byte_order_mark(exports: Path) -> None:
    path = exports / "csv" / "inspections.csv"
    assert pd.read_csv(path).columns[0] == "inspection_id"
    assert duckdb.read_csv(str(path)).columns[0] == "inspection_id"


def test_every_view_is_exported_and_what_it_joins() -> None:
    assert {entry.name for entry in tables().values() if entry.layer in ("views", "quality")} <= set(EXPORTED)
    assert {"dim_authority", "bridge_authority_neighbour", "dim_framework", "dim_domain"} <= set(EXPORTED)


def test_no_cell_of_a_csv_is_a_formula(hostile: Path) -> None:
    with (hostile / "csv" / "judgement_history.csv").open(newline="", encoding="utf-8-sig") as file:
        labels = {row["judgement_label"] for row in csv.DictReader(file)}
    assert labels == {f"'{text}" for text in HOSTILE}


def test_a_number_below_zero_stays_a_number(exports: Path) -> None:
    with (exports / "csv" / "grade_changes.csv").open(newline="", encoding="utf-8-sig") as file:
        risen = {int(row["grades_risen"]) for row in csv.DictReader(file)}
    assert min(risen) < 0


def test_no_cell_of_the_workbook_but_ours_is_a_formula(hostile: Path) -> None:
    book = openpyxl.load_workbook(hostile / "inspections.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.parent.title for cell in cells if cell.data_type == "f"} == {"My authority"}
    risky = [cell for cell in cells if cell.data_type != "f" and str(cell.value).startswith(("=", "+", "-", "@"))]
    assert risky
    assert all(cell.quotePrefix for cell in risky)


def test_the_workbook_has_typed_dates_filters_frozen_headers_and_worded_grades(exports: Path) -> None:
    book = openpyxl.load_workbook(exports / "inspections.xlsx")
    assert book.sheetnames == ["About", "My authority", *(plan.name for plan in SHEETS), "Neighbours", "Notes"]
    for plan in SHEETS:
        sheet = book[plan.name]
        headings = [cell.value for cell in sheet[1]]
        assert headings[: len(plan.columns)] == list(plan.columns)
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref is not None
        for heading in {"Began", "Published"} & set(headings):
            days = [row[headings.index(heading)].value for row in sheet.iter_rows(min_row=2)]
            assert {type(value) for value in days if value is not None} <= {dt.datetime}
    history = book["All judgements"]
    headings = [cell.value for cell in history[1]]
    grades = [row[headings.index("Grade")] for row in history.iter_rows(min_row=2)]
    assert {cell.value for cell in grades} >= {"Good", "Inadequate", "Requires improvement to be good"}
    assert all(cell.fill.fgColor.rgb not in ("00000000", "FFFFFFFF") for cell in grades)


def test_no_code_is_left_in_the_workbook(exports: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    """Codes have an underscore, or are a framework's."""
    book = openpyxl.load_workbook(exports / "inspections.xlsx", data_only=True)
    frameworks = {code for (code,) in warehouse.execute("select framework_code from dim_framework").fetchall()}
    values = {str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value}
    assert not values & frameworks
    in_words = {str(value) for name in ("Visits", "Joint and SEND") for row in book[name].values for value in row}
    assert not {value for value in in_words if re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", value)}


def test_every_row_of_a_view_is_in_its_sheet(exports: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    book = openpyxl.load_workbook(exports / "inspections.xlsx")
    for plan in SHEETS:
        ((expected,),) = warehouse.execute(f"select count(*) from {plan.view} where {plan.rows}").fetchall()
        assert book[plan.name].max_row == expected + 1, plan.name


def test_the_chosen_authority_stands_beside_its_neighbours(exports: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    """What stands in the cells for programs that do not calculate is what the formulas come to."""
    book = openpyxl.load_workbook(exports / "inspections.xlsx", data_only=True)
    chosen, *neighbours = [row[1].value for row in book["My authority"].iter_rows(min_row=5)]
    assert chosen == book["My authority"]["B1"].value == "Isle of Wight"
    assert neighbours == [
        name
        for (name,) in warehouse.execute(
            "select neighbours.authority_name from bridge_authority_neighbour as bridge "
            "inner join dim_authority as authorities on bridge.authority_urn = authorities.authority_urn "
            "inner join dim_authority as neighbours "
            "on bridge.neighbour_urn = neighbours.authority_urn and neighbours.is_current "
            "where authorities.authority_name = ? and authorities.is_current and bridge.is_latest_set "
            "order by bridge.neighbour_rank",
            [chosen],
        ).fetchall()
    ]
    latest = {row[0]: row for row in book["Latest grades"].iter_rows(min_row=2, values_only=True)}
    headings = [cell.value for cell in book["Latest grades"][1]]
    shown = [cell.value for cell in book["My authority"][4]]
    for row in book["My authority"].iter_rows(min_row=5, values_only=True):
        for heading in ("Region", "Inspection", "Overall", "Care leavers"):
            assert (row[shown.index(heading)] or None) == latest[row[1]][headings.index(heading)]
    formulas = openpyxl.load_workbook(exports / "inspections.xlsx")["My authority"]
    column = get_column_letter(headings.index("Overall") + 1)
    assert f"'Latest grades'!${column}:${column}" in formulas.cell(5, shown.index("Overall") + 1).value
    (choice,) = formulas.data_validations.dataValidation
    assert choice.formula1 == "'Latest grades'!$A$2:$A$154"


def test_the_workbook_says_what_its_columns_mean(exports: Path) -> None:
    book = openpyxl.load_workbook(exports / "inspections.xlsx")
    headings = {(plan.name, cell.value) for plan in SHEETS for cell in book[plan.name][1]}
    meanings = list(book["Notes"].iter_rows(min_row=2, values_only=True))
    assert {(sheet, column) for sheet, column, _ in meanings if column} == headings
    assert all(meaning for *_, meaning in meanings)


def test_the_workbook_s_authorities_are_in_alphabetical_order(exports: Path) -> None:
    book = openpyxl.load_workbook(exports / "inspections.xlsx")
    for name in ("Latest grades", "All judgements", "Recommendations"):
        names = [row[0] for row in book[name].iter_rows(min_row=2, values_only=True)]
        assert names == sorted(names)


def test_the_workbook_leads_to_reports_on_the_web_and_nowhere_else(hostile: Path) -> None:
    sheet = openpyxl.load_workbook(hostile / "inspections.xlsx")["All judgements"]
    links = {cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {REPORT}


def test_the_data_package_is_valid_and_its_checksums_hold(exports: Path) -> None:
    package = json.loads((exports / "datapackage.json").read_text())
    assert "Open Government Licence v3.0" in package["description"]
    for resource in package["resources"]:
        content = (exports / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
    # Of Parquet and Excel, which it reads with packages of its own alone, Frictionless judges size and checksum.
    report = frictionless.Package.from_descriptor(package, basepath=str(exports)).validate()
    assert report.valid, report.flatten(["message"])
    assert {path.name for path in exports.rglob("*") if path.is_file()} == {
        Path(resource["path"]).name for resource in package["resources"]
    } | {"datapackage.json"}


def test_the_same_file_makes_the_same_exports(sample: Settings, exports: Path, tmp_path: Path) -> None:
    write_exports(sample.warehouse, tmp_path / "again")
    for kind in ("csv", "parquet"):
        for path in (exports / kind).iterdir():
            assert (tmp_path / "again" / kind / path.name).read_bytes() == path.read_bytes()
