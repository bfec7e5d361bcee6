"""No addressee's name is published, and no words that a report's licence keeps from others when they are left out."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import SettingError
from pipelines.frameworks import read_report, withheld_lines
from pipelines.parsing.passages import passages
from pipelines.parsing.report import Report
from pipelines.publishing.publish import publish
from pipelines.raw.tables import line_rows
from pipelines.reading.model import Document
from pipelines.reading.read import read_document
from pipelines.reading.text_reader import read_pages
from pipelines.runs.run_build import LAST
from pipelines.settings import ROOT, Settings, settings
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import tables
from tests.conftest import leave_out_exports, run_refresh
from tests.printed import head, paragraph, report, under

LONG = 40  # characters from which words are a report's own, and not a label or a title that many print
FOCUSED_VISIT = ROOT / "data" / "sample" / "80528_2022-01-31_childrens-services-focused-visit.pdf"
OFSTED = "Ofsted\nPiccadilly Gate\nStore Street\nManchester\nM1 2WD\nT 0300 123 1231\nTextphone 0161 618 8524"
LETTER = f"""{OFSTED}
enquiries@ofsted.gov.uk
www.gov.uk/ofsted

31 January 2022

{{to}}

{{greeting}}

Focused visit to North Somerset local authority children's services

This letter summarises the findings of the focused visit on 7 and 8 December 2021. Two inspectors were there.
"""
WORDS_SQL = {
    "raw.raw_findings": "text",
    "raw.raw_recommendations": "text",
    "raw.raw_quantities": "text",
    "raw.raw_judgements": "text",
    "raw.raw_stated_history": "text",
    "raw.raw_lines": "text",
}


# Titles, themes, labels and headings are facts, which stay.
NAMES = """
    select title as name from whole.staging.stg_inspections union select theme from whole.staging.stg_inspections
    union select label from whole.raw.raw_judgements union select section from whole.raw.raw_findings
    union select chapter from whole.raw.raw_findings
    union select section from whole.raw.raw_quantities union select section from whole.raw.raw_recommendations
