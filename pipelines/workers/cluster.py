"""A Dask cluster's workers: each call runs in a limited process of its own beside the Dask worker."""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures import wait as wait_for
from typing import Any, TypeVar

from pipelines.errors import SettingError
from pipelines.workers.limits import worker_died
from pipelines.workers.processes import LimitedProcesses

Result = TypeVar("Result")
MOST_PROCESSES = 256  # of one Dask worker; it starts no more than it has threads
ANSWERS_WITHIN = 10  # seconds
RETRIES = 3  # of asking for a result whose worker went while it was fetched


class ClusterLost(Exception):
    """The cluster went away under a run; the message is one line."""


@functools.cache
def _processes() -> LimitedProcesses:
    """The limited processes of this Dask worker, which end with it."""
    return LimitedProcesses(MOST_PROCESSES)


def in_limited_process(function: Callable[..., Result], *arguments: Any) -> Result:
    """Runs in a Dask worker: what a bad document ends is a child of it, and no other call's worker."""
    return _processes().submit(function, *arguments).result()


class ClusterExecutor(Executor):
    """`concurrent.futures`' interface to a Dask scheduler's workers.

    A call whose Dask worker goes is run again by another; one that takes several workers along raises Stopped.
    """

    def __init__(self, address: str) -> None:
        try:
            from dask import config
            from distributed import Client, KilledWorker
        except ImportError as error:
            raise SettingError(
                f"EXECUTOR={address} needs the extra `scaling`: in the project's folder, pip install -e '.[scaling]'."
            ) from error
        config.set({"distributed.comm.retry.count": RETRIES})
        try:
            self._client = Client(address, timeout=ANSWERS_WITHIN, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            raise SettingError(f"EXECUTOR={address} does not answer: start a Dask scheduler there.") from error
        self._address = address
        self._killed = KilledWorker
        self._calls: dict[Future[Any], Any] = {}  # what each future of ours waits for, until it is settled

    def submit(self, function: Callable[..., Result], /, *arguments: Any, **keywords: Any) -> Future[Result]:
        outer: Future[Result] = Future()
        # Dask's own executor asks for a result and then for its state. Between the two a worker can die, and the result
        # is taken for an exception.
        call = self._client.submit(in_limited_process, function, *arguments, pure=False, **keywords)
        self._calls[outer] = call
        call.add_done_callback(lambda done: self._settle(outer, done))  # type: ignore[no-untyped-call]
        return outer

    def _settle(self, outer: Future[Result], call: Any) -> None:
        if not outer.set_running_or_notify_cancel():
            return
        try:
            outer.set_result(call.result())
        except self._killed:
            outer.set_exception(worker_died("it took several Dask workers along"))
        except CancelledError:
            outer.set_exception(ClusterLost(f"EXECUTOR={self._address} went away; run again to go on from here."))
        except Exception as error:  # noqa: BLE001 it is raised again by the future
            outer.set_exception(error)
        self._calls.pop(outer, None)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            self._client.cancel(list(self._calls.values()))  # type: ignore[no-untyped-call]
        elif wait:
            wait_for(list(self._calls))
        self._client.close()  # type: ignore[no-untyped-call]
