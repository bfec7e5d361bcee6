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


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    """Two folders of reports; a run over the one has work after a run over the other."""
    made = []
    for name, files in (("one", [VISIT]), ("two", [VISIT, SINGLE])):
        (tmp_path / name).mkdir()
        for file in files:
            shutil.copy(SAMPLE / file, tmp_path / name / file)
        made.append(tmp_path / name)
    return made


@pytest.fixture(scope="session")
def one_publication(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DATA folder with one publication, of the visit alone, made once: each test gets a copy."""
    made = tmp_path_factory.mktemp("published")
    (made / "one").mkdir()
    shutil.copy(SAMPLE / VISIT, made / "one" / VISIT)
    with pytest.MonkeyPatch.context() as patch:
        without_settings(patch)
        run_refresh(settings(reports=str(made / "one"), data=str(made / "data")), keeps_history=True)
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
    (made / "two").mkdir()
    for file in (VISIT, SINGLE):
        shutil.copy(SAMPLE / file, made / "two" / file)
    clock = time.monotonic()
    run = started(made / "data", REPORTS=str(made / "two"))
    output, _ = run.communicate()
    assert run.returncode == 0, output
    return Calm(content(Settings(data=made / "data")), time.monotonic() - clock)
