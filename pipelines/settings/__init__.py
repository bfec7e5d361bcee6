"""What a run is told: where reports come from, where its data is kept, how the reports site is asked.

Each setting is an environment variable of its name in capitals; the command's options and Dagster's Launchpad take
its place. An empty value counts as unset.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipelines.current_edition import WAREHOUSE, current_edition
from pipelines.errors import SettingError
from pipelines.settings.values import (
    LOCAL,
    Contact,
    ErrorsAddress,
    Executor,
    FilePath,
    FilePaths,
    Indicators,
    Names,
    Notify,
    ReportsUrl,
    SiteUrl,
    Store,
    one_of,
)
from pipelines.web_addresses import is_loopback

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "data" / "sample"
SAMPLE_INDICATORS = SAMPLE / "indicators.parquet"
SOURCES = ("sample", "folder", "ofsted")
VERBATIM = ("all", "open_licence")
REPORTS_URL = "https://reports.ofsted.gov.uk"
FILE_HOSTS = ("files.ofsted.gov.uk", "files.api.ofsted.gov.uk")
LONGEST_DATA = 400  # bytes; SQLite opens no file whose path is longer than 512, and a run's history adds 70
# What a pattern of file names or a database's address has, what prints nothing, and bytes that are not UTF-8.
UNUSABLE = re.compile("[*?\\[\\]%\x00-\x1f\x7f\ud800-\udfff]")
LEAST_PAUSE = 0.5  # seconds between two requests to a site that is not on this machine


class OfstedSettings(BaseSettings):
    """How the reports site is asked."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="OFSTED_", env_ignore_empty=True)

    reports_url: ReportsUrl = Field(REPORTS_URL, description="The reports site (http only for this machine).")
    file_hosts: Names = Field(FILE_HOSTS, description="Further hosts that files may come from, separated by commas.")
    contact: Contact = Field("", description="Your e-mail or web address, told to the site with each request.")
    pause_seconds: float = Field(1.0, ge=0, le=60, description="Pause between requests.")
    most_requests: int = Field(5000, ge=1, description="Requests that a run may make; a first run needs about 2,200.")

    @model_validator(mode="after")
    def _is_polite(self) -> Self:
        if self.pause_seconds < LEAST_PAUSE and not is_loopback(urlsplit(self.reports_url).hostname or ""):
            raise ValueError(
                f"OFSTED_PAUSE_SECONDS={self.pause_seconds:g} is not a pause: use {LEAST_PAUSE:g} to 60 seconds."
            )
        return self

    @property
    def hosts(self) -> frozenset[str]:
        """Every host that may be asked."""
        return frozenset({urlsplit(self.reports_url).hostname or "", *(host.lower() for host in self.file_hosts)})

    def contact_for(self, what: str) -> str:
        """Whom a site may write to about the requests of `what`. Raises SettingError when nobody is named."""
        if not self.contact:
            raise SettingError(
                f"{what} needs OFSTED_CONTACT: your e-mail or web address, which the site is told with each request."
            )
        return self.contact


class UiSettings(BaseSettings):
    """How the UI is reached."""

    model_config = SettingsConfigDict(frozen=True, env_prefix="UI_", env_ignore_empty=True)

    hosts: Names = Field((), description="Further names by which the UI is reached, separated by commas: a proxy's.")


