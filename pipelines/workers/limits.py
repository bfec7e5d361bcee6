"""What one document may cost, and what is said of one that costs more."""

from __future__ import annotations

import os
import signal
import sys

SECONDS = 30.0  # from the clock; the longest of 182 real reports took 4, on one busy processor
MEMORY = 1 << 30  # bytes that a process may grow by; the largest real report needs a tenth
TOO_BIG = 86  # the exit code of a process that met its memory limit


class Stopped(Exception):
    """A call was ended with its process. `reason_code` is a quarantine code, the message says what to do."""

    def __init__(self, reason_code: str, reason: str) -> None:
        super().__init__(reason)
        self.reason_code = reason_code
        self.reason = reason

    def __reduce__(self) -> tuple[type[Stopped], tuple[str, str]]:
        return type(self), (self.reason_code, self.reason)


def too_slow(seconds: float) -> Stopped:
    return Stopped(
        "too_slow",
        f"Reading it took longer than {seconds:g} seconds, where a report takes one: open it in a viewer, and put a "
        "newly printed PDF in its place if it is a report, else remove it. The next run tries again.",
    )


def too_big(memory: int) -> Stopped:
    return Stopped(
        "too_big",
        f"Reading it took more than {memory >> 20} MiB of memory, where a report takes a tenth of it: open it in a "
        "viewer, and put a newly printed PDF in its place if it is a report, else remove it. The next run tries again.",
    )


def worker_died(how: str) -> Stopped:
    return Stopped(
        "worker_died",
        f"Reading it ended its process ({how}): the next run tries again. If it ends that one too, report the fault.",
    )


def stopped_by(exit_code: int, memory: int) -> Stopped:
    """Why a process ended that should have answered, from its exit code, which is -N for signal N."""
    if exit_code == TOO_BIG:
        return too_big(memory)
    if exit_code < 0:
        return worker_died(signal.strsignal(-exit_code) or f"signal {-exit_code}")
    return worker_died(f"exit code {exit_code}")


def limit_this_process(seconds: float, memory: int) -> None:
    """From now on this process may grow by `memory` bytes, and ends itself after twice `seconds`, when
    nobody is left to end it.

    The memory limit is of address space, counts from what the process has now, and raises MemoryError. Only Linux
    has it; Windows lacks the other too.
    """
    if sys.platform != "win32":
        # No handler: so the alarm ends a process that is busy in C code as well.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, 2 * seconds)
    if sys.platform == "linux":
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = now + memory
        resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def lift_limits() -> None:
    """Undoes `limit_this_process`, for what is not the document's doing."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
