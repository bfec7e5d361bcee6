"""Which runs are at work: each holds a lock of its own for as long as its process lives, however that ends."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from pipelines.settings import Settings

# What this process holds, never released: between a run's last step and Dagster's note that it has ended, too.
_held: list[FileLock] = []


def hold(settings: Settings, run_id: str) -> None:
    """Shows that the run is at work, or waits to be, until this process ends. Raises OSError."""
    settings.at_work.mkdir(parents=True, exist_ok=True)
    lock = FileLock(_path(settings, run_id))
    lock.acquire()
    _held.append(lock)


def was_held(settings: Settings, run_id: str) -> bool:
    """Whether the run has ever shown that it is at work; one that has just begun has not yet."""
    return _path(settings, run_id).exists()


def is_held(settings: Settings, run_id: str) -> bool:
    """Whether the run's process lives."""
    lock = FileLock(_path(settings, run_id))
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return True
    lock.release()
    return False


def clear(settings: Settings, unfinished: set[str]) -> None:
    """Removes the lock files of runs that have ended."""
    for path in settings.at_work.glob("*.lock"):
        if path.stem not in unfinished and not is_held(settings, path.stem):
            path.unlink(missing_ok=True)


def _path(settings: Settings, run_id: str) -> Path:
    return settings.at_work / f"{run_id}.lock"
