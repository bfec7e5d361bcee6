"""What a setting's value may be, checked as it is read; what is said of one that is not usable is one line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr
from pydantic_settings import NoDecode

from pipelines.web_addresses import is_safe

LOCAL = "local"
CLUSTERS = ("tcp", "tls")  # how a Dask scheduler may be addressed
OBJECT_STORES = ("s3", "gs", "az")  # whose objects are there whole or not at all: an upload that breaks off leaves none
FACT = "{fact}"  # stands for the key of a fact in REPORT_ERRORS_TO


def _path(path: Path) -> Path:
    return path.expanduser().resolve()


def _parts(separator: str) -> BeforeValidator:
    """A text of several values as a tuple of them; what is one already stays so."""
    return BeforeValidator(
        lambda value: (
            tuple(part.strip() for part in value.split(separator) if part.strip()) if isinstance(value, str) else value
        )
    )


def one_of(name: str, known: tuple[str, ...], what: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"{name}={value} is not a {what}: use one of {', '.join(known)}.")
        return value

    return AfterValidator(check)


def _executor(executor: str) -> str:
    kind, is_address, place = executor.partition("://")
    if executor != LOCAL and not (is_address and kind in CLUSTERS and ":" in place and "@" not in place):
        raise ValueError(f"EXECUTOR={executor} is neither {LOCAL} nor a Dask scheduler's address: tcp://host:8786.")
    return executor


def _store(place: str) -> str:
    """A folder's path or an object store's URL; what is said of a URL does not repeat its secrets."""
    if "://" not in place:
        return str(_path(Path(place))) if place else ""
    parts = urlsplit(place)
    named = f"STORE={parts.scheme}://..."
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"{named} holds a name or password: give them in the way of the store's own tools.")
    if parts.scheme not in OBJECT_STORES:
        known = ", ".join(f"{protocol}://" for protocol in OBJECT_STORES)
        raise ValueError(f"{named} is not an object store: use a folder, or one of {known}.")
    if not parts.netloc or parts.query or parts.fragment:
        raise ValueError(f"{named} needs a bucket, and at most a prefix after it.")
    return place.rstrip("/")


def _indicators(place: str) -> str:
    """A file's path or a web address."""
    if "://" not in place:
        return str(_path(Path(place))) if place else ""
    if not is_safe(place):
        raise ValueError(f"INDICATORS={place} is not an https address (http is for this machine alone).")
    return place


def _contact(address: str) -> str:
    address = address.strip()
    is_plain = address.isascii() and address.isprintable() and " " not in address
    if address and not (is_plain and ("@" in address or "://" in address)):
        raise ValueError(f"OFSTED_CONTACT={address!r} is not an e-mail or web address.")
    return address


def _reports_url(url: str) -> str:
    if not is_safe(url):
        raise ValueError(f"OFSTED_REPORTS_URL={url} is not an https address (http is for this machine alone).")
    return url.rstrip("/")


def _site_url(url: str) -> str:
    if url and not is_safe(url):
        raise ValueError(f"SITE_URL={url} is not an https address (http is for this machine alone).")
    return f"{url.rstrip('/')}/" if url else ""


def _report_errors_to(address: str) -> str:
    if address and not ((is_safe(address) or address.startswith("mailto:")) and FACT in address):
        raise ValueError(f"REPORT_ERRORS_TO={address} is not a mailto or https address with {FACT} in it.")
    return address


def _notify(address: SecretStr) -> SecretStr:
    if "://" not in address.get_secret_value() and address.get_secret_value():
        raise ValueError("NOTIFY is not an address as Apprise reads it: mailto://..., msteams://..., json://...")
    return address


FilePath = Annotated[Path, AfterValidator(_path)]
FilePaths = Annotated[tuple[FilePath, ...], NoDecode, _parts(os.pathsep)]
Names = Annotated[tuple[str, ...], NoDecode, _parts(",")]
Indicators = Annotated[str, AfterValidator(_indicators)]
Executor = Annotated[str, AfterValidator(_executor)]
Store = Annotated[str, AfterValidator(_store)]
Contact = Annotated[str, AfterValidator(_contact)]
ReportsUrl = Annotated[str, AfterValidator(_reports_url)]
SiteUrl = Annotated[str, AfterValidator(_site_url)]
ErrorsAddress = Annotated[str, AfterValidator(_report_errors_to)]
Notify = Annotated[SecretStr, AfterValidator(_notify)]
