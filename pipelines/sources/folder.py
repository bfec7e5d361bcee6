"""A folder of reports: .pdf and .txt files, in subfolders too, with an optional manifest.csv."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from pipelines.errors import SettingError
from pipelines.sources.listed_report import ListedReport

SUFFIXES = (".pdf", ".txt")
MANIFEST = "manifest.csv"
LONGEST_FIELD = 131_072  # characters of a field of the manifest


def listed_reports(folder: Path) -> Iterator[ListedReport]:
    """The folder's reports in order of their path.

    manifest.csv at its top, when there, says what the reports site says of a file: columns file (the
    file's name), and any of source_url, provider_urn, provider_name, publication_title,
    publication_date (ISO). Raises SettingError when the folder cannot be read or holds no report.
    """
    if not folder.is_dir():
        raise SettingError(f"REPORTS={folder} is not a folder.")
    try:
        paths = sorted(
            (p.relative_to(folder).as_posix(), p)
            for p in folder.rglob("*")
            if p.suffix.lower() in SUFFIXES and p.is_file()
        )
        if not paths:
            raise SettingError(f"REPORTS={folder} holds no report: it needs .pdf or .txt files.")
        said = _manifest(folder / MANIFEST)
        for relative, path in paths:
            yield ListedReport(printable(relative), path.read_bytes(), **said.get(path.name, {}))
    except OSError as error:
        raise SettingError(f"REPORTS={folder} cannot be read: {error.strerror or error}.") from error


def printable(name: str) -> str:
    """A file's name, with escapes (\\xe9) for bytes that are not UTF-8, which no database takes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _manifest(path: Path) -> dict[str, dict[str, str]]:
    """What the manifest says, by file name."""
    if not path.is_file():
        return {}
    fields = ("source_url", "provider_urn", "provider_name", "publication_title", "publication_date")
    csv.field_size_limit(LONGEST_FIELD)
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = csv.DictReader(file)
            if "file" not in (rows.fieldnames or ()):
                raise SettingError(f"{path} has no column named file.")
            return {row["file"]: {name: (row.get(name) or "").strip() for name in fields} for row in rows}
    except (csv.Error, UnicodeDecodeError) as error:
        raise SettingError(f"{path} is not CSV in UTF-8: {error}.") from error
