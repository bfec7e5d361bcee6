"""A folder of reports: .pdf and .txt files, in subfolders too, with an optional manifest.csv.

A file that cannot be taken costs itself alone: it is refused with its reason.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipelines.errors import SettingError
from pipelines.sources import manifest
from pipelines.sources.listed_report import MOST_BYTES, ListedReport, RefusedFile, Said, SourceListing
from pipelines.store.store import Store

SUFFIXES = (".pdf", ".txt")
NOT_FOLLOWED = "It is a link out of the folder of reports, which is followed only with FOLLOW_LINKS=1."
UNREADABLE = "It cannot be read ({reason}): let the run read it, or put a good copy in its place."


def list_folder(folder: Path, store: Store, *, follow_links: bool, today: date) -> SourceListing:
    """Takes the folder's reports into the store, in order of their path.

    manifest.csv at its top, when there, says what the reports site says of a file: columns file (the file's
    name or path below the folder), and any of source_url, provider_urn, provider_name, publication_title,
    publication_date (ISO). Raises SettingError when the folder cannot be read or holds no report.
    """
    if not folder.is_dir():
        raise SettingError(f"REPORTS={folder} is not a folder.")
    refused: list[RefusedFile] = []
    paths = sorted(_paths(folder, refused, follow_links=follow_links))
    if not paths:
        raise SettingError(f"REPORTS={folder} holds no report: it needs .pdf or .txt files.")
    said, oddities = manifest.read_manifest(folder / manifest.NAME, paths, today)
    reports = []
    for path in paths:
        taken = _taken(folder / path, printable(path), said.get(path, Said()), store)
        if isinstance(taken, ListedReport):
            reports.append(taken)
        else:
            refused.append(taken)
    return SourceListing(reports, sorted(refused, key=lambda each: each.path), oddities)


def _paths(folder: Path, refused: list[RefusedFile], *, follow_links: bool) -> Iterator[str]:
    """The paths below the folder of its reports; a subfolder that cannot be read, or a link out of it, is refused."""
    inside = Path(os.path.realpath(folder))
    seen = {inside}

    def unreadable(error: OSError) -> None:
        path = Path(error.filename or folder)
        if path == folder:
            raise SettingError(f"REPORTS={folder} cannot be read: {error.strerror or error}.") from error
        reason = UNREADABLE.format(reason=error.strerror)
        refused.append(RefusedFile(printable(path.relative_to(folder).as_posix()), "unreadable_file", reason))

    for top, subfolders, names in os.walk(folder, onerror=unreadable, followlinks=follow_links):
        for name in [*subfolders, *names]:
            path = Path(top, name)
            is_folder = name in subfolders
            if not path.is_symlink() or not (is_folder or path.suffix.lower() in SUFFIXES):
                continue
            target = Path(os.path.realpath(path))
            if not target.is_relative_to(inside) and not follow_links:
                relative = printable(path.relative_to(folder).as_posix())
                refused.append(RefusedFile(relative, "link_not_followed", NOT_FOLLOWED))
                (subfolders if is_folder else names).remove(name)
            elif is_folder and (target in seen or target.is_relative_to(inside)):
                # What it leads to is listed at its own place, or was through another link.
                subfolders.remove(name)
            elif is_folder:
                seen.add(target)
        for name in names:
            if Path(name).suffix.lower() in SUFFIXES:
                yield Path(top, name).relative_to(folder).as_posix()


def _taken(file: Path, path: str, said: Said, store: Store) -> ListedReport | RefusedFile:
    """The file as a report, its bytes in the store; or why not. `path` is its place below the folder, printable."""
    try:
        if not file.is_file() and file.exists():
            return RefusedFile(path, "unreadable_file", "It is no regular file: put a file in its place.", said)
        if (size := file.stat().st_size) > MOST_BYTES:
            reason = (
                f"It has {size:,} bytes, where the largest report seen has 4,000,000: put a smaller copy in its place."
            )
            return RefusedFile(path, "huge_file", reason, said)
        content = file.read_bytes()
    except OSError as error:
        return RefusedFile(path, "unreadable_file", UNREADABLE.format(reason=error.strerror), said)
    sha256, is_new = store.put_document(content)
    return ListedReport(path, sha256, len(content), said, is_new)


def printable(name: str) -> str:
    """A file's name, with escapes (\\xe9) for bytes that are not UTF-8, which no database takes.

    A backslash is \\x5c then, so that no two names are written alike.
    """
    return name.replace("\\", "\\x5c").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
