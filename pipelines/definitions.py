"""The Dagster code location: assets by stage with their checks, the job that refreshes them and its schedule."""

import dagster as dg

from assets import checks, official, publication, raw, site, source, sql_layers
from assets.run import RunSettings, data_folder
from pipelines.runs.history import keep_history
from pipelines.settings import Settings, settings

refresh = dg.define_asset_job(
    "refresh",
    selection=dg.AssetSelection.all() - dg.AssetSelection.assets("site"),
    description="Reads the source's reports and publishes a new warehouse, if it passes its checks.",
    executor_def=dg.in_process_executor,
)

nightly_refresh = dg.ScheduleDefinition(
    name="nightly_refresh",
    job=refresh,
    cron_schedule="0 2 * * *",
    execution_timezone="Europe/London",
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="Every night at two o'clock, London time.",
)

site_follows = dg.AutomationConditionSensorDefinition(
    "site_follows",
    target=dg.AssetSelection.assets("site"),
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Builds the pages anew after each publication.",
)


def lost_runs(settings: Settings) -> dg.SensorDefinition:
    """Marks killed runs as failed, so that the queue moves on to the next."""

    @dg.sensor(
        name="lost_runs",
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Marks runs as failed whose process is gone, so that the next in the queue begins.",
    )
    def sensor(context: dg.SensorEvaluationContext) -> dg.SkipReason:
        lost = keep_history(settings, context.instance)
        return dg.SkipReason(f"Marked as failed: {', '.join(lost)}." if lost else "Every run that began is at work.")

    return sensor


def definitions(settings: Settings) -> dg.Definitions:
    """Everything that Dagster shows and runs, with the settings that a run goes by unless its launch gives others."""
    return dg.Definitions(
        assets=[
            source.report_tables,
            raw.raw_tables,
            official.official_tables,
            official.indicator_table,
            raw.reference_tables,
            sql_layers.warehouse_tables,
            publication.published_warehouse,
            site.site,
        ],
        asset_checks=[checks.checks],
        jobs=[refresh],
        schedules=[nightly_refresh],
        sensors=[site_follows, lost_runs(settings)],
        resources={"settings": RunSettings.of(settings), "data_folder": data_folder},
        # One process for a run: DuckDB gives one process the build file, and reading has workers of its own.
        executor=dg.in_process_executor,
    )


defs = definitions(settings())
