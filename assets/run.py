"""A run's build, and whether it makes every table or takes some from what earlier runs have left."""

import dagster as dg
import duckdb

from pipelines.runs.run_build import RunBuild
from pipelines.warehouse.schema import tables

FIRST_STEP = "reports"
NOT_TABLES = {"source_listing", "changes", "reference_tables", "published_warehouse"}
RUNS_OWN = {"check_results", "publication"}


def covers_all(run: dg.DagsterRun) -> bool:
    """Whether the run makes and checks all that a publication is made from. One without a selection does."""
    if run.parent_run_id or run.op_selection is not None or run.asset_check_selection is not None:
        return False
    everything = {dg.AssetKey(name) for name in {*tables(), *NOT_TABLES} - RUNS_OWN}
    return not run.asset_selection or everything <= run.asset_selection


def build_of(context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> duckdb.DuckDBPyConnection:
    """The run's build, open from its first step to its last; see pipelines.run.RunBuild."""
    run_build: RunBuild = context.resources.data_folder
    return run_build.connection(context.run.run_id, _resumed(context.run))


def _resumed(run: dg.DagsterRun) -> str | None:
    """The run that failed and that this one goes on from, without its first step; None for any other run."""
    steps = run.step_keys_to_execute or (FIRST_STEP,)
    return run.parent_run_id if FIRST_STEP not in steps else None
