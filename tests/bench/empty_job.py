"""An empty Dagster job, launched as a refresh is: what any run costs before it does anything."""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg


@dg.asset
def nothing() -> None:
    """Nothing at all."""


defs = dg.Definitions(
    assets=[nothing], jobs=[dg.define_asset_job("empty", selection=[nothing])], executor=dg.in_process_executor
)


def main() -> None:
    """Runs the job in this process, recorded in Dagster's history."""
    with dg.DagsterInstance.get() as instance:
        result = defs.resolve_job_def("empty").execute_in_process(
            instance=instance, run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        )
    assert result.success


if __name__ == "__main__":
    Path(os.environ["DAGSTER_HOME"]).mkdir(parents=True, exist_ok=True)
    main()
