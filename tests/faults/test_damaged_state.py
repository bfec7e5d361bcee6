"""A DATA folder that is damaged, or of another version: made anew and said, or left alone."""

from __future__ import annotations

import shutil

import duckdb
import pytest

from pipelines.commands.refresh_job import RefreshFailed
from pipelines.runs.data_folder import VERSION_FILE
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from tests.conftest import run_refresh
from tests.interrupting import made_writable, published_run, started
from tests.product.test_refresh import content


def test_a_state_of_a_newer_version_is_left_alone(published: Settings) -> None:
    before = published_run(published.published)
    (published.data / VERSION_FILE).write_text("99\n")
    with pytest.raises(RefreshFailed, match=r"newer version .* update the project, or use another DATA"):
        run_refresh(published)
    (published.data / VERSION_FILE).write_text("nonsense\n")
    with pytest.raises(RefreshFailed, match="does not hold a version number"):
        run_refresh(published)
    assert published_run(published.published) == before


def anew(published: Settings) -> None:
    """Publishes anew, and holds nothing against what was published before, as a first run."""
    run_refresh(published, rebuild=True, accept_shrunken_tables=True)


@pytest.mark.usefixtures("every_check_passes")
def test_damaged_state_is_made_anew(published: Settings) -> None:
    before = content(published)
    (published.builds / LAST).write_bytes(b"not a database")
    for kept in published.store_folder.rglob("*.json.gz"):
        kept.write_bytes(kept.read_bytes()[:50])
    anew(published)
    assert content(published) == before


@pytest.mark.parametrize("damaged", ["manifest.json", "warehouse.duckdb"])
def test_an_edition_that_was_damaged_is_published_anew_and_that_is_said(published: Settings, damaged: str) -> None:
    with duckdb.connect(str(published.warehouse), read_only=True) as connection:
        before, run = connection.execute("from findings").fetchall(), published_run(published.published)
    made_writable(published.published / damaged).write_bytes(b"neither one nor the other")
    output, _ = started(published.data, REPORTS=str(published.reports)).communicate()
    assert damaged in output, output
    assert published_run(published.published) not in (None, run)
    with duckdb.connect(str(published.warehouse), read_only=True) as connection:
        assert connection.execute("from findings").fetchall() == before
        told = connection.execute("select file_path from raw.edition_changes").fetchall()
    assert told == [(damaged,)]


@pytest.mark.usefixtures("every_check_passes")
def test_documents_damaged_in_the_store_are_kept_again(published: Settings) -> None:
    before = content(published)
    for document in (published.store_folder / "documents").rglob("*"):
        if document.is_file():
            document.write_bytes(b"")
    shutil.rmtree(published.store_folder / "pages")
    shutil.rmtree(published.store_folder / "facts")
    anew(published)
    assert content(published) == before


@pytest.mark.usefixtures("every_check_passes")
def test_an_edition_that_lost_a_file_is_published_anew(published: Settings) -> None:
    before = published_run(published.published)
    for lost in ("warehouse.duckdb", "exports/inspections.xlsx"):
        (published.published / "current" / lost).unlink()
        run_refresh(published)
        assert published_run(published.published) != before
