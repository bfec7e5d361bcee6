"""Official statistics: which sheets are read, how their inspections are told, and how a bad file is refused."""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines import reference
from pipelines.cli import main
from pipelines.settings import settings
from pipelines.sources.official_statistics import (
    MOST_BYTES,
    OfficialFile,
    OfficialInspection,
    Statistics,
    UnusableStatistics,
    heading_key,
    official_files,
    read_statistics,
)
from tests.spreadsheet import Sheet, write_ods

BY_ROW = [
    "Web link",
    "Local authority area code",
    "Local authority name",
    "Inspection/Visit date",
    "Publication date [note 2]",
    "Inspection/Visit type",
    "Overall effectiveness",
    "Visit Theme",
]
BY_BLOCK = [
    "Local authority name",
    "LA region",
    "Safeguarding & Looked After Children (SLAC) Inspection publication date",
    "SLAC Safeguarding Overall effectiveness (OE)",
    "SLAC Looked After Children Overall Effectiveness (OE)",
    "Child Protection Inspections (CPI) publication date",
    "CPI Overall Effectiveness (OE)",
    "Single Inspection of LA Children's Services (SIF)  First SIF publication date",
    " First SIF Overall Judgement\n(OE)",
    "LSCB Overall Effectiveness ",
]
TITLE: list[list[object]] = [["Local authority inspections"], ["This table begins in cell A3."], []]
YORK = [
    "Ofsted page",
    "E06000014",
    "York",
    dt.date(2022, 3, 7),
    dt.date(2022, 5, 4),
    "ILACS Standard Inspection",
    "Good",
    "",
]


def statistics(path: Path, rows: Sheet, **others: Sheet) -> Statistics:
    """What is read from a spreadsheet of one sheet named Table, beside others."""
    return read_statistics(OfficialFile("a.ods", write_ods(path / "a.ods", {**others, "Table": rows}).read_bytes()))


def test_a_row_an_inspection_below_titles_and_beside_other_sheets(tmp_path: Path) -> None:
    visit = ["", "", "Kingston Upon Hull", "14/11/2022", "", "ILACS Focused Visit", "", "Front door"]
    others = {
        "Cover": [["Cover"], ["Published on:", dt.date(2025, 9, 25)]],
        "Latest": [["Local authority name", "Inspection date"]],
    }
    found = statistics(tmp_path, [*TITLE, BY_ROW, YORK, visit], **others)
    assert found.inspections == (
        OfficialInspection(
            "Table", 5, "row", "York", "80453", "2022-03-07", "2022-05-04", "ILACS Standard Inspection", None
        ),
        OfficialInspection(
            "Table", 6, "row", "Kingston Upon Hull", "80477", "2022-11-14", None, "ILACS Focused Visit", "Front door"
        ),
    )
    assert {cell.sheet_name for cell in found.cells} == {"Table"}
    published = next(cell for cell in found.cells if cell.column_number == 5)
    assert (published.heading, published.heading_key, published.value) == (BY_ROW[4], "publication date", "2022-05-04")


def test_a_group_of_columns_an_inspection(tmp_path: Path) -> None:
    first, second, third = dt.date(2011, 5, 6), dt.date(2013, 3, 20), dt.date(2016, 4, 27)
    row = ["Northamptonshire", "East Midlands", first, "Good", " -", second, "Inadequate", third, "Good", "Good"]
    found = statistics(tmp_path, [*TITLE, BY_BLOCK, row]).inspections
    assert [(i.block_code, i.publication_date, i.inspection_date) for i in found] == [
        ("slac", "2011-05-06", None),
        ("child_protection", "2013-03-20", None),
        ("sif", "2016-04-27", None),
    ]
    assert len({i.authority_urn for i in found}) == 1


def test_headings_repeat_and_a_second_table_follows(tmp_path: Path) -> None:
    again = [*TITLE, BY_ROW, YORK, BY_ROW, YORK, [], ["Table 11: authorities before the restructure"], BY_ROW, YORK]
    found = statistics(tmp_path, again)
    assert [i.row_number for i in found.inspections] == [5, 7, 11]
    assert {i.authority_printed for i in found.inspections} == {"York"}


def test_an_authority_is_who_bore_the_name_on_the_day(tmp_path: Path) -> None:
    def dorset(day: dt.date) -> list[object]:
        return ["", "E06000059", "Dorset", day, "", "ILACS Focused Visit", "", "Care leavers"]

    rows = [BY_ROW, dorset(dt.date(2019, 3, 1)), dorset(dt.date(2019, 5, 1))]
    old, new = statistics(tmp_path, rows).inspections
    assert old.authority_urn
    assert new.authority_urn
    assert old.authority_urn != new.authority_urn


def test_an_unknown_name_is_kept_without_an_authority(tmp_path: Path) -> None:
    (found,) = statistics(tmp_path, [BY_ROW, [*YORK[:2], "Atlantis", *YORK[3:]]]).inspections
    assert (found.authority_printed, found.authority_urn) == ("Atlantis", None)


def test_an_unknown_heading_is_kept_in_the_cells(tmp_path: Path) -> None:
    found = statistics(tmp_path, [[*BY_ROW, "Ofsted's mood"], [*YORK, "sunny"]])
    assert ("ofsted's mood", "sunny") in [(cell.heading_key, cell.value) for cell in found.cells]


