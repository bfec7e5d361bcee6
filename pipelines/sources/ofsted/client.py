"""A polite HTTP client: one connection, one request at a time with a pause, robots.txt obeyed, safe addresses only."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import httpx
from protego import Protego
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from pipelines.sources.ofsted.errors import CeilingReached, SiteStops, Unanswered, Unsafe
from pipelines.web_addresses import is_safe

AGENT = "childrens-services-inspections"
ANSWERS = (200, 304, 404, 410)
REFUSALS = (403, 408, 429)  # and every 5xx: asked again, more slowly
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5
PAGE_BYTES = 5_000_000
ROBOTS_BYTES = 500_000


class _AskAgain(Exception):
    """A refusal or fault that may pass; `after` is the number of seconds that the site asks to wait."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


@dataclass(frozen=True)
class Manners:
    """How to ask. Times are in seconds; `pause` is between two requests, `first_wait` before a second attempt."""

    agent: str
    hosts: frozenset[str]
    pause: float
    most_requests: int
    first_wait: float
    longest_wait: float
    longest_retry_after: float = 900
    attempts: int = 5
    refusals_in_a_row: int = 5
    connect_timeout: float = 10
    read_timeout: float = 30
    whole_timeout: float = 300


def user_agent(contact: str) -> str:
    """Who asks, which program it is and whom to write to."""
    return f"{AGENT}/{version(AGENT)} (+{contact})"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answered: its status is one of ANSWERS, `content` is empty unless it is 200."""

    url: str
    status: int
    content: bytes
    etag: str
    last_modified: str


class Client:
    """Asks one thing at a time. `requests` and `received` count requests and bytes, retries and redirects too."""

    def __init__(self, manners: Manners, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self.manners = manners
        self.requests = 0
        self.received = 0
        self._sleep = sleep
        self._robots: dict[str, Protego] = {}
        self._quiet_since = float("-inf")
        self._refused_in_a_row = 0
        self._http = httpx.Client(
            headers={"User-Agent": manners.agent, "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(manners.read_timeout, connect=manners.connect_timeout),
            limits=httpx.Limits(max_connections=1),
            follow_redirects=False,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def get(self, url: str, *, etag: str = "", last_modified: str = "", most_bytes: int = PAGE_BYTES) -> Answer:
        """The answer to a request, conditional when a validator is given.

        Raises Unanswered, Unsafe, CeilingReached or SiteStops.
        """
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        conditions = {name: value for name, value in headers.items() if value}
        return self._follow(url, conditions, most_bytes, obey=True)

    def get_newer(self, url: str, noted: Mapping[str, str], *, most_bytes: int) -> Answer:
        """What `get` answers, conditional where an answer of the same address is noted: its url and validators."""
        same = noted if noted.get("url") == url else {}
        validators = {name: same.get(name, "") for name in ("etag", "last_modified")}
        return self.get(url, **validators, most_bytes=most_bytes)

    def is_allowed_address(self, url: str) -> bool:
        """Whether an address is safe and on a host of the site."""
        return is_safe(url) and (urlsplit(url).hostname or "") in self.manners.hosts

    def _follow(self, url: str, conditions: dict[str, str], most_bytes: int, *, obey: bool) -> Answer:
        for _ in range(MOST_REDIRECTS + 1):
            if not self.is_allowed_address(url):
                raise Unsafe(f"{url} is not on a host of the site, so it was not asked.")
            if obey:
                self._obey_robots(url)
            answer = self._patiently(url, conditions, most_bytes)
            if isinstance(answer, Answer):
                return answer
            url = _redirected(url, answer)
        raise Unsafe(f"{url} was reached by more than {MOST_REDIRECTS} redirects, which were not followed further.")

    def _patiently(self, url: str, conditions: dict[str, str], most_bytes: int) -> Answer | str:
        """The answer, or the address of a redirect, after as many attempts as manners allow."""
        retrying = Retrying(
            stop=stop_after_attempt(self.manners.attempts),
            wait=self._wait,
            retry=retry_if_exception_type(_AskAgain),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            answer = retrying(self._once, url, conditions, most_bytes)
        except _AskAgain as error:
            self._refused_in_a_row += 1
            message = f"{url} {error} at each of {self.manners.attempts} attempts."
            if self._refused_in_a_row >= self.manners.refusals_in_a_row:
                raise SiteStops(
                    f"The site keeps saying no, so this run stopped asking: {message} "
                    "What was fetched is kept; try again later, with a longer OFSTED_PAUSE_SECONDS."
                ) from error
            raise Unanswered(message) from error
        self._refused_in_a_row = 0
        return answer

    def _wait(self, state: RetryCallState) -> float:
        """Seconds until the next attempt: what the site asks for, or else twice as long each time, with jitter."""
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, _AskAgain) and error.after is not None:
            return error.after
        doubled: float = self.manners.first_wait * 2 ** (state.attempt_number - 1)
        return min(doubled, self.manners.longest_wait) * random.uniform(0.5, 1.0)

    def _once(self, url: str, conditions: dict[str, str], most_bytes: int) -> Answer | str:
        self._take_turn(url)
        try:
            with self._http.stream("GET", url, headers=conditions) as response:
                return self._judge(url, response, most_bytes)
        except httpx.TransportError as error:
            raise _AskAgain(f"broke off ({type(error).__name__})") from error
        except httpx.InvalidURL as error:
            # httpx looks at the address of a redirect though it is not to follow it.
            raise Unsafe(f"{url} redirects to what is no web address, which was not asked.") from error
        finally:
            self._quiet_since = time.monotonic()

    def _judge(self, url: str, response: httpx.Response, most_bytes: int) -> Answer | str:
        status = response.status_code
        if status in REDIRECTS and "location" in response.headers:
            return response.headers["location"]
        if status in REFUSALS or status >= 500:
            raise _AskAgain(f"answered {status}", self._retry_after(url, response))
        if status not in ANSWERS:
            raise Unanswered(f"{url} answered {status}, which is not expected.")
        content = self._body(url, response, most_bytes) if status == 200 else b""
        headers = response.headers
        return Answer(url, status, content, headers.get("etag", ""), headers.get("last-modified", ""))

    def _body(self, url: str, response: httpx.Response, most_bytes: int) -> bytes:
        deadline = time.monotonic() + self.manners.whole_timeout
        parts: list[bytes] = []
        size = 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            self.received += len(part)
            if size > most_bytes:
                raise Unsafe(f"{url} is larger than {most_bytes} bytes, so it was not taken.")
            if time.monotonic() > deadline:
                raise _AskAgain(f"took longer than {self.manners.whole_timeout:g} seconds")
        return b"".join(parts)

    def _retry_after(self, url: str, response: httpx.Response) -> float | None:
        """Seconds that Retry-After asks for, given as a number or a date. Raises SiteStops when they are many."""
        text = response.headers.get("retry-after", "").strip()
        seconds: float | None = float(text) if text.isdecimal() else None
        if text and seconds is None:
            with suppress(ValueError):
                day = parsedate_to_datetime(text)
                seconds = max((day.replace(tzinfo=day.tzinfo or UTC) - datetime.now(UTC)).total_seconds(), 0)
        if seconds is not None and seconds > self.manners.longest_retry_after:
            raise SiteStops(
                f"{url} asks to be left alone for {seconds:.0f} seconds: what was fetched is kept, run again then."
            )
        return seconds

    def _take_turn(self, url: str) -> None:
        """Waits out the pause since the last request, and counts this one."""
        if self.requests >= self.manners.most_requests:
            raise CeilingReached(
                f"This run has made the {self.manners.most_requests} requests that OFSTED_MOST_REQUESTS allows."
            )
        pause = self.manners.pause
        robots = self._robots.get(_origin(url))
        if robots is not None:
            pause = max(pause, min(robots.crawl_delay(self.manners.agent) or 0, 60))
        remaining = self._quiet_since + pause - time.monotonic()
        if remaining > 0:
            self._sleep(remaining)
        self.requests += 1

    def _obey_robots(self, url: str) -> None:
        """Raises SiteStops where robots.txt forbids an address, or cannot be learnt.

        As RFC 9309 has it, a host without robots.txt allows everything.
        """
        origin = _origin(url)
        if origin not in self._robots:
            try:
                answer = self._follow(f"{origin}/robots.txt", {}, ROBOTS_BYTES, obey=False)
            except (Unanswered, Unsafe) as error:
                raise SiteStops(f"robots.txt could not be read, so nothing was asked: {error}") from error
            self._robots[origin] = Protego.parse(answer.content.decode("utf-8", errors="replace"))
        if not self._robots[origin].can_fetch(url, self.manners.agent):
            raise SiteStops(f"{origin}/robots.txt forbids {url}, so this run stopped; what was fetched is kept.")


def _redirected(url: str, location: str) -> str:
    """The address that a redirect names. Raises Unsafe."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Unsafe(f"{url} redirects to what is no web address, which was not asked.") from error


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
