"""Pages to look at, made from the published file."""

import dagster as dg

from assets.one_at_a_time import ONE_AT_A_TIME
from pipelines.settings import settings


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

    now = settings()
    folder = now.published / "site"
    built = build_site(now.warehouse, folder)
    context.log.info(f"{built.pages} pages in {folder}")
    return dg.MaterializeResult(
        metadata={"pages": built.pages, "bytes": built.bytes, "path": dg.MetadataValue.path(str(folder / "index.html"))}
    )
