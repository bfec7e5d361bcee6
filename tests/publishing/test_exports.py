"""Exports: the same rows in every form, harmless in a spreadsheet, and described for other tools."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import json
import shutil
from hashlib import sha256
from pathlib import Path

import duckdb
import frictionless
import openpyxl
import pandas as pd
import pytest

from pipelines.publishing.exports import exported, write_exports
from pipelines.publishing.publish import publish
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from pipelines.warehouse import build_file

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


def test_every_view_is_exported() -> None:
    assert {"inspections", "judgement_history", "authority_summary", "quarantine", "check_results"} <= set(EXPORTED)


def test_no_cell_of_a_csv_is_a_formula(hostile: Path) -> None:
    with (hostile / "csv" / "judgement_history.csv").open(newline="", encoding="utf-8-sig") as file:
        labels = {row["judgement_label"] for row in csv.DictReader(file)}
    assert labels == {f"'{text}" for text in HOSTILE}


def test_a_number_below_zero_stays_a_number(exports: Path) -> None:
    with (exports / "csv" / "grade_changes.csv").open(newline="", encoding="utf-8-sig") as file:
        risen = {int(row["grades_risen"]) for row in csv.DictReader(file)}
    assert min(risen) < 0


def test_no_cell_of_the_workbook_is_a_formula(hostile: Path) -> None:
    book = openpyxl.load_workbook(hostile / "inspections.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+", "-", "@"))]
    assert risky
    assert all(cell.quotePrefix for cell in risky)


def test_the_workbook_has_typed_dates_filters_frozen_headers_and_worded_grades(exports: Path) -> None:
    book = openpyxl.load_workbook(exports / "inspections.xlsx")
    assert book.sheetnames == ["about", "authority_summary", "judgement_history", "columns"]
    for name in book.sheetnames[1:3]:
        sheet = book[name]
        headings = [cell.value for cell in sheet[1]]
        assert sheet.freeze_panes is not None
        assert sheet.auto_filter.ref is not None
        day = sheet.cell(2, headings.index("inspection_start_date") + 1)
        days = [row[day.column - 1].value for row in sheet.iter_rows(min_row=2)]
        assert {type(value) for value in days if value is not None} == {dt.datetime}
    history = book["judgement_history"]
    headings = [cell.value for cell in history[1]]
    grades = [row[headings.index("grade_code")] for row in history.iter_rows(min_row=2)]
    assert {cell.value for cell in grades} >= {"Good", "Inadequate", "Requires improvement to be good"}
    assert all(cell.fill.fgColor.rgb not in ("00000000", "FFFFFFFF") for cell in grades)


def test_the_workbook_says_what_its_columns_mean(exports: Path) -> None:
    book = openpyxl.load_workbook(exports / "inspections.xlsx")
    headings = {(name, cell.value) for name in ("authority_summary", "judgement_history") for cell in book[name][1]}
    meanings = list(book["columns"].iter_rows(min_row=2, values_only=True))
    assert {(sheet, column) for sheet, column, _ in meanings} == headings
    assert all(meaning for *_, meaning in meanings)


def test_the_workbook_s_authorities_are_in_alphabetical_order(exports: Path) -> None:
    book = openpyxl.load_workbook(exports / "inspections.xlsx")
    for name in ("authority_summary", "judgement_history"):
        headings = [cell.value for cell in book[name][1]]
        at = headings.index("authority_name")
        names = [row[at] for row in book[name].iter_rows(min_row=2, values_only=True)]
        assert names == sorted(names)


def test_the_workbook_leads_to_reports_on_the_web_and_nowhere_else(hostile: Path) -> None:
    sheet = openpyxl.load_workbook(hostile / "inspections.xlsx")["judgement_history"]
    links = {cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {REPORT}


def test_the_data_package_is_valid_and_its_checksums_hold(exports: Path) -> None:
    package = json.loads((exports / "datapackage.json").read_text())
    assert "Open Government Licence v3.0" in package["description"]
    for resource in package["resources"]:
        content = (exports / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
    # Frictionless reads Parquet and Excel with packages that are not at hand: it has the CSV files to judge.
    of_csv = [resource for resource in package["resources"] if resource["format"] == "csv"]
    described = frictionless.Package.from_descriptor({**package, "resources": of_csv}, basepath=str(exports))
    report = described.validate()
    assert report.valid, report.flatten(["message"])
    assert {path.name for path in exports.rglob("*") if path.is_file()} == {
        Path(resource["path"]).name for resource in package["resources"]
    } | {"datapackage.json"}


def test_the_same_file_makes_the_same_exports(sample: Settings, exports: Path, tmp_path: Path) -> None:
    write_exports(sample.warehouse, tmp_path / "again")
    for kind in ("csv", "parquet"):
        for path in (exports / kind).iterdir():
            assert (tmp_path / "again" / kind / path.name).read_bytes() == path.read_bytes()
