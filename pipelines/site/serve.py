"""Serves the built site to this machine alone."""

from __future__ import annotations

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.site.errors import SiteError
from pipelines.site.policy import policy_of


class _Handler(SimpleHTTPRequestHandler):
    """Files of the folder, told to browsers as pages that load nothing from elsewhere."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", policy_of(urlsplit(self.path).path.lstrip("/")))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: the terminal is the reader's."""


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder on 127.0.0.1, not yet serving; port 0 takes any free one. Raises SiteError."""
    if not (folder / "index.html").is_file():
        raise SiteError(f"There is no site at {folder}: build it first (make site).")
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, directory=str(folder)))
    except (OSError, OverflowError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no such port"
        raise SiteError(f"Port {port} cannot be used: {reason}. Name another one.") from None


def serve(folder: Path, port: int) -> None:
    """Serves the folder on 127.0.0.1 until it is interrupted. Raises SiteError."""
    with server(folder, port) as running:
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            return
