"""The DATA folder as a whole: which version of the project wrote it, and that one run at a time holds it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from pipelines.runs.at_work import hold
from pipelines.settings import Settings
from pipelines.store.store import write_atomically

# The form of what is kept under DATA. Raised when an older version of the project could not go on from it.
STATE_VERSION = 1
VERSION_FILE = "state-version"
LOCK_FILE = "run.lock"


class StateError(Exception):
    """The DATA folder cannot be used; the message is one line that says what to do."""


@contextmanager
def claimed(settings: Settings, say: Callable[[str], None], run_id: str | None = None) -> Iterator[None]:
    """Holds the DATA folder for one run; a second one waits here, says so, and shows that it is alive.

    The locks go with the process, however that ends. Raises StateError when the folder cannot be written or was
    written by a newer version.
    """
    check_version(settings)
    lock = FileLock(settings.data / LOCK_FILE)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        if run_id:
            hold(settings, run_id)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            message = f"Another run is at work on {settings.data}: waiting for it to end."
            say(message)
            print(message, file=sys.stderr, flush=True)
            lock.acquire(poll_interval=0.2)
        write_atomically(settings.data / VERSION_FILE, f"{STATE_VERSION}\n".encode())
    except OSError as error:
        raise StateError(f"DATA={settings.data} cannot be written: {error.strerror}.") from error
    try:
        yield
    finally:
        lock.release()


def check_version(settings: Settings) -> None:
    """Raises StateError when a newer version of the project wrote the folder, or it cannot be told."""
    path = settings.data / VERSION_FILE
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return
    if not text.isdigit():
        raise StateError(f"{path} does not hold a version number: write {STATE_VERSION} in it, or use another DATA.")
    if int(text) > STATE_VERSION:
        raise StateError(
            f"DATA={settings.data} was written by a newer version of this project (its form is {text}, this one knows "
            f"{STATE_VERSION}): update the project, or use another DATA."
        )
