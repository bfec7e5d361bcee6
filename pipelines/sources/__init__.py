"""Where reports come from. A source lists files; their bytes go to the store before anything reads them."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.settings import Settings
from pipelines.sources.listed_report import ListedReport


def listed_reports(settings: Settings) -> Iterator[ListedReport]:
    """Every report of the source that the settings name, in a fixed order; of the reports site, what was fetched."""
    if settings.source == "ofsted":
        from pipelines.sources.ofsted.collect import held_reports

        return held_reports(settings)
    from pipelines.sources import folder

    return folder.listed_reports(settings.reports)
