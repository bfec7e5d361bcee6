"""A run's own build file: where it is, and what it starts from."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

import duckdb

from pipelines.settings import Settings
from pipelines.warehouse import build_file

LAST = "last.duckdb"


class RunError(Exception):
    """The run cannot go on from what there is; the message is one line that says what to do."""


def build_path(settings: Settings, run_id: str) -> Path:
    """The run's build file."""
    return settings.builds / f"{run_id}.duckdb"


class RunBuild:
    """The build of the run that holds the DATA folder, opened when a step first asks for it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._connection: duckdb.DuckDBPyConnection | None = None

    def connection(self, run_id: str, resumed: str | None = None) -> duckdb.DuckDBPyConnection:
        """The run's build, which stays open for the steps that follow.

        It starts as a copy of the last finished build, so that a run over some of the assets finds the
        tables of the others; a whole refresh replaces them all. A run that goes on from where another failed
        starts from the build of that run, `resumed`. Raises RunError when that one is gone.
        """
        if self._connection is None:
            path = build_path(self.settings, run_id)
            if not path.exists():
                _start(self.settings, path, resumed)
            self._connection = build_file.open_build(path)
        return self._connection

    def close(self) -> None:
        """Writes all of the build to its file, and closes it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _start(settings: Settings, path: Path, resumed: str | None) -> None:
    """Copies what the build starts from, and clears away what other runs left: one is at work at a time."""
    first = build_path(settings, resumed) if resumed else settings.builds / LAST
    if resumed:
        _settle(first)
    for other in settings.builds.glob("*.duckdb*"):
        if other.name not in (LAST, first.name, f"{first.name}.wal"):
            # A killed run's folder of what DuckDB had no memory for, or a file.
            shutil.rmtree(other) if other.is_dir() else other.unlink()
    if not first.is_file():
        return
    copy = path.with_suffix(".duckdb.copy")
    shutil.copyfile(first, copy)
    try:
        build_file.connect(copy, read_only=True).close()
    except duckdb.Error:
        logging.getLogger(__name__).warning("%s is damaged: this run starts without it.", first)
        copy.unlink()
    else:
        os.replace(copy, path)


def _settle(failed: Path) -> None:
    """Puts what a killed run had done, and stands in the log beside its file, into the file. Raises RunError."""
    if not failed.is_file():
        raise RunError("What the failed run had built is gone: start the job `refresh` anew.")
    try:
        build_file.connect(failed).close()
    except duckdb.Error as error:
        raise RunError("What the failed run had built is damaged: start the job `refresh` anew.") from error


def finish_build(settings: Settings, run_id: str) -> None:
    """Makes the run's build the last finished one."""
    os.replace(build_path(settings, run_id), settings.builds / LAST)
