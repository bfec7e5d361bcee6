"""Publication: whole or not at all, verified, with the last five kept."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from pipelines import build
from pipelines.publishing.publish import KEPT, PublicationError, publish, verify
from pipelines.run import LAST
from pipelines.settings import Settings


@pytest.fixture
def finished(sample: Settings, tmp_path: Path) -> Path:
    """A copy of the sample's finished build."""
    return Path(shutil.copyfile(sample.builds / LAST, tmp_path / "run.duckdb"))


def test_the_manifest_says_what_went_into_the_file(finished: Path, tmp_path: Path) -> None:
    manifest = publish(finished, tmp_path / "published")
    file = tmp_path / "published" / "warehouse.duckdb"
    assert json.loads((tmp_path / "published" / "manifest.json").read_text())["sha256"] == manifest.sha256
    assert sha256(file.read_bytes()).hexdigest() == manifest.sha256
    assert manifest.inspection_count > 0
    assert manifest.checks_passed > 100


def test_the_file_opens_in_duckdb_1_2(finished: Path, tmp_path: Path) -> None:
    publish(finished, tmp_path / "published")
    with duckdb.connect(str(tmp_path / "published" / "warehouse.duckdb"), read_only=True) as connection:
        version = connection.execute(
            "select tags['storage_version'] from duckdb_databases() where not internal"
        ).fetchall()
    assert version[0][0].startswith("v1.2")


def test_a_build_that_breaks_a_key_is_held_back(finished: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    before = publish(finished, published)
    with build.connect(finished) as connection:
        connection.execute("update fact_judgement set grade_key = 99 where judgement_key = 1")
    with pytest.raises(PublicationError):
        publish(finished, published)
    assert verify(published / "warehouse.duckdb").sha256 == before.sha256
    assert not list(tmp_path.glob("*.publishing*"))


def test_a_build_with_a_failed_check_is_held_back(finished: Path, tmp_path: Path) -> None:
    with build.connect(finished) as connection:
        connection.execute("update check_results set passed = false where severity = 'error'")
    with pytest.raises(PublicationError, match="failed"):
        publish(finished, tmp_path / "published")
    assert not (tmp_path / "published" / "warehouse.duckdb").exists()


def test_the_last_five_stay_beside_the_file(finished: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    for number in range(KEPT + 3):
        with build.connect(finished) as connection:
            connection.execute(
                "update publication set run_id = ?, published_at = timestamp '2026-01-01' + interval (?) day",
                [f"run{number:05}", number],
            )
        publish(finished, published)
    kept = sorted(path.name for path in (published / "previous").glob("*.duckdb"))
    assert [name.split("-")[1].removesuffix(".duckdb") for name in kept] == [f"run{n:05}" for n in range(2, 7)]
    assert all((published / "previous" / name).with_suffix(".json").is_file() for name in kept)


def test_a_reader_keeps_what_it_opened_while_the_file_is_replaced(finished: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    publish(finished, published)
    with duckdb.connect(str(published / "warehouse.duckdb"), read_only=True) as reader:
        before = reader.execute("select run_id from publication").fetchall()
        publish(finished, published)
        assert reader.execute("select run_id from publication").fetchall() == before
        assert reader.execute("select count(*) from judgement_history").fetchall()[0][0] > 0
