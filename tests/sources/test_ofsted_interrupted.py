"""A run over the reports site that is killed: the next one goes on from there, and nothing is lost or doubled."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.replica.runs import documents, lasting, run
from tests.replica.server import Site, serving
from tests.replica.site import providers

MOMENTS = 20
# Processes of their own that need not import all again: each is forked off one that has.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.replica.runs"])
PATIENCE = 30  # seconds that a run over the small site never takes


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Thirty providers with two reports each: about ninety requests."""
    with serving(Site(providers(30))) as served:
        yield served


def killed_after(site: Site, data: Path, requests: int, delay: float) -> None:
    """Starts a run in a process of its own and kills it once it has made so many requests, and a moment more."""
    site.asked.clear()
    process = FORKS.Process(target=run, args=(site.url, data))
    process.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while len(site.asked) < requests and process.is_alive() and time.monotonic() < deadline:
            time.sleep(0.0005)
        time.sleep(delay)
    finally:
        process.kill()
        process.join()


def test_a_run_killed_at_random_moments_is_completed_by_the_next(site: Site, tmp_path: Path) -> None:
    undisturbed = run(site.url, tmp_path / "undisturbed")
    requests = len(site.asked)
    chance = random.Random(20)
    for number in range(MOMENTS):
        data = tmp_path / str(number)
        killed_after(site, data, chance.randint(1, requests), chance.uniform(0, 0.02))
        sent = len(site.files_sent())
        began = time.monotonic()
        completed = run(site.url, data)
        assert time.monotonic() - began < PATIENCE
        assert documents(data) == documents(tmp_path / "undisturbed")
        assert lasting(completed.register) == lasting(undisturbed.register)
        assert completed.oddities == undisturbed.oddities
        # At most the file at which the run was killed comes twice.
        assert sent <= 60
        assert len(site.files_sent()) <= 61


def test_a_run_killed_again_and_again_gets_there(site: Site, tmp_path: Path) -> None:
    chance = random.Random(5)
    for _ in range(4):
        killed_after(site, tmp_path / "often", chance.randint(5, 25), chance.uniform(0, 0.02))
    completed = run(site.url, tmp_path / "often")
    assert lasting(completed.register) == lasting(run(site.url, tmp_path / "calm").register)
    assert documents(tmp_path / "often") == documents(tmp_path / "calm")
