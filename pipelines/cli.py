"""The command `inspections`: run the pipeline, open its UI, query what it published."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from pipelines.settings import ROOT, SOURCES, SettingError, Settings, settings


class OneLineError(click.ClickException):
    """Shown as one line, without a traceback; the exit code is 1."""


def _settings() -> Settings:
    try:
        return settings()
    except SettingError as error:
        raise OneLineError(str(error)) from error


def _prepare_dagster(now: Settings) -> None:
    """Points Dagster at a home under DATA, with the project's settings and no telemetry."""
    now.dagster_home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "pipelines" / "dagster.yaml", now.dagster_home / "dagster.yaml")
    os.environ["DAGSTER_HOME"] = str(now.dagster_home)
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"


def _chosen(source: str | None, reports: str | None, data: str | None, official: str | None = None) -> Settings:
    """Settings given on the command line take the place of the environment's."""
    for name, value in (("SOURCE", source), ("REPORTS", reports), ("DATA", data), ("OFFICIAL", official)):
        if value:
            os.environ[name] = value
    if os.environ.get("SOURCE") == "ofsted":
        _ask_for_contact()
    now = _settings()
    os.environ["DATA"] = str(now.data)
    return now


def _ask_for_contact() -> None:
    """Asks a person at a terminal for the contact that the site is told, when no setting gives it."""
    if not os.environ.get("OFSTED_CONTACT") and sys.stdin.isatty():
        click.echo("The reports site is told whom to write to. Set OFSTED_CONTACT to be asked no more.")
        os.environ["OFSTED_CONTACT"] = click.prompt("Your e-mail or web address")


source_option = click.option("--source", type=click.Choice(SOURCES), help="Where reports come from (SOURCE).")
reports_option = click.option("--reports", type=click.Path(), help="Folder of reports, for --source folder (REPORTS).")
data_option = click.option("--data", type=click.Path(), help="Folder for state and publication (DATA).")
official_option = click.option("--official", help="Files or folders of Ofsted's official statistics (OFFICIAL).")


@click.group()
def main() -> None:
    """Inspection reports in, a checked DuckDB warehouse out."""


@main.command()
@source_option
@reports_option
@data_option
@official_option
@click.option("--verbose", is_flag=True, help="Show Dagster's own log.")
def run(source: str | None, reports: str | None, data: str | None, official: str | None, verbose: bool) -> None:
    """Run the job `refresh`: read the reports, check, publish, and say what came of it."""
    now = _chosen(source, reports, data, official)
    if now.source != "ofsted" and not now.reports.is_dir():
        raise OneLineError(f"REPORTS={now.reports} is not a folder.")
    for path in now.official:
        if not path.exists():
            raise OneLineError(f"OFFICIAL={path} is not a file or folder.")
    try:
        _prepare_dagster(now)
    except OSError as error:
        raise OneLineError(f"DATA={now.data} cannot be written: {error.strerror}.") from error
    from pipelines.refresh import RefreshFailed, refresh
    from pipelines.summary import print_summary

    try:
        refresh(verbose=verbose)
    except RefreshFailed as error:
        raise OneLineError(str(error)) from error
    print_summary(now)


@main.command()
@source_option
@reports_option
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", default=3000, show_default=True, help="Port to serve on.")
def ui(source: str | None, reports: str | None, data: str | None, host: str, port: int) -> None:
    """Serve the Dagster UI, and the daemon behind the nightly schedule."""
    now = _chosen(source, reports, data)
    _prepare_dagster(now)
    click.echo(f"Dagster UI on http://{host}:{port} - stop it with Ctrl-C.")
    workspace = str(ROOT / "workspace.yaml")
    command = [sys.executable, "-m", "dagster", "dev", "-w", workspace, "-h", host, "-p", str(port)]
    try:
        raise SystemExit(subprocess.call(command, cwd=ROOT))
    except KeyboardInterrupt:
        raise SystemExit(0) from None


@main.command()
@data_option
@click.argument("page")
def statistics(data: str | None, page: str) -> None:
    """Fetch the spreadsheets of a page of official statistics on GOV.UK (its address, or its last part)."""
    now = _chosen(None, None, data)
    from pipelines.sources.ofsted.client import SiteError
    from pipelines.sources.ofsted.statistics import fetch_statistics

    try:
        paths = fetch_statistics(page, now.data / "official")
    except (SettingError, SiteError) as error:
        raise OneLineError(str(error)) from error
    for path in paths:
        click.echo(show_path(path))
    click.echo(f"Read them with OFFICIAL={show_path(now.data / 'official')}")


@main.command()
@data_option
@click.argument("sql", required=False)
def query(data: str | None, sql: str | None) -> None:
    """An SQL prompt, read-only, on the published file; or the answer to one SQL given as argument."""
    now = _chosen(None, None, data)
    if not now.warehouse.is_file():
        raise OneLineError(f"{now.warehouse} is not there yet: publish it with `inspections run`.")
    from pipelines.prompt import answer, prompt

    if sql:
        raise SystemExit(0 if answer(now.warehouse, sql) else 1)
    prompt(now.warehouse)


def show_path(path: Path) -> str:
    """The path as short as it can be typed from here."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
