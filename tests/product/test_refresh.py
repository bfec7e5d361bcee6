"""The whole way, on folders made by the tests: what is published, kept apart, superseded, or left untouched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.commands.refresh_job import RefreshFailed
from pipelines.settings import ROOT, Settings, settings
from tests.built import Given, built
from tests.conftest import leave_out_exports, quick_refreshes, rows, run_refresh, without_settings
from tests.lasting import lasting_content

pytestmark = pytest.mark.usefixtures("without_exports")

SAMPLE = ROOT / "data" / "sample"
VISIT = "80528_2022-01-31_childrens-services-focused-visit.pdf"
SINGLE = "80528_2017-08-25_childrens-services-inspection.pdf"


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of reports with one visit in it, and DATA after a refresh: each test gets a copy."""
    made = tmp_path_factory.mktemp("refreshed")
    (made / "reports").mkdir()
    shutil.copy2(SAMPLE / VISIT, made / "reports")
    with pytest.MonkeyPatch.context() as patch:
        without_settings(patch)
        leave_out_exports(patch)
        run_refresh(settings(reports=str(made / "reports"), data=str(made / "data")))
    return made


@pytest.fixture
def folder(refreshed: Path, report_folder: Path, environment: Path) -> Path:
    """The folder of reports, set as the source and refreshed once."""
    shutil.copytree(refreshed / "reports", report_folder, dirs_exist_ok=True)
    shutil.copytree(refreshed / "data", environment, symlinks=True)
    return report_folder


def content(now: Settings) -> dict[str, list[tuple[object, ...]]]:
    """What is published, but for what is the run's own."""
    return lasting_content(now.warehouse)


@pytest.mark.usefixtures("folder")
def test_a_refresh_publishes_and_another_gives_the_same() -> None:
    now = settings()
    first = content(now)
    assert [row[0] for row in rows(now, "select file_name from inspections")] == [VISIT]
    kept = {path: path.stat().st_mtime_ns for path in now.store_folder.rglob("*.json.gz")}
    run_refresh(now)
    assert content(now) == first
    assert {path: path.stat().st_mtime_ns for path in now.store_folder.rglob("*.json.gz")} == kept


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A refresh of one report twice, of a visit and its reissue, and of two files that are no reports."""
    made = tmp_path_factory.mktemp("mixed")
    reports = made / "reports"
    (reports / "again").mkdir(parents=True)
    for copy in (SINGLE, "again/copy.pdf"):
        shutil.copy(SAMPLE / SINGLE, reports / copy)
    shutil.copy(SAMPLE / VISIT, reports)
    (reports / "reissue.pdf").write_bytes((SAMPLE / VISIT).read_bytes() + b"\n%%EOF\n")
    (reports / "manifest.csv").write_text(f"file,publication_date\n{VISIT},2022-01-31\nreissue.pdf,2022-03-01\n")
    (reports / "page.pdf").write_bytes(b"<!doctype html><html><title>Not found</title></html>")
    (reports / "story.txt").write_text("Once upon a time there was no inspection of anything at all. " * 20)
    with quick_refreshes():
        now = settings(reports=str(reports), data=str(made / "data"))
        run_refresh(now)
    return now


def test_two_files_of_the_same_bytes_are_one_document(mixed: Settings) -> None:
    assert rows(mixed, "select count(*), count(distinct document_sha256) from raw.report_files") == [(6, 5)]
    assert rows(mixed, "select document_count, inspection_count from publication") == [(5, 2)]
    assert rows(mixed, "select count(*) from inspections where framework_code = 'sif'") == [(1,)]


def test_two_documents_of_one_inspection_show_the_later(mixed: Settings) -> None:
    visits = "select file_name from inspections where framework_code = 'ilacs_focused_visit'"
    assert rows(mixed, visits) == [("reissue.pdf",)]
    assert rows(mixed, "select file_name, shown_file_name from superseded_documents") == [(VISIT, "reissue.pdf")]
    assert rows(mixed, "select other_value from conflicts where subject = 'publication'") == [("2022-03-01",)]


def test_bad_files_are_kept_apart_and_the_others_go_on(mixed: Settings) -> None:
    found = rows(mixed, "select file_name, stage, reason_code from quarantine order by file_name")
    assert found == [("page.pdf", "reading", "web_page"), ("story.txt", "framework", "unknown_framework")]
    assert rows(mixed, "select count(*) from inspections") == [(2,)]


def test_a_failed_check_leaves_the_published_file_untouched(folder: Path) -> None:
    now = settings()
    before = now.warehouse.read_bytes()
    (folder / VISIT).write_bytes(b"<html></html>")
    with pytest.raises(RefreshFailed, match=r"is_not_empty") as error:
        run_refresh(now)
    assert "untouched" in str(error.value)
    assert now.warehouse.read_bytes() == before


@pytest.mark.usefixtures("every_check_passes")
def test_a_vanished_folder_leaves_the_published_file_untouched(folder: Path) -> None:
    now = settings()
    before = now.warehouse.read_bytes()
    shutil.rmtree(folder)
    with pytest.raises(RefreshFailed, match="REPORTS="):
        run_refresh(now)
    assert now.warehouse.read_bytes() == before


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    files = [Given(name, (SAMPLE / name).read_bytes()) for name in (VISIT, SINGLE)]
    found = []
    for folder, given in (("one", files), ("other", files[::-1])):
        (tmp_path / folder).mkdir()
        built(tmp_path / folder, given).close()
        found.append(lasting_content(tmp_path / folder / "build.duckdb"))
    assert found[0] == found[1]
    assert len(found[0]["inspections"]) == 2
