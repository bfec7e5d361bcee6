"""Telling a person: a run that fails, one that was killed, and a warning that is new, at an address of Apprise's."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.errors import SettingError
from pipelines.runs.dagster_home import instance_of, prepare_home
from pipelines.runs.history import keep_history
from pipelines.runs.notify import tell
from pipelines.settings import settings
from tests.conftest import run_refresh
from tests.faults.test_history import begun
from tests.interrupting import published_run
from tests.product.test_refresh import SAMPLE, VISIT


class Inbox(ThreadingHTTPServer):
    """A web hook on this machine that keeps what it is told."""

    def __init__(self, status: int = 200) -> None:
        super().__init__(("127.0.0.1", 0), Hook)
        self.status = status
        self.told: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server_address[1]}/hook?token=very-secret"


class Hook(BaseHTTPRequestHandler):
    server: Inbox

    def do_POST(self) -> None:
        self.server.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def inbox(environment: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    """Where NOTIFY leads, served; over a DATA folder that is empty yet."""
    assert not environment.exists()
    with Inbox() as hook:
        thread = threading.Thread(target=hook.serve_forever)
        thread.start()
        monkeypatch.setenv("NOTIFY", hook.address)
        yield hook
        hook.shutdown()
        thread.join()


@pytest.mark.usefixtures("without_exports")
def test_a_run_tells_of_new_warnings_once_and_of_its_failure(
    inbox: Inbox, report_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (report_folder / VISIT).write_bytes((SAMPLE / VISIT).read_bytes())
    (report_folder / "page.pdf").write_bytes(b"<html></html>")
    now = settings()
    run_refresh(now, keeps_history=True)
    (first,) = inbox.told
    assert "new warning" in first["title"]
    assert "quarantine: No more than 1 in 100 documents is in quarantine." in first["message"]
    assert f"DATA={now.data}" in first["message"]
    before = published_run(now.published)
    run_refresh(now)
    assert published_run(now.published) == before
    run_refresh(now, rebuild=True)
    assert published_run(now.published) != before
    assert len(inbox.told) == 1
    (tmp_path / "corrections").mkdir()
    (tmp_path / "corrections" / "mine.yaml").write_text("a word")
    with pytest.raises(Exception, match="is not a list of corrections"):
        run_refresh(settings(corrections=str(tmp_path / "corrections")), keeps_history=True)
    _, failed = inbox.told
    assert failed["title"] == "Inspections: a run failed"
    assert "mine.yaml is not a list of corrections." in failed["message"]
    kept = b"".join(path.read_bytes() for path in now.dagster_home.rglob("*") if path.is_file())
    assert b"mine.yaml" in kept
    assert b"very-secret" not in kept
    assert "very-secret" not in "".join(capfd.readouterr())


def test_a_killed_run_is_told_of_by_the_next(inbox: Inbox) -> None:
    now = settings()
    prepare_home(now)
    process, run_id = begun(now, "shows")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with instance_of(now) as instance:
        keep_history(now, instance)
        keep_history(now, instance)
    (told,) = inbox.told
    assert told["title"] == "Inspections: a run was killed"
    assert run_id in told["message"]


def test_that_nobody_could_be_told_is_said(inbox: Inbox, capfd: pytest.CaptureFixture[str]) -> None:
    inbox.status = 500
    tell(settings(), "a run failed", ["for a reason"])
    said = capfd.readouterr().err
    assert "NOTIFY: the message could not be delivered." in said
    assert "very-secret" not in said


@pytest.mark.parametrize("address", ["nonsense", "nobody-knows://this/secret-token"])
def test_an_address_that_is_none_is_named_without_its_secrets(
    environment: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("NOTIFY", address)
    with pytest.raises(SettingError, match="NOTIFY is not an address") as raised:
        tell(settings(), "a run failed", [])
    assert address not in str(raised.value)
    told = CliRunner().invoke(main, ["run"])
    assert (told.exit_code, len(told.output.splitlines())) == (1, 1)
    assert "NOTIFY is not an address" in told.output
    assert not (environment / "builds").exists()


def test_the_address_is_shown_nowhere(inbox: Inbox) -> None:
    now = settings()
    assert now.notify.get_secret_value() == inbox.address
    for shown in (str(now), repr(now), now.model_dump_json(), json.dumps(now.environment())):
        assert "very-secret" not in shown
