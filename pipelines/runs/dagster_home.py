"""Dagster's home under DATA: its settings, and the databases of its run history, made by one process at a time."""

from __future__ import annotations

import os

from filelock import FileLock

from pipelines.settings import ROOT, Settings
from pipelines.store.store import write_atomically

SETTINGS = ROOT / "pipelines" / "dagster.yaml"


def prepare_history(now: Settings) -> None:
    """Points Dagster at DATA/dagster, with the project's settings and no telemetry, and makes its databases there.

    Two processes that make them at once leave a history that no run can be written to. Raises OSError when the
    folder cannot be written.
    """
    home = now.dagster_home
    home.mkdir(parents=True, exist_ok=True)
    os.environ["DAGSTER_HOME"] = str(home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    with FileLock(home / "history.lock"):
        settings = SETTINGS.read_bytes()
        kept = home / "dagster.yaml"
        if not kept.is_file() or kept.read_bytes() != settings:
            write_atomically(kept, settings)
        if not (home / "schedules" / "schedules.db").is_file():
            import dagster as dg

            with dg.DagsterInstance.get() as instance:
                # Each of the three makes its database when it is first asked for.
                _ = (instance.run_storage, instance.event_log_storage, instance.schedule_storage)
