"""Whether a run makes every table, or some from what earlier runs have left."""

import dagster as dg

from pipelines.catalogue import tables

FIRST_STEP = "reports"
NOT_TABLES = {"source_listing", "changes", "reference_tables", "published_warehouse"}
RUNS_OWN = {"check_results", "publication"}


def covers_all(run: dg.DagsterRun) -> bool:
    """Whether the run makes and checks all that a publication is made from. One without a selection does."""
    if run.parent_run_id or run.op_selection is not None or run.asset_check_selection is not None:
        return False
    everything = {dg.AssetKey(name) for name in {*tables(), *NOT_TABLES} - RUNS_OWN}
    return not run.asset_selection or everything <= run.asset_selection


def resumed(run: dg.DagsterRun) -> str | None:
    """The run that failed and that this one goes on from, without its first step; None for any other run."""
    steps = run.step_keys_to_execute or (FIRST_STEP,)
    return run.parent_run_id if FIRST_STEP not in steps else None
