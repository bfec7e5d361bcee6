"""The store: the same on a disk and in an object store, whole or not at all, and without anybody's credentials."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("s3fs")

from pipelines.errors import SettingError
from pipelines.settings import settings
from pipelines.store.object_store import ObjectFiles
from pipelines.store.store import DamagedDocument, Files, LocalFiles, Store
from tests.cluster import object_store

NOTE = {"document_sha256": "ab" * 32, "found_at": "2026-01-01T00:00:00+00:00", "file_name": "a.pdf"}
LATER = {**NOTE, "found_at": "2026-02-01T00:00:00+00:00"}


@pytest.fixture(params=["disk", "object store"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if request.param == "disk":
        yield str(tmp_path / "store")
        return
    with object_store(monkeypatch) as url:
        yield url


def files(place: str) -> Files:
    return ObjectFiles(place) if "://" in place else LocalFiles(Path(place))


def test_bytes_are_kept_once_and_unchanged(place: str) -> None:
    store = Store(place)
    sha256, is_new = store.put_document(b"report")
    assert is_new
    for another in (store, Store(place)):
        assert another.put_document(b"report") == (sha256, False)
        assert another.not_whole([sha256, "ab" * 32]) == {"ab" * 32}
        assert another.document(sha256) == b"report"
    with pytest.raises(FileNotFoundError):
        store.document("ab" * 32)


@pytest.mark.parametrize("damaged", [b"rep", b"repost", b"", b"report!"], ids=["cut", "flipped", "empty", "longer"])
def test_damaged_bytes_are_never_given_and_are_written_anew(place: str, damaged: bytes) -> None:
    sha256, _ = Store(place).put_document(b"report")
    other, _ = Store(place).put_document(b"another")
    files(place).write(f"documents/{sha256[:2]}/{sha256}", damaged)
    with pytest.raises(DamagedDocument, match=sha256):
        Store(place).document(sha256)
    assert Store(place).not_whole([sha256, other]) == {sha256}
    store = Store(place)
    assert store.put_document(b"report") == (sha256, True)
    assert store.put_document(b"report") == (sha256, False)
    assert Store(place).document(sha256) == b"report"


def test_results_are_kept_by_kind_and_version_and_asked_for_together(place: str) -> None:
    store, known = Store(place), [f"{number:064x}" for number in range(3)]
    store.put_json("facts", "v1", known[0], {"a": "é"})
    store.put_json("facts", "v1", known[2], [1])
    assert store.get_json("facts", "v1", known[0]) == {"a": "é"}
    assert store.get_json("facts", "v2", known[0]) is None
    assert store.get_json("pages", "v1", known[0]) is None
    assert list(store.get_many_json("facts", "v1", known)) == [
        (known[0], {"a": "é"}),
        (known[1], None),
        (known[2], [1]),
    ]
    assert list(store.get_many_json("facts", "v1", [])) == []


@pytest.mark.parametrize(
    "damage", [lambda c: c[:-9], lambda _: b"{}", lambda c: c[:20] + b"?" * 9 + c[29:], lambda _: b""]
)
def test_a_damaged_result_counts_as_none(tmp_path: Path, damage: object) -> None:
    store = Store(tmp_path)
    store.put_json("facts", "v1", "ab" * 32, {"a": list(range(100))})
    (path,) = tmp_path.rglob("*.json.gz")
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    assert store.get_json("facts", "v1", "ab" * 32) is None
    assert list(store.get_many_json("facts", "v1", ["ab" * 32])) == [("ab" * 32, None)]


def test_notes_of_where_bytes_were_found_are_added_up(place: str) -> None:
    store = Store(place)
    for note in (NOTE, LATER, NOTE):
        store.note_provenance(note)
    if "://" in place:
        fs = ObjectFiles(place)._fs
        notes = [json.loads(fs.cat_file(path)) for path in fs.find(f"{place}/provenance")]
    else:
        notes = [json.loads(path.read_text(encoding="utf-8")) for path in (Path(place) / "provenance").rglob("*.json")]
    assert sorted(notes, key=lambda note: note["found_at"]) == [NOTE, LATER]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    store.put_json("facts", "v1", "ab" * 32, "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.put_json("facts", "v1", "ab" * 32, "new")
    assert store.get_json("facts", "v1", "ab" * 32) == "old"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["ab" * 32 + ".json.gz"]


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("s3://key:secret@bucket/prefix", "holds a name or password"),
        ("sftp://host/folder", "not an object store"),
        ("http://host/folder", "not an object store"),
        ("s3://", "needs a bucket"),
        ("s3://bucket/a?versionId=1", "needs a bucket"),
    ],
)
def test_a_place_that_cannot_be_used_is_named_without_its_secrets(url: str, says: str) -> None:
    with pytest.raises(SettingError, match=says) as error:
        settings(store=url)
    assert "secret" not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_package_is_named_in_one_line() -> None:
    with pytest.raises(SettingError, match=r"STORE=gs://\.\.\. needs a package") as error:
        ObjectFiles("gs://bucket/prefix")
    assert "\n" not in str(error.value)


def test_settings_name_another_store_and_executor(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings().store_place == str(environment / "store")
    assert settings().executor == "local"
    monkeypatch.setenv("STORE", str(environment / "elsewhere"))
    assert settings().store_place == str(environment / "elsewhere")
    monkeypatch.setenv("STORE", "s3://bucket/prefix/")
    monkeypatch.setenv("EXECUTOR", "tcp://127.0.0.1:8786")
    assert settings().store_place == "s3://bucket/prefix"
    assert settings().executor == "tcp://127.0.0.1:8786"
    assert not environment.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("EXECUTOR", "cloud"), ("EXECUTOR", "http://host:1"), ("EXECUTOR", "tcp://host"), ("STORE", "ftp://host/a")],
)
def test_a_bad_setting_is_named(environment: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=f"{name}="):
        settings()
    assert not environment.exists()
