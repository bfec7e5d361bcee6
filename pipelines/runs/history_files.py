"""The databases of Dagster's history: kept open while a run writes to them, and synced as their logs are taken in.

Dagster 1.13 opens some 1,800 connections a run, one or more an event. Where a database has no other, SQLite takes its
write-ahead log in as each closes, and syncs the disk then and at each commit: 22 of the 40 seconds of a run over one
report, on a disk that takes 6 ms to sync.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from pipelines.settings import Settings


@event.listens_for(Engine, "connect")
def _sync_with_the_log(connection: object, _: object) -> None:
    """SQLite's own advice where there is a write-ahead log: a power cut can cost the last events, and harms no file."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("pragma synchronous = normal")


def runs_folder(settings: Settings) -> Path:
    """Where Dagster keeps a database of events for each run, and beside them index.db, which is of all."""
    return settings.dagster_home / "history" / "runs"


@contextmanager
def history_kept_open(settings: Settings, run_id: str) -> Iterator[None]:
    """Keeps the databases of the history and of the run open, where a history is kept. Raises sqlite3.Error.

    That of a run which has no events yet is made here: Dagster would begin it without a write-ahead log.
    """
    runs = runs_folder(settings)
    with ExitStack() as stack:
        for path in (runs.with_name("runs.db"), runs / "index.db", runs / f"{run_id}.db") if runs.is_dir() else ():
            connection = stack.enter_context(closing(sqlite3.connect(path)))
            connection.execute("pragma journal_mode = wal")
            # One that has not read yet keeps no log.
            connection.execute("select name from sqlite_master").fetchall()
        yield
