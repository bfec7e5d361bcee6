"""Tells a person, at the address that NOTIFY gives, of a run that failed and of warnings that are new."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from pipelines.errors import PublicationError, SettingError
from pipelines.runs.data_folder import StateError
from pipelines.settings import Settings
from pipelines.warehouse import build_file

if TYPE_CHECKING:
    import dagster as dg
    from apprise import Apprise

Warnings = dict[tuple[str, str], str]
WARNINGS = """
    select table_name, check_name, description || ' Not so for ' || coalesce(unexpected_count::varchar, 'some') || '.'
    from check_results
    where not passed
    order by all
"""


def tell(settings: Settings, title: str, lines: list[str]) -> None:
    """Sends the message, if NOTIFY is set; that nobody could be told is said on standard error. Raises SettingError."""
    recipient = _recipient(settings)
    if recipient is None:
        return
    body = "\n".join([*lines, "", f"DATA={settings.data} on {platform.node()}"])
    if not recipient.notify(title=f"Inspections: {title}", body=body):
        print("NOTIFY: the message could not be delivered.", file=sys.stderr, flush=True)


def _recipient(settings: Settings) -> Apprise | None:
    """Whom NOTIFY names; None when it is not set. Raises SettingError for a kind of address that Apprise has not."""
    address = settings.notify.get_secret_value()
    if not address:
        return None
    from apprise import Apprise

    recipient = Apprise()
    if not recipient.add(address):
        raise SettingError("NOTIFY is not an address that Apprise knows: mailto://..., msteams://..., json://...")
    return recipient


@contextmanager
def told_about(settings: Settings, instance: dg.DagsterInstance, run_id: str) -> Iterator[None]:
    """Tells of what happens to the run meanwhile: that it failed, or published with warnings that were not there.

    Raises SettingError at once when nobody could be told at the address that NOTIFY gives.
    """
    if _recipient(settings) is None:
        yield
        return
    before = _warnings(settings)
    try:
        yield
    except StateError as error:
        tell(settings, "a run could not begin", [str(error), f"Run {run_id}"])
        raise
    if reason := _failure(instance, run_id):
        tell(settings, "a run failed", [reason, f"Run {run_id}"])
        return
    found = _warnings(settings)
    if new := [f"{table}: {said}" for (table, check), said in found.items() if (table, check) not in before]:
        tell(settings, f"{len(new)} new warning{'s' if len(new) > 1 else ''}", new)


def _failure(instance: dg.DagsterInstance, run_id: str) -> str | None:
    import dagster as dg

    from pipelines.runs.outcome import failure

    kinds = {dg.DagsterEventType.STEP_FAILURE, dg.DagsterEventType.ASSET_CHECK_EVALUATION}
    logged = (entry.dagster_event for entry in instance.all_logs(run_id, of_type=kinds))
    return failure(event for event in logged if event)


def _warnings(settings: Settings) -> Warnings:
    """What the published checks warn of, by table and check; nothing where there is no file, or it does not open."""
    try:
        if not settings.warehouse.is_file():
            return {}
        connection = build_file.connect(settings.warehouse, read_only=True)
        try:
            rows = connection.execute(WARNINGS).fetchall()
        finally:
            connection.close()
    except (PublicationError, duckdb.Error):
        return {}
    return {(table, check): said for table, check, said in rows}
