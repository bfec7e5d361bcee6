"""Reports: the files that the source lists, kept unchanged by their content, and the reports site's register."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from typing import Any

import dagster as dg
from pydantic import Field

from assets import made
from assets.run import ONE_AT_A_TIME, build_of, covers_all, settings_of
from pipelines.errors import PublicationError, SettingError
from pipelines.publishing.integrity import edition_changes
from pipelines.publishing.sample import has_facsimiles
from pipelines.publishing.sizes import DOCUMENTS, NOTHING_BEFORE, SIZES, Before, published_before
from pipelines.quality.running import make_ready
from pipelines.runs.fingerprint import inputs_digest, note_inputs
from pipelines.settings import Settings
from pipelines.sources import list_source
from pipelines.sources.corrections import correction_rows
from pipelines.sources.indicators import indicator_file
from pipelines.sources.listed_report import SourceListing
from pipelines.sources.manifest import oddity_rows
from pipelines.sources.official_statistics import official_files
from pipelines.sources.ofsted.errors import RegisterBusy, SiteStops
from pipelines.sources.ofsted.scope import Collected, Scope
from pipelines.sources.source_file import SourceFile
from pipelines.store.store import Store
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table

ABOUT_LISTING = "What the source lists now. Every run looks, and fetches what is due from the reports site."
ABOUT_NEW_INPUTS = (
    "What differs from the run that published last: reports, official statistics, settings or code. When nothing "
    "does, this is not materialised, and all that follows is skipped."
)
LISTED = {
    made.REPORT_FILES: {"python", "pdf"},
    made.REGISTER: {"python", "duckdb"},
    made.EDITION_BEFORE: {"python", "duckdb"},
}
# The schedule runs every night: a listing older than a night and a half has missed one.
FRESH = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=60), warn_window=timedelta(hours=36))


class ReportsConfig(dg.Config):
    """What to fetch from the reports site, all empty is what is due; and whether to build when nothing has changed."""

    provider_urns: list[str] = Field(
        default=[], description="SOURCE=ofsted: only these authorities, by Ofsted's number, with all their files."
    )
    published_from: str = Field(
        default="", description="SOURCE=ofsted: only authorities whose latest report is of this day (YYYY-MM-DD) on."
    )
    published_to: str = Field(
        default="", description="SOURCE=ofsted: only authorities whose latest report is of this day or before."
    )
    rebuild: bool = Field(default=False, description="Build and publish anew even if nothing has changed.")
    accept_shrunken_tables: bool = Field(
        default=False,
        description="Publish though tables have lost more than a fifth of their rows; look at what was lost first.",
    )


@dg.multi_asset(
    name="reports",
    group_name="reports",
    required_resource_keys=ONE_AT_A_TIME,
    specs=[
        dg.AssetSpec(made.LISTING, description=ABOUT_LISTING, kinds={"python"}, freshness_policy=FRESH),
        dg.AssetSpec(made.NEW_INPUTS, description=ABOUT_NEW_INPUTS, kinds={"python"}),
        *(dg.AssetSpec(name, description=made.described(name), kinds=kinds) for name, kinds in LISTED.items()),
    ],
    # Dagster asks for no output of a step that may make some of its assets alone: with nothing new it makes one.
    can_subset=True,
    retry_policy=dg.RetryPolicy(max_retries=2, delay=5, backoff=dg.Backoff.EXPONENTIAL),
)
def report_tables(context: dg.AssetExecutionContext, config: ReportsConfig) -> Iterator[dg.MaterializeResult[None]]:
    """Fetches, when the reports site is the source, then keeps and lists what the source has."""
    selected = {key.path[-1] for key in context.selected_asset_keys}
    settings = settings_of(context)
    with _failing_for_good(settings):
        collected = _collected(context, config, settings)
        listing = _kept(settings)
        files = _beside(context, settings)
        corrections = correction_rows(settings.corrections)
    rows = [report.row(settings.source) for report in listing.reports]
    listings: dict[str, list[dict[str, object]]] = {
        "report_files": rows,
        "refused_files": [file.row() for file in listing.refused],
        "manifest_oddities": oddity_rows(listing.oddities),
        "raw_corrections": corrections,
        "report_register": collected.register,
        "site_oddities": collected.oddities,
    }
    inputs = inputs_digest(listings, files, settings)
    if made.LISTING in selected:
        metadata = _listing_metadata(settings, listing, collected)
        yield dg.MaterializeResult(asset_key=made.LISTING, metadata={**metadata, "inputs": inputs})
    manifest, changes = edition_changes(settings, datetime.now(UTC))
    standing = None if config.rebuild or changes or not manifest or manifest.inputs != inputs else manifest
    if standing and covers_all(context.run):
        context.log.info(f"Nothing has changed since {standing.published_at}: what is published stands.")
        return
    make_ready()
    before = _published(settings, changes, rows, config.accept_shrunken_tables)
    tables = {**listings, **before, "edition_changes": changes}
    connection = build_of(context)
    wanted = [asset for asset in LISTED if asset in selected]
    with build_file.at_once(connection):
        for name in chain(*(made.MADE[asset] for asset in wanted)):
            build_file.write_rows(connection, table(name), tables[name])
    if covers_all(context.run):
        note_inputs(connection, context.run.run_id, inputs)
    if made.NEW_INPUTS in selected:
        yield dg.MaterializeResult(asset_key=made.NEW_INPUTS, metadata={"inputs": inputs})
    more: dict[str, dict[str, Any]] = {
        made.REPORT_FILES: {"bytes": sum(int(str(row["byte_count"])) for row in rows)},
        made.REGISTER: {**collected.counts, "stopped": collected.stopped},
    }
    counts = {asset: made.row_counts({name: len(tables[name]) for name in made.MADE[asset]}) for asset in wanted}
    for asset in wanted:
        yield dg.MaterializeResult(asset_key=asset, metadata=counts[asset] | more.get(asset, {}))


@contextmanager
def _failing_for_good(settings: Settings) -> Iterator[None]:
    """Makes faults of settings, source and disk the step's failure in one line.

    Trying again at once would not help, and the site is not to be asked again.
    """
    try:
        yield
    except (SettingError, SiteStops, RegisterBusy) as error:
        raise dg.Failure(description=str(error), allow_retries=False) from error
    except OSError as error:
        said = f"{error.filename or settings.data}: {error.strerror or error}."
        raise dg.Failure(description=said, allow_retries=False) from error


def _listing_metadata(settings: Settings, listing: SourceListing, collected: Collected) -> dict[str, Any]:
    return {
        "reports": len(listing.reports),
        "new documents": collected.counts.get("new", sum(report.is_new for report in listing.reports)),
        "refused files": len(listing.refused),
        "source": settings.source,
        "folder": dg.MetadataValue.path(str(settings.reports)),
        **collected.counts,
    }


def _published(
    settings: Settings, changes: list[dict[str, object]], listed: list[dict[str, object]], accept_shrunken: bool
) -> Before:
    """What the edition before says of itself; not its sizes, where tables may have shrunken."""
    is_sample = has_facsimiles(str(row["document_sha256"]) for row in listed)
    try:
        before = published_before(settings, changes, is_sample=is_sample)
    except PublicationError as error:
        if accept_shrunken:
            return NOTHING_BEFORE
        raise dg.Failure(description=str(error), allow_retries=False) from error
    return {**before, SIZES: [], DOCUMENTS: []} if accept_shrunken else before


def _collected(context: dg.AssetExecutionContext, config: ReportsConfig, settings: Settings) -> Collected:
    """What a run over the reports site brought; nothing when another source is set."""
    scope = Scope(tuple(config.provider_urns), _day(config.published_from), _day(config.published_to))
    if settings.source == "ofsted":
        from pipelines.sources.ofsted.collect import collect

        return collect(settings, scope, context.log)
    if not scope.is_nightly:
        raise SettingError("The run config names what to fetch from the reports site, which needs SOURCE=ofsted.")
    return Collected({})


def _kept(settings: Settings) -> SourceListing:
    """What the source lists, its bytes in the store, with a note of where those that are new were found."""
    store = Store(settings.store_place)
    listing = list_source(settings, store)
    for report in listing.reports:
        if report.is_new:
            found = datetime.now(UTC).isoformat(timespec="seconds")
            row = report.row(settings.source)
            store.note_provenance({"found_at": found, **{key: str(value) for key, value in row.items()}})
    return listing


def _beside(context: dg.AssetExecutionContext, settings: Settings) -> list[SourceFile]:
    """The official files that the build is made from beside the reports."""
    indicators = indicator_file(settings)
    if indicators is None:
        return list(official_files(settings.official))
    if indicators.note:
        context.log.warning(indicators.note)
    return [*official_files(settings.official), indicators]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise SettingError(f"{text} in the run config is not a day: write it as 2026-01-31.") from None
