"""The job `refresh`, run in this process and recorded in Dagster's history."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import dagster as dg
from alembic.util.exc import CommandError
from sqlalchemy.exc import SQLAlchemyError

from pipelines.errors import first_line
from pipelines.runs.dagster_home import instance_of
from pipelines.runs.history_files import history_kept_open
from pipelines.runs.outcome import UNKNOWN, failure, one_line
from pipelines.settings import Settings

# By this tag the UI knows a run as one of the job's: workspace.yaml names the code location. Its timeline goes by where
# the code was loaded from instead, which Dagster notes only of runs that it launches itself.
OF_THE_JOB = {".dagster/repository": "__repository__@inspections"}


class RefreshFailed(Exception):
    """The run failed or was held back; the message is one line. What was published before is untouched."""


@dataclass(frozen=True)
class Refreshed:
    """A run that succeeded; `has_published` is False when nothing had changed."""

    run_id: str
    has_published: bool


def refresh(
    settings: Settings, *, verbose: bool, rebuild: bool = False, accept_shrunken_tables: bool = False
) -> Refreshed:
    """Runs the job; with `rebuild`, also when nothing has changed. Raises RefreshFailed.

    With `accept_shrunken_tables` it publishes though tables have lost many rows.
    """
    from pipelines.definitions import definitions

    reports = {"rebuild": rebuild, "accept_shrunken_tables": accept_shrunken_tables}
    config: dict[str, Any] = {"ops": {"reports": {"config": reports}}}
    if not verbose:
        config["loggers"] = {"console": {"config": {"log_level": "CRITICAL"}}}
        # It warns of checks that were skipped with all else, because nothing had changed.
        logging.getLogger("dagster._core.execution.plan.active").setLevel(logging.ERROR)
    job = definitions(settings).resolve_job_def("refresh")
    run_id = str(uuid4())
    try:
        with instance_of(settings) as instance, history_kept_open(settings, run_id):
            result = job.execute_in_process(
                instance=instance, raise_on_error=False, run_config=config, run_id=run_id, tags=OF_THE_JOB
            )
    except (SQLAlchemyError, CommandError, sqlite3.Error, OSError) as error:
        _say_if_gone(settings)
        reason = first_line(error)
        raise RefreshFailed(
            f"The run's history, in DATA/dagster, cannot be kept: {reason}. Make room, or move that folder away."
        ) from error
    if not result.success:
        _say_if_gone(settings)
        raise RefreshFailed(_reason(result))
    published = result.asset_materializations_for_node("published_warehouse")
    return Refreshed(result.run_id, bool(published))


def _say_if_gone(settings: Settings) -> None:
    """Raises RefreshFailed when DATA is not there any more: then whatever failed did so for that."""
    if not settings.data.is_dir():
        raise RefreshFailed(f"DATA={settings.data} was removed, or is no longer mounted, while the run was at work.")


def _reason(result: dg.ExecuteInProcessResult) -> str:
    """Why the run failed, in one line."""
    if reason := failure(result.all_events):
        return reason
    for event in result.all_events:
        # The DATA folder could not be held: no step has begun.
        if event.is_job_failure and event.job_failure_data.error:
            return one_line(event.job_failure_data.error.cause or event.job_failure_data.error)
    return UNKNOWN
