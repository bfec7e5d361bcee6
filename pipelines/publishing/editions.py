"""Editions: a published file, its manifest and its exports belong together, and change together by one rename.

published/
  current -> editions/20261121T020304-1a2b3c4d      the one link that a publication changes
  warehouse.duckdb -> current/warehouse.duckdb      what people open; these links never change
  manifest.json    -> current/manifest.json
  exports          -> current/exports
  editions/        this edition and the five before it
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipelines.publishing.warehouse import PublicationError

KEPT = 5
CURRENT = "current"
EDITIONS = "editions"
WAREHOUSE = "warehouse.duckdb"
MANIFEST = "manifest.json"
EXPORTS = "exports"
UNFINISHED = ".unfinished-"


@contextmanager
def new_edition(published: Path) -> Iterator[Path]:
    """A folder to put an edition in, removed again when its making fails; what a killed run left goes too."""
    editions = published / EDITIONS
    for left in editions.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)
    folder = editions / f"{UNFINISHED}{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(folder: Path, published: Path, name: str) -> None:
    """Makes the whole folder the current edition, of that name, and drops all but the five before it.

    Raises PublicationError where the file system has no symbolic links.
    """
    edition = published / EDITIONS / name
    if edition.exists():
        raise PublicationError(f"{edition} is there already: the clock stood still or went back. Run again.")
    os.rename(folder, edition)
    try:
        for shown in (WAREHOUSE, MANIFEST, EXPORTS):
            _link(published / shown, Path(CURRENT) / shown)
        _link(published / CURRENT, Path(EDITIONS) / name)
    except OSError as error:
        shutil.rmtree(edition)
        raise PublicationError(f"{published} cannot hold links ({error.strerror}): use another DATA.") from error
    _drop_old(published, name)


def _link(link: Path, target: Path) -> None:
    """Makes the link point at the target, by one rename."""
    if link.is_symlink() and Path(os.readlink(link)) == target:
        return
    if link.is_dir() and not link.is_symlink():
        raise PublicationError(f"{link} is a folder where publication keeps a link: move it away.")
    new = link.with_name(f".new-{link.name}")
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    os.replace(new, link)


def _drop_old(published: Path, current: str) -> None:
    names = sorted(path.name for path in (published / EDITIONS).iterdir() if not path.name.startswith("."))
    for name in [name for name in names if name != current][:-KEPT]:
        shutil.rmtree(published / EDITIONS / name)
