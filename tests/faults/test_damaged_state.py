"""A DATA folder that is damaged, or of another version: made anew and said, or left alone."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.commands.refresh_job import RefreshFailed
from pipelines.runs.data_folder import VERSION_FILE
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from tests.conftest import rows, run_refresh
from tests.history_in_memory import keep_history_in_memory
from tests.interrupting import made_writable, published_run
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


@pytest.mark.usefixtures("every_check_passes")
def test_damaged_state_is_made_anew(published: Settings) -> None:
    """The kept build, what is kept of reading reports, and the bytes of the reports, of one of them a single bit."""
    before = content(published)
    (published.builds / LAST).write_bytes(b"not a database")
    for kept in published.store_folder.rglob("*.json.gz"):
        kept.write_bytes(kept.read_bytes()[:50])
    emptied, flipped = documents = [
        path for path in (published.store_folder / "documents").rglob("*") if path.is_file()
    ]
    emptied.write_bytes(b"")
    damaged = bytearray(flipped.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    flipped.write_bytes(damaged)
    # As a first run: nothing is held against what was published before.
    run_refresh(published, rebuild=True, accept_shrunken_tables=True)
    assert content(published) == before
    assert {path.read_bytes() for path in documents} == {path.read_bytes() for path in published.reports.iterdir()}
    assert rows(published, "select * from quarantine") == []


@pytest.mark.parametrize(
    ("damaged", "lost"),
    [
        (["manifest.json"], []),
        (["warehouse.duckdb"], ["exports/inspections.xlsx"]),
        ([], ["warehouse.duckdb"]),
    ],
)
@pytest.mark.usefixtures("every_check_passes")
def test_an_edition_that_was_damaged_or_lost_a_file_is_published_anew_and_that_is_said(
    published: Settings, damaged: list[str], lost: list[str]
) -> None:
    before, run = rows(published, "from findings"), published_run(published.published)
    for name in damaged:
        made_writable(published.published / name).write_bytes(b"neither one nor the other")
    for name in lost:
        (published.published / "current" / name).unlink()
    output = said_by_the_command()
    assert published_run(published.published) not in (None, run)
    assert rows(published, "from findings") == before
    told = [name for (name,) in rows(published, "select file_path from raw.edition_changes")]
    assert sorted(told) == sorted([*damaged, *lost])
    assert all(name in output for name in told), output


def said_by_the_command() -> str:
    """What `inspections run` says; its history is in memory."""
    with pytest.MonkeyPatch.context() as patch:
        keep_history_in_memory(patch)
        done = CliRunner().invoke(main, ["run"])
    assert done.exit_code == 0, done.output
    return done.output
