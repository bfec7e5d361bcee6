"""A folder as a source: what it lists, and how it says that it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import SettingError
from pipelines.settings import settings
from pipelines.sources.folder import listed_reports
from pipelines.store.store import Store


def test_reports_of_subfolders_are_listed_in_order_with_what_the_manifest_says(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "one.PDF").write_bytes(b"1")
    (tmp_path / "a.txt").write_bytes(b"2")
    (tmp_path / "notes.md").write_bytes(b"3")
    (tmp_path / "manifest.csv").write_text("file,provider_urn,publication_date\none.PDF,80528,2017-08-25\n")
    found = list(listed_reports(tmp_path))
    assert [report.path for report in found] == ["a.txt", "b/one.PDF"]
    assert found[1].file_name == "one.PDF"
    assert found[1].publication_date == "2017-08-25"
    assert found[0].provider_urn == ""


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_a_folder_that_gives_nothing_is_named_in_one_line(tmp_path: Path, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingError, match="REPORTS=") as error:
        list(listed_reports(tmp_path / folder))
    assert "\n" not in str(error.value)


def test_a_manifest_without_its_column_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"2")
    (tmp_path / "manifest.csv").write_text("name\na.txt\n")
    with pytest.raises(SettingError, match="no column named file"):
        list(listed_reports(tmp_path))


@pytest.mark.parametrize(
    ("name", "value"), [("SOURCE", "nowhere"), ("SOURCE", "folder"), ("WORKERS", "many"), ("WORKERS", "0")]
)
def test_a_bad_setting_is_named(environment: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=f"{name}="):
        settings()
    assert not environment.exists()


def test_bytes_are_kept_once_and_unchanged(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sha256, is_new = store.put_document(b"report")
    assert is_new
    assert store.put_document(b"report") == (sha256, False)
    assert store.document(sha256) == b"report"


def test_a_damaged_result_counts_as_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put_json("facts", "v1", "ab" * 32, {"a": 1})
    assert store.get_json("facts", "v1", "ab" * 32) == {"a": 1}
    assert store.get_json("facts", "v2", "ab" * 32) is None
    (path,) = (p for p in tmp_path.rglob("*.json.gz"))
    path.write_bytes(path.read_bytes()[:-9])
    assert store.get_json("facts", "v1", "ab" * 32) is None
