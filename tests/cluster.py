"""A Dask scheduler with worker processes, and an S3 server, both of their own and on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipelines.settings import ROOT

STARTS_WITHIN = 60.0  # seconds, on a machine that is busy with other tests
# Names for the S3 server to ignore; real ones are never asked for.
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing", "AWS_DEFAULT_REGION": "us-east-1"}


@contextmanager
def process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process, ended afterwards with what it has started."""
    running = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield running
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler's address and process; its workers are started the way an operator would start them."""
    file = folder / "scheduler.json"
    with ExitStack() as stack:
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        scheduler = stack.enter_context(process("-m", "dask", "scheduler", *options))
        for number in range(workers):
            options = ("--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--scheduler-file", str(file))
            options = (*options, "--local-directory", str(folder / f"worker-{number}"))
            stack.enter_context(process("-m", "dask", "worker", *options))
        address = wait_for(lambda: file.is_file() and json.loads(file.read_text() or "{}").get("address"))
        from distributed import Client

        with Client(address, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=STARTS_WITHIN)
        yield address, scheduler


def wait_for(found: Any) -> Any:
    """What `found` gives once that is something."""
    last = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < last:
        if answer := found():
            return answer
        time.sleep(0.02)
    return pytest.fail("It did not come in time.")


@contextmanager
def object_store(patch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a prefix in a new bucket; its server is found through the AWS tools' own settings."""
    from fsspec import filesystem, get_filesystem_class
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {**CREDENTIALS, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}.items():
        patch.setenv(name, value)
    try:
        # fsspec keeps what was opened, at the address of an earlier server.
        get_filesystem_class("s3").clear_instance_cache()
        filesystem("s3").mkdir(f"reports-{port}")
        yield f"s3://reports-{port}/inspections"
    finally:
        server.stop()
