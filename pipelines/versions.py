"""Versions of the code that reads and parses, taken from the code itself so that no cache outlives it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from pipelines.settings import ROOT


def _digest(*parts: tuple[Path, str]) -> str:
    digest = hashlib.sha256()
    for folder, pattern in parts:
        for path in sorted(folder.rglob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


@cache
def reader_version() -> str:
    """Changes when the code that turns bytes into lines does."""
    return _digest((ROOT / "pipelines" / "reading", "*.py"))


@cache
def parser_version() -> str:
    """Changes when reading, a framework, what frameworks share, or a reference table does."""
    pipelines = ROOT / "pipelines"
    return _digest(
        (pipelines / "reading", "*.py"),
        (pipelines / "parsing", "*.py"),
        (pipelines / "frameworks", "*.py"),
        (pipelines, "reference.py"),
        (ROOT / "data" / "reference", "*.csv"),
    )
