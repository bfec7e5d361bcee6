"""`make audit`: known-vulnerable dependencies of the lock file, where a database of advisories is in reach."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import click
import httpx

from pipelines.settings import ROOT

# pip-audit asks for the advisories of each package and version so; mirrors of PyPI often lack them.
ADVISORIES = "https://pypi.org/pypi/{package}/{version}/json"


def main() -> None:
    """Exits with pip-audit's code; with 0, and a line that says so, when the database cannot be reached."""
    try:
        known = ADVISORIES.format(package="click", version=version("click"))
        httpx.get(known, timeout=5).raise_for_status()
    except httpx.HTTPError as error:
        click.echo(f"Dependencies were not audited: no database of advisories can be reached ({type(error).__name__}).")
        return
    command = [sys.executable, "-m", "pip_audit", "--requirement", "requirements-dev.lock", "--disable-pip", "--strict"]
    raise SystemExit(subprocess.call(command, cwd=ROOT))


if __name__ == "__main__":
    main()
