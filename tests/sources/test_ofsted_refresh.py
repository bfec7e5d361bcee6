"""The reports site as a source of the job: from the replica to the published file, and its checks in Dagster."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets.run import RunSettings, data_folder
from assets.source import report_tables
from pipelines.commands.refresh_job import RefreshFailed
from pipelines.definitions import defs
from pipelines.quality.running import run_checks
from pipelines.quality.suites import suites
from pipelines.runs.run_build import build_path
from pipelines.settings import settings
from pipelines.warehouse import build_file
from tests.conftest import run_refresh
from tests.replica.server import Fault, Site, serving
from tests.replica.site import Provider, providers
from tests.selected_runs import run_of


def resources() -> dict[str, object]:
    """What the asset needs, with the settings of now."""
    return {"settings": RunSettings.of(settings()), "data_folder": data_folder}


@pytest.fixture
def site(environment: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The replica, and settings that point to it."""
    assert not environment.exists()
    with serving(Site(providers(152, distinct=False))) as served:
        monkeypatch.setenv("SOURCE", "ofsted")
        monkeypatch.setenv("OFSTED_REPORTS_URL", served.url)
        monkeypatch.setenv("OFSTED_FILE_HOSTS", "127.0.0.1")
        monkeypatch.setenv("OFSTED_CONTACT", "tests@example.org")
        monkeypatch.setenv("OFSTED_PAUSE_SECONDS", "0")
        yield served


def failed_checks(only: Sequence[Provider] = ()) -> dict[str, str]:
    """Makes the assets, for some providers or what is due; returns the failed checks of what is odd, by severity."""
    config = {"ops": {"reports": {"config": {"provider_urns": [provider.urn for provider in only]}}}}
    result = run_of(dg.AssetSelection.assets(*report_tables.keys), settings(), config)
    with build_file.connect(build_path(settings(), result.run_id)) as connection:
        found = run_checks(connection, suites()["site_oddities"])
    failed = {one.check.name: one.check.severity for one in found if not one.passed}
    assert result.success == ("error" not in failed.values())
    return failed


@pytest.mark.usefixtures("site", "without_exports")
def test_the_job_fetches_and_publishes() -> None:
    now = settings()
    run_refresh(now)
    with duckdb.connect(str(now.warehouse), read_only=True) as connection:
        register = connection.execute(
            "select count(*), count(distinct provider_urn), bool_and(state_code = 'held') from raw.report_register"
        )
        assert register.fetchall() == [(304, 152, True)]
        files = connection.execute("select count(*), count(distinct document_sha256) from raw.report_files")
        assert files.fetchall() == [(304, 20)]
        read = connection.execute("select count(*) from inspections").fetchall()[0][0]
        assert read == 20
        drift = connection.execute("select passed from check_results where table_name = 'site_oddities'").fetchall()
        assert set(drift) == {(True,)}


def test_a_search_of_another_layout_is_a_check_that_holds_the_publication_back(site: Site) -> None:
    assert failed_checks() == {}
    site.pages["/search"] = b"<html><main>Our new search</main></html>"
    assert failed_checks() == {"search_lists_the_authorities": "error"}


def test_a_few_odd_pages_are_warnings_and_many_hold_the_publication_back(site: Site) -> None:
    odd = [provider.path for provider in site.providers[:16]]
    site.pages[odd[0]] = site.answer(odd[0], "")[1].replace(b'class="timeline"', b'class="events"')
    assert failed_checks() == {"pages_have_a_timeline": "warn"}
    site.pages |= dict.fromkeys(odd, site.pages[odd[0]])
    assert failed_checks(site.providers[:16]) == {"pages_have_a_timeline": "warn", "site_keeps_its_layout": "error"}


def test_bytes_that_are_damaged_and_do_not_come_again_hold_nothing_back(site: Site) -> None:
    publication = site.providers[0].publications[0]
    publication.content += b"% its own\n"
    assert failed_checks() == {}
    lost = hashlib.sha256(publication.content).hexdigest()
    (settings().store_folder / "documents" / lost[:2] / lost).write_bytes(b"damaged")
    site.always[publication.path] = Fault("status", 403)
    result = dg.materialize([report_tables], resources=resources())
    with build_file.connect(build_path(settings(), result.run_id)) as connection:
        refused = connection.execute("select source_path, reason_code from raw.refused_files").fetchall()
        assert refused == [(f"{site.providers[0].urn}/{publication.file_id}.pdf", "damaged_in_store")]
        assert connection.execute("select count(*) from raw.report_files").fetchall() == [(303,)]
        found = run_checks(connection, suites()["report_register"])
    assert {result.check.name: result.check.severity for result in found if not result.passed} == {
        "files_are_given": "warn"
    }


def test_a_site_that_forbids_stops_the_run_with_one_line(site: Site) -> None:
    site.robots = "User-agent: *\nDisallow: /\n"
    with pytest.raises(RefreshFailed, match=r"robots\.txt forbids"):
        run_refresh(settings())
    assert site.paths() == ["/robots.txt"]


def test_one_authority_can_be_fetched_from_the_launchpad(site: Site) -> None:
    urn = site.providers[3].urn
    config = {"ops": {"reports": {"config": {"provider_urns": [urn]}}}}
    result = dg.materialize([report_tables], run_config=config, resources=resources())
    (register,) = [
        event.materialization
        for event in result.get_asset_materialization_events()
        if event.asset_key == dg.AssetKey("report_register")
    ]
    metadata = {name: value.value for name, value in register.metadata.items()}
    assert (metadata["new"], metadata["changed"], metadata["withdrawn"]) == (2, 0, 0)
    assert metadata["requests"] == len(site.asked)
    with duckdb.connect(str(build_path(settings(), result.run_id)), read_only=True) as connection:
        assert connection.execute("select distinct provider_urn from raw.report_register").fetchall() == [(urn,)]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("config", "says"),
    [({"provider_urns": ["99"]}, "no local authority with URN 99"), ({"published_from": "May"}, "is not a day")],
)
def test_a_run_config_that_cannot_be_used_is_told(config: dict[str, object], says: str) -> None:
    result = dg.materialize(
        [report_tables],
        run_config={"ops": {"reports": {"config": config}}},
        resources=resources(),
        raise_on_error=False,
    )
    failure = next(event for event in result.all_events if event.is_step_failure).step_failure_data
    assert failure.user_failure_data is not None
    assert says in (failure.user_failure_data.description or "")


def test_the_listing_says_how_fresh_it_must_be() -> None:
    spec = defs.resolve_asset_graph().get(dg.AssetKey("source_listing"))
    assert isinstance(spec.freshness_policy, dg.FreshnessPolicy)
