"""Dagster's webserver behind a guard: `python -m pipelines.ui.webserver` takes the options of `dagster-webserver`.

The guard is in the same process, since a second server behind a guarded one could be asked directly. Dagster 1.13 has
no public way to add to its web application; what it hands to uvicorn, the server, is wrapped on its way there. A test
asks the served UI as another site's page would, so that a version that serves in another way is noticed.
"""

from __future__ import annotations

from typing import Any

import uvicorn
from starlette.types import ASGIApp

from pipelines.settings import UiSettings
from pipelines.ui.guard import Guard, reached_by


def main() -> None:
    """Serves until it is ended."""
    from dagster_webserver.cli import cli as dagster_webserver

    serve = uvicorn.run
    names = UiSettings().hosts

    def serve_guarded(app: ASGIApp, *, host: str, **options: Any) -> None:
        serve(Guard(app, reached_by(host, names)), host=host, **options)

    uvicorn.run = serve_guarded  # type: ignore[assignment]
    dagster_webserver(auto_envvar_prefix="DAGSTER_WEBSERVER")


if __name__ == "__main__":
    main()
