"""A file of official figures beside the reports: its name and bytes, and what is noted where it was fetched to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FETCHED = "fetched.json"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was found: its name and bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def noted(folder: Path) -> dict[str, Any]:
    """What the folder's fetched.json says of the files fetched there; nothing where it cannot be read."""
    try:
        found: dict[str, Any] = json.loads((folder / FETCHED).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found
