"""What is published is looked at again: a file that has changed since is told, and costs little where none has."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.errors import PublicationError
from pipelines.publishing import integrity
from pipelines.publishing.integrity import changed_files, edition_changes
from pipelines.publishing.publish import Manifest, publish
from pipelines.publishing.sizes import SIZES, published_before
from pipelines.publishing.warehouse import HeldOpen, open_published
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from tests.interrupting import made_writable

NOW = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
Edition = tuple[Settings, Manifest]


@pytest.fixture(scope="module")
def once(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """An edition of the sample, and its build, made once."""
    now = Settings(source="sample", data=tmp_path_factory.mktemp("once"))
    now.builds.mkdir()
    shutil.copyfile(sample.builds / LAST, now.builds / LAST)
    return now, publish(now.builds / LAST, now.published, inputs="these")


@pytest.fixture
def edition(once: Edition, tmp_path: Path) -> Edition:
    """A copy of it, of the test's own."""
    shutil.copytree(once[0].data, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Settings(source="sample", data=tmp_path), once[1]


def changed(edition: Edition, now: datetime = NOW) -> dict[str, str]:
    settings, manifest = edition
    return changed_files(settings.published, manifest, settings.builds / integrity.RECORD, now)


def test_published_files_are_read_only(edition: Edition) -> None:
    settings, manifest = edition
    for name in (*manifest.files, "manifest.json"):
        assert not (settings.published / "current" / name).stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def test_only_what_looks_changed_is_read_and_all_of_it_every_week(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    sum_of = integrity.checksum
    monkeypatch.setattr(integrity, "checksum", lambda path: read.append(path.name) or sum_of(path))
    assert changed(edition) == {}
    every = len(edition[1].files)
    assert len(read) == every
    assert changed(edition, NOW + timedelta(days=1)) == {}
    assert len(read) == every
    touched = edition[0].published / "exports" / "datapackage.json"
    os.utime(touched, (1, 1))
    assert changed(edition, NOW + timedelta(days=2)) == {}
    assert read[every:] == ["datapackage.json"]
    assert changed(edition, NOW + timedelta(days=7)) == {}
    assert len(read) == 2 * every + 1
    # A clock that was ahead does not put the reading off.
    assert changed(edition, NOW - timedelta(days=300)) == {}
    assert len(read) == 3 * every + 1


def test_a_flipped_bit_is_found_at_once_or_within_a_week(edition: Edition) -> None:
    assert changed(edition) == {}
    path = made_writable(edition[0].published / "exports" / "csv" / "inspections.csv")
    before = path.stat()
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    assert list(changed(edition, NOW + timedelta(days=1))) == ["exports/csv/inspections.csv"]
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert list(changed(edition, NOW + timedelta(days=8))) == ["exports/csv/inspections.csv"]


def test_what_is_lost_cut_or_left_beside_is_told(edition: Edition) -> None:
    settings, _ = edition
    made_writable(settings.published / "exports" / "datapackage.json").write_bytes(b"{")
    (settings.published / "current" / "exports" / "inspections.xlsx").unlink()
    (settings.published / "current" / "warehouse.duckdb.wal").write_bytes(b"more")
    assert set(changed(edition)) == {"exports/datapackage.json", "exports/inspections.xlsx", "warehouse.duckdb.wal"}
    assert changed(edition)["exports/inspections.xlsx"] == "It cannot be read (No such file or directory)."


@pytest.mark.parametrize("content", [b"", b"[1]", b"{}", b'{"run_id": 1, "all_read_at": 3}', b"\xff"])
def test_a_record_that_says_nothing_counts_as_none(edition: Edition, content: bytes) -> None:
    (edition[0].builds / integrity.RECORD).write_bytes(content)
    assert changed(edition) == {}


def test_a_damaged_manifest_is_a_change(edition: Edition) -> None:
    settings, manifest = edition
    assert edition_changes(settings, NOW) == (manifest, [])
    made_writable(settings.published / "manifest.json").write_text("{")
    assert [row["file_path"] for row in edition_changes(settings, NOW)[1]] == ["manifest.json"]


def test_a_program_that_writes_is_named_and_the_build_says_the_sizes(edition: Edition) -> None:
    settings, _ = edition
    before = published_before(settings, [], is_sample=True)
    assert len(before[SIZES]) > 5
    path = made_writable(settings.warehouse)
    held = f"import duckdb, sys; c = duckdb.connect({str(path)!r}); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(HeldOpen, match=rf"python.* \(PID {writer.pid}\)"):
            open_published(settings.warehouse)
        changes: list[dict[str, object]] = []
        assert published_before(settings, changes, is_sample=True) == before
        assert f"PID {writer.pid}" in str(changes[0]["message"])
        writer.communicate()
    made_writable(settings.warehouse).write_bytes(b"not a database")
    told: list[dict[str, object]] = [{"file_path": "warehouse.duckdb", "message": "It has changed."}]
    assert published_before(settings, told, is_sample=True) == before
    assert published_before(settings, [], is_sample=True) == before
    (settings.builds / LAST).write_bytes(b"not a database")
    with pytest.raises(PublicationError, match="--rebuild"):
        published_before(settings, [], is_sample=True)
