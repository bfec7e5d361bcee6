"""Where reports come from. A source lists files; their bytes go to the store before anything reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.settings import Settings


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report that a source offers, with what the source says of it.

    `path` is the file's place in its source, with forward slashes; the `publication_*` fields and
    `provider_urn` are the reports site's words, empty when the source has none.
    """

    path: str
    content: bytes
    source_url: str = ""
    provider_urn: str = ""
    provider_name: str = ""
    publication_title: str = ""
    publication_date: str = ""

    @property
    def file_name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


def listed_reports(settings: Settings) -> Iterator[ListedReport]:
    """Every report of the source that the settings name, in a fixed order; of the reports site, what was fetched."""
    if settings.source == "ofsted":
        from pipelines.sources.ofsted.collect import held_reports

        return held_reports(settings)
    from pipelines.sources import folder

    return folder.listed_reports(settings.reports)
