"""Whether a run makes every table, or some from what earlier runs have left."""

import dagster as dg

from pipelines.catalogue import tables

NOT_TABLES = {"source_listing", "changes", "reference_tables", "published_warehouse"}
RUNS_OWN = {"check_results", "publication"}


def covers_all(run: dg.DagsterRun) -> bool:
    """Whether the run makes all that a publication is made from. A run without a selection makes everything."""
    everything = {dg.AssetKey(name) for name in {*tables(), *NOT_TABLES} - RUNS_OWN}
    return not run.asset_selection or everything <= run.asset_selection
