"""What a run is told by its environment: where reports come from and where its data is kept."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.reading.readers import READERS, library_version

if TYPE_CHECKING:
    from pipelines.sources.ofsted.settings import OfstedSettings

ROOT = Path(__file__).resolve().parents[1]
LOCAL = "local"
CLUSTERS = ("tcp", "tls")  # how a Dask scheduler may be addressed
SOURCES = ("sample", "folder", "ofsted")
VERBATIM = ("all", "open_licence")


class SettingError(Exception):
    """A setting that cannot be used; the message is one line that names it."""


@dataclass(frozen=True)
class Settings:
    """A run's settings.

    `source`: where reports come from (one of SOURCES). `reports`: the folder that the source lists, or
    in which the reports site's register is kept.
    `data`: the folder of state and publication. `workers`: processes that read reports. `official`: files or
    folders of Ofsted's official statistics, none by default. `verbatim`: whose words a publication holds (one of
    VERBATIM): every report's, or only those whose licence lets others publish them. `site`: how to
    fetch from the reports site, when it is the source. `executor`: where reports are read, LOCAL or a Dask
    scheduler's address. `store_at`: a folder or an object store's URL that takes the place of the folder
    `store`, or empty.
    """

    source: str
    reports: Path
    data: Path
    workers: int
    official: tuple[Path, ...] = ()
    verbatim: str = "all"
    site: OfstedSettings | None = None
    executor: str = LOCAL
    store_at: str = ""

    @property
    def store(self) -> Path:
        """The folder of reports' bytes and what was read from them, by content, and the reports site's register."""
        return self.data / "store"

    @property
    def store_place(self) -> str:
        """Where reports' bytes and what was read from them are: the folder `store`, or what STORE names instead."""
        return self.store_at or str(self.store)

    @property
    def builds(self) -> Path:
        """Warehouse files under construction, one a run."""
        return self.data / "builds"

    @property
    def published(self) -> Path:
        """The folder of the published file, its manifest and its predecessors."""
        return self.data / "published"

    @property
    def warehouse(self) -> Path:
        """The published DuckDB file."""
        return self.published / "warehouse.duckdb"

    @property
    def dagster_home(self) -> Path:
        """Dagster's own state: run history, schedules' ticks."""
        return self.data / "dagster"


def settings() -> Settings:
    """The settings in the environment: SOURCE, REPORTS, DATA, WORKERS, OFFICIAL, VERBATIM, EXECUTOR, STORE, READER.

    Each has a default. OFFICIAL can name several paths, separated as in PATH. An empty value counts as unset. Raises
    SettingError when one is not usable.
    """
    reader()
    data = Path(os.environ.get("DATA") or ROOT / "data").expanduser().resolve()
    reports = os.environ.get("REPORTS") or ""
    source = os.environ.get("SOURCE") or ("folder" if reports else "sample")
    if source not in SOURCES:
        raise SettingError(f"SOURCE={source} is not a source: use one of {', '.join(SOURCES)}.")
    if source == "folder" and not reports:
        raise SettingError("SOURCE=folder needs REPORTS: the folder that holds the reports.")
    folder = ROOT / "data" / "sample" if source == "sample" else Path(reports).expanduser().resolve()
    if source == "ofsted":
        folder = data / "store" / "ofsted"
    return Settings(source, folder, data, _workers(), _official(), _verbatim(), _site(source), _executor(), _store())


def _site(source: str) -> OfstedSettings | None:
    if source != "ofsted":
        return None
    from pipelines.sources.ofsted.settings import site_settings

    return site_settings()


def _executor() -> str:
    executor = os.environ.get("EXECUTOR") or LOCAL
    kind, is_address, place = executor.partition("://")
    if executor != LOCAL and not (is_address and kind in CLUSTERS and ":" in place and "@" not in place):
        raise SettingError(f"EXECUTOR={executor} is neither {LOCAL} nor a Dask scheduler's address: tcp://host:8786.")
    return executor


def _store() -> str:
    store = os.environ.get("STORE") or ""
    if "://" not in store:
        return str(Path(store).expanduser().resolve()) if store else ""
    from pipelines.store.object_store import check_url

    check_url(store)
    return store.rstrip("/")


def reader() -> str:
    """READER: which library reads PDFs. Raises SettingError when it is none of READERS or is not installed."""
    name = os.environ.get("READER") or READERS[0]
    if name not in READERS:
        raise SettingError(f"READER={name} is not a reader: use one of {', '.join(READERS)}.")
    if library_version(name) is None:
        raise SettingError(f"READER={name} needs the extra `fast`: in the project's folder, pip install -e '.[fast]'.")
    return name


def _verbatim() -> str:
    verbatim = os.environ.get("VERBATIM") or VERBATIM[0]
    if verbatim not in VERBATIM:
        raise SettingError(f"VERBATIM={verbatim} is not a choice: use one of {', '.join(VERBATIM)}.")
    return verbatim


def _official() -> tuple[Path, ...]:
    paths = filter(None, (os.environ.get("OFFICIAL") or "").split(os.pathsep))
    return tuple(Path(path).expanduser().resolve() for path in paths)


def _workers() -> int:
    text = os.environ.get("WORKERS") or str(min(os.cpu_count() or 1, 8))
    if not text.isdigit() or int(text) == 0:
        raise SettingError(f"WORKERS={text} is not a number of processes: use 1 or more.")
    return int(text)
