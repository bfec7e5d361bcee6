"""Where reports come from. A source lists files; their bytes go to the store before anything reads them."""

from __future__ import annotations

from datetime import UTC, datetime

from pipelines.settings import Settings
from pipelines.sources.folder import list_folder
from pipelines.sources.listed_report import ListedReport, SourceListing
from pipelines.store.store import Store


def list_source(settings: Settings, store: Store) -> SourceListing:
    """Every report of the source that the settings name, in a fixed order; of the reports site, what was fetched."""
    if settings.source == "ofsted":
        from pipelines.sources.ofsted.collect import held_reports

        listing = SourceListing()
        for held in held_reports(settings):
            if isinstance(held, ListedReport):
                listing.reports.append(held)
            else:
                listing.refused.append(held)
        return listing
    today = datetime.now(UTC).date()
    return list_folder(settings.reports, store, follow_links=settings.follow_links, today=today)
