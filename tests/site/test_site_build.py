"""A build replaces the former site whole or leaves it; what it cannot be built from is refused in one line."""

from __future__ import annotations

import errno
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from pipelines.settings import Settings
from pipelines.site import SiteError, build_site
from pipelines.site import build as building
from pipelines.site.model.model import Model


def test_a_folder_that_is_no_site_is_left_alone(sample: Settings, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(SiteError, match="is not a site"):
        build_site(sample.warehouse, tmp_path / "letters")
    assert (tmp_path / "letters" / "letter.txt").read_text(encoding="utf-8") == "dear"


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds write a page of their own in place of all pages: for tests of how a build takes a former one's place."""

    def write(_: Model, __: Path, folder: Path, *___: object) -> int:
        (folder / "index.html").write_text(folder.name, encoding="utf-8")
        return 1

    monkeypatch.setattr(building, "_write", write)


def test_a_build_that_fails_leaves_the_former_site(
    sample: Settings, site_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(site_folder, tmp_path / "site")
    former = {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}

    def fill_the_disk(_: Model, __: object, folder: Path, *___: object) -> None:
        (folder / "index.html").write_text("half of a page", encoding="utf-8")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(building, "write_pages", fill_the_disk)
    with pytest.raises(SiteError, match="No space left"):
        build_site(sample.warehouse, tmp_path / "site")
    assert {path: path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()} == former
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.usefixtures("small_pages")
def test_a_build_replaces_the_former_site_whole(sample: Settings, site_folder: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(site_folder, tmp_path / "site"))
    build_site(sample.warehouse, site)
    assert sorted(path.name for path in site.iterdir()) == ["index.html", building.MARK]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def _small_site(folder: Path, words: str) -> Path:
    folder.mkdir()
    (folder / building.MARK).write_text(words, encoding="utf-8")
    return folder


@pytest.mark.parametrize("meetings", [1, building.MOST_SWAPS])
def test_a_build_that_meets_another_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meetings: int
) -> None:
    """Another build puts its site there between the two renames: once, or each time until this one gives up."""
    site = _small_site(tmp_path / "site", "former")
    made = _small_site(tmp_path / ".site-made", "made")
    replace = os.replace
    met: list[Path] = []

    def meet_another(source: Path, target: Path) -> None:
        replace(source, target)
        if source == site and len(met) < meetings:
            met.append(_small_site(site, "of the other build"))

    monkeypatch.setattr(building.os, "replace", meet_another)
    if meetings == 1:
        building._swap(made, site)
    else:
        with pytest.raises(SiteError, match="Other builds keep writing"):
            building._swap(made, site)
        shutil.rmtree(made)  # as build_site does with what was not put in place
    assert len(met) == meetings
    assert (site / building.MARK).read_text(encoding="utf-8") == ("made" if meetings == 1 else "of the other build")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_swap_that_is_refused_puts_the_former_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = _small_site(tmp_path / "site", "former")
    made = _small_site(tmp_path / ".site-made", "made")
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if source == made:
            raise PermissionError(errno.EACCES, "Permission denied")
        replace(source, target)

    monkeypatch.setattr(building.os, "replace", refuse)
    with pytest.raises(PermissionError):
        building._swap(made, site)
    assert (site / building.MARK).read_text(encoding="utf-8") == "former"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site-made", "site"]


@pytest.mark.usefixtures("small_pages")
def test_many_builds_at_once_end_with_one_site(sample: Settings, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        builds = [pool.submit(build_site, sample.warehouse, tmp_path / "site") for _ in range(8)]
    refusals = [build.exception() for build in builds if build.exception()]
    assert all(isinstance(refusal, SiteError) for refusal in refusals)
    assert len(refusals) < len(builds)
    assert (tmp_path / "site" / "index.html").is_file()
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
