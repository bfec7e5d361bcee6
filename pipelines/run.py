"""A run's own build file: where it is, and what it starts from."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipelines import build
from pipelines.settings import Settings

LAST = "last.duckdb"


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
    if not path.exists():
        _start(path, settings.builds / LAST)
    with build.build_connection(path) as connection:
        yield connection


def _start(path: Path, last: Path) -> None:
    """Copies the last finished build to the path; from a damaged one nothing is taken over."""
    if not last.is_file():
        return
    shutil.copyfile(last, path)
    try:
        build.connect(path, read_only=True).close()
    except duckdb.Error:
        logging.getLogger(__name__).warning("%s is damaged: this run starts without it.", last)
        path.unlink()


def finish_build(settings: Settings, run_id: str) -> None:
    """Makes the run's build the last finished one, and clears away what dead runs left: only one is at work at once."""
    os.replace(build_path(settings, run_id), settings.builds / LAST)
    for path in settings.builds.glob("*.duckdb*"):
        if path.name != LAST:
            path.unlink()
