"""Refuses what a page of another site can make a browser send to the UI, which has no login of its own.

A browser sends along where a request comes from (Origin, Sec-Fetch-Site) and by which name it was made (Host). A page
elsewhere can send a GET without any of that (an image's address is enough), and a name that it owns can be made to
point at this machine.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ANY_ADDRESS = frozenset({"0.0.0.0", "::"})  # where a server listens, not a name that it is reached by
READING = ("GET", "HEAD")
OWN_PAGES = ("same-origin", "none")  # Sec-Fetch-Site of the UI's own pages, and of what a person typed
DEFAULT_PORTS = {"http": 80, "https": 443}
POLICY_VIOLATION = 1008  # of a WebSocket


def reached_by(host: str, more: Iterable[str]) -> frozenset[str]:
    """The names by which a UI that listens on the address `host` may be asked: this machine's, and those in `more`."""
    return LOOPBACK | ({host.lower()} - ANY_ADDRESS) | {name.lower() for name in more}


class Guard:
    """An ASGI application that passes on to another what its own pages, or a program, may ask of it."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
        elif not (reason := self._refusal(scope)):
            await self._app(scope, receive, _unframed(send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY_VIOLATION, "reason": reason})
        else:
            await PlainTextResponse(f"{reason}\n", status_code=403)(scope, receive, send)

    def _refusal(self, scope: Scope) -> str | None:
        """Why the request is refused; None when it is not."""
        headers = Headers(scope=scope)
        if len(headers.getlist("host")) != 1 or _name(headers["host"]) not in self._names:
            return "This UI is not known by that name: set UI_HOSTS to the names that it is reached by."
        if any(not _is_same(origin, headers["host"]) for origin in headers.getlist("origin")):
            return "Another site's page may not use this UI."
        method = scope.get("method", "GET")
        if scope["type"] == "http" and method != "POST" and "graphql" in scope["path"].split("/"):
            return "GraphQL is asked by POST alone."
        changes = scope["type"] == "websocket" or method not in READING
        if changes and headers.get("sec-fetch-site", OWN_PAGES[0]) not in OWN_PAGES:
            return "Another site's page may not use this UI."
        return None


def _name(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _is_same(origin: str, host: str) -> bool:
    """Whether the origin is the very place, name and port, that was asked."""
    try:
        said = urlsplit(origin)
        asked = urlsplit(f"{said.scheme}://{host}")
        default = DEFAULT_PORTS.get(said.scheme)
        return default is not None and (said.hostname, said.port or default) == (asked.hostname, asked.port or default)
    except ValueError:
        return False


def _unframed(send: Send) -> Send:
    """Says of each answer that no page may show it inside its own."""

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], (b"x-frame-options", b"DENY")]
        await send(message)

    return answer
