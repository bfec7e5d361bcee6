"""Raw rows that stand from run to run: only of listed documents, only from the same code, never half."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from assets import raw
from pipelines.commands.refresh_job import RefreshFailed
from pipelines.raw import kept_rows
from pipelines.raw.extract import all_facts
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings, settings
from tests.conftest import quick_refreshes, run_refresh
from tests.product.test_refresh import SAMPLE, SINGLE, VISIT

TRUNCATED = "80528_2022-01-31_truncated.pdf"


pytestmark = pytest.mark.usefixtures("without_exports", "every_check_passes")


Content = dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a report and a file that is no report, and DATA after one refresh: each test gets a copy."""
    made = tmp_path_factory.mktemp("refreshed")
    (made / "reports").mkdir()
    for name in (VISIT, TRUNCATED):
        shutil.copy2(SAMPLE / name, made / "reports" / name)
    with quick_refreshes():
        run_refresh(of(made))
    return made


@pytest.fixture(scope="module")
def another(refreshed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[set[str]]]:
    """Both after a refresh with another report, and the documents whose facts it asked for."""
    made = Path(shutil.copytree(refreshed, tmp_path_factory.mktemp("another") / "made", symlinks=True))
    shutil.copy(SAMPLE / SINGLE, made / "reports" / SINGLE)
    with quick_refreshes(), pytest.MonkeyPatch.context() as patch:
        asked = note_what_is_looked_at(patch)
        run_refresh(of(made))
    return made, asked


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """All raw rows of a run over the three files that knows of no other run."""
    return made_anew(tmp_path_factory.mktemp("anew"), VISIT, TRUNCATED, SINGLE)


def made_anew(place: Path, *names: str) -> Content:
    """All raw rows of a run over these files that knows of no other run."""
    (place / "reports").mkdir(parents=True)
    for name in names:
        shutil.copy2(SAMPLE / name, place / "reports" / name)
    with quick_refreshes():
        run_refresh(of(place))
    return raw_content(of(place))


def of(place: Path) -> Settings:
    """The settings of the folder of reports and of DATA in that place."""
    return settings(reports=str(place / "reports"), data=str(place / "data"))


def copied(made: Path, environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the folder, set as the source, and of DATA."""
    shutil.copytree(made / "data", environment, symlinks=True)
    reports = environment.parent / "reports"
    shutil.copytree(made / "reports", reports)
    monkeypatch.setenv("REPORTS", str(reports))
    return reports


@pytest.fixture
def folder(environment: Path, monkeypatch: pytest.MonkeyPatch, refreshed: Path) -> Path:
    """The folder, set as the source and refreshed once."""
    return copied(refreshed, environment, monkeypatch)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The documents whose facts each run of the test asks for."""
    return note_what_is_looked_at(monkeypatch)


def note_what_is_looked_at(patch: pytest.MonkeyPatch) -> list[set[str]]:
    """A list that gets the documents whose facts each run asks for."""
    asked: list[set[str]] = []

    def noted(store: object, documents: Iterable[str], *rest: object) -> object:
        asked.append(set(documents))
        return all_facts(store, asked[-1], *rest)  # type: ignore[arg-type]

    patch.setattr(raw, "all_facts", noted)
    return asked


def raw_content(now: Settings) -> Content:
    """All raw rows of the last build."""
    with duckdb.connect(str(now.builds / LAST), read_only=True) as connection:
        return {
            entry.name: connection.execute(f"select * from {entry.qualified} order by all").fetchall()
            for entry in raw.RAW_TABLES
        }


def test_a_new_report_is_the_only_one_looked_at(another: tuple[Path, list[set[str]]], anew: Content) -> None:
    made, looked_at = another
    found = raw_content(of(made))
    quarantined = {row[0] for row in found["raw_quarantine"]}
    assert len(found["raw_documents"]) == 2
    assert len(quarantined) == 1
    assert len(looked_at[0] - quarantined) == 1
    assert found == anew


def test_rows_of_a_report_no_longer_listed_go(
    another: tuple[Path, list[set[str]]], environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied(another[0], environment, monkeypatch)
    (folder / VISIT).unlink()
    (folder / TRUNCATED).unlink()
    run_refresh(settings(), accept_shrunken_tables=True)
    found = raw_content(settings())
    assert len(found["raw_documents"]) == 1
    assert not found["raw_quarantine"]
    assert found == made_anew(environment.parent / "anew", SINGLE)


@pytest.mark.usefixtures("folder")
def test_other_code_makes_every_row_anew(looked_at: list[set[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_rows, "build_version", lambda: "other code")
    run_refresh(settings(), rebuild=True)
    assert len(looked_at[0]) == 2


def test_rows_of_a_step_that_was_broken_off_do_not_stand(
    folder: Path, looked_at: list[set[str]], anew: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    with duckdb.connect(str(settings().builds / LAST)) as connection:
        connection.execute("delete from raw_rows_made_by")
        connection.execute("delete from raw.raw_lines")
    run_refresh(settings(), rebuild=True)
    assert len(looked_at[0]) == 2
    assert raw_content(settings())["raw_lines"]

    def full_disk(*_: object) -> None:
        raise duckdb.IOException("no space left on device")

    shutil.copy(SAMPLE / SINGLE, folder / SINGLE)
    with monkeypatch.context() as broken:
        broken.setattr(raw, "note_rows", full_disk)
        with pytest.raises(RefreshFailed, match="no space left"):
            run_refresh(settings())
    run_refresh(settings())
    assert raw_content(settings()) == anew