class Settings(BaseSettings):
    """A run's settings."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    source: Annotated[str, one_of("SOURCE", SOURCES, "source")] = Field(
        "sample", description="Where reports come from: sample, folder or ofsted; folder when REPORTS is set."
    )
    reports: FilePath = Field(SAMPLE, description="The folder of reports, or of the reports site's register.")
    data: FilePath = Field(ROOT / "data", description="The folder of state and publication.")
    workers: int = Field(
        default_factory=lambda: min(os.cpu_count() or 1, 8), ge=1, description="Processes that read reports."
    )
    official: FilePaths = Field((), description="Files or folders of Ofsted's official statistics.")
    indicators: Indicators = Field(
        "", description="The DfE's file of local authority indicators (Parquet), by path or https address."
    )
    corrections: FilePath = Field(
        ROOT / "data" / "corrections", description="The folder of corrections of what is read from reports."
    )
    verbatim: Annotated[str, one_of("VERBATIM", VERBATIM, "choice")] = Field(
        VERBATIM[0], description="Whose words a publication holds: every report's, or only openly licensed ones."
    )
    executor: Executor = Field(LOCAL, description="Where reports are read: local, or a Dask scheduler's address.")
    store: Store = Field("", description="A folder or an object store's URL that takes the place of DATA/store.")
    follow_links: bool = Field(False, description="Whether links that lead out of the folder of reports are followed.")
    site_url: SiteUrl = Field(
        "", description="The address that the pages will have on the web; they, the feeds and a sitemap say it."
    )
    report_errors_to: ErrorsAddress = Field(
        "", description="Where the pages' links to report an error lead: an address with {fact} in it."
    )
    site_sql: FilePath | None = Field(
        None, description="The node_modules with @duckdb/duckdb-wasm, if the pages are to have one for SQL."
    )
    ofsted: OfstedSettings = Field(
        default_factory=lambda: OfstedSettings(), description="How the reports site is asked."
    )

    @model_validator(mode="before")
    @classmethod
    def _source_and_folder(cls, values: dict[str, Any]) -> dict[str, Any]:
        """Which folder the source lists, and the sample's own indicators; REPORTS alone means the source `folder`."""
        source = values.get("source") or ("folder" if values.get("reports") else "sample")
        if source == "folder" and not values.get("reports"):
            raise ValueError("SOURCE=folder needs REPORTS: the folder that holds the reports.")
        if source == "sample" and not values.get("indicators"):
            values = {**values, "indicators": str(SAMPLE_INDICATORS)}
        folder = {"sample": SAMPLE, "ofsted": Path(values.get("data") or ROOT / "data") / "store" / "ofsted"}
        return {**values, "source": source, "reports": folder.get(source) or values.get("reports") or SAMPLE}

    history_days: int = Field(
        30, ge=1, description="Days after which a run leaves the history; the newest and the last that published stay."
    )
    keep_monthly: bool = Field(
        True, description="Whether the last edition of each month stays for good, beside the six latest."
    )
    # Holds a secret as a rule: never shown, and told to other processes by the environment alone.
    notify: Notify = Field(
        SecretStr(""), description="Whom a failed run or a new warning is told: an address as Apprise reads it."
    )

    @property
    def at_work(self) -> Path:
        """The folder of a lock a run, held while its process lives."""
        return self.data / "at-work"

    @model_validator(mode="after")
    def _data_can_be_used(self) -> Self:
        """Dagster looks for its settings in DATA by a pattern, and for its databases by an address."""
        path = str(self.data).encode("utf-8", "backslashreplace").decode()
        if UNUSABLE.search(str(self.data)):
            raise ValueError(f"DATA={path!r} cannot be used: its path holds one of * ? [ ] % or an odd character.")
        if len(path.encode()) > LONGEST_DATA:
            raise ValueError(f"DATA={path} cannot be used: its path is longer than {LONGEST_DATA} bytes.")
        return self

    @property
    def store_folder(self) -> Path:
        """The folder of the reports site's register, and of reports where STORE names no other place."""
        return self.data / "store"

    @property
    def store_place(self) -> str:
        """Where reports' bytes and what was read from them are: a folder's path or an object store's URL."""
        return self.store or str(self.store_folder)

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
        """The published DuckDB file, in the folder of the current edition. Raises PublicationError."""
        return current_edition(self.published) / WAREHOUSE

    @property
    def dagster_home(self) -> Path:
        """Dagster's own state: run history, schedules' ticks."""
        return self.data / "dagster"

    def environment(self) -> dict[str, str]:
        """The environment variables that tell another process the same settings."""
        names = set(type(self).model_fields) - {"ofsted", "notify"}
        own = {name.upper(): _text(getattr(self, name)) for name in names}
        site = {f"OFSTED_{name.upper()}": _text(getattr(self.ofsted, name)) for name in type(self.ofsted).model_fields}
        site["OFSTED_FILE_HOSTS"] = ",".join(self.ofsted.file_hosts)
        return {**own, **site}


def _text(value: object) -> str:
    if value is None:
        return ""
    return os.pathsep.join(map(str, value)) if isinstance(value, tuple) else str(value)


def settings(**chosen: Any) -> Settings:
    """The settings of the environment; those given here, by name, take its place, and None or empty gives way to it.

    Raises SettingError, in one line that names the setting, when one is not usable.
    """
    return checked_settings({name: value for name, value in chosen.items() if value})


def checked_settings(values: dict[str, Any]) -> Settings:
    """The settings of these values, and of the environment where there is none. Raises SettingError."""
    try:
        found = Settings(**values)
    except ValidationError as error:
        raise SettingError(_one_line(error)) from error
    if found.source == "ofsted":
        found.ofsted.contact_for("SOURCE=ofsted")
    return found


def _one_line(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    cause = first.get("ctx", {}).get("error")
    if cause is not None:
        return str(cause)
    prefix = OfstedSettings.model_config["env_prefix"] if error.title == OfstedSettings.__name__ else ""
    name = prefix + "_".join(str(part) for part in first["loc"]).upper()
    return f"{name}={first['input']} cannot be used: {first['msg'][0].lower()}{first['msg'][1:]}."
