"""One run over the reports site: list what is published, fetch what is new or changed, hand over what is held."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.errors import SettingError
from pipelines.runs.progress import tracked
from pipelines.settings import OfstedSettings, Settings
from pipelines.sources.listed_report import ListedReport, RefusedFile, Said
from pipelines.sources.ofsted.client import Client, Manners, user_agent
from pipelines.sources.ofsted.errors import CeilingReached, SiteStops
from pipelines.sources.ofsted.fetch import Fetching
from pipelines.sources.ofsted.listing import Listing
from pipelines.sources.ofsted.pages import Oddity
from pipelines.sources.ofsted.register import (
    AWAITED,
    BLOCKED,
    GONE,
    HELD,
    LOST,
    MANY_WITHDRAWN,
    Register,
    older_than,
    opened,
    stamp,
)
from pipelines.sources.ofsted.register import alone as alone_in
from pipelines.sources.ofsted.scope import Collected, Scope
from pipelines.store.store import Store

CHECK_AGAIN = timedelta(days=30)  # after which a file that is held is asked for again, if it has changed
FEW = 3  # reports that may be withdrawn in a run
FEW_OF = 0.02  # the share of all reports ever listed that may
TOLD_FOR = timedelta(days=28)  # how long more than a few are told of
CHECKS_A_RUN = 100  # so that a quiet night stays small; some 2,000 files take their turn in a month


def register_folder(settings: Settings) -> Path:
    """Where the register of the reports site is kept: on this machine's disk, as it is an SQLite file."""
    return settings.store_folder / "ofsted"


def manners(site: OfstedSettings) -> Manners:
    """How the settings have the site asked: waits grow from 4 pauses to 240, so from seconds to minutes."""
    return Manners(
        user_agent(site.contact),
        site.hosts,
        site.pause_seconds,
        site.most_requests,
        4 * site.pause_seconds,
        240 * site.pause_seconds,
    )


def utc_now() -> datetime:
    return datetime.now(UTC)


def collect(
    settings: Settings,
    scope: Scope,
    log: logging.Logger,
    *,
    how: Manners | None = None,
    clock: Callable[[], datetime] = utc_now,
    sleep: Callable[[float], None] = time.sleep,
) -> Collected:
    """Lists and fetches within the scope, and says what the register holds then.

    Raises SiteStops when the site must not be asked on, RegisterBusy when another run is asking, and
    SettingError for a scope that the site does not know. What was recorded until then is kept.
    """
    if settings.source != "ofsted":
        raise SettingError("Only SOURCE=ofsted fetches from the reports site.")
    site = settings.ofsted
    folder = register_folder(settings)
    store = Store(settings.store_place)
    with (
        alone_in(folder),
        opened(folder) as register,
        Client(how or manners(site), sleep=sleep) as client,
    ):
        # What a killed run had not finished writing; no other run writes while this one is alone.
        store.clear_partial()
        listing = Listing(client, register, site.reports_url, clock)
        fetching = Fetching(client, register, store, clock)
        stopped = ""
        try:
            _walk(listing, fetching, register, store, scope, log, clock)
        except CeilingReached as error:
            stopped = f"{error} The next run goes on from there."
            log.warning(stopped)
        ceiling = [Oddity(site.reports_url, "ceiling", "", stopped)] if stopped else []
        register.note_oddities(site.reports_url, ceiling, clock())
        _tell_of_withdrawals(register, site.reports_url, listing.withdrawn + fetching.gone, clock())
        counts = {
            "new publications": listing.new,
            "new": fetching.new,
            "changed": fetching.changed,
            "unchanged": fetching.unchanged,
            "withdrawn": listing.withdrawn + fetching.gone,
            "blocked": fetching.blocked,
            "lost": fetching.lost,
            "requests": client.requests,
            "bytes received": client.received,
        }
        log.info("Ofsted's reports site: %s", ", ".join(f"{name} {count}" for name, count in counts.items()))
        return Collected(counts, stopped, register.rows(), register.oddity_rows())


def _walk(
    listing: Listing,
    fetching: Fetching,
    register: Register,
    store: Store,
    scope: Scope,
    log: logging.Logger,
    clock: Callable[[], datetime],
) -> None:
    due = listing.due(scope)
    for provider in tracked(due, len(due), "Reading providers' pages", log):
        listing.read_provider(provider)
    listing.end()
    urns = None if scope.is_nightly else tuple(provider["urn"] for provider in due)
    documents = register.documents()
    lost = store.not_whole(documents)
    register.note_lost(lost)
    register.note_whole(set(documents) - lost)
    to_fetch = register.files(AWAITED, urns) + register.files(LOST, urns, with_dropped=True)
    held = register.files(HELD, urns)
    for file in tracked(to_fetch, len(to_fetch), "Fetching reports", log):
        fetching.fetch(file)
    # Another address may have given the same bytes.
    register.note_whole(lost - store.not_whole(lost))
    to_check = [*held, *register.files(GONE, urns)]
    if not scope.urns:
        # The answers of this very run are not asked for again.
        to_check = [row for row in to_check if older_than(row["checked_at"] or "", CHECK_AGAIN, clock())]
        to_check = sorted(to_check, key=lambda row: row["checked_at"])[:CHECKS_A_RUN]
    for file in tracked(to_check, len(to_check), "Asking whether reports have changed", log):
        fetching.fetch(file)
    _try_again(fetching, register.files(BLOCKED, urns), {row["file_id"] for row in [*to_fetch, *to_check]}, log)


def _tell_of_withdrawals(register: Register, url: str, withdrawn: int, now: datetime) -> None:
    """Notes when a run found many reports withdrawn: then it may be the site that has changed. They stay published."""
    place, listed = f"{url}/search#withdrawn", len(register.rows())
    if withdrawn > max(FEW, FEW_OF * listed):
        message = (
            f"{withdrawn} of {listed} reports were withdrawn at once, found on {now:%d %B %Y}: look whether the site "
            "still has them. They stay published."
        )
        register.note_oddities(place, [Oddity(place, "many_withdrawn", "", message)], now)
        register.set_mark(MANY_WITHDRAWN, stamp(now))
    elif older_than(register.mark(MANY_WITHDRAWN), TOLD_FOR, now):
        register.note_oddities(place, [], now)


def _try_again(fetching: Fetching, blocked: Iterable[Any], asked: set[str], log: logging.Logger) -> None:
    """Files that the site did not give in an earlier run, after all others: some never come, and hold up nothing."""
    waiting = [row for row in blocked if row["file_id"] not in asked]
    try:
        for file in tracked(waiting, len(waiting), "Asking again for reports not given before", log):
            fetching.fetch(file)
    except SiteStops as error:
        log.warning(str(error))


def held_reports(settings: Settings) -> Iterator[ListedReport | RefusedFile]:
    """The latest revision of every publication that was ever fetched, withdrawn ones too, in order of their path.

    One whose bytes were damaged in the store since, and did not come again, is refused.
    """
    with opened(register_folder(settings)) as register:
        rows = register.rows()
    for row in rows:
        if row["document_sha256"] is None:
            continue
        path = f"{row['provider_urn']}/{row['file_id']}.pdf"
        said = Said(
            row["file_url"],
            row["provider_urn"],
            row["provider_name"],
            row["publication_title"],
            row["publication_date"] or "",
        )
        if row["state_code"] == LOST:
            yield RefusedFile(path, "damaged_in_store", f"{row['state_note']} The next run asks for it again.", said)
        else:
            yield ListedReport(path, row["document_sha256"], row["byte_count"], said)
