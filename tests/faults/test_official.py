"""Official statistics that cannot be read cost themselves: the run goes on with the others and with what it had."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import duckdb
import pytest

from pipelines.raw.official import CELLS, FILES, INSPECTIONS, Rows, keep_earlier, official_rows
from pipelines.sources.official_statistics import official_files
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table
from tests.spreadsheet import write_ods

HEADINGS = ["Local authority name", "Inspection date", "Publication date", "Inspection type", "Overall effectiveness"]
BYTES = 100 << 20  # of memory, where a small file needs a few


def record(path: Path, authority: str) -> Path:
    row = [authority, dt.date(2022, 3, 7), dt.date(2022, 5, 4), "ILACS Standard Inspection", "Good"]
    return write_ods(path, {"Table": [HEADINGS, row]})


def repeating(path: Path) -> Path:
    """A small file whose cell says that it is repeated ninety million times."""
    write_ods(path, {"Table": [HEADINGS, ["York"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    repeated = (
        b'<table:table-row table:number-rows-repeated="90000"><table:table-cell table:number-columns-repeated="1000" '
        b'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
    )
    parts["content.xml"] = parts["content.xml"].replace(b"</table:table>", repeated)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def states(rows: Rows) -> dict[str, str]:
    return {str(row["file_name"]): str(row["state_code"]) for row in rows[FILES]}


def authorities(rows: Rows) -> set[str]:
    return {str(row["authority_printed"]) for row in rows[INSPECTIONS]}


def test_each_bad_file_has_its_reason_and_the_good_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "page.ods").write_bytes(b"<html>not found</html>")
    write_ods(tmp_path / "others.ods", {"Cover": [["Something else"]]})
    write_ods(tmp_path / "spring.ods", {"Table": [HEADINGS, ["York", "spring"]]})
    repeating(tmp_path / "vast.ods")
    record(tmp_path / "york.ods", "York")
    rows = official_rows(official_files([tmp_path, tmp_path / "gone.ods"]), seconds=20, memory=BYTES)
    reasons = {str(row["file_name"]): str(row["reason"]) for row in rows[FILES]}
    assert states(rows) == {
        **dict.fromkeys(("gone.ods", "others.ods", "page.ods", "spring.ods", "vast.ods"), "refused"),
        "york.ods": "read",
    }
    assert authorities(rows) == {"York"}
    assert reasons["vast.ods"].startswith("Reading it ")
    assert reasons["spring.ods"] == "In its sheet Table, row 2: 'spring' is not a date."
    assert all("\n" not in reason for reason in reasons.values())


@pytest.fixture
def build(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    """A build that has read two files."""
    connection = build_file.open_build(tmp_path / "build.duckdb")
    rows = official_rows(official_files([record(tmp_path / "a.ods", "York"), record(tmp_path / "b.ods", "Barnsley")]))
    for name, of_table in rows.items():
        build_file.write_rows(connection, table(name), of_table)
    return connection


def test_what_was_read_before_stands_in_a_bad_file_s_place(build: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    (tmp_path / "a.ods").write_bytes(b"damaged")
    rows = official_rows(official_files([tmp_path / "a.ods", record(tmp_path / "b.ods", "Bolton")]))
    keep_earlier(build, rows)
    assert authorities(rows) == {"York", "Bolton"}
    assert [(row["file_name"], row["state_code"]) for row in rows[FILES]] == [
        ("a.ods", "refused"),
        ("b.ods", "read"),
        ("a.ods", "kept"),
    ]
    for name, of_table in rows.items():
        assert build_file.write_rows(build, table(name), of_table) == len(of_table)


def test_nothing_stands_of_files_that_are_named_no_more(build: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    rows = official_rows(official_files([tmp_path / "b.ods"]))
    keep_earlier(build, rows)
    assert authorities(rows) == {"Barnsley"}


def test_without_an_earlier_build_the_run_goes_on(tmp_path: Path) -> None:
    connection = build_file.open_build(tmp_path / "empty.duckdb")
    rows = official_rows(official_files([tmp_path / "gone.ods"]))
    keep_earlier(connection, rows)
    assert (states(rows), rows[CELLS], rows[INSPECTIONS]) == ({"gone.ods": "refused"}, [], [])
