"""Dagster's home under DATA: its settings, and the databases of its run history, made by one process at a time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from filelock import FileLock

from pipelines.settings import ROOT, Settings
from pipelines.store.store import write_atomically

if TYPE_CHECKING:
    from dagster import DagsterInstance

HISTORY_LOCK = "history.lock"
CONFIG = ROOT / "pipelines" / "dagster.yaml"


def instance_of(settings: Settings) -> DagsterInstance:
    """Dagster's instance whose home is DATA/dagster; a context manager."""
    import dagster as dg

    return dg.DagsterInstance.from_config(str(settings.dagster_home))


def environment_of(settings: Settings) -> dict[str, str]:
    """The environment in which Dagster's own commands find this home and these settings."""
    return {**os.environ, **settings.environment(), "DAGSTER_HOME": str(settings.dagster_home)}


def prepare_home(settings: Settings) -> None:
    """Puts the project's settings of Dagster in its home, and makes its databases there.

    Two processes that make them at once leave a history that no run can be written to. Raises OSError when the
    folder cannot be written.
    """
    home = settings.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / HISTORY_LOCK):
        config = CONFIG.read_bytes()
        kept = home / "dagster.yaml"
        if not kept.is_file() or kept.read_bytes() != config:
            write_atomically(kept, config)
        if not (home / "schedules" / "schedules.db").is_file():
            with instance_of(settings) as instance:
                # Each of the three makes its database when it is first asked for.
                _ = (instance.run_storage, instance.event_log_storage, instance.schedule_storage)
