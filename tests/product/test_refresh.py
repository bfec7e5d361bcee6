"""The whole way, on folders made by the tests: what is published, kept apart, superseded, or left untouched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.commands.refresh_job import RefreshFailed
from pipelines.settings import ROOT, Settings, settings
from tests.conftest import rows, run_refresh
from tests.lasting import lasting_content

pytestmark = pytest.mark.usefixtures("without_exports")

SAMPLE = ROOT / "data" / "sample"
VISIT = "80528_2022-01-31_childrens-services-focused-visit.pdf"
SINGLE = "80528_2017-08-25_childrens-services-inspection.pdf"


@pytest.fixture
def folder(report_folder: Path) -> Path:
    """A folder of reports with one visit in it, set as the source."""
    shutil.copy(SAMPLE / VISIT, report_folder)
    return report_folder


def content(now: Settings) -> dict[str, list[tuple[object, ...]]]:
    """What is published, but for what is the run's own."""
    return lasting_content(now.warehouse)


@pytest.mark.usefixtures("folder")
def test_a_refresh_publishes_and_another_gives_the_same() -> None:
    now = settings()
    run_refresh(now)
    first = content(now)
    assert [row[0] for row in rows(now, "select file_name from inspections")] == [VISIT]
    kept = {path: path.stat().st_mtime_ns for path in now.store_folder.rglob("*.json.gz")}
    run_refresh(now)
    assert content(now) == first
    assert {path: path.stat().st_mtime_ns for path in now.store_folder.rglob("*.json.gz")} == kept


@pytest.mark.usefixtures("every_check_passes")
def test_two_files_of_the_same_bytes_are_one_document(folder: Path) -> None:
    (folder / "again").mkdir()
    shutil.copy(folder / VISIT, folder / "again" / "copy.pdf")
    run_refresh(settings())
    assert rows(settings(), "select document_count, inspection_count from publication") == [(1, 1)]
    assert rows(settings(), "select count(*) from raw.report_files") == [(2,)]


@pytest.mark.usefixtures("every_check_passes")
def test_two_documents_of_one_inspection_show_the_later(folder: Path) -> None:
    reissue = (folder / VISIT).read_bytes() + b"\n%%EOF\n"
    (folder / "reissue.pdf").write_bytes(reissue)
    (folder / "manifest.csv").write_text(f"file,publication_date\n{VISIT},2022-01-31\nreissue.pdf,2022-03-01\n")
    run_refresh(settings())
    assert rows(settings(), "select file_name from inspections") == [("reissue.pdf",)]
    assert rows(settings(), "select file_name, shown_file_name from superseded_documents") == [(VISIT, "reissue.pdf")]
    assert rows(settings(), "select other_value from conflicts where subject = 'publication'") == [("2022-03-01",)]


@pytest.mark.usefixtures("every_check_passes")
def test_bad_files_are_kept_apart_and_the_others_go_on(folder: Path) -> None:
    (folder / "page.pdf").write_bytes(b"<!doctype html><html><title>Not found</title></html>")
    (folder / "story.txt").write_text("Once upon a time there was no inspection of anything at all. " * 20)
    run_refresh(settings())
    found = rows(settings(), "select file_name, stage, reason_code from quarantine order by file_name")
    assert found == [("page.pdf", "reading", "web_page"), ("story.txt", "framework", "unknown_framework")]
    assert rows(settings(), "select count(*) from inspections") == [(1,)]


def test_a_failed_check_leaves_the_published_file_untouched(folder: Path) -> None:
    now = settings()
    run_refresh(now)
    before = now.warehouse.read_bytes()
    (folder / VISIT).write_bytes(b"<html></html>")
    with pytest.raises(RefreshFailed, match=r"is_not_empty") as error:
        run_refresh(now)
    assert "untouched" in str(error.value)
    assert now.warehouse.read_bytes() == before


@pytest.mark.usefixtures("every_check_passes")
def test_a_vanished_folder_leaves_the_published_file_untouched(folder: Path) -> None:
    now = settings()
    run_refresh(now)
    before = now.warehouse.read_bytes()
    shutil.rmtree(folder)
    with pytest.raises(RefreshFailed, match="REPORTS="):
        run_refresh(now)
    assert now.warehouse.read_bytes() == before


@pytest.mark.usefixtures("every_check_passes")
def test_the_order_of_files_does_not_matter(folder: Path, tmp_path: Path) -> None:
    shutil.copy(SAMPLE / SINGLE, folder / SINGLE)
    now = settings()
    run_refresh(now)
    first = content(now)
    other = now.model_copy(update={"data": tmp_path / "other"})
    run_refresh(other)
    assert content(other) == first
