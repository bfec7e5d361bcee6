"""A folder's manifest: whatever is wrong in it costs the row that has it, and is said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.sources.listed_report import ManifestOddity, Said
from pipelines.sources.manifest import LONGEST_FIELD, read_manifest

TODAY = date(2026, 6, 1)
FILES = ["a.pdf", "b.pdf", "sub/a.pdf", "sub/c.pdf"]
GOOD = b"b.pdf,80528,2022-01-31\n"
USED = {"b.pdf": Said(provider_urn="80528", publication_date="2022-01-31")}


def read(folder: Path, content: bytes) -> tuple[dict[str, Said], list[ManifestOddity]]:
    (folder / "manifest.csv").write_bytes(content)
    return read_manifest(folder / "manifest.csv", FILES, TODAY)


ROWS = {
    "a Latin-1 byte": (b"c.pdf,caf\xe9,\n", "unreadable", "c.pdf"),
    "a Latin-1 byte in the name": (b"caf\xe9.pdf,80528,\n", "unreadable", "caf\\xe9.pdf"),
    "an enormous field": (b"c.pdf," + b"x" * (LONGEST_FIELD + 1) + b",\n", "unreadable", ""),
    "a NUL": (b"c.pdf,a\0b,\n", "unreadable", "c.pdf"),
    "a mark that is never closed": (b'c.pdf,"x,\n', "unreadable", ""),
    "text after a mark": (b'c.pdf,"x" y,\n', "unreadable", ""),
    "a comma too many": (b"c.pdf,Bournemouth, Christchurch and Poole,2022-01-31\n", "unreadable", "c.pdf"),
    "a file that is not there": (b"d.pdf,80528,2022-01-31\n", "no_such_file", "d.pdf"),
    "no file": (b",80528,2022-01-31\n", "no_such_file", ""),
    "a name of two files": (b"a.pdf.,1,\n", "no_such_file", "a.pdf."),
    "a file outside": (b"../reports/b.pdf,80528,\n", "no_such_file", "../reports/b.pdf"),
}


@pytest.mark.parametrize(("row", "kind", "file"), ROWS.values(), ids=ROWS)
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_row_that_cannot_be_used_costs_itself(tmp_path: Path, row: bytes, kind: str, file: str, place: str) -> None:
    rows = row + GOOD if place == "before" else GOOD + row
    found, (odd,) = read(tmp_path, b"file,provider_urn,publication_date\n" + rows)
    assert found == USED
    assert (odd.kind_code, odd.file_name) == (kind, file)
    assert odd.line_number == (2 if place == "before" else 3)


@pytest.mark.parametrize(
    ("name", "file"),
    [("sub/a.pdf", "sub/a.pdf"), ("a.pdf", "a.pdf"), ("c.pdf", "sub/c.pdf"), ("sub/c.pdf", "sub/c.pdf")],
)
def test_a_file_is_named_by_its_path_or_by_a_name_that_is_its_alone(tmp_path: Path, name: str, file: str) -> None:
    found, odd = read(tmp_path, f"\ufefffile,provider_urn\r\n\r\n{name},80528\r\n,\r\n".encode())
    assert (found, odd) == ({file: Said(provider_urn="80528")}, [])


def test_a_name_of_several_files_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,provider_urn\nx.pdf,80528\n")
    found, (odd,) = read_manifest(tmp_path / "manifest.csv", ["one/x.pdf", "two/x.pdf"], TODAY)
    assert found == {}
    assert (odd.kind_code, odd.file_name) == ("name_of_several", "x.pdf")


def test_rows_that_say_the_same_count_once_and_others_not_at_all(tmp_path: Path) -> None:
    header = b"file,provider_urn,publication_date\n"
    assert read(tmp_path, header + GOOD + GOOD) == (USED, [])
    found, (odd,) = read(tmp_path, header + GOOD + b"b.pdf,80528,2022-02-28\nsub/c.pdf,1,\n")
    assert found == {"sub/c.pdf": Said(provider_urn="1")}
    assert (odd.line_number, odd.kind_code, odd.file_name) == (3, "said_twice", "b.pdf")


@pytest.mark.parametrize(
    "day", ["99999-01-01", "31/01/2022", "20220131", "1999-12-31", "2026-07-01", "2022-02-30", "x"]
)
def test_a_day_that_is_none_or_cannot_be_is_not_used(tmp_path: Path, day: str) -> None:
    found, (odd,) = read(tmp_path, f"file,provider_urn,publication_date\nb.pdf,80528,{day}\n".encode())
    assert found == {"b.pdf": Said(provider_urn="80528")}
    assert (odd.kind_code, odd.file_name) == ("publication_date", "b.pdf")


@pytest.mark.parametrize(
    ("content", "kind"), [(b"name\na.pdf\n", "no_file_column"), (b"\xff\xfef\0i\0l\0e\0\n\0", "no_file_column")]
)
def test_a_manifest_that_cannot_be_used_is_said_once(tmp_path: Path, content: bytes, kind: str) -> None:
    found, (odd,) = read(tmp_path, content)
    assert (found, odd.line_number, odd.kind_code) == ({}, 0, kind)


def test_a_folder_in_its_place_is_said_once_and_none_is_nothing_odd(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "manifest.csv", FILES, TODAY) == ({}, [])
    (tmp_path / "manifest.csv").mkdir()
    found, (odd,) = read_manifest(tmp_path / "manifest.csv", FILES, TODAY)
    assert (found, odd.line_number, odd.kind_code) == ({}, 0, "unreadable")
