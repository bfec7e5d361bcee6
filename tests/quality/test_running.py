"""Suites run beside the run: in turn, with the same results, and with a word when their process ends."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from pipelines.quality import running
from pipelines.quality.check import SuiteError
from pipelines.quality.running import run_checks, run_suites
from pipelines.quality.suites import suite
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from pipelines.workers.processes import LimitedProcesses

NAMES = ("dim_grade", "dim_framework", "raw_judgements", "latest_judgements", "summaries")


@pytest.fixture
def build(sample: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(sample.builds / LAST), read_only=True) as connection:
        yield connection


def test_tables_come_in_turn_with_the_results_that_each_has_alone(build: duckdb.DuckDBPyConnection) -> None:
    found = list(run_suites(build, NAMES))
    assert [name for name, _ in found] == list(NAMES)
    for name, results in found:
        assert [result.check for result in results] == list(suite(name))
        assert results == run_checks(build, suite(name))


def test_a_process_that_ends_is_told_in_one_line(
    build: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurried = LimitedProcesses(1, seconds=0.01)
    monkeypatch.setattr(running, "checking_process", lambda: hurried)
    with pytest.raises(SuiteError, match=r"^dim_grade: the process that checks ended \(too_slow\): run again\.$"):
        run_checks(build, suite("dim_grade"))
    hurried.shutdown()
