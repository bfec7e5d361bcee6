"""A run's settings, the DATA folder that one run holds at a time, and its build."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any, Self

import dagster as dg
import duckdb
from pydantic import BaseModel, Field

from assets.made import LISTING, MADE, NEW_INPUTS, REFERENCE
from pipelines.runs.data_folder import claimed
from pipelines.runs.history import keep_history
from pipelines.runs.history_files import history_kept_open
from pipelines.runs.notify import told_about
from pipelines.runs.run_build import RunBuild
from pipelines.settings import OfstedSettings, Settings, checked_settings

ONE_AT_A_TIME = {"data_folder"}
FIRST_STEP = "reports"
WITHOUT_TABLES = {LISTING, NEW_INPUTS, REFERENCE, "published_warehouse"}


def _described(name: str, model: type[BaseModel] = Settings) -> Any:
    return Field(description=model.model_fields[name].description)


class RunSettings(dg.ConfigurableResource[Any]):
    """A run's settings, from the environment when the code was loaded; a launch may give others."""

    source: str = _described("source")
    reports: str = _described("reports")
    data: str = _described("data")
    workers: int = _described("workers")
    official: list[str] = _described("official")
    indicators: str = _described("indicators")
    corrections: str = _described("corrections")
    verbatim: str = _described("verbatim")
    executor: str = _described("executor")
    store: str = _described("store")
    follow_links: bool = _described("follow_links")
    history_days: int = _described("history_days")
    keep_monthly: bool = _described("keep_monthly")
    report_errors_to: str = _described("report_errors_to")
    site_url: str = _described("site_url")
    site_sql: str | None = _described("site_sql")
    ofsted_reports_url: str = _described("reports_url", OfstedSettings)
    ofsted_file_hosts: list[str] = _described("file_hosts", OfstedSettings)
    ofsted_contact: str = _described("contact", OfstedSettings)
    ofsted_pause_seconds: float = _described("pause_seconds", OfstedSettings)
    ofsted_most_requests: int = _described("most_requests", OfstedSettings)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The settings as Dagster shows them."""
        site = {f"ofsted_{name}": value for name, value in settings.ofsted.model_dump(mode="json").items()}
        return cls(**settings.model_dump(mode="json", exclude={"ofsted", "notify"}), **site)

    def settings(self) -> Settings:
        """The settings that the run goes by. Raises SettingError for one that a launch gave and that is not usable."""
        names = set(type(self).model_fields)
        own = {name: getattr(self, name) for name in names & set(Settings.model_fields)}
        site = {name: getattr(self, f"ofsted_{name}") for name in OfstedSettings.model_fields}
        return checked_settings({**own, "ofsted": site})


@dg.resource(
    required_resource_keys={"settings"},
    description="The DATA folder and the run's build in it, held by one run from its first step to its last.",
)
def data_folder(context: dg.InitResourceContext) -> Iterator[RunBuild]:
    settings: Settings = context.resources.settings.settings()
    say = context.log.info if context.log else print
    instance, run = context.instance, _begun(context)
    with ExitStack() as stack:
        if instance and run:
            stack.enter_context(told_about(settings, instance, run.run_id))
        stack.enter_context(claimed(settings, say, run.run_id if run else None))
        if instance and run:
            keep_history(settings, instance)
            stack.enter_context(history_kept_open(settings, run.run_id))
        yield stack.enter_context(closing(RunBuild(settings)))


def _begun(context: dg.InitResourceContext) -> dg.DagsterRun | None:
    """The run that has begun; None for `dg launch`, which opens a run's resources once more after its end."""
    begun = context.run
    run = context.instance.get_run_by_id(begun.run_id) if context.instance and begun else None
    return None if run is None or run.is_finished else run


def covers_all(run: dg.DagsterRun) -> bool:
    """Whether the run makes all that a publication is made from. One without a selection does.

    Which checks it was told to run is not asked: the Launchpad names none and means all, *Materialize all* names each,
    and publication wants the result of every one.
    """
    if run.parent_run_id or run.op_selection is not None:
        return False
    everything = {dg.AssetKey(name) for name in {*MADE, *WITHOUT_TABLES}}
    return not run.asset_selection or everything <= run.asset_selection


def settings_of(context: dg.AssetExecutionContext) -> Settings:
    """The settings that the run goes by."""
    run_build: RunBuild = context.resources.data_folder
    return run_build.settings


def build_of(context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> duckdb.DuckDBPyConnection:
    """The run's build, open from its first step to its last; see pipelines.runs.run_build.RunBuild."""
    run_build: RunBuild = context.resources.data_folder
    return run_build.connection(context.run.run_id, _resumed(context.run))


def _resumed(run: dg.DagsterRun) -> str | None:
    """The run that failed and that this one goes on from, without its first step; None for any other run."""
    steps = run.step_keys_to_execute or (FIRST_STEP,)
    return run.parent_run_id if FIRST_STEP not in steps else None
