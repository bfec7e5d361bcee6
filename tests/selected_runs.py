"""Runs of a part of the job, as somebody may start them in the UI."""

from __future__ import annotations

from typing import Any

import dagster as dg

from pipelines.definitions import definitions
from pipelines.settings import Settings


def run_of(
    selection: dg.AssetSelection, settings: Settings, run_config: dict[str, Any] | None = None
) -> dg.ExecuteInProcessResult:
    """A run of what is selected: of assets with their checks."""
    job = dg.define_asset_job("selected", selection=selection, executor_def=dg.in_process_executor)
    every = dg.Definitions.merge(definitions(settings), dg.Definitions(jobs=[job]))
    with dg.DagsterInstance.ephemeral() as instance:
        return every.resolve_job_def("selected").execute_in_process(
            instance=instance, run_config=run_config, raise_on_error=False
        )