"""


def document(text: str) -> Document:
    return Document("0" * 64, "text-1", read_pages(text))


def withheld(found: Document) -> list[str]:
    keep = withheld_lines(found)
    return [line.text for page in found.pages for line in page.lines if id(line) in keep]


@pytest.mark.parametrize(
    ("to", "greeting"),
    [
        ("Sheila Smith\nDirector of Children's Services\n12 Walliscote Grove Road\nBS23 1UJ", "Dear Ms Smith"),
        ("Ann Other, Director, Kent County Council\nBob Both, Chief Constable", "Dear local partnership,"),
        ("Ann Other\nBob Both", "Dear Ms Other and\nMr Both"),
    ],
)
def test_a_letters_addressees_are_withheld_and_its_sender_and_date_are_not(to: str, greeting: str) -> None:
    letter = document(LETTER.format(to=to, greeting=greeting))
    assert withheld(letter) == [*to.splitlines(), *greeting.splitlines()]
    rows = line_rows(letter)
    assert [row["text"] is None for row in rows] == [row["is_withheld"] for row in rows]
    assert "31 January 2022" in [row["text"] for row in rows]


def test_a_letter_without_a_salutation_is_withheld_to_its_title() -> None:
    letter = report(
        [
            under("Piccadilly Gate", "T 0300 123 1231", size=9),
            under("22 November 2018"),
            under("Colette Dutton"),
            under("Archway Road,"),
            head("Focused visit to Knowsley Metropolitan Borough Council children’s services"),
            paragraph("This letter summarises the findings of a focused visit to Knowsley."),
        ]
    )
    assert withheld(letter.document) == ["Colette Dutton", "Archway Road,"]


def test_an_area_reports_contacts_are_withheld() -> None:
    area = report(
        [
            head("Local area partnership details", 14),
            under("Lancashire County Council", "NHS Lancashire"),
            under("Jacqui Old, Executive Director", "Kevin Lavery, Chief Executive"),
            head("Information about this inspection", 14),
            paragraph("This inspection was carried out at the request of the Secretary of State."),
        ]
    )
    assert withheld(area.document) == [
        "Lancashire County Council NHS Lancashire",
        "Jacqui Old, Executive Director Kevin Lavery, Chief Executive",
    ]


def test_other_reports_lose_no_line() -> None:
    single = read_document(
        (ROOT / "data" / "sample" / "80528_2017-08-25_childrens-services-inspection.pdf").read_bytes()
    )
    assert withheld(single) == []
    inspection = report(
        [paragraph("Findings."), under("focused visit in March 2019 found weaknesses at the front door.")]
    )
    assert withheld(inspection.document) == []


def test_figures_of_an_address_are_no_quantities() -> None:
    letter = document(LETTER.format(to="Ann Other\n1000 Dockside Road", greeting="Dear Ms Other"))
    text = " ".join(passage.text for passage in passages(Report(letter, withheld_lines(letter))))
    assert "Other" not in text
    assert "Two inspectors were there." in text


@pytest.mark.usefixtures("without_exports", "every_check_passes")
def test_no_addressee_is_in_the_published_file(report_folder: Path) -> None:
    """The sample's letter as text, addressed to a person by name at an address with figures."""
    lines = [
        "\t".join(cell.text for cell in line.cells)
        for page in read_document(FOCUSED_VISIT.read_bytes()).pages
        for line in page.lines
    ]
    greeting = lines.index("Dear Director")
    lines[greeting - 2 : greeting + 1] = ["Zebedee Quillfeather", "Director", "99 Example Road", "Dear Mr Quillfeather"]
    (report_folder / "letter.txt").write_text("\n".join(lines), encoding="utf-8")
    now = settings()
    run_refresh(now)
    with duckdb.connect(str(now.warehouse), read_only=True) as connection:
        assert connection.execute("select count(*) from dim_inspection").fetchall() == [(1,)]
        assert connection.execute("select count(*) from raw.raw_lines where is_withheld").fetchall() == [(4,)]
        for words in ("Quillfeather", "Zebedee", "Example Road"):
            assert holders(connection, words) == []


def test_no_addressee_of_a_real_letter_is_among_its_facts(shared: Path) -> None:
    letter = read_document((shared / "seeds" / "001_dd6e25b02a3de5f5.txt").read_bytes())
    assert "Sheila Smith" in withheld(letter)
    assert "Smith" not in repr(read_report(letter))
    assert not any("Smith" in (row["text"] or "") for row in line_rows(letter))


def holders(connection: duckdb.DuckDBPyConnection, words: str) -> list[str]:
    """The tables and columns that hold the words."""
    return [
        f"{entry.qualified}.{column.name}"
        for entry in tables().values()
        for column in entry.columns
        if column.type == "varchar"
        and connection.execute(
            f"select 1 from {entry.qualified} where contains({column.name}, ?) limit 1", [words]
        ).fetchall()
    ]


