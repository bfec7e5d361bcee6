"""What many tests look at and none changes: made by the first worker that asks, and read by all."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

Made = TypeVar("Made")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Made]) -> Made:
    """What `make` returned for an empty folder of that name, which all workers of this run of the suite share.

    A test that writes to the folder takes a copy.
    """
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, returned = shared / name, shared / f"{name}.pickle"
    with FileLock(shared / f"{name}.lock"):
        if not returned.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            returned.write_bytes(pickle.dumps(make(folder)))
        made: Made = pickle.loads(returned.read_bytes())
        return made
