"""Runs of the fetching against the replica, fast and with a clock of their own."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipelines.settings import OfstedSettings, Settings
from pipelines.sources.ofsted.client import Manners, user_agent
from pipelines.sources.ofsted.collect import collect
from pipelines.sources.ofsted.scope import Collected, Scope

CONTACT = "tests@example.org"
START = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
NIGHTLY = Scope()
TIMES = ("first_seen_at", "last_seen_at", "checked_at", "fetched_at", "withdrawn_at")


def settings_for(url: str, data: Path) -> Settings:
    """Settings of a run against the replica, its store under `data`."""
    site = OfstedSettings(reports_url=url, file_hosts=("127.0.0.1",), contact=CONTACT, pause_seconds=0)
    return Settings(source="ofsted", data=data, workers=1, ofsted=site)


def quick(**changes: Any) -> Manners:
    """Manners with pauses and time-outs of milliseconds."""
    short: dict[str, Any] = {
        "agent": user_agent(CONTACT),
        "hosts": frozenset({"127.0.0.1"}),
        "pause": 0.0,
        "most_requests": 5000,
        "first_wait": 0.01,
        "longest_wait": 0.1,
        "read_timeout": 0.3,
    }
    return Manners(**{**short, **changes})


def run(
    url: str,
    data: Path,
    scope: Scope = NIGHTLY,
    now: datetime = START,
    sleep: Callable[[float], None] = time.sleep,
    **changes: Any,
) -> Collected:
    """One run at the moment `now`; `changes` are to its manners."""
    log = logging.getLogger("replica")
    return collect(settings_for(url, data), scope, log, how=quick(**changes), clock=lambda: now, sleep=sleep)


def lasting(register: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The register's rows without their times, which differ between runs."""
    return [{name: value for name, value in row.items() if name not in TIMES} for row in register]


def documents(data: Path) -> set[str]:
    """The names of the documents in the store; a name is the SHA-256 of the bytes."""
    return {path.name for path in (data / "store" / "documents").glob("*/*")}
