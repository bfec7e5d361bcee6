"""What is made of the sample says so everywhere, and leaves no trace once other reports are published."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import openpyxl
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.commands.summary import print_summary
from pipelines.publishing.datapackage import SAMPLE_NOTE, checksum
from pipelines.publishing.editions import edition_folders
from pipelines.publishing.publish import published_manifest
from pipelines.publishing.sample import holds_facsimiles
from pipelines.settings import SAMPLE, Settings, settings
from pipelines.site import build_site
from tests.built import as_text
from tests.conftest import run_refresh
from tests.product.test_refresh import VISIT
from tests.site_pages import pages


def said_by_run(now: Settings, capsys: pytest.CaptureFixture[str]) -> str:
    print_summary(now, has_published=True)
    return " ".join(capsys.readouterr().out.split())


def said_by_prompt(now: Settings) -> str:
    return CliRunner().invoke(main, ["query", "--data", str(now.data)], input=".quit\n").output


def described(now: Settings) -> dict[str, object]:
    content: dict[str, object] = json.loads((now.published / "exports" / "datapackage.json").read_text())
    return content


def first_line_of_workbook(now: Settings) -> object:
    return openpyxl.load_workbook(now.published / "exports" / "inspections.xlsx")["About"]["A1"].value


@pytest.mark.usefixtures("environment")
def test_the_sample_says_that_it_is_one(sample: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    with duckdb.connect(str(sample.warehouse), read_only=True) as connection:
        ((version, is_sample),) = connection.execute("select version, is_sample from publication").fetchall()
    manifest = published_manifest(sample.published)
    assert manifest is not None
    assert (manifest.version, manifest.is_sample) == (version, is_sample)
    assert is_sample
    assert (described(sample)["version"], described(sample)["is_sample"]) == (version, True)
    assert SAMPLE_NOTE in str(described(sample)["description"])
    assert first_line_of_workbook(sample) == SAMPLE_NOTE
    for words in (said_by_run(sample, capsys), said_by_prompt(sample)):
        assert SAMPLE_NOTE in words
        assert version in words


def test_every_page_of_the_sample_has_the_banner_and_no_quotation(site_folder: Path) -> None:
    for path, page in pages(site_folder):
        assert page.css_first("header .sample") is not None, path
        assert not page.css("blockquote"), path
        footer = page.css_first("footer")
        assert footer is not None, path
        assert "Version 20" in footer.text(), path
        assert "Cite as" not in footer.text(), path


def test_a_report_of_the_sample_is_known_wherever_it_is_read_from() -> None:
    with duckdb.connect() as connection:
        connection.execute("create schema raw; create table raw.report_files (document_sha256 varchar)")
        assert not holds_facsimiles(connection)
        connection.execute("insert into raw.report_files values (?)", ["0" * 64])
        assert not holds_facsimiles(connection)
        connection.execute("insert into raw.report_files values (?)", [checksum(SAMPLE / VISIT)])
        assert holds_facsimiles(connection)


def test_other_reports_replace_the_sample_without_a_trace(
    sample: Settings, site_folder: Path, environment: Path, report_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for part in ("published", "builds", "store"):
        shutil.copytree(sample.data / part, environment / part, symlinks=True)
    shutil.copytree(site_folder, environment / "published" / "site")
    (report_folder / "visit.txt").write_text("\n".join(as_text(SAMPLE / VISIT)), encoding="utf-8")
    now = settings()
    run_refresh(now)

    assert sorted(path.name for path in now.published.iterdir()) == [
        *("current", "current.json", "editions", "editions.json", "exports", "manifest.json", "warehouse.duckdb")
    ]
    assert [path.name for path in edition_folders(now.published)] == [(now.published / "current").resolve().name]
    assert in_the_file(now) == {checksum(report_folder / "visit.txt")}
    manifest = published_manifest(now.published)
    assert manifest is not None
    assert (manifest.is_sample, described(now)["is_sample"], manifest.version.count(".")) == (False, False, 2)
    assert str(first_line_of_workbook(now)).startswith("Contains public sector information")
    for words in (said_by_run(now, capsys), said_by_prompt(now)):
        assert "sample" not in words.lower()
    built = build_site(now.warehouse, now.published / "site")
    assert not [path for path, page in pages(built.folder) if page.css_first(".sample, .made-up")]
    assert any(page.css("blockquote") for _, page in pages(built.folder))


def in_the_file(now: Settings) -> set[str]:
    """The digests of the documents that any table of the published file knows."""
    with duckdb.connect(str(now.warehouse), read_only=True) as connection:
        names = connection.execute(
            "select schema_name || '.' || table_name from duckdb_columns() where column_name = 'document_sha256'"
        ).fetchall()
        found = [connection.execute(f"select distinct document_sha256 from {name}").fetchall() for (name,) in names]
    return {sha256 for rows in found for (sha256,) in rows if sha256}
