"""The replica as an HTTP server on loopback: it logs what it is asked, and fails on demand."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.replica import site as pages
from tests.replica.site import Provider, Publication

LOOPBACK = "127.0.0.1"
ALLOWS = "User-agent: *\nDisallow: /admin\n"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with an answer. `kind`: status, hang, drop, too_short, too_long or body."""

    kind: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    seconds: float = 0


@dataclass
class Asked:
    """A request as it arrived: over which connection, when it began and ended (seconds), and what was answered."""

    path: str
    headers: dict[str, str]
    connection: int
    began: float
    ended: float = 0.0
    status: int = 0


@dataclass
class Site:
    """What is served. `faults` are used up in order, those of `always` are not; `asked` is the log of requests."""

    providers: list[Provider]
    robots: str | None = ALLOWS
    validators: tuple[str, ...] = ("ETag",)
    faults: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    always: dict[str, Fault] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def publications(self) -> dict[str, Publication]:
        return {publication.path: publication for provider in self.providers for publication in provider.publications}

    def answer(self, path: str, query: str) -> tuple[int, bytes, str, str]:
        """Status, body, content type and validator of an address where nothing goes wrong."""
        if path in self.pages:
            return 200, self.pages[path], "text/html", ""
        if path == "/robots.txt" and self.robots is not None:
            return 200, self.robots.encode(), "text/plain", ""
        if path == "/search":
            return 200, pages.search_page(self.providers, query), "text/html", ""
        for provider in self.providers:
            if provider.path == path:
                body = pages.provider_page(provider, self.url)
                return 200, body, "text/html; charset=utf-8", f'"{hashlib.md5(body).hexdigest()}"'
        publication = self.publications().get(path)
        if publication:
            return 200, publication.content, "application/pdf", publication.etag
        return 404, pages.NOT_FOUND, "text/html", ""

    def files_asked(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.startswith("/v1/file/")]

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def files_sent(self) -> list[str]:
        return [asked.path for asked in self.files_asked() if asked.status == 200]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: Site

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.path, headers, self.client_address[1], time.monotonic())
        self.site.asked.append(asked)
        try:
            waiting = self.site.faults.get(parts.path)
            fault = waiting.pop(0) if waiting else self.site.always.get(parts.path)
            asked.status = self._fail(fault, parts.path, parts.query) if fault else self._serve(parts.path, parts.query)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            asked.ended = time.monotonic()

    def _serve(self, path: str, query: str) -> int:
        status, body, kind, validator = self.site.answer(path, query)
        headers = {"Content-Type": kind}
        if validator and "ETag" in self.site.validators:
            headers["ETag"] = validator
            if self.headers.get("If-None-Match") == validator:
                return self._send(304, headers, b"")
        if validator and "Last-Modified" in self.site.validators:
            # Any fixed function of the content serves as a day, as long as it changes with it.
            modified = f"Mon, 01 Jan {2000 + int(validator[1:3], 16) % 25} 00:00:{int(validator[3:5], 16) % 60:02} GMT"
            headers["Last-Modified"] = modified
            if self.headers.get("If-Modified-Since") == modified:
                return self._send(304, headers, b"")
        return self._send(status, headers, body)

    def _fail(self, fault: Fault, path: str, query: str) -> int:
        body = self.site.answer(path, query)[1]
        match fault.kind:
            case "status" | "body":
                return self._send(fault.status, dict(fault.headers), fault.body)
            case "hang":
                time.sleep(fault.seconds)
            case "drop":
                self._head(200, {}, len(body))
                self.wfile.write(body[: len(body) // 2])
            case "too_short":  # says more than it sends
                self._head(200, {}, len(body) + 100)
                self.wfile.write(body)
            case "too_long":  # says less than there is
                self._head(200, {}, len(body) // 2)
                self.wfile.write(body)
        self.close_connection = True
        return 0

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> int:
        self._head(status, headers, len(body))
        self.wfile.write(body)
        return status

    def _head(self, status: int, headers: dict[str, str], length: int) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing: clients that are killed or lose patience break connections off, as is meant."""


@contextmanager
def serving(site: Site, port: int = 0) -> Iterator[Site]:
    """Serves the site on loopback until the block ends."""
    handler = type("Handler", (_Handler,), {"site": site})
    server = _Server((LOOPBACK, port), handler)
    site.url = f"http://{LOOPBACK}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
