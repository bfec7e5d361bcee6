"""DuckDB with one thread: workers of the suite share the cores, and tables of tests are too small to be divided."""

from __future__ import annotations

import pytest

from pipelines.warehouse import build_file


def use_one_thread(patch: pytest.MonkeyPatch) -> None:
    """Builds that this process opens are worked on by one thread, which takes a fifth less of a refresh's time."""
    patch.setitem(build_file.CONFIG, "threads", 1)
