"""The Dagster UI as a person uses it: 'Materialize all', then success and a published file."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import duckdb
import pytest

from pipelines.settings import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SECONDS = 120

pytestmark = pytest.mark.browser


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def served(environment: Path, tmp_path: Path) -> Iterator[str]:
    """`inspections ui` on a port of its own; yields its address."""
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_SHARED"):
            pytest.fail("No Chromium to drive the UI with.")
        pytest.skip("Chromium is not installed.")
    port = free_port()
    command = [sys.executable, "-m", "pipelines", "ui", "--port", str(port), "--data", str(environment)]
    with (tmp_path / "ui.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(address, process)
            yield address
        finally:
            # SIGINT to the group: a TERM to the parent alone leaves Dagster's children behind.
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=60)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(SECONDS):
        assert process.poll() is None, "The UI stopped before it served."
        try:
            with urlopen(f"{address}/server_info", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(1)
    pytest.fail(f"The UI did not serve within {SECONDS} seconds.")


def test_materialize_all_publishes(served: str, environment: Path) -> None:
    from playwright.sync_api import expect, sync_playwright

    pictures = Path(os.environ.get("SCREENSHOTS") or environment / "screenshots")
    pictures.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.set_default_timeout(SECONDS * 1000)
        page.goto(f"{served}/asset-groups")
        page.get_by_text("Materialize all").first.wait_for()
        page.screenshot(path=pictures / "lineage.png")
        page.get_by_text("Materialize all").first.click()
        page.get_by_text("Launched run").first.wait_for()
        page.goto(f"{served}/runs")
        expect(page.get_by_text("Success").first).to_be_visible(timeout=SECONDS * 1000)
        page.screenshot(path=pictures / "runs.png")
        page.goto(f"{served}/assets/fact_judgement")
        page.get_by_text("one grade per inspection", exact=False).or_(page.get_by_text("judgement")).first.wait_for()
        page.screenshot(path=pictures / "fact_judgement.png")
        page.goto(f"{served}/automation")
        page.get_by_text("nightly_refresh").first.wait_for()
        page.screenshot(path=pictures / "automation.png")
        browser.close()
    with duckdb.connect(str(environment / "published" / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from inspections").fetchall()[0][0] > 0
