"""Runs launched in processes of their own, timed by the clock, with the memory that all of them take."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from pipelines.settings import ROOT

REFRESH = [sys.executable, "-m", "pipelines", "run"]
EVERY = 0.5  # seconds between looks at memory, each of which takes a process some 10 ms


@dataclass(frozen=True)
class Run:
    """What a process took: seconds by the clock, and the most memory that it and its workers were seen to have at
    once, in MiB; 0 when nobody looked."""

    seconds: float
    peak: float


def run(command: list[str], data: Path, source: Path, *, is_watched: bool = False) -> Run:
    """Runs the command over the folder of reports. Raises CalledProcessError when it fails."""
    environment = {
        **os.environ,
        "DATA": str(data),
        "DAGSTER_HOME": str(data / "dagster"),
        "REPORTS": str(source),
        "WORKERS": "2",
    }
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    peaks = [0.0]
    watch = threading.Thread(target=_watch, args=(process.pid, peaks))
    if is_watched:
        watch.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - start
    if is_watched:
        watch.join()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=errors)
    return Run(seconds, max(peaks))


def _watch(pid: int, peaks: list[float]) -> None:
    """Notes the memory of the process and of all that it started, until it ends."""
    while True:
        try:
            root = psutil.Process(pid)
            if root.status() == psutil.STATUS_ZOMBIE:
                return
            family = [root, *root.children(recursive=True)]
            # Of memory that processes share, each has its part: what the machine needs for them all.
            peaks.append(sum(member.memory_full_info().pss for member in family) / 2**20)
        except psutil.NoSuchProcess:
            if not psutil.pid_exists(pid):
                return
        time.sleep(EVERY)
