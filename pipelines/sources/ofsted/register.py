"""The register: what the reports site lists, since when, and which bytes each address gave; kept in SQLite.

Every page and every file is a transaction of its own, so a run that is killed loses at most the one it was
at. Rows are added and marked, never taken out; only a page's oddities give way to those of its next reading.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.sources.ofsted.errors import RegisterBusy
from pipelines.sources.ofsted.pages import ListedProvider, ListedPublication, Oddity

FILE_NAME = "register.sqlite"
# A file's state: never fetched; fetched; the site says that it is withdrawn; the site did not give it; its bytes were
# fetched, and are gone from the store or have changed there.
AWAITED, HELD, GONE, BLOCKED, LOST = "awaited", "held", "gone", "blocked", "lost"
LOST_NOTE = "Its bytes in the store are gone or have changed since they were fetched."
MANY_WITHDRAWN = "many_withdrawn"  # the mark of when a run found many reports withdrawn
LAYOUT = """
create table if not exists provider (
    urn text primary key, name text, url text, latest_report text, first_seen text, last_seen text,
    read_at text, etag text, last_modified text);
create table if not exists publication (
    urn text, file_id text, label text, site_date text, first_seen text, last_seen text, dropped_at text,
    primary key (urn, file_id));
create table if not exists file (
    file_id text primary key, url text, state text, note text, etag text, last_modified text, checked_at text);
create table if not exists revision (
    file_id text, number integer, sha256 text, byte_count integer, fetched_at text, primary key (file_id, number));
create table if not exists oddity (page_url text, kind_code text, selector text, message text, seen_at text);
create table if not exists mark (name text primary key, value text);
"""
ROWS = """
select publication.urn as provider_urn, provider.name as provider_name, provider.url as provider_url,
    publication.label as publication_title, publication.site_date as publication_date,
    file.url as file_url, file.file_id, publication.first_seen as first_seen_at,
    publication.last_seen as last_seen_at,
    publication.dropped_at is not null or file.state = 'gone' as is_withdrawn,
    publication.dropped_at as withdrawn_at, file.state as state_code, file.note as state_note,
    file.checked_at, latest.sha256 as document_sha256, latest.byte_count, latest.fetched_at,
    coalesce(latest.number, 0) as revision_count
from publication
inner join provider on provider.urn = publication.urn
inner join file on file.file_id = publication.file_id
left join revision as latest on latest.file_id = file.file_id
    and latest.number = (select max(number) from revision where revision.file_id = file.file_id)
order by publication.urn, publication.file_id
"""


def stamp(moment: datetime) -> str:
    """A moment as the register writes it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


