"""From the site's search to its providers' pages: what is published, into the register."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from pipelines.errors import SettingError
from pipelines.sources.ofsted import pages
from pipelines.sources.ofsted.client import Client
from pipelines.sources.ofsted.errors import SiteStops, Unanswered, Unsafe
from pipelines.sources.ofsted.pages import ListedProvider, Oddity
from pipelines.sources.ofsted.register import Register, older_than, stamp
from pipelines.sources.ofsted.scope import Scope

LOCAL_AUTHORITIES = {"level_1_types": "3", "level_2_types[]": "12"}  # children's services of local authorities
ROWS = 100  # what the site gives at most on a page, since February 2025
MOST_PAGES = 20
READINGS = 3  # of a list that names fewer authorities than it counts: one may move between its pages meanwhile
FEWEST_PROVIDERS = 150
WHOLE_EVERY = timedelta(days=6)  # nights between two readings of every provider's page, so that it is weekly
OVERLAP = timedelta(days=28)  # a report can appear on the site with an earlier date
ROUND_BEGUN, ROUND_ENDED, LISTED = "round_begun", "round_ended", "listed"


@dataclass
class _List:
    """The search's results over all its pages; `unread` could not be read, `counts` are what the pages say they are."""

    found: dict[str, ListedProvider] = field(default_factory=dict)
    unread: int = 0
    counts: set[int] = field(default_factory=set)
    oddities: list[Oddity] = field(default_factory=list)

    def has_moved(self, named: int) -> bool:
        """Whether the pages count differently, or more than the `named` authorities that were found in all."""
        return len(self.counts) > 1 or any(count > named + self.unread for count in self.counts)


