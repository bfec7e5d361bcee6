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


class RunError(Exception):
    """The run cannot go on from what there is; the message is one line that says what to do."""


def build_path(settings: Settings, run_id: str) -> Path:
    """The run's build file."""
    return settings.builds / f"{run_id}.duckdb"


@contextmanager
def run_build(settings: Settings, run_id: str, resumed: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The run's build, open for one step.

    It starts as a copy of the last finished build, so that a run over some of the assets finds the
    tables of the others; a whole refresh replaces them all. A run that goes on from where another failed
    starts from the build of that run, `resumed`. Raises RunError when that one is gone.
    """
    path = build_path(settings, run_id)
    if not path.exists():
        _start(settings, path, resumed)
    with build.build_connection(path) as connection:
        yield connection


def _start(settings: Settings, path: Path, resumed: str | None) -> None:
    """Copies what the build starts from, and clears away what other runs left: one is at work at a time."""
    first = build_path(settings, resumed) if resumed else settings.builds / LAST
    if resumed and not first.is_file():
        raise RunError("What the failed run had built is gone: start the job `refresh` anew.")
    for other in settings.builds.glob("*.duckdb*"):
        if other.name not in (LAST, first.name, f"{first.name}.wal"):
            other.unlink()
    if not first.is_file():
        return
    copy = path.with_suffix(".copy")
    shutil.copyfile(first, copy)
    try:
        build.connect(copy, read_only=True).close()
    except duckdb.Error:
        logging.getLogger(__name__).warning("%s is damaged: this run starts without it.", first)
        copy.unlink()
    else:
        os.replace(copy, path)


def finish_build(settings: Settings, run_id: str) -> None:
    """Makes the run's build the last finished one."""
    os.replace(build_path(settings, run_id), settings.builds / LAST)
