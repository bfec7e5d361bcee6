"""A build replaces the former site whole or leaves it; what it cannot be built from is refused in one line."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from pipelines.settings import Settings
from pipelines.site import SiteError, build_site
from pipelines.site import build as building


def test_a_folder_that_is_no_site_is_left_alone(sample: Settings, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(SiteError, match="is not a site"):
        build_site(sample.warehouse, tmp_path / "letters")
    assert (tmp_path / "letters" / "letter.txt").read_text(encoding="utf-8") == "dear"


def test_a_build_that_fails_leaves_the_former_site(
    sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_site(sample.warehouse, tmp_path / "site")
    former = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}

    def fill_the_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building.shutil, "copytree", fill_the_disk)
    with pytest.raises(SiteError, match="No space left"):
        build_site(sample.warehouse, tmp_path / "site")
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == former
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_build_replaces_the_former_site_whole(sample: Settings, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build_site(sample.warehouse, site)
    (site / "authorities" / "of-former-days.html").write_text("old", encoding="utf-8")
    build_site(sample.warehouse, site)
    assert not (site / "authorities" / "of-former-days.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def _no_file(path: Path) -> None:
    path.unlink()


def _no_database(path: Path) -> None:
    path.write_bytes(b"%PDF-1.4 not a database")


def _older_version(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table publication (run_id varchar)")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_no_file, "There is no published file"),
        (_no_database, "cannot be read"),
        (_older_version, "of another version"),
    ],
)
def test_what_is_no_published_file_is_refused_in_one_line(
    sample: Settings, tmp_path: Path, spoil: object, message: str
) -> None:
    copy = tmp_path / "warehouse.duckdb"
    shutil.copyfile(sample.warehouse, copy)
    assert callable(spoil)
    spoil(copy)
    with pytest.raises(SiteError, match=message) as refusal:
        build_site(copy, tmp_path / "site")
    assert "\n" not in str(refusal.value)
    assert not (tmp_path / "site").exists()
