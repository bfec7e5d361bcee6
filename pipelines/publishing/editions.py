"""Editions: a published file, its manifest and its exports belong together, and change together by one rename.

published/
  editions/            the editions that are kept; which one is current, pipelines/current_edition.py says
  editions.json        a list of them
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.current_edition import EDITIONS, MANIFEST, WAREHOUSE, current_edition, make_current, replace_text
from pipelines.errors import PublicationError

KEPT = 5  # editions before the current one
EDITIONS_FILE = "editions.json"
UNFINISHED = ".unfinished-"
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
OF_ITSELF = ("version", "published_at", "is_sample")  # what an edition's manifest says, for the list


@contextmanager
def new_edition(published: Path) -> Iterator[Path]:
    """A folder to put an edition in, removed again when its making fails; what a killed run left goes too."""
    editions = published / EDITIONS
    for left in editions.glob(f"{UNFINISHED}*"):
        _remove(left)
    folder = editions / f"{UNFINISHED}{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(folder: Path, published: Path, name: str, *, keep_monthly: bool = True) -> None:
    """Makes the whole folder the current edition, of that name, and drops the editions that are not kept.

    The current one, the five before it and, with `keep_monthly`, the last of every month stay, and those of the sample
    only until another is published. Raises PublicationError when it cannot be made the current one; it is gone then.
    """
    edition = published / EDITIONS / name
    before = _name_before(published)
    _make_read_only(folder)
    os.rename(folder, edition)
    said = said_by(edition) or {}
    about = {key: said.get(key) for key in OF_ITSELF}
    try:
        make_current(published, edition, {**about, "sha256": said.get("files", {}).get(WAREHOUSE)})
    except (OSError, PublicationError):
        _remove(edition)
        raise
    _drop_old(published, {name, before}, keep_monthly)


def _name_before(published: Path) -> str | None:
    """The folder's name of the edition that is current now, as far as that is known."""
    try:
        return current_edition(published).name
    except PublicationError:
        return None


def _make_read_only(folder: Path) -> None:
    """Lets nobody write to the folder's files, so that no reader changes what others read."""
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(path.stat().st_mode & ~WRITABLE)


def _remove(edition: Path) -> None:
    """Removes an edition. Windows removes no file that cannot be written."""
    for path in edition.rglob("*"):
        if path.is_file():
            path.chmod(path.stat().st_mode | stat.S_IWUSR)
    shutil.rmtree(edition)


def edition_folders(published: Path) -> list[Path]:
    """The finished editions, in order of their names; none where nothing was published yet."""
    return sorted(path for path in (published / EDITIONS).glob("*") if not path.name.startswith("."))


def said_by(edition: Path) -> dict[str, Any] | None:
    """What an edition's manifest says, in the form of whichever version wrote it; None when it is damaged or gone."""
    try:
        said = json.loads((edition / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return said if isinstance(said, dict) else None


def drop_edition(edition: Path) -> None:
    """Removes an edition; one that cannot be removed, as while a program holds it open on Windows, stays for now."""
    try:
        _remove(edition)
    except OSError as error:
        logging.getLogger(__name__).warning("%s stays: %s", error.filename, error.strerror)


def _drop_old(published: Path, kept: set[str | None], keep_monthly: bool) -> None:
    """Drops all but the latest of the editions that are not to be kept; one that cannot be is left to the next."""
    folders = edition_folders(published)
    # Names begin with the day and are in order, so that a month's last one stands.
    last_of_month = {folder.name[:6]: folder.name for folder in folders} if keep_monthly else {}
    others = [folder for folder in folders if folder.name not in kept]
    for folder in others[: max(0, len(folders) - KEPT - 1)]:
        if folder.name not in last_of_month.values():
            drop_edition(folder)


def list_editions(published: Path) -> None:
    """Writes editions.json: each edition that is kept, in order, with its version, what it holds and its checksum."""
    rows = []
    for edition in edition_folders(published):
        said = said_by(edition) or {}
        counts = {name: count for name, count in said.items() if name.endswith("_count")}
        about = {name: said.get(name) for name in OF_ITSELF}
        sha256 = said.get("files", {}).get(WAREHOUSE)
        rows.append({**about, "folder": f"{EDITIONS}/{edition.name}", **counts, "sha256": sha256})
    try:
        replace_text(published / EDITIONS_FILE, json.dumps(rows, indent=2) + "\n")
    except PublicationError as error:
        logging.getLogger(__name__).warning("%s", error)
