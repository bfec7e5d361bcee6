"""Publication: whole or not at all, verified, with its exports, and with the last five kept."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from pipelines.current_edition import EXPORTS, MANIFEST, WAREHOUSE, astray, current_edition
from pipelines.errors import PublicationError
from pipelines.publishing import publish as publishing
from pipelines.publishing.editions import KEPT
from pipelines.publishing.publish import publish, published_manifest
from pipelines.publishing.warehouse import verified
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from pipelines.warehouse import build_file
from tests.interrupting import made_writable


@pytest.fixture
def finished(sample: Settings, tmp_path: Path) -> Path:
    """A copy of the sample's finished build."""
    return Path(shutil.copyfile(sample.builds / LAST, tmp_path / "run.duckdb"))


def test_the_manifest_says_what_went_into_the_file(finished: Path, tmp_path: Path) -> None:
    manifest = publish(finished, tmp_path / "published", inputs="these")
    assert published_manifest(tmp_path / "published") == manifest
    assert manifest.inputs == "these"
    for path, digest in manifest.files.items():
        assert sha256((tmp_path / "published" / path).read_bytes()).hexdigest() == digest
    assert {"warehouse.duckdb", "exports/inspections.xlsx", "exports/csv/inspections.csv"} <= set(manifest.files)
    assert manifest.inspection_count > 0
    assert manifest.checks_passed > 100


@pytest.mark.usefixtures("without_exports")
def test_the_file_opens_in_duckdb_1_2(finished: Path, tmp_path: Path) -> None:
    publish(finished, tmp_path / "published")
    with duckdb.connect(str(tmp_path / "published" / "warehouse.duckdb"), read_only=True) as connection:
        version = connection.execute(
            "select tags['storage_version'] from duckdb_databases() where not internal"
        ).fetchall()
    assert version[0][0].startswith("v1.2")


@pytest.mark.usefixtures("without_exports")
def test_a_build_that_breaks_a_key_is_held_back(finished: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    before = publish(finished, published)
    with build_file.connect(finished) as connection:
        connection.execute("update fact_judgement set grade_key = 99 where judgement_key = 1")
    with pytest.raises(PublicationError):
        publish(finished, published)
    assert published_manifest(published) == before
    assert verified(published / WAREHOUSE)["run_id"] == before.run_id
    assert list((published / "editions").iterdir()) == [current_edition(published)]


@pytest.mark.usefixtures("without_exports")
def test_a_build_with_a_failed_check_is_held_back(finished: Path, tmp_path: Path) -> None:
    with build_file.connect(finished) as connection:
        connection.execute("update check_results set passed = false where severity = 'error'")
    with pytest.raises(PublicationError, match="failed"):
        publish(finished, tmp_path / "published")
    assert not (tmp_path / "published" / "warehouse.duckdb").exists()


def as_of(finished: Path, run_id: str, day: int) -> None:
    with build_file.connect(finished) as connection:
        connection.execute(
            "update publication set run_id = ?, published_at = timestamp '2026-01-01' + interval (?) day", [run_id, day]
        )


@pytest.mark.usefixtures("without_exports", "copied_warehouse")
def test_the_last_five_stay_beside_the_file(finished: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    for number in range(KEPT + 3):
        as_of(finished, f"run{number:05}", number)
        publish(finished, published)
    kept = sorted(path for path in (published / "editions").iterdir())
    assert [path.name.split("-")[1] for path in kept] == [f"run{n:05}" for n in range(2, 8)]
    assert all((path / part).exists() for path in kept for part in (WAREHOUSE, MANIFEST, EXPORTS))


def test_file_manifest_and_exports_change_together(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = tmp_path / "published"
    as_of(finished, "run-one", 1)
    publish(finished, published)
    as_of(finished, "run-two", 2)

    def disk_full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for step in ("write_warehouse", "write_exports", "put_in_place"):
        with monkeypatch.context() as patch:
            patch.setattr(publishing, step, disk_full)
            with pytest.raises(OSError, match="No space"):
                publish(finished, published)
        assert said_by_all(published) == {"run-one"}
        assert len(list((published / "editions").iterdir())) == 1
    publish(finished, published)
    assert said_by_all(published) == {"run-two"}


def said_by_all(published: Path) -> set[str]:
    """The run ids that the file, the manifest and an export name."""
    ((of_export,),) = duckdb.sql(
        f"select run_id from read_parquet('{published}/exports/parquet/publication.parquet')"
    ).fetchall()
    return {said_by_file(published), said_by_manifest(published), of_export}


def said_by_file(published: Path) -> str:
    with duckdb.connect(str(published / WAREHOUSE), read_only=True) as connection:
        ((run_id,),) = connection.execute("select run_id from publication").fetchall()
    return str(run_id)


def said_by_manifest(published: Path) -> str:
    return str(json.loads((published / MANIFEST).read_text())["run_id"])


def test_what_was_published_before_editions_is_replaced(finished: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    published.mkdir()
    (published / WAREHOUSE).write_bytes(b"an older form")
    (published / MANIFEST).write_text("{}")
    manifest = publish(finished, published)
    assert said_by_all(published) == {manifest.run_id}


@pytest.mark.usefixtures("without_exports", "copied_warehouse")
def test_a_damaged_manifest_says_what_to_do(finished: Path, tmp_path: Path) -> None:
    publish(finished, tmp_path / "published")
    made_writable(tmp_path / "published" / MANIFEST).write_text('{"run_id": ')
    with pytest.raises(PublicationError, match="--rebuild"):
        published_manifest(tmp_path / "published")


@pytest.mark.usefixtures("without_exports", "copied_warehouse")
def test_the_clock_gone_back_keeps_the_edition_before(finished: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    before = None
    for day in range(9, 0, -1):
        as_of(finished, f"run{day:05}", day)
        publish(finished, published)
        assert {said_by_file(published), said_by_manifest(published)} == {f"run{day:05}"}
        assert before is None or (before / WAREHOUSE).is_file()
        before = (published / "current").resolve()


def test_a_folder_in_a_fixed_paths_place_is_left_alone(finished: Path, tmp_path: Path) -> None:
    (tmp_path / "published" / "exports").mkdir(parents=True)
    publish(finished, tmp_path / "published")
    assert astray(tmp_path / "published") == ["exports"]
    assert not list((tmp_path / "published" / "exports").iterdir())
    assert (current_edition(tmp_path / "published") / "exports" / "datapackage.json").is_file()


@pytest.mark.usefixtures("without_exports", "copied_warehouse")
def test_a_manifest_of_another_form_stands_for_nothing(finished: Path, tmp_path: Path) -> None:
    publish(finished, tmp_path / "published")
    made_writable(tmp_path / "published" / MANIFEST).write_text('{"run_id": "of an older version"}')
    assert published_manifest(tmp_path / "published") is None


@pytest.mark.usefixtures("without_exports")
def test_a_reader_keeps_what_it_opened_while_the_file_is_replaced(finished: Path, tmp_path: Path) -> None:
    published = tmp_path / "published"
    publish(finished, published)
    with duckdb.connect(str(published / "warehouse.duckdb"), read_only=True) as reader:
        before = reader.execute("select run_id from publication").fetchall()
        as_of(finished, "another", 1)
        publish(finished, published)
        assert reader.execute("select run_id from publication").fetchall() == before
        assert reader.execute("select count(*) from judgement_history").fetchall()[0][0] > 0
