"""Chromium, driven: how it starts, a page of it that is watched, a server for it, and where pictures go."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipelines.settings import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# The one without windows takes half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
DESK = {"width": 1440, "height": 900}
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window. Skips the test without Chromium; where REQUIRE_SHARED is set, fails it."""
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_SHARED"):
            pytest.fail("No Chromium to drive pages with.")
        pytest.skip("Chromium is not installed.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(server: ThreadingHTTPServer) -> Iterator[str]:
    """Runs the server beside the test; yields its address."""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def watched_page(browser: Browser, site_address: str, name: str) -> Iterator[Page]:
    """The site's page of that name, as on a desk; fails when it, or one that it leads to, complains or asks for
    anything that is not the site's. What a page makes for itself, to show or to save, is its own.
    """
    context = browser.new_context(viewport=DESK, color_scheme="light")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    context.on("request", lambda request: None if request.url.startswith(site_address) else said.append(request.url))
    page.goto(f"{site_address}/{name}")
    yield page
    context.close()
    assert [words for words in said if words != "data:," and not words.startswith("blob:")] == []


def pictures() -> Path:
    """The folder of SCREENSHOTS, made if need be."""
    folder = Path(os.environ.get("SCREENSHOTS") or ROOT / "data" / "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
