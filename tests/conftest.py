"""Fixtures that tests share: the material beside the project, a warehouse of the sample, its site, a browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from pipelines.settings import ROOT, OfstedSettings, Settings, settings
from tests.browser import chromium, served, watched_page
from tests.made_once import made_once
from tests.one_thread import use_one_thread
from tests.unchecked import let_checks_pass

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from pipelines.site import SiteSummary

SHARED = ROOT.parent / "shared"
SETTINGS = (
    *(name.upper() for name in Settings.model_fields if name not in ("data", "ofsted")),
    *(f"OFSTED_{name.upper()}" for name in OfstedSettings.model_fields),
)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and their truth. Where REQUIRE_SHARED is set, its absence is a failure."""
    if not SHARED.is_dir():
        if os.environ.get("REQUIRE_SHARED"):
            pytest.fail("REQUIRE_SHARED is set and ../shared is not there.")
        pytest.skip("../shared (real reports with truth) is not beside the project.")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Each worker of the suite has one thread of DuckDB's."""
    with pytest.MonkeyPatch.context() as patch:
        use_one_thread(patch)
        yield


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A DATA folder of the test's own, and no settings from outside; returns the folder."""
    without_settings(monkeypatch)
    monkeypatch.setenv("DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def report_folder(environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the test's own reports, set as the source."""
    reports = environment.parent / "reports"
    reports.mkdir()
    monkeypatch.setenv("REPORTS", str(reports))
    return reports


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A refresh of the sample reports, done once for all tests that only look at it."""

    def refreshed(data: Path) -> Path:
        run_refresh(settings(data=str(data)))
        return data

    with pytest.MonkeyPatch.context() as patch:
        without_settings(patch)
        patch.setenv("DATA", str(made_once(tmp_path_factory, "sample", refreshed)))
        yield settings()


@pytest.fixture
def without_exports(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publication without its exports, for tests that publish many times and look at other things."""
    leave_out_exports(monkeypatch)


@pytest.fixture
def copied_warehouse(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publication of the sample's file with the build's own row of `publication`, for tests of which editions stay."""

    def copy(build: Path, target: Path) -> None:
        shutil.copyfile(sample.warehouse, target)
        with duckdb.connect(str(target)) as connection:
            connection.execute(f"attach '{build}' as build (read_only)")
            connection.execute("delete from publication; insert into publication by name from build.publication")

    monkeypatch.setattr("pipelines.publishing.publish.write_warehouse", copy)


@pytest.fixture
def every_check_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refreshes that do not wait for Great Expectations, for tests that refresh often and look at other things."""
    let_checks_pass(monkeypatch)


def leave_out_exports(patch: pytest.MonkeyPatch) -> None:
    """Publications of this process have no exports."""
    patch.setattr("pipelines.publishing.publish.write_exports", lambda _, folder: folder.mkdir())


@contextmanager
def quick_refreshes() -> Iterator[None]:
    """Refreshes without settings from outside, exports or Great Expectations: for a state that tests start from."""
    with pytest.MonkeyPatch.context() as patch:
        without_settings(patch)
        let_checks_pass(patch)
        leave_out_exports(patch)
        yield


def without_settings(patch: pytest.MonkeyPatch) -> None:
    """Takes every setting out of the environment."""
    for name in SETTINGS:
        patch.delenv(name, raising=False)


def run_refresh(
    settings: Settings, *, rebuild: bool = False, accept_shrunken_tables: bool = False, keeps_history: bool = False
) -> str:
    """Runs the job `refresh` with these settings; returns the run's id.

    Its history is in memory, which takes a quarter less time, unless it `keeps_history` as the command does, under
    DATA. One process reads: starting another takes longer than the reports of most tests.
    """
    from pipelines.commands import refresh_job
    from pipelines.runs.dagster_home import prepare_home
    from tests.history_in_memory import keep_history_in_memory

    with pytest.MonkeyPatch.context() as patch:
        if keeps_history:
            prepare_home(settings)
        else:
            keep_history_in_memory(patch)
        one_reader = settings.model_copy(update={"workers": 1})
        done = refresh_job.refresh(
            one_reader, verbose=False, rebuild=rebuild, accept_shrunken_tables=accept_shrunken_tables
        )
    return done.run_id


def rows(now: Settings, sql: str, *values: str) -> list[tuple[object, ...]]:
    """What the query finds in the published file."""
    with duckdb.connect(str(now.warehouse), read_only=True) as connection:
        return connection.execute(sql, values).fetchall()


@pytest.fixture
def warehouse(sample: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published sample warehouse, as a reader opens it."""
    with duckdb.connect(str(sample.warehouse), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of one module: another module may start it by itself."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def summary(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> SiteSummary:
    """The site of the sample reports, as built."""
    from pipelines.site import build_site

    return made_once(tmp_path_factory, "site", lambda folder: build_site(sample.warehouse, folder / "site"))


@pytest.fixture(scope="session")
def site_folder(summary: SiteSummary) -> Path:
    """The folder of the site of the sample reports."""
    return summary.folder


@pytest.fixture(scope="module")
def site_address(site_folder: Path) -> Iterator[str]:
    """Where the site of the sample reports is served."""
    from pipelines.site.serve import server

    with served(server(site_folder, 0)) as where:
        yield where


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, site_address: str) -> Iterator[Page]:
    """The page of that site which the test's module names as PAGE, watched."""
    with watched_page(browser, site_address, request.module.PAGE) as page:
        yield page