@pytest.fixture(scope="module")
def open_licence(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample published with open_licence; the build is attached as `whole`."""
    folder = tmp_path_factory.mktemp("open")
    finished = Path(shutil.copyfile(sample.builds / LAST, folder / "run.duckdb"))
    with build_file.connect(finished) as connection:
        connection.execute("update publication set verbatim = 'open_licence'")
    with pytest.MonkeyPatch.context() as patch:
        leave_out_exports(patch)
        assert publish(finished, folder / "published").verbatim == "open_licence"
    with duckdb.connect(str(folder / "published" / "warehouse.duckdb"), read_only=True) as connection:
        connection.execute(f"attach '{finished}' as whole (read_only)")
        yield connection


def documents(connection: duckdb.DuckDBPyConnection, may: str) -> list[str]:
    return [
        row[0]
        for row in connection.execute(
            "select document_sha256 from whole.staging.stg_inspections "
            "inner join whole.reference.licences using (licence_code) where may_republish_text = ?",
            [may],
        ).fetchall()
    ]


def test_no_words_of_a_report_under_another_licence_remain(open_licence: duckdb.DuckDBPyConnection) -> None:
    kept_back, free = documents(open_licence, "false"), documents(open_licence, "true")
    assert kept_back
    assert free
    union = " union ".join(
        f"select {column} as words from whole.{name} "
        f"where list_contains($docs, document_sha256) and length({column}) >= {LONG}"
        for name, column in WORDS_SQL.items()
    )
    # What an openly licensed report prints too (a framework's set phrases), or names something, is no report's own.
    for name, which in (("own", kept_back), ("others", free)):
        open_licence.execute(f"create or replace temp table {name} as {union}", {"docs": which})
    open_licence.execute("delete from own where exists (from others where contains(others.words, own.words))")
    open_licence.execute(f"delete from own using ({NAMES}) as names where contains(lower(name), lower(words))")
    assert open_licence.execute("select count(*) from own").fetchall()[0][0] > 500
    for entry in tables().values():
        for column in entry.columns:
            if column.type == "varchar":
                left = open_licence.execute(
                    "select own.words from own "
                    f"inner join (select distinct {column.name} as held from {entry.qualified} "
                    f"where length({column.name}) >= {LONG}) as held on contains(held.held, own.words) limit 1"
                ).fetchall()
                assert left == [], f"{entry.qualified}.{column.name}"


def test_facts_and_openly_licensed_words_remain(open_licence: duckdb.DuckDBPyConnection) -> None:
    for entry in tables().values():
        if entry.is_view or entry.name == "publication":
            continue
        plain = ", ".join(column.name for column in entry.columns if not column.is_verbatim)
        for one, other in (
            (f"{entry.qualified}", f"whole.{entry.qualified}"),
            (f"whole.{entry.qualified}", entry.qualified),
        ):
            assert (
                open_licence.execute(f"select {plain} from {one} except select {plain} from {other}").fetchall() == []
            )
    free = documents(open_licence, "true")
    lost = open_licence.execute(
        "select count(*) from raw.raw_findings where list_contains(?, document_sha256) and text is null", [free]
    ).fetchall()
    assert lost == [(0,)]
    assert open_licence.execute("select count(*) from judgement_history where grade_code is null").fetchall() == [(0,)]


def test_every_column_of_sentences_is_declared(warehouse: duckdb.DuckDBPyConnection) -> None:
    """A varchar column that holds a finding's or a figure's sentence says so in sql/schema."""
    sentences = [
        row[0]
        for row in warehouse.execute(
            "select text from raw.raw_quantities where length(text) > 60 and text like '%.' "
            "union select text from raw.raw_findings where text like '%.'"
        ).fetchall()
    ]
    warehouse.execute("create or replace temp table sentences as select unnest(?) as words", [sentences])
    for entry in tables().values():
        for column in entry.columns:
            if column.type == "varchar" and not column.is_verbatim:
                held = warehouse.execute(
                    f"select 1 from {entry.qualified} inner join sentences on {column.name} = words limit 1"
                ).fetchall()
                assert held == [], f"{entry.qualified}.{column.name}"


def test_all_words_are_published_unless_told_otherwise(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert warehouse.execute("select verbatim from publication").fetchall() == [("all",)]
    assert warehouse.execute("select count(*) from findings where text is null").fetchall() == [(0,)]


@pytest.mark.usefixtures("environment")
def test_the_setting_is_one_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings().verbatim == "all"
    monkeypatch.setenv("VERBATIM", "open_licence")
    assert settings().verbatim == "open_licence"
    monkeypatch.setenv("VERBATIM", "some")
    with pytest.raises(SettingError, match="VERBATIM"):
        settings()
