"""Whether the current edition is as it was published: by each file's size and time, and weekly by all its bytes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.current_edition import CURRENT_FILE, MANIFEST, WAREHOUSE, current_edition
from pipelines.errors import PublicationError, first_line
from pipelines.publishing.datapackage import checksum
from pipelines.publishing.publish import Manifest, published_manifest
from pipelines.settings import Settings
from pipelines.store.store import write_atomically

ALL_BYTES_EVERY = timedelta(days=7)
RECORD = "edition-seen.json"
LOG = f"{WAREHOUSE}.wal"  # where DuckDB keeps changes that it has not put into the file yet
Seen = dict[str, Any]  # of an edition: its run, when all its bytes were read, each file's size and time


def changed_files(published: Path, manifest: Manifest, record: Path, now: datetime) -> dict[str, str]:
    """What has happened since to files of the edition that the manifest describes, by path; empty when it is whole.

    `record` is where the sizes and times are kept of files whose bytes have been read and were right.
    """
    seen = _seen(record, manifest, now)
    found: Seen = {"run_id": manifest.run_id, "all_read_at": seen.get("all_read_at", now.isoformat()), "files": {}}
    edition, changed = current_edition(published), {}
    for name, digest in manifest.files.items():
        path = edition / name
        try:
            state = [path.stat().st_size, path.stat().st_mtime_ns]
            if seen.get("files", {}).get(name) != state and checksum(path) != digest:
                changed[name] = "It has changed since it was published."
        except OSError as error:
            changed[name] = f"It cannot be read ({error.strerror or error})."
        else:
            found["files"][name] = state
    if (edition / LOG).exists() or (published / LOG).exists():
        changed[LOG] = f"A program that had {WAREHOUSE} open for writing left changes beside it."
    if not changed and found != seen:
        write_atomically(record, json.dumps(found).encode())
    return changed


def edition_changes(settings: Settings, now: datetime) -> tuple[Manifest | None, list[dict[str, Any]]]:
    """The current edition's manifest, if there is one of this form; and rows of raw.edition_changes."""
    damaged = CURRENT_FILE
    try:
        current_edition(settings.published)
        damaged = MANIFEST
        manifest = published_manifest(settings.published)
    except PublicationError as error:
        return None, [_row(damaged, f"It is damaged ({first_line(error.__cause__ or error)}).")]
    if manifest is None:
        return None, []
    changed = changed_files(settings.published, manifest, settings.builds / RECORD, now)
    return manifest, [_row(name, message) for name, message in changed.items()]


def _row(name: str, message: str) -> dict[str, Any]:
    return {"file_path": name, "message": message}


def _seen(record: Path, manifest: Manifest, now: datetime) -> Seen:
    """What was seen of this edition, in the last week; nothing when all its bytes are to be read."""
    try:
        seen: Seen = json.loads(record.read_bytes())
        is_recent = timedelta() <= now - datetime.fromisoformat(seen["all_read_at"]) < ALL_BYTES_EVERY
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return {}
    return seen if is_recent and seen.get("run_id") == manifest.run_id else {}
