"""Which web addresses may be asked."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


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
