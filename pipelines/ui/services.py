"""The webserver and the daemon, started together and ended together, with all that they have started."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator

from pipelines.runs.dagster_home import environment_of
from pipelines.settings import ROOT, Settings

WORKSPACE = ("-w", str(ROOT / "workspace.yaml"), "--code-server-log-level", "warning")
LOOKS_EVERY = 0.5  # seconds
ENDS_WITHIN = 10.0  # seconds, from when it is asked to


class Ended(BaseException):
    """The process was asked to end."""


def serve(settings: Settings, host: str, port: int) -> int:
    """Runs both until this process is asked to end, or one of them ends by itself; returns the exit code."""
    webserver = [sys.executable, "-m", "pipelines.ui.webserver", "-h", host, "-p", str(port)]
    processes: list[subprocess.Popen[bytes]] = []
    with _asked_to_end():
        try:
            processes.append(_start(settings, [*webserver, "--dagster-log-level", "warning"]))
            processes.append(_start(settings, [_command("dagster-daemon"), "run", "--log-level", "warning"]))
            while all(process.poll() is None for process in processes):
                time.sleep(LOOKS_EVERY)
            return 1
        except (Ended, KeyboardInterrupt):
            return 0
        finally:
            _end(processes)


def _start(settings: Settings, command: list[str]) -> subprocess.Popen[bytes]:
    """A process in a group of its own, with its children: a code server, and runs."""
    return subprocess.Popen([*command, *WORKSPACE], cwd=ROOT, env=environment_of(settings), start_new_session=True)


def _command(name: str) -> str:
    """A command that was installed beside this Python."""
    return shutil.which(name, path=sysconfig.get_path("scripts")) or name


@contextlib.contextmanager
def _asked_to_end() -> Iterator[None]:
    """Takes SIGTERM, as a service manager sends it, like Ctrl-C."""

    def end(*_: object) -> None:
        raise Ended

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Asks each group to end, and ends what does not; a run at work then is one that was killed."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    for process in processes:
        _signal(process, signal.SIGTERM)
    until = time.monotonic() + ENDS_WITHIN
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, until - time.monotonic()))
    for process in processes:
        _signal(process, signal.SIGKILL)
        process.wait()


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    """Sends the signal to the process's whole group, where there are groups."""
    if not hasattr(os, "killpg"):
        process.kill()
        return
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
