"""A folder as a source: what it lists, and how it says that it cannot."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from pipelines.errors import SettingError
from pipelines.settings import settings
from pipelines.sources.folder import list_folder
from pipelines.sources.listed_report import MOST_BYTES, SourceListing
from pipelines.store.store import Store

TODAY = date(2026, 6, 1)


def listed(folder: Path, *, follow_links: bool = False) -> SourceListing:
    store = Store(folder.parent / "store")
    listing = list_folder(folder, store, follow_links=follow_links, today=TODAY)
    assert store.not_whole(report.document_sha256 for report in listing.reports) == set()
    return listing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    (made / "a.txt").write_bytes(b"2")
    return made


def test_reports_of_subfolders_are_listed_in_order_with_what_the_manifest_says(folder: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b" / "one.PDF").write_bytes(b"1")
    (folder / "notes.md").write_bytes(b"3")
    (folder / "manifest.csv").write_text("file,provider_urn,publication_date\none.PDF,80528,2017-08-25\n")
    found = listed(folder)
    assert [report.path for report in found.reports] == ["a.txt", "b/one.PDF"]
    assert found.reports[1].file_name == "one.PDF"
    assert found.reports[1].said.publication_date == "2017-08-25"
    assert found.reports[0].said.provider_urn == ""
    assert (found.refused, found.oddities) == ([], [])


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_folder_that_gives_nothing_is_named_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingError, match="REPORTS=") as error:
        listed(tmp_path / name)
    assert "\n" not in str(error.value)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has none of these.")
def test_a_file_that_cannot_be_taken_costs_itself(folder: Path) -> None:
    (folder / "nowhere.pdf").symlink_to("gone.pdf")
    (folder / "loop.pdf").symlink_to("loop.pdf")
    os.mkfifo(folder / "pipe.txt")
    with (folder / "huge.pdf").open("wb") as huge:
        huge.truncate(MOST_BYTES + 1)
    (folder / "manifest.csv").write_text("file,provider_urn\nhuge.pdf,80528\n")
    found = listed(folder)
    assert [report.path for report in found.reports] == ["a.txt"]
    assert {file.path: (file.reason_code, file.said.provider_urn) for file in found.refused} == {
        "huge.pdf": ("huge_file", "80528"),
        "loop.pdf": ("unreadable_file", ""),
        "nowhere.pdf": ("unreadable_file", ""),
        "pipe.txt": ("unreadable_file", ""),
    }
    assert all(file.reason.endswith("place.") for file in found.refused)


@pytest.fixture
def linked(folder: Path) -> Path:
    """A folder with links out of it, to a file and a folder, and others that stay inside."""
    outside = folder.parent / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "secret.txt").write_bytes(b"secret")
    (outside / "deep" / "one.txt").write_bytes(b"one")
    (outside / "deep" / "back").symlink_to(outside)
    (folder / "sub").mkdir()
    (folder / "sub" / "file.txt").symlink_to(outside / "secret.txt")
    (folder / "folder").symlink_to(outside / "deep")
    (folder / "again").symlink_to(folder / "sub")
    (folder / "same.txt").symlink_to("a.txt")
    return folder


def test_links_out_of_the_folder_are_not_followed_and_that_is_said(linked: Path) -> None:
    found = listed(linked)
    assert [report.path for report in found.reports] == ["a.txt", "same.txt"]
    assert [(file.path, file.reason_code) for file in found.refused] == [
        ("folder", "link_not_followed"),
        ("sub/file.txt", "link_not_followed"),
    ]
    assert all("FOLLOW_LINKS=1" in file.reason for file in found.refused)


def test_links_are_followed_when_asked_and_no_loop_is_endless(linked: Path) -> None:
    found = listed(linked, follow_links=True)
    assert {"a.txt", "same.txt", "folder/one.txt", "folder/back/secret.txt", "sub/file.txt"} <= {
        report.path for report in found.reports
    }
    assert len(found.reports) < 10
    assert found.refused == []


def test_the_setting_follows_links_only_when_it_says_so(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not settings().follow_links
    monkeypatch.setenv("FOLLOW_LINKS", "1")
    assert settings().follow_links
    assert not environment.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("SOURCE", "nowhere"), ("SOURCE", "folder"), ("WORKERS", "many"), ("WORKERS", "0"), ("FOLLOW_LINKS", "some")],
)
def test_a_bad_setting_is_named(environment: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=f"{name}="):
        settings()
    assert not environment.exists()
