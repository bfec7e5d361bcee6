"""The DfE's local authority indicators: the Parquet file behind its interactive tool, by path or https address.

One row is a value of one series, period and area, all text but the area's number. The data are under the Open
Government Licence v3.0.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from pipelines.errors import SettingError, first_line
from pipelines.settings import Settings
from pipelines.sources.ofsted.client import Client, Manners, user_agent
from pipelines.sources.ofsted.errors import OfstedError, Unanswered
from pipelines.sources.source_file import FETCHED, SourceFile, noted
from pipelines.store.store import write_atomically

PARQUET = b"PAR1"  # how such a file begins and ends
MOST_BYTES = 60_000_000
MOST_REQUESTS = 20
PAUSE_SECONDS = 1.0
NAME = "indicators.parquet"
# The file's columns, and what raw_indicators calls them.
COLUMNS = {
    "Short Desc": "series",
    "Data item": "series_name_printed",
    "Years": "years_printed",
    "LA and Regions": "area_name_printed",
    "Values": "value_printed",
    "LA Number": "area_number",
    "Region": "region_printed",
}


@dataclass(frozen=True, slots=True)
class IndicatorFile(SourceFile):
    """The file of indicators. `note` says why it may not be the newest; empty when it is."""

    note: str = ""


def indicator_file(settings: Settings, *, manners: Manners | None = None) -> IndicatorFile | None:
    """The file that INDICATORS names, None where it names none.

    A web address is asked for what has changed since it was last fetched; when it does not answer, what was fetched
    before is used. Raises SettingError when the file cannot be had or is not the tool's.
    """
    place = settings.indicators
    if not place:
        return None
    file = _fetched(settings, manners or _manners(settings)) if "://" in place else _read(Path(place))
    if not (file.content.startswith(PARQUET) and file.content.endswith(PARQUET)):
        raise SettingError(f"INDICATORS={place} is not a Parquet file, whole.")
    lacking = set(COLUMNS) - set(_columns(place, file.content))
    if lacking:
        raise SettingError(f"INDICATORS={place} has no column {', '.join(sorted(lacking))}: it is not the DfE's file.")
    return file


def _read(path: Path) -> IndicatorFile:
    try:
        return IndicatorFile(path.name, path.read_bytes())
    except OSError as error:
        raise SettingError(f"INDICATORS={path} cannot be read: {error.strerror or error}.") from error


def _columns(place: str, content: bytes) -> list[str]:
    try:
        with duckdb.connect() as connection:
            return connection.read_parquet(io.BytesIO(content)).columns
    except duckdb.Error as error:
        raise SettingError(f"INDICATORS={place} cannot be read as Parquet: {first_line(error)}") from error


def _fetched(settings: Settings, manners: Manners) -> IndicatorFile:
    """The file at the address, kept in DATA/store. Raises SettingError when it cannot be had and none is kept."""
    address, folder = settings.indicators, settings.store_folder / "indicators"
    path = folder / NAME
    before = noted(folder) if path.is_file() else {}
    try:
        with Client(manners) as client:
            answer = client.get_newer(address, before, most_bytes=MOST_BYTES)
        if answer.status not in (200, 304):
            raise Unanswered(f"{address} answered {answer.status}.")
    except OfstedError as error:
        if before.get("url") != address:
            raise SettingError(f"INDICATORS={address} cannot be fetched: {error}") from error
        return IndicatorFile(NAME, path.read_bytes(), f"{error} What was fetched before is used.")
    if answer.status == 200:
        write_atomically(path, answer.content)
        note = {"url": address, "etag": answer.etag, "last_modified": answer.last_modified}
        write_atomically(folder / FETCHED, json.dumps(note, indent=1, sort_keys=True).encode())
    return IndicatorFile(NAME, path.read_bytes())


def _manners(settings: Settings) -> Manners:
    agent = user_agent(settings.ofsted.contact_for("INDICATORS at a web address"))
    hosts = frozenset({urlsplit(settings.indicators).hostname or ""})
    return Manners(agent, hosts, PAUSE_SECONDS, MOST_REQUESTS, 4 * PAUSE_SECONDS, 30 * PAUSE_SECONDS)
