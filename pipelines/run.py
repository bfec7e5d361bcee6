"""A run's own build file: where it is, and what it starts from."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines import build
from pipelines.settings import Settings

LAST = "last.duckdb"
STALE = 24 * 3600  # seconds after which a build that no run finished is cleared away


def build_path(settings: Settings, run_id: str) -> Path:
    """The run's build file."""
    return settings.builds / f"{run_id}.duckdb"


@contextmanager
def run_build(settings: Settings, run_id: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The run's build, open for one step.

    It starts as a copy of the last finished build, so that a run over some of the assets finds the
    tables of the others; a whole refresh replaces them all.
    """
    path = build_path(settings, run_id)
    last = settings.builds / LAST
    if not path.exists() and last.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(last, path)
    with build.build_connection(path) as connection:
        yield connection


def finish_build(settings: Settings, run_id: str) -> None:
    """Makes the run's build the last finished one, and clears away what dead runs left."""
    os.replace(build_path(settings, run_id), settings.builds / LAST)
    for path in settings.builds.glob("*.duckdb*"):
        if path.name != LAST and time.time() - path.stat().st_mtime > STALE:
            path.unlink(missing_ok=True)