class Listing:
    """One run's look at the site. `new` and `withdrawn` count publications."""

    def __init__(self, client: Client, register: Register, url: str, clock: Callable[[], datetime]) -> None:
        self.new = 0
        self.withdrawn = 0
        self._client = client
        self._register = register
        self._search_url = f"{url}/search"
        self._clock = clock
        self._is_round = False
        self._is_odd = False

    def due(self, scope: Scope) -> list[sqlite3.Row]:
        """The providers whose pages are to be read, those read longest ago first. Raises SettingError, OfstedError."""
        if scope.urns:
            return self._chosen(scope.urns)
        if not scope.is_nightly:
            return self._only(provider.urn for provider in self._search(scope.since, scope.until))
        ended = self._register.mark(ROUND_ENDED)
        begun = self._register.mark(ROUND_BEGUN)
        if begun > ended or older_than(ended, WHOLE_EVERY, self._clock()):
            return self._of_round(begun if begun > ended else "")
        last = date.fromisoformat(self._register.mark(LISTED)[:10])
        listed = {provider.urn for provider in self._search(last - OVERLAP, None)}
        return self._only(listed | self._register.unanswered())

    def end(self) -> None:
        """Records that everything that was due has been read."""
        now = stamp(self._clock())
        if self._is_odd:
            # A list that is not to be trusted is read anew the next time, with every page.
            self._register.set_mark(ROUND_BEGUN, "")
            self._register.set_mark(ROUND_ENDED, "")
            return
        if self._is_round:
            self._register.set_mark(ROUND_ENDED, now)
        self._register.set_mark(LISTED, now)

    def _of_round(self, begun: str) -> list[sqlite3.Row]:
        """Every provider, but for those that an interrupted round has read already."""
        self._is_round = True
        if older_than(begun, WHOLE_EVERY, self._clock()):
            begun = stamp(self._clock())
            self._register.set_mark(ROUND_BEGUN, begun)
        self._search(None, None)
        return self._only(row["urn"] for row in self._register.providers() if (row["read_at"] or "") < begun)

    def _chosen(self, urns: Iterable[str]) -> list[sqlite3.Row]:
        wanted = set(urns)
        if wanted - {row["urn"] for row in self._register.providers()}:
            self._search(None, None)
        found = self._only(wanted)
        missing = wanted - {row["urn"] for row in found}
        if missing:
            raise SettingError(f"The reports site lists no local authority with URN {', '.join(sorted(missing))}.")
        return found

    def _only(self, urns: Iterable[str]) -> list[sqlite3.Row]:
        wanted = set(urns)
        rows = [row for row in self._register.providers() if row["urn"] in wanted]
        return sorted(rows, key=lambda row: (row["read_at"] or "", row["urn"]))

    def _search(self, since: date | None, until: date | None) -> list[ListedProvider]:
        """The providers that the search lists, all pages of it; they are put in the register."""
        asked = {"q": "", "location": "", "lat": "", "lon": "", "radius": "", **LOCAL_AUTHORITIES}
        if since:
            asked["latest_report_date_start"] = since.strftime("%d-%m-%Y")
        if until:
            asked["latest_report_date_end"] = until.strftime("%d-%m-%Y")
        is_whole = not (since or until)
        # Odd things of a search by date are kept apart, so that they never hide those of the whole list.
        page_url = self._search_url if is_whole else f"{self._search_url}?latest_report_date_start"
        found: dict[str, ListedProvider] = {}
        for _ in range(READINGS):
            read = self._read_list(asked, page_url)
            found |= read.found
            if not read.oddities and not read.has_moved(len(found)):
                break
        odd = read.oddities
        if not odd and read.has_moved(len(found)):
            counts = " or ".join(str(count) for count in sorted(read.counts))
            message = (
                f"The search counts {counts} results, and its pages name {len(found)} authorities, read "
                f"{READINGS} times: one that moves between the pages may be missed."
            )
            odd = [Oddity(page_url, "moving_list", pages.RESULT, message)]
        if is_whole and len(found) < FEWEST_PROVIDERS:
            message = f"The search lists {len(found)} providers, fewer than {FEWEST_PROVIDERS}."
            odd.append(Oddity(page_url, "few_providers", pages.RESULT, message))
        self._is_odd = self._is_odd or bool(odd)
        self._register.note_providers(list(found.values()), self._clock())
        self._register.note_oddities(page_url, odd, self._clock())
        return list(found.values())

    def _read_list(self, asked: dict[str, str], page_url: str) -> _List:
        """The list of results, page by page, once."""
        read = _List()
        start = 0
        for _ in range(MOST_PAGES):
            page = self._search_page({**asked, "start": str(start), "rows": str(ROWS)}, page_url)
            read.oddities += page.oddities
            read.found |= {provider.urn: provider for provider in page.providers}
            read.unread += page.result_count - len(page.providers)
            read.counts |= {page.count} if page.count is not None else set()
            start += page.result_count
            is_last = start >= page.count if page.count is not None else not page.has_next
            if is_last or not page.result_count:
                break
            if not page.has_next:
                message = "The search page has no link to the next one."
                read.oddities.append(Oddity(page_url, "listing", pages.NEXT_PAGE, message))
        if page.count is not None and start != page.count:
            message = f"The search counts {page.count} results, and its pages list {start}."
            read.oddities.append(Oddity(page_url, "listing", pages.RESULT_COUNT, message))
        return read

    def _search_page(self, asked: dict[str, str], page_url: str) -> pages.SearchPage:
        url = f"{self._search_url}?{urlencode(asked)}"
        try:
            answer = self._client.get(url)
        except (Unanswered, Unsafe) as error:
            raise SiteStops(f"The search could not be read: {error}") from error
        if answer.status != 200:
            raise SiteStops(f"The search could not be read: {url} answered {answer.status}.")
        return pages.read_search_page(answer.content, page_url)

    def read_provider(self, provider: sqlite3.Row) -> None:
        """Reads a provider's page into the register. Raises SiteStops or CeilingReached."""
        url = provider["url"]
        now = self._clock()
        try:
            answer = self._client.get(url, etag=provider["etag"] or "", last_modified=provider["last_modified"] or "")
        except (Unanswered, Unsafe) as error:
            self._register.note_oddities(url, [Oddity(url, "unanswered", "", str(error))], now)
            return
        if answer.status == 304:
            # Only a page without oddities is asked whether it has changed, so it has none now either.
            self._register.note_unchanged_page(provider["urn"], now)
            self._register.note_oddities(url, [], now)
            return
        if answer.status != 200:
            message = f"The provider's page answered {answer.status}."
            self._register.note_oddities(url, [Oddity(url, "unanswered", "", message)], now)
            return
        page = pages.read_provider_page(answer.content, url, now.date())
        odd = [*page.oddities, *self._elsewhere(page, url)]
        is_whole = page.is_whole
        if is_whole and not page.publications and self._register.is_listed(provider["urn"]):
            odd.append(
                Oddity(url, "timeline", pages.PUBLICATION, "A timeline that listed reports lists none any more.")
            )
            is_whole = False
        # A page with something odd is asked for whole the next time, and not only when it has changed.
        validators = ("", "") if odd else (answer.etag, answer.last_modified)
        new, dropped = self._register.note_page(
            provider, page.publications, is_whole=is_whole, validators=validators, seen=now
        )
        self._register.note_oddities(url, odd, now)
        self.new += new
        self.withdrawn += dropped

    def _elsewhere(self, page: pages.ProviderPage, url: str) -> list[Oddity]:
        return [
            Oddity(url, "file_address", pages.PUBLICATION, f"Not a host of OFSTED_FILE_HOSTS: {publication.file_url}")
            for publication in page.publications
            if not self._client.is_allowed_address(publication.file_url)
        ]
