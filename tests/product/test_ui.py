"""The Dagster UI as a person uses it, as another site's page would, and as a service manager ends it."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import httpx
import psutil
import pytest

from tests.browser import chromium
from tests.conftest import without_settings
from tests.product.test_refresh import SAMPLE, VISIT
from tests.served_ui import SECONDS, Served, served_ui

MUTATION = 'mutation { startSensor(sensorSelector: {repositoryName: "__repository__", ' + (
    'repositoryLocationName: "inspections", sensorName: "site_follows"}) { __typename } }'
)


@dataclass(frozen=True)
class Ui:
    """A UI that is served over a DATA folder."""

    served: Served
    data: Path


@pytest.fixture(scope="module")
def ui(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ui]:
    """`inspections ui` on a port of its own, over a folder with one report."""
    place = tmp_path_factory.mktemp("ui")
    (place / "reports").mkdir()
    shutil.copy(SAMPLE / VISIT, place / "reports")
    with pytest.MonkeyPatch.context() as patch:
        without_settings(patch)
        patch.setenv("REPORTS", str(place / "reports"))
        with served_ui(place / "data", place / "ui.log") as served:
            yield Ui(served, place / "data")


@pytest.mark.browser
def test_materialize_all_publishes_and_does_nothing_when_nothing_is_new(ui: Ui) -> None:
    from playwright.sync_api import expect

    served, data = ui.served, ui.data
    pictures = Path(os.environ.get("SCREENSHOTS") or data / "screenshots")
    pictures.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1600, "height": 1000})
        page.set_default_timeout(SECONDS * 1000)
        page.goto(f"{served.address}/asset-groups")
        page.get_by_text("Materialize all").first.wait_for()
        page.screenshot(path=pictures / "lineage.png")
        page.get_by_text("Materialize all").first.click()
        page.get_by_text("Launched run").first.wait_for()
        page.goto(f"{served.address}/runs")
        expect(page.get_by_text("Success").first).to_be_visible(timeout=SECONDS * 1000)
        page.screenshot(path=pictures / "runs.png")
        page.goto(f"{served.address}/assets/fact_judgement")
        page.get_by_text("one grade per inspection", exact=False).or_(page.get_by_text("judgement")).first.wait_for()
        page.screenshot(path=pictures / "fact_judgement.png")
        page.goto(f"{served.address}/automation")
        page.get_by_text("nightly_refresh").first.wait_for()
        page.screenshot(path=pictures / "automation.png")
        assert len(list((data / "published" / "editions").iterdir())) == 1
        page.goto(f"{served.address}/asset-groups")
        page.get_by_text("Materialize all").first.click()
        page.get_by_text("Launched run").first.wait_for()
    # As the job's Launchpad sends it: it names no check, and means all.
    assert served.finished(served.launch()) == "SUCCESS"
    assert [run["status"] for run in served.runs("__ASSET_JOB")].count("SUCCESS") >= 2
    assert len(list((data / "published" / "editions").iterdir())) == 1
    with duckdb.connect(str(data / "published" / "warehouse.duckdb"), read_only=True) as connection:
        assert connection.execute("select count(*) from inspections").fetchall()[0][0] > 0


def test_another_site_s_page_cannot_use_the_ui(ui: Ui) -> None:
    """The guard itself is tried in test_guard.py; this is that the UI is served behind it."""
    served = ui.served
    graphql = f"{served.address}/graphql"
    asked = {"query": MUTATION}
    answers = [
        httpx.get(graphql, params=asked),
        httpx.get(graphql, params=asked, headers={"Accept": "text/html"}),
        httpx.post(graphql, params=asked, headers={"Origin": "http://example.org"}),
        httpx.post(graphql, json=asked, headers={"Host": "example.org"}),
        httpx.post(f"{served.address}/report_asset_materialization/new_inputs", headers={"Origin": "null"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * len(answers)
    own = httpx.post(graphql, json={"query": "{ version }"}, headers={"Origin": served.address}, timeout=SECONDS)
    assert own.json()["data"]["version"]
    assert httpx.get(served.address).headers["x-frame-options"] == "DENY"


def test_sigterm_ends_webserver_daemon_and_code_servers(ui: Ui) -> None:
    """The last test of this UI."""
    served = ui.served
    served.wait_for_code()
    started = psutil.Process(served.process.pid).children(recursive=True)
    names = [" ".join(process.cmdline()) for process in started]
    for part in ("pipelines.ui.webserver", "dagster-daemon", "api grpc"):
        assert any(part in name for name in names), names
    os.kill(served.process.pid, signal.SIGTERM)
    assert served.process.wait(timeout=SECONDS) == 0
    _, left = psutil.wait_procs(started, timeout=5)
    assert not left
