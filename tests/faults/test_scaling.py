"""Past one machine: a Dask cluster and an object store give what one machine and its disk give."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("distributed")
pytest.importorskip("s3fs")

from distributed import Client
from fsspec import filesystem

from pipelines.errors import SettingError
from pipelines.raw.extract import all_facts
from pipelines.settings import Settings, settings
from pipelines.store.store import Store
from pipelines.workers import cluster as cluster_module
from pipelines.workers import executor_at
from pipelines.workers.cluster import ClusterExecutor, ClusterLost
from pipelines.workers.limits import Stopped
from tests import worker_calls
from tests.cluster import cluster, object_store, wait_for
from tests.conftest import leave_out_exports, run_refresh, without_settings
from tests.faults.conftest import reports
from tests.lasting import lasting_content
from tests.product.test_refresh import SAMPLE
from tests.unchecked import let_checks_pass

REPORTS = 10  # of the sample: a worker that is killed once two are read leaves most of them


@pytest.fixture(scope="module")
def shared_store() -> Iterator[str]:
    """An object store's URL; what is started after it finds its server."""
    with pytest.MonkeyPatch.context() as patch, object_store(patch) as found:
        yield found


@pytest.fixture
def url(shared_store: str, request: pytest.FixtureRequest) -> str:
    """Of a place in it that is the test's own."""
    return f"{shared_store}/{request.node.name}"


@pytest.fixture(scope="module")
def shared_cluster(shared_store: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster whose workers find that store."""
    assert shared_store
    with cluster(tmp_path_factory.mktemp("cluster"), workers=2) as (found, _):
        yield found


@pytest.fixture
def address(shared_cluster: str) -> str:
    """The same, once both workers are there: an earlier test may have ended one."""
    wait_for(lambda: len(processes(shared_cluster)) == 2)
    return shared_cluster


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A refresh of some reports on one machine and its disk."""
    made = tmp_path_factory.mktemp("undisturbed")
    some = reports(made / "reports", *(path.name for path in sorted(SAMPLE.glob("*.pdf"))[:REPORTS]))
    with pytest.MonkeyPatch.context() as patch:
        without_settings(patch)
        let_checks_pass(patch)
        leave_out_exports(patch)
        now = settings(reports=str(some), data=str(made / "data"))
        run_refresh(now)
    return now


def kept_on_disk(now: Settings) -> dict[str, bytes]:
    """Documents, pages and facts by name."""
    return {
        path.relative_to(now.store_folder).as_posix(): path.read_bytes()
        for kind in ("documents", "pages", "facts")
        for path in (now.store_folder / kind).rglob("*")
        if path.is_file()
    }


def kept_in_store(url: str) -> dict[str, bytes]:
    """The same of an object store."""
    place, root = filesystem("s3", use_listings_cache=False), url.removeprefix("s3://")
    names = [name for kind in ("documents", "pages", "facts") for name in listed_in_store(url, kind)]
    return {name: place.cat_file(f"{root}/{name}") for name in names}


def listed_in_store(url: str, kind: str) -> list[str]:
    """The names alone, which can be asked for while others are written."""
    root = url.removeprefix("s3://")
    found = filesystem("s3", use_listings_cache=False).find(f"{root}/{kind}")
    return [path.removeprefix(f"{root}/") for path in found]


def processes(address: str) -> dict[str, int]:
    """The process of each Dask worker by its name."""
    with Client(address, set_as_default=False) as client:
        return dict(client.run(os.getpid))


def kill_one(address: str, url: str, killed: list[int]) -> None:
    """Kills a Dask worker when it has begun: something is kept by then, and not yet everything."""
    worker = next(iter(processes(address).values()))
    wait_for(lambda: len(listed_in_store(url, "facts")) >= 2)
    os.kill(worker, signal.SIGKILL)
    killed.append(worker)


@pytest.mark.usefixtures("every_check_passes", "without_exports")
def test_a_cluster_and_an_object_store_give_the_same_with_a_worker_killed(
    undisturbed: Settings, environment: Path, url: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTS", str(undisturbed.reports))
    monkeypatch.setenv("EXECUTOR", address)
    monkeypatch.setenv("STORE", url)
    now, before, killed = settings(), processes(address), list[int]()
    assert now.data == environment
    killing = threading.Thread(target=kill_one, args=(address, url, killed))
    killing.start()
    run_refresh(now)
    killing.join()
    assert lasting_content(now.warehouse) == lasting_content(undisturbed.warehouse)
    assert kept_in_store(url) == kept_on_disk(undisturbed)
    assert not (now.store_folder / "documents").exists()
    assert len(killed) == 1
    wait_for(lambda: len(processes(address)) == 2)
    assert set(killed) == set(before.values()) - set(processes(address).values())


@pytest.mark.usefixtures("environment")
def test_an_object_store_serves_local_workers_too(undisturbed: Settings, url: str) -> None:
    store = Store(url)
    documents = [store.put_document(path.read_bytes())[0] for path in sorted(undisturbed.reports.glob("*.pdf"))[:3]]
    found = dict(all_facts(store, documents, 2))
    assert found == dict(all_facts(Store(undisturbed.store_folder), documents, 2))
    assert found == dict(all_facts(store, documents, 2))


def test_a_bad_call_ends_no_worker_of_the_cluster(address: str) -> None:
    before = processes(address)
    with executor_at(address, 1) as pool:
        good = [pool.submit(worker_calls.answer, number) for number in range(3)]
        ends, faults = pool.submit(worker_calls.exit_at_once, 3), pool.submit(worker_calls.raise_oserror)
        assert [future.result() for future in good] == [0, 2, 4]
        with pytest.raises(Stopped) as error:
            ends.result()
        assert error.value.reason_code == "worker_died"
        with pytest.raises(OSError, match="No space left"):
            faults.result()
        if sys.platform == "linux":
            with pytest.raises(Stopped) as error:
                pool.submit(worker_calls.grow_at_once).result()
            assert error.value.reason_code == "too_big"
    assert processes(address) == before


def test_a_call_that_takes_dask_workers_along_costs_itself(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "in_limited_process", worker_calls.kill_caller)
    with executor_at(address, 1) as pool:
        bad = pool.submit(worker_calls.answer, 1)
        with pytest.raises(Stopped) as error:
            bad.result()
    assert error.value.reason_code == "worker_died"


def test_a_scheduler_that_goes_away_is_named(tmp_path: Path) -> None:
    with cluster(tmp_path, workers=1) as (address, scheduler), ClusterExecutor(address) as pool:
        assert pool.submit(worker_calls.answer, 1).result() == 2
        waiting = pool.submit(worker_calls.sleep_for_ever)
        scheduler.kill()
        with pytest.raises(ClusterLost, match=f"EXECUTOR={address} went away"):
            waiting.result()


def test_a_cluster_that_is_not_there_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "ANSWERS_WITHIN", 1)
    with pytest.raises(SettingError, match=r"EXECUTOR=tcp://127\.0\.0\.1:1 does not answer") as error:
        executor_at("tcp://127.0.0.1:1", 1)
    assert "\n" not in str(error.value)


def test_a_missing_extra_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(SettingError, match=r"EXECUTOR=tcp://127\.0\.0\.1:1 needs the extra `scaling`") as error:
        executor_at("tcp://127.0.0.1:1", 1)
    assert "\n" not in str(error.value)
