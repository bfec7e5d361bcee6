"""The guard before the UI: what its own pages and programs may ask, and what a page of another site may not."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from pipelines.ui.guard import Guard, reached_by

UI = "http://127.0.0.1:3000"


async def answer(_: Request) -> PlainTextResponse:
    return PlainTextResponse("answered")


async def live(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


@pytest.fixture
def guard() -> Guard:
    routes = [Route("/{path:path}", answer, methods=["GET", "POST", "PUT"]), WebSocketRoute("/graphql", live)]
    return Guard(Starlette(routes=routes), reached_by("127.0.0.1", ["inspections.example.org"]))


def asked(guard: Guard, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=guard), base_url=UI) as client:
            return await client.request(method, path, headers=headers)

    return asyncio.run(ask())


def is_connected(guard: Guard, headers: dict[str, str]) -> bool:
    """Whether a WebSocket with these headers is accepted."""
    said: list[str] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        said.append(message["type"])

    encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "websocket", "path": "/graphql", "query_string": b"", "headers": encoded, "subprotocols": []}
    asyncio.run(guard(scope, receive, send))
    return said[0] == "websocket.accept"


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/", {}),
        ("GET", "/runs", {"Sec-Fetch-Site": "cross-site"}),  # a link to it elsewhere
        ("POST", "/graphql", {}),  # a program
        ("POST", "/graphql", {"Origin": UI, "Sec-Fetch-Site": "same-origin"}),
        ("POST", "/graphql", {"Host": "localhost:3000", "Origin": "http://localhost:3000"}),
        ("POST", "/graphql", {"Host": "LOCALHOST:3000", "Origin": "http://localhost:3000"}),
        ("POST", "/graphql", {"Host": "[::1]:3000", "Origin": "http://[::1]:3000"}),
        ("POST", "/graphql", {"Host": "inspections.example.org", "Origin": "https://inspections.example.org"}),
        (
            "POST",
            "/graphql",
            {"Host": "inspections.example.org:8443", "Origin": "https://inspections.example.org:8443"},
        ),
    ],
)
def test_its_own_pages_and_programs_are_answered(guard: Guard, method: str, path: str, headers: dict[str, str]) -> None:
    found = asked(guard, method, path, headers)
    assert (found.status_code, found.text) == (200, "answered")
    assert found.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("method", "path", "headers"),
    [
        ("GET", "/graphql?query=mutation{x}", {}),
        ("GET", "/graphql/", {}),
        ("GET", "/graphql", {"Accept": "text/html"}),
        ("HEAD", "/graphql", {}),
        ("PUT", "/graphql", {}),
        ("POST", "/graphql", {"Origin": "https://example.org"}),
        ("POST", "/graphql", {"Origin": "null"}),
        ("POST", "/graphql", {"Origin": "http://127.0.0.1:8888"}),  # another server of this machine
        ("POST", "/graphql", {"Origin": "http://127.0.0.1"}),
        ("POST", "/graphql", {"Origin": "ftp://127.0.0.1:3000"}),
        ("POST", "/graphql", {"Origin": "http://127.0.0.1:3000.example.org"}),
        ("POST", "/graphql", {"Origin": "http://[broken"}),
        ("POST", "/graphql", {"Sec-Fetch-Site": "cross-site"}),
        ("POST", "/graphql", {"Sec-Fetch-Site": "same-site"}),
        ("POST", "/graphql", {"Host": "example.org"}),
        ("POST", "/graphql", {"Host": "127.0.0.1.example.org"}),
        ("POST", "/graphql", {"Host": "[broken"}),
        ("GET", "/runs", {"Host": "example.org:3000"}),  # a name that points here
        ("POST", "/report_asset_materialization/new_inputs", {"Origin": "https://example.org"}),
        ("GET", "/logs/x", {"Origin": "https://example.org"}),
    ],
)
def test_another_site_s_page_is_refused(guard: Guard, method: str, path: str, headers: dict[str, str]) -> None:
    found = asked(guard, method, path, headers)
    assert found.status_code == 403
    assert "answered" not in found.text


def test_live_updates_are_for_its_own_pages(guard: Guard) -> None:
    host = {"Host": "127.0.0.1:3000"}
    assert is_connected(guard, {**host, "Origin": UI})
    assert not is_connected(guard, {**host, "Origin": "https://example.org"})
    assert not is_connected(guard, {**host, "Sec-Fetch-Site": "cross-site"})
    assert not is_connected(guard, {"Host": "example.org", "Origin": "http://example.org"})


def test_an_address_to_listen_on_is_no_name() -> None:
    assert "0.0.0.0" not in reached_by("0.0.0.0", [])
    assert "ui.example.org" in reached_by("::", ["UI.example.org"])
