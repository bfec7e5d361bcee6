"""Reports, a DATA folder with one publication, and an undisturbed run, for tests of faults."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.settings import Settings, settings
from tests.conftest import run_refresh, without_settings
from tests.interrupting import started
from tests.product.test_refresh import SAMPLE, SINGLE, VISIT, content


def reports(folder: Path, *names: str) -> Path:
    """A new folder with these reports of the sample."""
    folder.mkdir()
    for name in names:
        shutil.copy(SAMPLE / name, folder)
    return folder


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Two folders of reports; a run over the one has work after a run over the other."""
    return [reports(tmp_path / "one", VISIT), reports(tmp_path / "two", VISIT, SINGLE)]


@pytest.fixture(scope="session")
def one_publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DATA folder with one publication, of the visit alone, made once: each test gets a copy."""
    made = tmp_path_factory.mktemp("published")
    one = reports(made / "one", VISIT)
    with pytest.MonkeyPatch.context() as patch:
        without_settings(patch)
        run_refresh(settings(reports=str(one), data=str(made / "data")), keeps_history=True)
    return made / "data"


@pytest.fixture
def data(one_publication: Path, tmp_path: Path) -> Path:
    """A copy of it, for runs in processes of their own."""
    return Path(shutil.copytree(one_publication, tmp_path / "data", symlinks=True))


@pytest.fixture
def published(
    environment: Path, monkeypatch: pytest.MonkeyPatch, folders: list[Path], one_publication: Path
) -> Settings:
    """A DATA folder with one publication."""
    monkeypatch.setenv("REPORTS", str(folders[0]))
    shutil.copytree(one_publication, environment, symlinks=True)
    return settings()


@dataclass(frozen=True)
class Calm:
    """What an undisturbed first run publishes of both reports, and how many seconds it takes."""

    content: dict[str, list[tuple[object, ...]]]
    seconds: float


@pytest.fixture(scope="session")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Calm:
    made = tmp_path_factory.mktemp("calm")
    two = reports(made / "two", VISIT, SINGLE)
    clock = time.monotonic()
    run = started(made / "data", REPORTS=str(two))
    output, _ = run.communicate()
    assert run.returncode == 0, output
    return Calm(content(Settings(data=made / "data")), time.monotonic() - clock)
