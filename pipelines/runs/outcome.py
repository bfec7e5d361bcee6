"""What came of a run, in one line, from the events that Dagster has of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import dagster as dg

UNKNOWN = "The run failed without saying why."


def failure(events: Iterable[dg.DagsterEvent]) -> str | None:
    """The checks that held the publication back, or the first failed step's cause; None when no step failed."""
    events = list(events)
    if not any(event.is_step_failure for event in events):
        return None
    held_back = [data for data in map(_check, events) if data and not data.passed and data.severity == _ERROR]
    if held_back:
        said = "; ".join(data.description or data.check_name for data in held_back)
        return f"Not published, what was published before is untouched. Checks that failed: {said}."
    return next(_cause(event) for event in events if event.is_step_failure)


_ERROR = dg.AssetCheckSeverity.ERROR


def _check(event: dg.DagsterEvent) -> Any:
    is_check = event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION
    return event.event_specific_data if is_check else None


def _cause(event: dg.DagsterEvent) -> str:
    """What a failed step says of itself, in one line and without the exception's class."""
    failure = event.step_failure_data
    if failure.user_failure_data and failure.user_failure_data.description:
        return failure.user_failure_data.description
    # Dagster wraps the step's own exception once.
    return one_line(failure.error.cause or failure.error) if failure.error else UNKNOWN


def one_line(error: Any) -> str:
    """An exception's first line, without its class."""
    return re.sub(r"^[\w.]+: ", "", error.message.strip().splitlines()[0])
