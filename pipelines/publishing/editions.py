"""Editions: a published file, its manifest and its exports belong together, and change together by one rename.

published/
  current -> editions/20261121T020304-1a2b3c4d      the one link that a publication changes
  warehouse.duckdb -> current/warehouse.duckdb      what people open; these links never change
  manifest.json    -> current/manifest.json
  exports          -> current/exports
  editions/        this edition and the five before it
"""

from __future__ import annotations

import errno
import json
import logging
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.publishing.warehouse import PublicationError

KEPT = 5
CURRENT = "current"
EDITIONS = "editions"
WAREHOUSE = "warehouse.duckdb"
MANIFEST = "manifest.json"
EXPORTS = "exports"
SHOWN = (WAREHOUSE, MANIFEST, EXPORTS)
UNFINISHED = ".unfinished-"
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS)


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


def put_in_place(folder: Path, published: Path, name: str) -> None:
    """Makes the whole folder the current edition, of that name, and drops all but the five before it.

    Raises PublicationError where the file system has no symbolic links, or something stands in a link's place.
    """
    edition, current = published / EDITIONS / name, published / CURRENT
    for link in (current, *(published / shown for shown in SHOWN)):
        if link.is_dir() and not link.is_symlink():
            raise PublicationError(f"{link} is a folder where publication keeps a link: move it away.")
    before = current.resolve().name if current.exists() else None
    _make_read_only(folder)
    os.rename(folder, edition)
    try:
        _link(current, Path(EDITIONS) / name)
        for shown in SHOWN:
            _link(published / shown, Path(CURRENT) / shown)
    except OSError as error:
        if not current.is_symlink() or current.resolve().name != name:
            _remove(edition)
        if error.errno in NO_LINKS:
            raise PublicationError(f"{published} cannot hold symbolic links: use another DATA.") from error
        raise
    _drop_old(published, {name, before})


def _link(link: Path, target: Path) -> None:
    """Makes the link point at the target, by one rename."""
    if link.is_symlink() and Path(os.readlink(link)) == target:
        return
    new = link.with_name(f".new-{link.name}")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    os.replace(new, link)


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


def _drop_old(published: Path, kept: set[str | None]) -> None:
    """Drops all but the latest of the editions that are not to be kept; one that cannot be is left to the next."""
    folders = edition_folders(published)
    others = [folder for folder in folders if folder.name not in kept]
    for folder in others[: max(0, len(folders) - KEPT - 1)]:
        drop_edition(folder)
