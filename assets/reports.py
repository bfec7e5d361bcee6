"""Reports: the files that the source lists, kept unchanged by their content, and the reports site's register."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import dagster as dg
from pydantic import Field

from pipelines import build
from pipelines.catalogue import table
from pipelines.run import run_build
from pipelines.settings import SettingError, Settings, settings
from pipelines.sources import ListedReport, listed_reports
from pipelines.sources.ofsted.client import SiteStops
from pipelines.sources.ofsted.collect import Collected, collect
from pipelines.sources.ofsted.listing import Scope
from pipelines.sources.ofsted.register import RegisterBusy
from pipelines.store import Store

SAID = ("source_url", "provider_urn", "provider_name", "publication_title", "publication_date")
FILES = "The files that the source lists, kept unchanged under their SHA-256, with where each came from."
# The schedule runs every night: a register older than a night and a half has missed one.
FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=60), warn_window=timedelta(hours=36))


class ReportsConfig(dg.Config):
    """What to fetch from the reports site; all empty is what is due."""

    provider_urns: list[str] = Field(
        default=[], description="SOURCE=ofsted: only these authorities, by Ofsted's number, with all their files."
    )
    published_from: str = Field(
        default="", description="SOURCE=ofsted: only authorities whose latest report is of this day (YYYY-MM-DD) on."
    )
    published_to: str = Field(
        default="", description="SOURCE=ofsted: only authorities whose latest report is of this day or before."
    )


@dg.multi_asset(
    name="reports",
    group_name="reports",
    specs=[
        dg.AssetSpec("report_files", description=FILES, kinds={"python", "pdf"}),
        dg.AssetSpec(
            "report_register",
            description=f"{table('report_register').description} {table('report_register').caveats}",
            kinds={"python", "duckdb"},
            freshness_policy=FRESH,
        ),
        dg.AssetSpec("site_oddities", description=table("site_oddities").description, kinds={"python", "duckdb"}),
    ],
    retry_policy=dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL),
)
def report_tables(context: dg.AssetExecutionContext, config: ReportsConfig) -> Iterator[dg.MaterializeResult[None]]:
    """Fetches, when the reports site is the source, then keeps and lists what the source has."""
    now = settings()
    try:
        collected = _collected(context, config, now)
        rows, new = _kept(now)
    except (SettingError, SiteStops, RegisterBusy) as error:
        # Trying again at once would not help, and the site is not to be asked again.
        raise dg.Failure(description=str(error), allow_retries=False) from error
    with run_build(now, context.run.run_id) as connection:
        build.write_rows(connection, table("report_files"), rows)
        build.write_rows(connection, table("report_register"), collected.register)
        build.write_rows(connection, table("site_oddities"), collected.oddities)
    yield dg.MaterializeResult(
        asset_key="report_files",
        metadata={
            "dagster/row_count": len(rows),
            "new documents": collected.counts.get("new", new),
            "bytes": sum(int(str(row["byte_count"])) for row in rows),
            "source": now.source,
            "folder": dg.MetadataValue.path(str(now.reports)),
            **collected.counts,
        },
    )
    yield dg.MaterializeResult(
        asset_key="report_register",
        metadata={"dagster/row_count": len(collected.register), **collected.counts, "stopped": collected.stopped},
    )
    yield dg.MaterializeResult(asset_key="site_oddities", metadata={"dagster/row_count": len(collected.oddities)})


def _collected(context: dg.AssetExecutionContext, config: ReportsConfig, now: Settings) -> Collected:
    """What a run over the reports site brought; nothing when another source is set."""
    scope = Scope(tuple(config.provider_urns), _day(config.published_from), _day(config.published_to))
    if now.source == "ofsted":
        return collect(now, scope, context.log)
    if not scope.is_nightly:
        raise SettingError("The run config names what to fetch from the reports site, which needs SOURCE=ofsted.")
    return Collected({})


def _kept(now: Settings) -> tuple[list[dict[str, object]], int]:
    """The rows of report_files, whose bytes are in the store then, and how many documents were new to it."""
    store = Store(now.store)
    rows: list[dict[str, object]] = []
    new = 0
    for report in listed_reports(now):
        sha256, is_new = store.put_document(report.content)
        new += is_new
        row = _row(report, sha256, now.source)
        if is_new:
            found = datetime.now(UTC).isoformat(timespec="seconds")
            store.note_provenance({"found_at": found, **{key: str(value) for key, value in row.items()}})
        rows.append(row)
    return rows, new


def _row(report: ListedReport, sha256: str, source: str) -> dict[str, object]:
    return {
        "source_path": report.path,
        "file_name": report.file_name,
        "document_sha256": sha256,
        "byte_count": len(report.content),
        "source": source,
        **{name: getattr(report, name) for name in SAID},
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise SettingError(f"{text} in the run config is not a day: write it as 2026-01-31.") from None