def test_headings_are_written_as_they_are_looked_up() -> None:
    assert [row["heading"] for row in reference.rows("official_headings")] == [
        heading_key(row["heading"]) for row in reference.rows("official_headings")
    ]
    for name, column in (("official_themes", "theme"), ("official_inspection_types", "inspection_type")):
        assert all(row[column] == row[column].strip().lower() for row in reference.rows(name))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["Cover"], ["nothing here"]], "No sheet has the headings"),
        ([BY_ROW], "No sheet has the headings"),
        ([BY_ROW, [*YORK[:3], "spring", *YORK[4:]]], "sheet Table, row 2: 'spring' is not a date"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_in_one_line(tmp_path: Path, rows: Sheet, says: str) -> None:
    with pytest.raises(UnusableStatistics) as error:
        statistics(tmp_path, rows)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"<html>not found</html>", b"PK\x03\x04 cut short"])
def test_what_is_no_spreadsheet_is_named_in_one_line(content: bytes) -> None:
    with pytest.raises(UnusableStatistics, match="is not a spreadsheet") as error:
        read_statistics(OfficialFile("a.ods", content))
    assert "\n" not in str(error.value)


def test_files_and_folders_are_found_once(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    one = write_ods(tmp_path / "in" / "one.ods", {"Table": [BY_ROW, YORK]})
    (tmp_path / "in" / "copy.ods").write_bytes(one.read_bytes())
    (tmp_path / "in" / ".~lock.one.ods").write_bytes(b"")
    (tmp_path / "in" / "notes.txt").write_bytes(b"")
    assert len(official_files([one, tmp_path])) == 1
    assert official_files([]) == []


def test_a_path_that_gives_nothing_says_why(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop.ods").symlink_to("loop.ods")
    with (tmp_path / "huge.ods").open("wb") as huge:
        huge.truncate(MOST_BYTES + 1)
    paths = [tmp_path / name for name in ("missing.ods", "empty", "loop.ods", "huge.ods")]
    assert {file.name: file.fault for file in official_files(paths)} == {
        "missing.ods": "It cannot be read (No such file or directory).",
        "empty": "The folder holds no .ods file.",
        "loop.ods": "It cannot be read (Too many levels of symbolic links).",
        "huge.ods": "It has 60,000,001 bytes, more than the 60,000,000 that are read.",
    }


def test_the_setting_names_several_paths_and_none_by_default(
    environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings().official == ()
    monkeypatch.setenv("OFFICIAL", os.pathsep.join([str(environment / "a"), str(environment / "b.ods")]))
    assert settings().official == (environment / "a", environment / "b.ods")


def test_a_missing_path_stops_a_run_in_one_line(environment: Path) -> None:
    result = CliRunner().invoke(main, ["run", "--official", "no/such.ods"])
    assert result.exit_code == 1
    assert "OFFICIAL=" in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert not (environment / "published").exists()


@pytest.fixture(scope="module")
def record(shared: Path) -> dict[str, list[OfficialInspection]]:
    """The inspections of the official files, by sheet."""
    found: dict[str, list[OfficialInspection]] = {}
    for file in official_files([shared / "official"]):
        statistics = read_statistics(file)
        assert {cell.heading_key for cell in statistics.cells} <= {
            r["heading"] for r in reference.rows("official_headings")
        }
        for inspection in statistics.inspections:
            found.setdefault(inspection.sheet_name, []).append(inspection)
    return found


def test_the_official_files_hold_their_inspections(record: dict[str, list[OfficialInspection]]) -> None:
    assert {sheet: len(inspections) for sheet, inspections in record.items()} == {
        "LA_level_in_year_2022-23": 111,
        "LA_inspections_2009-2023": 569,
        "In-year_inspections": 112,
        "ILACS_inspection_history": 271,
    }
    assert Counter(i.block_code for i in record["LA_inspections_2009-2023"]) == {
        "slac": 152,
        "slac_safeguarding_reinspection": 9,
        "slac_looked_after_reinspection": 2,
        "child_protection": 50,
        "child_protection_reinspection": 1,
        "looked_after": 5,
        "sif": 152,
        "sif_reinspection": 21,
        "ilacs_first": 152,
        "ilacs_second": 23,
        "ilacs_only": 2,
    }


def test_every_official_inspection_is_of_a_known_authority(record: dict[str, list[OfficialInspection]]) -> None:
    assert [i for inspections in record.values() for i in inspections if i.authority_urn is None] == []
    types = {row["inspection_type"] for row in reference.rows("official_inspection_types")}
    themes = {row["theme"] for row in reference.rows("official_themes")}
    for inspections in record.values():
        assert {i.inspection_type.lower() for i in inspections if i.inspection_type} <= types
        assert {i.theme.lower() for i in inspections if i.theme} <= themes


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        # Ended authorities keep their own number, whatever today's code says.
        ("LA_inspections_2009-2023", ("child_protection", "Northamptonshire", None, "2013-03-20")),
        ("LA_inspections_2009-2023", ("ilacs_only", "Bournemouth", None, "2018-08-24")),
        ("ILACS_inspection_history", ("row", "York", "2025-02-24", "2025-04-15")),
        ("In-year_inspections", ("row", "Worcestershire", "2024-12-03", "2025-01-13")),
        ("LA_level_in_year_2022-23", ("row", "Barnsley", "2023-01-25", None)),
    ],
)
def test_some_official_inspections(
    record: dict[str, list[OfficialInspection]], sheet: str, expected: tuple[str | None, ...]
) -> None:
    found = [(i.block_code, i.authority_printed, i.inspection_date, i.publication_date) for i in record[sheet]]
    assert found.count(expected) == 1  # type: ignore[arg-type]
