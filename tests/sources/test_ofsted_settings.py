"""Settings of the reports site: defaults that are safe, and a line that says what to set."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.errors import SettingError
from pipelines.settings import settings
from pipelines.sources.ofsted.client import Client, Manners, user_agent
from pipelines.sources.ofsted.errors import Unsafe
from pipelines.web_addresses import is_safe


@pytest.fixture(autouse=True)
def _contact(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not environment.exists()
    monkeypatch.setenv("SOURCE", "ofsted")
    monkeypatch.setenv("OFSTED_CONTACT", "someone@example.org")


def test_all_but_the_contact_has_a_default() -> None:
    site = settings().ofsted
    assert site.hosts == {"reports.ofsted.gov.uk", "files.ofsted.gov.uk", "files.api.ofsted.gov.uk"}
    assert site.pause_seconds >= 1
    assert user_agent(site.contact).endswith("(+someone@example.org)")


def test_a_run_without_a_contact_asks_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OFSTED_CONTACT")
    result = CliRunner().invoke(main, ["run"])
    assert result.exit_code == 1
    assert "SOURCE=ofsted needs OFSTED_CONTACT" in result.output
    assert len(result.output.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OFSTED_REPORTS_URL", "http://reports.ofsted.gov.uk"),
        ("OFSTED_REPORTS_URL", "ftp://127.0.0.1"),
        ("OFSTED_CONTACT", "nobody"),
        ("OFSTED_CONTACT", "a@example.org\r\nX-Header: 1"),
        ("OFSTED_PAUSE_SECONDS", "0"),
        ("OFSTED_PAUSE_SECONDS", "nan"),
        ("OFSTED_MOST_REQUESTS", "0"),
    ],
)
def test_what_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=name):
        settings()


@pytest.mark.parametrize("url", ["https://files.ofsted.gov.uk/v1/file/1", "http://127.0.0.1:8044/x", "http://[::1]/x"])
def test_safe_addresses(url: str) -> None:
    assert is_safe(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://files.ofsted.gov.uk/x",
        "https://user:word@files.ofsted.gov.uk/x",
        "https://files.ofsted.gov.uk:8443/x",
        "file:///etc/passwd",
        "http://127.0.0.1.example.org/",
        "https://",
        "https://[::1",
    ],
)
def test_unsafe_addresses_are_never_asked(url: str) -> None:
    assert not is_safe(url)
    with Client(Manners("test", frozenset({"files.ofsted.gov.uk", "127.0.0.1"}), 0, 1, 0, 0)) as client:
        with pytest.raises(Unsafe):
            client.get(url)
        assert client.requests == 0
