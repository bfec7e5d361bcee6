"""Refreshes in processes of their own, to be killed, raced or starved; and what they leave."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import duckdb

from pipelines.current_edition import CURRENT_FILE, current_edition
from pipelines.settings import ROOT

COMMAND = [sys.executable, "-m", "tests.unchecked"]


def started(
    data: Path, *arguments: str, limit: Callable[[], None] | None = None, **environment: str
) -> subprocess.Popen[str]:
    """`inspections run` over a DATA folder, its checks passed unseen, in a group of its own with its workers."""
    return subprocess.Popen(
        [*COMMAND, "run", *arguments],
        cwd=ROOT,
        env=environment_of(data, environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=limit,
    )


def environment_of(data: Path, more: Mapping[str, str]) -> dict[str, str]:
    """The environment of a run: its DATA folder, one worker, and the settings given."""
    unset = ("SOURCE", "REPORTS", "OFFICIAL", "VERBATIM", "DAGSTER_HOME")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return {**kept, "DATA": str(data), "WORKERS": "1", **more}


def kill(process: subprocess.Popen[str]) -> bool:
    """SIGKILL to the run and its workers; whether it was still at work."""
    at_work = process.poll() is None
    if at_work:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return at_work


def made_writable(path: Path) -> Path:
    """The published file, which anybody may write to now: publication lets nobody."""
    path.chmod(0o644)
    return path


def largest_file(size: int) -> Callable[[], None]:
    """A limit for a process: no file grows over so many bytes, as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def published_run(published: Path) -> str | None:
    """The run id of what is published, after a look that it is whole and belongs together; None without any."""
    if not (published / CURRENT_FILE).exists():
        return None
    edition = current_edition(published)
    manifest = json.loads((edition / "manifest.json").read_text())
    found = {path.relative_to(edition).as_posix() for path in edition.rglob("*") if path.is_file()}
    assert found == {*manifest["files"], "manifest.json"}
    for name, digest in manifest["files"].items():
        assert sha256((edition / name).read_bytes()).hexdigest() == digest
    with duckdb.connect(str(edition / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("select run_id from publication").fetchall() == [(manifest["run_id"],)]
        connection.execute("select count(*) from judgement_history").fetchall()
    return str(manifest["run_id"])
