"""Paths as a person types them."""

from __future__ import annotations

from pathlib import Path


def show_path(path: Path) -> str:
    """The path as short as it can be typed from here."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
