"""Refreshes that leave no history under DATA: for tests that look at what a run makes, not at what Dagster notes of it.

Of a run's 500 events, Dagster's history in memory keeps here those alone that the project asks for afterwards: what
failed. To keep all of them, and to look up each asset's events before, takes a quarter of a refresh's time.
"""

from __future__ import annotations

import dagster as dg
import pytest
from dagster._core.storage.event_log.in_memory import InMemoryEventLogStorage


def keep_history_in_memory(patch: pytest.MonkeyPatch) -> None:
    """The refreshes that this process starts leave nothing in the history under DATA."""
    keep = InMemoryEventLogStorage.store_event

    def keep_faults(history: InMemoryEventLogStorage, entry: dg.EventLogEntry) -> None:
        if entry.dagster_event and _is_fault(entry.dagster_event):
            keep(history, entry)

    patch.setattr(InMemoryEventLogStorage, "store_event", keep_faults)
    patch.setattr(InMemoryEventLogStorage, "get_asset_records", lambda *_, **__: [])
    patch.setattr("pipelines.commands.refresh_job.instance_of", lambda _: dg.DagsterInstance.ephemeral())


def _is_fault(event: dg.DagsterEvent) -> bool:
    if event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION:
        return not event.asset_check_evaluation_data.passed
    return event.is_failure
