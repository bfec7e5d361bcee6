"""Worker processes of this machine, in which every call has a time and a memory limit."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar

from pipelines.workers.limits import MEMORY, SECONDS, stopped_by, too_slow, worker_died

Result = TypeVar("Result")
ENDS_WITHIN = 5.0  # seconds in which an idle process goes when its input is closed


class Worker:
    """One process and the thread that talks to it: so whatever ends the process is its call's doing."""

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._memory = memory
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipelines.workers.child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._send((seconds, memory, sys.path))

    def call(self, function: Callable[..., Result], arguments: tuple[Any, ...]) -> Result:
        """The function's result, or what it raised. Raises Stopped when the process had to end, or did."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(self._seconds, end)
        timer.daemon = True
        timer.start()
        try:
            self._send(pickle.dumps((function, arguments)))
            fault, result = pickle.load(self._process.stdout)  # type: ignore[arg-type]
        except (EOFError, pickle.UnpicklingError, BrokenPipeError):
            exit_code = self._process.wait()
            raise too_slow(self._seconds) if late.is_set() else stopped_by(exit_code, self._memory) from None
        finally:
            timer.cancel()
            timer.join()
        if fault is not None:
            raise fault
        answer: Result = result
        return answer

    def _send(self, value: object) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        pickle.dump(value, pipe)
        pipe.flush()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends the process with whatever it is doing."""
        self._process.kill()

    def end(self) -> None:
        """Lets an idle process go, and waits until it has."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                # What a killed process had not taken cannot be flushed.
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        try:
            self._process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class LimitedProcesses(Executor):
    """`concurrent.futures`' interface to worker processes, each started when it is first needed.

    A call's future raises Stopped when the call met a limit or ended its process; the process is replaced, and no
    other call is touched. A call's function must be importable, its arguments and result picklable.
    """

    def __init__(self, workers: int, *, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reading")
        self._own = threading.local()
        self._workers: list[Worker] = []
        self._lock = threading.Lock()
        self._is_shut = False

    def submit(self, function: Callable[..., Result], /, *arguments: Any, **keywords: Any) -> Future[Result]:
        if keywords:
            raise TypeError("Worker processes take positional arguments only.")
        return self._threads.submit(self._call, function, arguments)

    def _call(self, function: Callable[..., Result], arguments: tuple[Any, ...]) -> Result:
        return self._worker().call(function, arguments)

    def _worker(self) -> Worker:
        """This thread's process, a new one if there is none or it has ended."""
        worker: Worker | None = getattr(self._own, "worker", None)
        if worker is not None and worker.is_alive:
            return worker
        with self._lock:
            if self._is_shut:
                raise worker_died("the run was ended")
            if worker is not None:
                self._workers.remove(worker)
                worker.end()
            self._own.worker = worker = Worker(self._seconds, self._memory)
            self._workers.append(worker)
        return worker

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Ends the processes: after the calls that were submitted, or at once with `cancel_futures`."""
        if cancel_futures:
            self._threads.shutdown(wait=False, cancel_futures=True)
            with self._lock:
                self._is_shut = True
                for worker in self._workers:
                    worker.kill()
        self._threads.shutdown(wait=wait)
        with self._lock:
            for worker in self._workers:
                worker.end()
            self._workers.clear()
