"""Which edition is current is one file: no link is needed, and a file that a program holds open stops nothing."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from pipelines import current_edition as current
from pipelines.cli import main
from pipelines.commands.summary import print_summary
from pipelines.current_edition import CURRENT_FILE, SHOWN, WAREHOUSE, astray, fixed_path
from pipelines.errors import PublicationError
from pipelines.publishing.publish import publish, published_manifest
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from tests.publishing.test_publishing import as_of

pytestmark = pytest.mark.usefixtures("without_exports", "copied_warehouse")


@pytest.fixture
def now(sample: Settings, tmp_path: Path) -> Settings:
    """A DATA folder with the sample's finished build, and nothing published."""
    chosen = Settings(source="sample", data=tmp_path)
    chosen.builds.mkdir()
    shutil.copyfile(sample.builds / LAST, chosen.builds / LAST)
    return chosen


def published(now: Settings, day: int, *, keep_monthly: bool = True) -> str:
    """Publishes the build as of that day of 2026, counted from 0; returns the run's id."""
    as_of(now.builds / LAST, f"run{day:05}", day)
    return publish(now.builds / LAST, now.published, keep_monthly=keep_monthly).run_id


def said_by_file(path: Path) -> str:
    with duckdb.connect(str(path), read_only=True) as connection:
        return str(connection.execute("select run_id from publication").fetchall()[0][0])


def refused(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "A required privilege is not held by the client")


def replace_but(*held: str) -> Callable[[Path, Path], None]:
    """os.replace on Windows, while a program holds the files of these names open."""
    replace = os.replace

    def replaced(source: Path, target: Path) -> None:
        if Path(target).name in held:
            raise PermissionError(errno.EACCES, "The process cannot access the file")
        replace(source, target)

    return replaced


def test_current_json_says_what_is_current(now: Settings) -> None:
    published(now, 1)
    said = json.loads((now.published / CURRENT_FILE).read_text())
    manifest = published_manifest(now.published)
    assert manifest is not None
    assert (said["version"], said["is_sample"]) == (manifest.version, True)
    assert said["sha256"] == sha256((now.published / said[WAREHOUSE]).read_bytes()).hexdigest()
    assert now.warehouse == now.published / said[WAREHOUSE]
    assert astray(now.published) == []
    assert fixed_path(now.published, WAREHOUSE) == now.published / WAREHOUSE


def test_publication_needs_no_link(
    now: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "symlink", refused)
    for day in (1, 2):
        run = published(now, day)
        assert not [path for path in now.published.rglob("*") if path.is_symlink()]
        assert said_by_file(now.warehouse) == run
        # A file has a second name instead; a folder cannot have one here.
        assert said_by_file(now.published / WAREHOUSE) == run
        assert astray(now.published) == ["exports"]
    answer = CliRunner().invoke(main, ["query", "--data", str(now.data), "select run_id from publication"])
    assert "run00002" in answer.output
    print_summary(now, has_published=True)
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "exports" in line]
    assert "exports cannot have a link here" in line
    assert "as current.json says" in line


def test_without_links_of_any_kind_the_edition_is_found_all_the_same(
    now: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "symlink", refused)
    monkeypatch.setattr(os, "link", refused)
    run = published(now, 1)
    assert sorted(path.name for path in now.published.iterdir()) == ["current.json", "editions", "editions.json"]
    assert said_by_file(now.warehouse) == run
    assert astray(now.published) == list(SHOWN)


def test_a_file_held_open_leaves_the_fixed_path_behind_and_that_is_said(
    now: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "symlink", refused)
    published(now, 1)
    monkeypatch.setattr(os, "replace", replace_but(WAREHOUSE))
    run = published(now, 2)
    assert said_by_file(now.warehouse) == run
    assert said_by_file(now.published / WAREHOUSE) == "run00001"
    assert not list(now.published.glob(".new-*"))
    print_summary(now, has_published=True)
    said = capsys.readouterr().out
    assert "warehouse.duckdb there could not be replaced, as a program may hold it open" in said
    assert str(now.warehouse) in said.replace("\n", "")
    monkeypatch.undo()
    published(now, 3)
    assert astray(now.published) == []


def test_current_json_held_open_is_tried_again_then_leaves_what_was_published(
    now: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(now, 1)
    waited: list[float] = []
    monkeypatch.setattr(current.time, "sleep", waited.append)
    monkeypatch.setattr(os, "replace", replace_but(CURRENT_FILE))
    with pytest.raises(PublicationError, match="held open by a program: close it there"):
        published(now, 2)
    assert waited == list(current.PAUSES)
    assert said_by_file(now.warehouse) == "run00001"
    assert len(list((now.published / "editions").iterdir())) == 1


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"edition": 3}', '{"edition": "../../elsewhere"}'])
def test_a_damaged_current_json_says_what_to_do_and_is_replaced(now: Settings, content: str) -> None:
    published(now, 1)
    (now.published / CURRENT_FILE).write_text(content)
    for command in (["query", "select 1"], ["site", "--no-serve"]):
        answer = CliRunner().invoke(main, [*command, "--data", str(now.data)])
        assert answer.exit_code == 1
        assert "current.json is damaged: run with --rebuild" in answer.output.replace("\n", "")
    assert published(now, 2) == said_by_file(now.warehouse)


def test_what_an_earlier_version_published_is_found_by_its_link(now: Settings) -> None:
    run = published(now, 1)
    (now.published / CURRENT_FILE).unlink()
    assert said_by_file(now.warehouse) == run


def test_a_months_last_edition_stays_for_good_and_is_listed(now: Settings) -> None:
    for day in (5, 20, 40, 50, *range(60, 68)):  # January, February and March 2026
        published(now, day)
    kept = [f"run{day:05}" for day in (20, 50, *range(62, 68))]
    assert [path.name[-8:] for path in sorted((now.published / "editions").iterdir())] == kept
    listed = json.loads((now.published / "editions.json").read_text())
    assert [row["folder"][-8:] for row in listed] == kept
    for row in listed:
        assert row["sha256"] == sha256((now.published / row["folder"] / WAREHOUSE).read_bytes()).hexdigest()
        assert row["is_sample"]
        assert row["inspection_count"] > 0
    published(now, 70, keep_monthly=False)
    assert len(list((now.published / "editions").iterdir())) == 6