@contextmanager
def opened(folder: Path) -> Iterator[Register]:
    """The register kept in the folder, made when it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / FILE_NAME, timeout=30)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = normal")
        connection.row_factory = sqlite3.Row
        connection.executescript(LAYOUT)
        yield Register(connection)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Lets one run fetch at a time; a run that dies frees the place. Raises RegisterBusy."""
    folder.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(folder / "lock.sqlite", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            raise RegisterBusy("Another run is fetching from the reports site: wait until it has ended.") from error
        yield


class Register:
    """The register, open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def mark(self, name: str) -> str:
        """A kept mark, such as when a listing began; empty when there is none."""
        found = self._all("select value from mark where name = ?", name)
        return str(found[0]["value"]) if found else ""

    def set_mark(self, name: str, value: str) -> None:
        """Keeps a mark."""
        with self._db:
            self._db.execute("insert or replace into mark values (?, ?)", (name, value))

    def note_providers(self, providers: Sequence[ListedProvider], seen: datetime) -> None:
        """Records search results."""
        rows = [(p.urn, p.name, p.url, _iso(p.latest_report), stamp(seen), stamp(seen)) for p in providers]
        with self._db:
            self._db.executemany(
                "insert into provider (urn, name, url, latest_report, first_seen, last_seen) values (?, ?, ?, ?, ?, ?) "
                "on conflict (urn) do update set name = excluded.name, url = excluded.url, "
                "latest_report = excluded.latest_report, last_seen = excluded.last_seen",
                rows,
            )

    def providers(self) -> list[sqlite3.Row]:
        """Every provider ever listed."""
        return self._all("select * from provider order by urn")

    def unanswered(self) -> set[str]:
        """URNs of the providers whose pages gave no answer when last asked."""
        rows = self._all("select urn from provider inner join oddity on page_url = url where kind_code = 'unanswered'")
        return {row["urn"] for row in rows}

    def is_listed(self, urn: str) -> bool:
        """Whether the provider's page listed a publication at its last reading."""
        return bool(self._all("select 1 from publication where urn = ? and dropped_at is null limit 1", urn))

    def note_page(
        self,
        provider: sqlite3.Row,
        publications: Sequence[ListedPublication],
        *,
        is_whole: bool,
        validators: tuple[str, str],
        seen: datetime,
    ) -> tuple[int, int]:
        """Records a provider's page; returns how many publications are new and how many it has dropped.

        What the page no longer lists is marked as dropped, unless something on the page could not be read.
        """
        urn, now = provider["urn"], stamp(seen)
        known = {
            row["file_id"]: row["dropped_at"]
            for row in self._all("select file_id, dropped_at from publication where urn = ?", urn)
        }
        listed = {publication.file_id: publication for publication in publications}
        dropped = [file for file, since in known.items() if since is None and file not in listed] if is_whole else []
        rows = [(urn, p.file_id, p.label, _iso(p.site_date), now, now) for p in listed.values()]
        with self._db:
            self._db.executemany(
                "insert into publication (urn, file_id, label, site_date, first_seen, last_seen) "
                "values (?, ?, ?, ?, ?, ?) on conflict (urn, file_id) do update set label = excluded.label, "
                "site_date = coalesce(excluded.site_date, site_date), last_seen = excluded.last_seen, "
                "dropped_at = null",
                rows,
            )
            # The site has moved its files to another host once: a file's number stays, its address may change.
            self._db.executemany(
                "insert into file (file_id, url, state) values (?, ?, 'awaited') "
                "on conflict (file_id) do update set url = excluded.url",
                [(p.file_id, p.file_url) for p in listed.values()],
            )
            self._db.executemany(
                "update publication set dropped_at = ? where urn = ? and file_id = ?",
                [(now, urn, file) for file in dropped],
            )
            self._db.execute(
                "update provider set read_at = ?, etag = ?, last_modified = ? where urn = ?", (now, *validators, urn)
            )
        return len(listed.keys() - known.keys()), len(dropped)

    def note_unchanged_page(self, urn: str, seen: datetime) -> None:
        """Records that a provider's page is as it was."""
        with self._db:
            self._db.execute("update provider set read_at = ? where urn = ?", (stamp(seen), urn))
            self._db.execute(
                "update publication set last_seen = ? where urn = ? and dropped_at is null", (stamp(seen), urn)
            )

    def files(self, state: str, urns: Sequence[str] | None = None, *, with_dropped: bool = False) -> list[sqlite3.Row]:
        """Files in that state that are listed now, by any provider or by these; the longest unasked first.

        `with_dropped`: also those that were listed once.
        """
        rows = self._all(
            "select distinct file.*, urn, (select sha256 from revision where revision.file_id = file.file_id "
            "order by number desc limit 1) as sha256 from file inner join publication using (file_id) "
            "where state = ? and (dropped_at is null or ?) order by checked_at, file_id, urn",
            state,
            with_dropped,
        )
        wanted = {row["file_id"]: row for row in reversed(rows) if urns is None or row["urn"] in urns}
        return list(reversed(wanted.values()))

    def documents(self) -> list[str]:
        """The SHA-256 of the latest bytes of every file that was ever fetched."""
        rows = self._all(
            "select distinct sha256 from revision as latest "
            "where number = (select max(number) from revision where file_id = latest.file_id) order by sha256"
        )
        return [row["sha256"] for row in rows]

    def note_lost(self, documents: Iterable[str]) -> None:
        """Records that documents' bytes are not in the store as they were fetched: their files are to be fetched."""
        with self._db:
            self._db.executemany(
                "update file set state = 'lost', note = ? where state <> 'lost' and file_id in "
                "(select file_id from revision as latest where sha256 = ? "
                "and number = (select max(number) from revision where file_id = latest.file_id))",
                [(LOST_NOTE, sha256) for sha256 in documents],
            )

    def note_whole(self, documents: Iterable[str]) -> None:
        """Records that the bytes of files that were lost are in the store again, as from another address."""
        with self._db:
            self._db.executemany(
                "update file set state = 'held', note = '' where state = 'lost' and file_id in "
                "(select file_id from revision as latest where sha256 = ? "
                "and number = (select max(number) from revision where file_id = latest.file_id))",
                [(sha256,) for sha256 in documents],
            )

    def note_file(self, file_id: str, state: str, note: str, seen: datetime) -> None:
        """Records an answer for a file that brought no bytes."""
        with self._db:
            self._db.execute(
                "update file set state = ?, note = ?, checked_at = ? where file_id = ?",
                (state, note, stamp(seen), file_id),
            )

    def note_bytes(
        self, file_id: str, sha256: str, byte_count: int, validators: tuple[str, str], seen: datetime
    ) -> int | None:
        """Records a file's bytes, which are in the store; returns the revision's number if they are new, from 1."""
        latest = self._all(
            "select number, sha256 from revision where file_id = ? order by number desc limit 1", file_id
        )
        number = None if latest and latest[0]["sha256"] == sha256 else (latest[0]["number"] if latest else 0) + 1
        with self._db:
            self._db.execute(
                "update file set state = 'held', note = '', etag = ?, last_modified = ?, checked_at = ? "
                "where file_id = ?",
                (*validators, stamp(seen), file_id),
            )
            if number is not None:
                self._db.execute(
                    "insert into revision values (?, ?, ?, ?, ?)", (file_id, number, sha256, byte_count, stamp(seen))
                )
        return number

    def note_oddities(self, page_url: str, oddities: Sequence[Oddity], seen: datetime) -> None:
        """Puts a page's oddities in place of those of its last reading."""
        with self._db:
            self._db.execute("delete from oddity where page_url = ?", (page_url,))
            self._db.executemany(
                "insert into oddity values (?, ?, ?, ?, ?)",
                [(page_url, odd.kind_code, odd.selector, odd.message, stamp(seen)) for odd in oddities],
            )

    def oddity_rows(self) -> list[dict[str, Any]]:
        """What is odd about the site now, as rows of site_oddities."""
        rows = self._all("select * from oddity order by page_url, kind_code, selector, message")
        return [dict(row) for row in rows]

    def rows(self) -> list[dict[str, Any]]:
        """Every publication ever listed, as rows of report_register."""
        return [{**dict(row), "is_withdrawn": bool(row["is_withdrawn"])} for row in self._all(ROWS)]

    def _all(self, sql: str, *values: str | bool) -> list[sqlite3.Row]:
        return self._db.execute(sql, values).fetchall()


def older_than(moment: str, span: timedelta, now: datetime) -> bool:
    """Whether a moment that the register wrote is further back than the span, or was never."""
    return not moment or datetime.fromisoformat(moment).replace(tzinfo=UTC) < now - span


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
