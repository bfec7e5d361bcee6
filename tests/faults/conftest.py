"""Reports, an undisturbed run over them, and DATA folders with what it has published, for tests of faults."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.settings import Settings, settings
from tests.interrupting import started
from tests.made_once import made_once
from tests.product.test_refresh import SAMPLE, SINGLE, VISIT, content


def reports(folder: Path, *names: str) -> Path:
    """A new folder with these reports of the sample."""
    folder.mkdir()
    for name in names:
        shutil.copy(SAMPLE / name, folder)
    return folder


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """A folder with the visit and one with both reports; a run over the one has work after a run over the other."""
    return [reports(tmp_path / "one", VISIT), reports(tmp_path / "two", VISIT, SINGLE)]


@dataclass(frozen=True)
class Calm:
    """An undisturbed first run over both reports: its DATA folder, what it publishes, and how many seconds it takes."""

    data: Path
    content: dict[str, list[tuple[object, ...]]]
    seconds: float


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Calm:
    """Such a run of the command, made once: tests that go on from a publication get copies of its DATA folder."""

    def run_undisturbed(made: Path) -> Calm:
        two = reports(made / "two", VISIT, SINGLE)
        clock = time.monotonic()
        run = started(made / "data", REPORTS=str(two))
        output, _ = run.communicate()
        seconds = time.monotonic() - clock
        assert run.returncode == 0, output
        return Calm(made / "data", content(Settings(data=made / "data")), seconds)

    return made_once(tmp_path_factory, "calm", run_undisturbed)


@pytest.fixture
def published(environment: Path, monkeypatch: pytest.MonkeyPatch, folders: list[Path], calm: Calm) -> Settings:
    """A DATA folder with one publication, of both reports."""
    monkeypatch.setenv("REPORTS", str(folders[1]))
    shutil.copytree(calm.data, environment, symlinks=True)
    return settings()


@pytest.fixture
def with_work(published: Settings, monkeypatch: pytest.MonkeyPatch, folders: list[Path]) -> Settings:
    """That DATA folder, and a source which has one of the two reports no more: a run has work."""
    monkeypatch.setenv("REPORTS", str(folders[0]))
    return settings(data=str(published.data))
