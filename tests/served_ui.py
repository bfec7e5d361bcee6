"""`inspections ui` in a process of its own, asked as its pages ask it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dagster as dg
import httpx
import pytest

from pipelines.settings import ROOT

SECONDS = 180
FINISHED = ("SUCCESS", "FAILURE", "CANCELED")
LAUNCH = """
mutation ($params: ExecutionParams!) {
  launchRun(executionParams: $params) { __typename ... on LaunchRunSuccess { run { runId } } }
}
"""
RUNS = """
query ($filter: RunsFilter) {
  runsOrError(filter: $filter) { ... on Runs { results { runId status jobName } } }
}
"""
OF_THE_JOB = """
query {
  pipelineOrError(params: {
    repositoryName: "__repository__", repositoryLocationName: "inspections", pipelineName: "refresh"
  }) { ... on Pipeline { runs { runId } } }
}
"""
LOADED = "{ workspaceOrError { ... on Workspace { locationEntries { locationOrLoadError { __typename } } } } }"


@dataclass(frozen=True)
class Served:
    """A UI that is served, and the process that serves it."""

    address: str
    process: subprocess.Popen[bytes]

    def ask(self, query: str, variables: Mapping[str, Any] | None = None) -> Any:
        """The answer of /graphql, as the UI's own pages ask it."""
        asked = {"query": query, "variables": variables or {}}
        origin = {"Origin": self.address}
        answer = httpx.post(f"{self.address}/graphql", json=asked, headers=origin, timeout=SECONDS)
        answer.raise_for_status()
        return answer.json()["data"]

    def launch(self, **config: bool) -> str:
        """Launches the job `refresh` as its Launchpad does, with this config of `reports`; returns the run's id."""
        self.wait_for_code()
        selector = {
            "repositoryName": "__repository__",
            "repositoryLocationName": "inspections",
            "jobName": "refresh",
            "assetSelection": [],
            "assetCheckSelection": [],
        }
        run_config = {"ops": {"reports": {"config": config}}}
        launched = self.ask(LAUNCH, {"params": {"selector": selector, "runConfigData": run_config}})["launchRun"]
        assert launched["__typename"] == "LaunchRunSuccess", launched
        return str(launched["run"]["runId"])

    def of_the_job(self) -> set[str]:
        """The ids of the runs that the page of the job `refresh` lists."""
        return {run["runId"] for run in self.ask(OF_THE_JOB)["pipelineOrError"]["runs"]}

    def runs(self, job: str) -> list[dict[str, str]]:
        """The job's runs, the newest first."""
        found: list[dict[str, str]] = self.ask(RUNS, {"filter": {"pipelineName": job}})["runsOrError"]["results"]
        return found

    def status(self, run_id: str) -> str:
        """The run's status."""
        (found,) = self.ask(RUNS, {"filter": {"runIds": [run_id]}})["runsOrError"]["results"]
        return str(found["status"])

    def finished(self, run_id: str) -> str:
        """Waits until the run has ended; its status."""
        return self._wait(lambda: found if (found := self.status(run_id)) in FINISHED else None)

    def process_of(self, run_id: str, instance: dg.DagsterInstance) -> int:
        """Waits until the run is at work; the id of its process, of which Dagster notes it."""
        kinds = {dg.DagsterEventType.ENGINE_EVENT}

        def look() -> int | None:
            said = " ".join(entry.message for entry in instance.all_logs(run_id, of_type=kinds))
            found = re.search(r"Executing steps in process \(pid: (\d+)\)", said)
            return int(found[1]) if found else None

        return int(self._wait(look))

    def wait_for_code(self) -> None:
        """Waits until the code location is loaded."""
        self._wait(lambda: "RepositoryLocation" in str(self.ask(LOADED)) or None)

    def _wait(self, look: Any) -> Any:
        for _ in range(2 * SECONDS):
            assert self.process.poll() is None, "The UI has ended."
            if (found := look()) is not None:
                return found
            time.sleep(0.5)
        pytest.fail(f"Nothing came of it within {SECONDS} seconds.")


@contextmanager
def served_ui(data: Path, log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Serves the UI over a DATA folder, on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "pipelines", "ui", "--port", str(port), "--data", str(data)]
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said, env=environment)
    try:
        ui = Served(f"http://127.0.0.1:{port}", process)
        ui._wait(lambda: _answers(ui.address))
        yield ui
    finally:
        process.terminate()
        process.wait(timeout=SECONDS)


def _answers(address: str) -> bool | None:
    try:
        return httpx.get(f"{address}/server_info", timeout=5).is_success or None
    except httpx.TransportError:
        return None
