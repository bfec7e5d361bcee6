"""Ofsted's official statistics from GOV.UK: its content API lists a page's attachments."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin

from pipelines.errors import SettingError
from pipelines.settings import OfstedSettings
from pipelines.sources.ofsted.client import Client, Manners, user_agent
from pipelines.sources.ofsted.errors import Unanswered
from pipelines.sources.source_file import FETCHED, noted
from pipelines.store.store import write_atomically

GOVUK = "https://www.gov.uk"
HOSTS = frozenset({"www.gov.uk", "assets.publishing.service.gov.uk"})
CONTENT = "/api/content/government/statistics/"
PAGE = re.compile(r"(?:https://www\.gov\.uk/government/statistics/)?([a-z0-9][a-z0-9-]{0,200})/?")
SPREADSHEET = ".ods"
ZIP = b"PK\x03\x04"  # how an OpenDocument file begins
MOST_BYTES = 60_000_000
MOST_REQUESTS = 100
PAUSE_SECONDS = 1.0


def fetch_statistics(
    page: str, folder: Path, site: OfstedSettings, *, url: str = GOVUK, manners: Manners | None = None
) -> list[Path]:
    """Fetches a page's spreadsheets into the folder, those that it has only when they have changed; returns them.

    A file is named for the page and its place there, never as the network names it. Raises SettingError
    for what is no such page, and OfstedError.
    """
    slug = PAGE.fullmatch(page.strip())
    if slug is None:
        raise SettingError(f"{page} is not a page of statistics: give https://www.gov.uk/government/statistics/...")
    with Client(manners or _manners(site)) as client:
        address = f"{url}{CONTENT}{slug[1]}"
        answer = client.get(address)
        attachments = _attachments(answer.content, address) if answer.status == 200 else []
        if not attachments:
            raise Unanswered(f"{address} lists no {SPREADSHEET} attachment (it answered {answer.status}).")
        return [
            _fetch(client, urljoin(url, attachment), folder, f"{slug[1]}-{number}{SPREADSHEET}")
            for number, attachment in enumerate(attachments, start=1)
        ]


def _manners(site: OfstedSettings) -> Manners:
    agent = user_agent(site.contact_for("Fetching statistics"))
    return Manners(agent, HOSTS, PAUSE_SECONDS, MOST_REQUESTS, 4 * PAUSE_SECONDS, 240 * PAUSE_SECONDS)


def _attachments(content: bytes, address: str) -> list[str]:
    """The addresses of the page's spreadsheets, in its order."""
    try:
        listed = json.loads(content)["details"]["attachments"]
        addresses = [str(attachment["url"]) for attachment in listed]
    except (ValueError, KeyError, TypeError) as error:
        raise Unanswered(f"{address} does not list attachments under details.attachments[].url.") from error
    return [found for found in addresses if found.lower().endswith(SPREADSHEET)]


def _fetch(client: Client, address: str, folder: Path, name: str) -> Path:
    path = folder / name
    known = noted(folder)
    before = known.get(name, {}) if path.is_file() else {}
    answer = client.get_newer(address, before, most_bytes=MOST_BYTES)
    if answer.status == 304:
        return path
    if answer.status != 200 or not answer.content.startswith(ZIP):
        raise Unanswered(f"{address} gave no spreadsheet (it answered {answer.status}).")
    write_atomically(path, answer.content)
    known[name] = {"url": address, "etag": answer.etag, "last_modified": answer.last_modified}
    write_atomically(folder / FETCHED, json.dumps(known, indent=1, sort_keys=True).encode())
    return path
