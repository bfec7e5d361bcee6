"""A report that a source offers."""

from __future__ import annotations

from dataclasses import dataclass


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
