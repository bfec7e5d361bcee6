"""How to fetch from Ofsted's reports site: addresses, contact and pace."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipelines.settings import SettingError

REPORTS_URL = "https://reports.ofsted.gov.uk"
FILE_HOSTS = "files.ofsted.gov.uk,files.api.ofsted.gov.uk"
PAUSE_SECONDS = 1.0
LEAST_PAUSE = 0.5  # seconds between two requests to a site that is not on this machine
MOST_REQUESTS = 5000  # a first run needs about 2,500


@dataclass(frozen=True)
class OfstedSettings:
    """`reports_url`: the site's address, without a path. `file_hosts`: further hosts that files may come from.
    `contact`: e-mail or address for the User-Agent. `pause`: seconds between requests. `most_requests`: in one run.
    """

    reports_url: str
    file_hosts: tuple[str, ...]
    contact: str
    pause: float = PAUSE_SECONDS
    most_requests: int = MOST_REQUESTS

    @property
    def hosts(self) -> frozenset[str]:
        """Every host that may be asked."""
        return frozenset({urlsplit(self.reports_url).hostname or "", *self.file_hosts})


def site_settings() -> OfstedSettings:
    """The settings in OFSTED_REPORTS_URL, OFSTED_FILE_HOSTS, OFSTED_CONTACT, OFSTED_PAUSE_SECONDS and
    OFSTED_MOST_REQUESTS; all but the contact have a default. Raises SettingError.
    """
    url = (os.environ.get("OFSTED_REPORTS_URL") or REPORTS_URL).rstrip("/")
    if not is_safe(url):
        raise SettingError(f"OFSTED_REPORTS_URL={url} is not an https address (http is for this machine alone).")
    hosts = (os.environ.get("OFSTED_FILE_HOSTS") or FILE_HOSTS).lower().split(",")
    return OfstedSettings(
        url,
        tuple(host.strip() for host in hosts if host.strip()),
        contact("SOURCE=ofsted"),
        _pause(url),
        _most_requests(),
    )


def is_safe(url: str) -> bool:
    """Whether an address is https, or http to this very machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return False
    if parts.username or parts.password or not host:
        return False
    return is_loopback(host) if parts.scheme == "http" else parts.scheme == "https" and port in (None, 443)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, written as an address or as localhost."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def contact(what: str) -> str:
    """Whom a site may write to about the requests of `what`. Raises SettingError."""
    address = (os.environ.get("OFSTED_CONTACT") or "").strip()
    if not address:
        raise SettingError(
            f"{what} needs OFSTED_CONTACT: your e-mail or web address, which the site is told with each request."
        )
    if not (address.isascii() and address.isprintable()) or " " in address or not ("@" in address or "://" in address):
        raise SettingError(f"OFSTED_CONTACT={address!r} is not an e-mail or web address.")
    return address


def _pause(url: str) -> float:
    text = os.environ.get("OFSTED_PAUSE_SECONDS") or str(PAUSE_SECONDS)
    least = 0.0 if is_loopback(urlsplit(url).hostname or "") else LEAST_PAUSE
    try:
        pause = float(text)
    except ValueError:
        pause = -1.0
    if not least <= pause <= 60:
        raise SettingError(f"OFSTED_PAUSE_SECONDS={text} is not a pause: use {least:g} to 60 seconds.")
    return pause


def _most_requests() -> int:
    text = os.environ.get("OFSTED_MOST_REQUESTS") or str(MOST_REQUESTS)
    if not text.isdigit() or int(text) == 0:
        raise SettingError(f"OFSTED_MOST_REQUESTS={text} is not a number of requests: use 1 or more.")
    return int(text)
