"""Which edition is current: published/current.json says it, and every reader of ours goes through here.

published/
  current.json         which edition is current; a publication replaces this one file, by one rename
  editions/            the editions that are kept, each a folder: warehouse.duckdb, manifest.json, exports/
  current, warehouse.duckdb, manifest.json, exports     fixed paths to the current edition's, where they can be made
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

from pipelines.errors import PublicationError

CURRENT_FILE = "current.json"
CURRENT = "current"
EDITIONS = "editions"
WAREHOUSE = "warehouse.duckdb"
MANIFEST = "manifest.json"
EXPORTS = "exports"
SHOWN = (WAREHOUSE, MANIFEST, EXPORTS)
PAUSES = (0.1, 0.3, 1.0, 2.0)  # seconds; Windows replaces no file that a program has open, which readers have briefly
IS_WINDOWS = os.name == "nt"


def current_edition(published: Path) -> Path:
    """The folder of the current edition; `published` itself where nothing was published, or before there were editions.

    Raises PublicationError when current.json is damaged.
    """
    path = published / CURRENT_FILE
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        name = said["edition"]
        if Path(name).name != name:
            raise ValueError(name)
    except (FileNotFoundError, NotADirectoryError):
        # An earlier version of the project kept the link alone.
        link = published / CURRENT
        return link.resolve() if link.is_dir() else published
    except (ValueError, KeyError, TypeError) as error:
        raise PublicationError(f"{path} is damaged: run with --rebuild to publish anew.") from error
    return published / EDITIONS / str(name)


def make_current(published: Path, edition: Path, about: dict[str, Any]) -> None:
    """Makes the edition the current one, by one rename, then lets the fixed paths follow as far as they can.

    `about` is what current.json says of it. Raises PublicationError when a program keeps current.json open.
    """
    content = {"edition": edition.name, **{name: f"{EDITIONS}/{edition.name}/{name}" for name in SHOWN}, **about}
    replace_text(published / CURRENT_FILE, json.dumps(content, indent=2) + "\n")
    _try_to_place(published / CURRENT, edition, Path(EDITIONS) / edition.name)
    for name in SHOWN:
        _try_to_place(published / name, edition / name, Path(CURRENT) / name)


def astray(published: Path) -> list[str]:
    """The fixed paths, by name, that do not lead to the current edition. Raises PublicationError."""
    edition = current_edition(published)
    return [name for name in SHOWN if not _leads_to(published / name, edition / name)]


def fixed_path(published: Path, name: str) -> Path:
    """The path to show people of a part of the current edition: the fixed one, where it leads there."""
    path, part = published / name, current_edition(published) / name
    return path if _leads_to(path, part) else part


def _leads_to(path: Path, target: Path) -> bool:
    try:
        return os.path.samefile(path, target)
    except OSError:
        return False


def replace_text(path: Path, content: str) -> None:
    """Writes the file by one rename. Raises PublicationError when a program keeps it open."""
    new = path.with_name(f".new-{path.name}")
    with new.open("w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    for pause in (*PAUSES, None):
        try:
            os.replace(new, path)
        except PermissionError as error:
            if pause is None:
                new.unlink(missing_ok=True)
                raise PublicationError(f"{path} is held open by a program: close it there, then run again.") from error
            time.sleep(pause)
        else:
            return


def _try_to_place(path: Path, target: Path, link: Path) -> None:
    """Makes the fixed path lead to the target where the system lets it; `astray` tells where it did not."""
    new = path.with_name(f".new-{path.name}")
    try:
        if path.is_symlink() and Path(os.readlink(path)) == link:
            return
        if IS_WINDOWS and target.is_dir():
            _make_junction(path, target)
            return
        new.unlink(missing_ok=True)
        _make_link(new, target, link)
        os.replace(new, path)
    except (OSError, subprocess.CalledProcessError):
        new.unlink(missing_ok=True)


def _make_link(new: Path, target: Path, link: Path) -> None:
    """A symbolic link; where those are refused, a file gets a second name, which needs no rights."""
    try:
        os.symlink(link, new)
    except OSError:
        if target.is_dir():
            raise
        os.link(target, new)


def _make_junction(path: Path, target: Path) -> None:
    """Windows' link to a folder, which needs no rights. A folder with content in its place is left alone."""
    if os.path.lexists(path):
        os.rmdir(path)
    subprocess.run(["cmd", "/c", "mklink", "/J", str(path), str(target)], check=True, capture_output=True)
