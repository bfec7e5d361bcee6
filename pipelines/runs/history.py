"""The history of runs, in Dagster's home: runs that were killed are marked as failed, and old ones are forgotten."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from filelock import FileLock

from pipelines.runs import at_work
from pipelines.runs.dagster_home import HISTORY_LOCK
from pipelines.runs.history_files import runs_folder
from pipelines.runs.notify import tell
from pipelines.settings import Settings

if TYPE_CHECKING:
    import dagster as dg

KILLED = "The run's process is gone: it was killed, or the machine stopped. What was published stands."
# Between Dagster's note that a run has started and the run's own sign that it is at work lie a few seconds.
BEGINS_WITHIN = timedelta(minutes=5)


def keep_history(settings: Settings, instance: dg.DagsterInstance) -> list[str]:
    """Ends lost runs, and tells of them; forgets old ones. Returns the ids of those that were lost."""
    now = datetime.now(UTC)
    with FileLock(settings.dagster_home / HISTORY_LOCK):
        lost = end_lost_runs(settings, instance, now)
        forget_old_runs(settings, instance, now)
    if lost:
        tell(settings, "a run was killed", [KILLED, f"Run {', '.join(lost)}"])
    return lost


def end_lost_runs(settings: Settings, instance: dg.DagsterInstance, now: datetime) -> list[str]:
    """Marks the runs as failed whose process is gone, and returns their ids.

    Such a run stays in state STARTED otherwise, and keeps its place in a queue of one for good. A run that waits for
    another to end is at work, too. Every step holds the DATA folder, and so shows that its run is.
    """
    import dagster as dg

    started = instance.get_run_records(dg.RunsFilter(statuses=[dg.DagsterRunStatus.STARTED]))
    lost = [record for record in started if _is_lost(settings, record, now)]
    for record in lost:
        instance.report_run_failed(record.dagster_run, KILLED)
    at_work.clear(settings, {record.dagster_run.run_id for record in started if record not in lost})
    return [record.dagster_run.run_id for record in lost]


def _is_lost(settings: Settings, record: dg.RunRecord, now: datetime) -> bool:
    run_id = record.dagster_run.run_id
    if at_work.was_held(settings, run_id):
        return not at_work.is_held(settings, run_id)
    begun = datetime.fromtimestamp(record.start_time, UTC) if record.start_time else record.create_timestamp
    return now - begun > BEGINS_WITHIN


def forget_old_runs(settings: Settings, instance: dg.DagsterInstance, now: datetime) -> None:
    """Removes runs that ended and began more than HISTORY_DAYS ago from the history.

    The newest run stays, and for each asset the one that made it last: the last that published is among them.
    """
    import dagster as dg

    before = now - timedelta(days=settings.history_days)
    kinds = dg.DagsterRunStatus
    # One that is not started was killed before it began: it is in no queue, and nothing is at work for it.
    ended = [kinds.SUCCESS, kinds.FAILURE, kinds.CANCELED, kinds.NOT_STARTED]
    old = instance.get_run_records(dg.RunsFilter(statuses=ended, created_before=before))
    if not old:
        return
    kept = {record.dagster_run.run_id for record in instance.get_run_records(limit=1)}
    for asset in instance.get_asset_records():
        made = asset.asset_entry.last_materialization
        kept.add(made.run_id if made else "")
    for run_id in {record.dagster_run.run_id for record in old} - kept:
        instance.delete_run(run_id)
        _remove_what_dagster_leaves(settings, run_id)


def _remove_what_dagster_leaves(settings: Settings, run_id: str) -> None:
    """Removes what stays when Dagster 1.13 deletes a run, for which it has no call: a database, logs, check results.

    A publication's checks are some 140 KB of rows, more than all else that it leaves in the index.
    """
    history = runs_folder(settings)
    for path in history.glob(f"{run_id}.db*"):
        path.unlink()
    shutil.rmtree(settings.dagster_home / "storage" / run_id, ignore_errors=True)
    with closing(sqlite3.connect(history / "index.db", timeout=60)) as index, index:
        index.execute("delete from asset_check_executions where run_id = ?", [run_id])
