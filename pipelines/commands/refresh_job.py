"""The job `refresh`, run in this process and recorded in Dagster's history."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Any

import dagster as dg
from alembic.util.exc import CommandError
from sqlalchemy.exc import SQLAlchemyError

from pipelines.errors import first_line
from pipelines.runs.dagster_home import instance_of
from pipelines.settings import Settings


class RefreshFailed(Exception):
    """The run failed or was held back; the message is one line. What was published before is untouched."""


@dataclass(frozen=True)
class Refreshed:
    """A run that succeeded; `has_published` is False when nothing had changed."""

    run_id: str
    has_published: bool


def refresh(settings: Settings, *, verbose: bool, rebuild: bool = False) -> Refreshed:
    """Runs the job; with `rebuild`, also when nothing has changed. Raises RefreshFailed."""
    from pipelines.definitions import definitions

    config: dict[str, Any] = {"ops": {"reports": {"config": {"rebuild": rebuild}}}}
    if not verbose:
        config["loggers"] = {"console": {"config": {"log_level": "CRITICAL"}}}
        # It warns of checks that were skipped with all else, because nothing had changed.
        logging.getLogger("dagster._core.execution.plan.active").setLevel(logging.ERROR)
    try:
        with instance_of(settings) as instance:
            result = (
                definitions(settings)
                .resolve_job_def("refresh")
                .execute_in_process(instance=instance, raise_on_error=False, run_config=config)
            )
    except (SQLAlchemyError, CommandError, OSError) as error:
        reason = first_line(error)
        raise RefreshFailed(
            f"The run's history, in DATA/dagster, cannot be kept: {reason}. Make room, or move that folder away."
        ) from error
    if not result.success:
        raise RefreshFailed(_reason(result))
    published = result.asset_materializations_for_node("published_warehouse")
    return Refreshed(result.run_id, bool(published))


def _reason(result: dg.ExecuteInProcessResult) -> str:
    """The checks that held the publication back, or the first failed step's cause."""
    failed = [
        evaluation.description or evaluation.check_name
        for evaluation in result.get_asset_check_evaluations()
        if not evaluation.passed and evaluation.severity == dg.AssetCheckSeverity.ERROR
    ]
    if failed:
        return f"Not published, what was published before is untouched. Checks that failed: {'; '.join(failed)}."
    for event in result.all_events:
        if event.is_step_failure:
            return _cause(event)
    for event in result.all_events:
        # The DATA folder could not be held: no step has begun.
        if event.is_job_failure and event.job_failure_data.error:
            return _one_line(event.job_failure_data.error.cause or event.job_failure_data.error)
    return "The run failed without saying why."


def _cause(event: dg.DagsterEvent) -> str:
    """What a failed step says of itself, in one line and without the exception's class."""
    failure = event.step_failure_data
    if failure.user_failure_data and failure.user_failure_data.description:
        return failure.user_failure_data.description
    # Dagster wraps the step's own exception once.
    return _one_line(failure.error.cause or failure.error) if failure.error else "The run failed without saying why."


def _one_line(error: Any) -> str:
    """An exception's first line, without its class."""
    return re.sub(r"^[\w.]+: ", "", error.message.strip().splitlines()[0])
