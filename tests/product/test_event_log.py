"""The run history that Dagster finds in pipelines/dagster.yaml: its own databases, kept by our class."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest
from dagster._core.storage.event_log import SqliteEventLogStorage

from pipelines.event_log import KEPT_OPEN, EventLog
from pipelines.runs.dagster_home import prepare_history
from pipelines.settings import settings


@dg.asset
def some_table() -> int:
    return 1


JOB = dg.define_asset_job("some_job", selection=[some_table])
DEFINITIONS = dg.Definitions(assets=[some_table], jobs=[JOB], executor=dg.in_process_executor)


def run(instance: dg.DagsterInstance) -> str:
    result = DEFINITIONS.resolve_job_def("some_job").execute_in_process(instance=instance)
    assert result.success
    return result.run_id


@pytest.fixture
def home(environment: Path) -> Path:
    prepare_history(settings())
    return environment / "dagster"


@pytest.mark.usefixtures("home")
def test_runs_are_kept_for_the_next_process_to_find() -> None:
    with dg.DagsterInstance.get() as instance:
        assert isinstance(instance.event_log_storage, EventLog)
        made = [run(instance) for _ in range(KEPT_OPEN + 2)]
    with dg.DagsterInstance.get() as instance:
        assert [record.dagster_run.run_id for record in instance.get_run_records()] == made[::-1]
        assert all(instance.all_logs(run_id) for run_id in made)
        latest = instance.get_latest_materialization_event(dg.AssetKey("some_table"))
        assert latest is not None
        assert latest.run_id == made[-1]


def test_dagster_s_own_class_goes_on_from_the_same_databases(home: Path) -> None:
    with dg.DagsterInstance.get() as instance:
        made = run(instance)
    own = SqliteEventLogStorage(str(home / "history" / "runs"))
    assert [entry.run_id for entry in own.get_logs_for_run(made)][:1] == [made]
    assert own.has_asset_key(dg.AssetKey("some_table"))
