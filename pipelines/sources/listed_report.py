"""What a source says of its files: the reports that it offers, and files that could not be taken."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

MOST_BYTES = 60_000_000  # of a file; the largest report seen has 4 MB


@dataclass(frozen=True, slots=True)
class Said:
    """The reports site's words about a file, empty where the source has none; `publication_date` is ISO."""

    source_url: str = ""
    provider_urn: str = ""
    provider_name: str = ""
    publication_title: str = ""
    publication_date: str = ""


@dataclass(frozen=True, slots=True)
class ListedReport:
    """A report that a source offers, whose bytes are in the store.

    `path` is the file's place in its source, with forward slashes. `is_new`: the store had no such bytes before.
    """

    path: str
    document_sha256: str
    byte_count: int
    said: Said = Said()
    is_new: bool = False

    @property
    def file_name(self) -> str:
        return last_part(self.path)

    def row(self, source: str) -> dict[str, Any]:
        """Its row of report_files."""
        return {
            "source_path": self.path,
            "file_name": self.file_name,
            "document_sha256": self.document_sha256,
            "byte_count": self.byte_count,
            "source": source,
            **asdict(self.said),
        }


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file of the source that is not taken: `reason_code` is a quarantine code, `reason` says what to do."""

    path: str
    reason_code: str
    reason: str
    said: Said = Said()

    def row(self) -> dict[str, Any]:
        """Its row of refused_files."""
        return {
            "source_path": self.path,
            "file_name": last_part(self.path),
            "reason_code": self.reason_code,
            "reason": self.reason,
            **asdict(self.said),
        }


@dataclass(frozen=True, slots=True)
class ManifestOddity:
    """Something in a folder's manifest that is not used: `line_number` counts from 1, 0 is for the whole of it."""

    line_number: int
    kind_code: str
    file_name: str
    message: str


@dataclass(frozen=True, slots=True)
class SourceListing:
    """What a source has: the reports in the store, the files refused, what of a folder's manifest is not used."""

    reports: list[ListedReport] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    oddities: list[ManifestOddity] = field(default_factory=list)


def last_part(path: str) -> str:
    return path.rsplit("/", 1)[-1]
