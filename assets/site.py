"""Pages to look at, made from the published file."""

import dagster as dg

from assets.run import ONE_AT_A_TIME, settings_of


@dg.asset(
    group_name="publication",
    kinds={"html"},
    deps=["published_warehouse"],
    required_resource_keys=ONE_AT_A_TIME,
    # With the daemon at work (`inspections ui`) the pages follow each new publication, in a run of their own.
    automation_condition=dg.AutomationCondition.eager(),
    description="The pages in data/published/site, made from the published file: open index.html.",
)
def site(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    from pipelines.site.build import build_site

    settings = settings_of(context)
    folder = settings.published / "site"
    built = build_site(settings.warehouse, folder, settings.site_url, settings.report_errors_to, settings.site_sql)
    context.log.info(f"{built.pages} pages in {folder}")
    return dg.MaterializeResult(
        metadata={"pages": built.pages, "bytes": built.bytes, "path": dg.MetadataValue.path(str(folder / "index.html"))}
    )
