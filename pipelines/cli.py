"""The command `inspections`: run the pipeline, open its UI, query what it published."""

from __future__ import annotations

import io
import os
import socket
import sys
from pathlib import Path

import click

from pipelines.commands.paths import show_path
from pipelines.errors import PublicationError, SettingError
from pipelines.runs.data_folder import StateError, check_version, claimed
from pipelines.settings import SOURCES, VERBATIM, OfstedSettings, Settings, settings


class OneLineError(click.ClickException):
    """Shown as one line, without a traceback; the exit code is 1."""


def _prepare(settings: Settings) -> None:
    """Makes DATA ready for runs, unless a newer version wrote it."""
    from pipelines.runs.dagster_home import prepare_home

    try:
        check_version(settings)
        prepare_home(settings)
    except StateError as error:
        raise OneLineError(str(error)) from error
    except OSError as error:
        raise OneLineError(f"DATA={settings.data} cannot be written: {error.strerror}.") from error


def _settings(**chosen: str | None) -> Settings:
    """The settings; what the command line gives takes the place of the environment's."""
    asked = {}
    if (chosen.get("source") or os.environ.get("SOURCE")) == "ofsted":
        asked = _ask_for_contact()
    try:
        return settings(**chosen, **asked)
    except SettingError as error:
        raise OneLineError(str(error)) from error


def _ask_for_contact() -> dict[str, OfstedSettings]:
    """Asks a person at a terminal for the contact that the site is told, when no setting gives it."""
    if os.environ.get("OFSTED_CONTACT") or not sys.stdin.isatty():
        return {}
    click.echo("The reports site is told whom to write to. Set OFSTED_CONTACT to be asked no more.")
    return {"ofsted": OfstedSettings(contact=click.prompt("Your e-mail or web address"))}


source_option = click.option("--source", type=click.Choice(SOURCES), help="Where reports come from (SOURCE).")
reports_option = click.option("--reports", type=click.Path(), help="Folder of reports, for --source folder (REPORTS).")
data_option = click.option("--data", type=click.Path(), help="Folder for state and publication (DATA).")
official_option = click.option("--official", help="Files or folders of Ofsted's official statistics (OFFICIAL).")
indicators_option = click.option(
    "--indicators", help="The DfE's file of local authority indicators, path or https address (INDICATORS)."
)
verbatim_option = click.option("--verbatim", type=click.Choice(VERBATIM), help="Whose words to publish (VERBATIM).")


@click.group()
def main() -> None:
    """Inspection reports in, a checked DuckDB warehouse out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that is not UTF-8 shows a question mark for what it has not.
            stream.reconfigure(errors="replace")


@main.command(short_help="Read the reports, check, publish, say what came of it.")
@source_option
@reports_option
@data_option
@official_option
@indicators_option
@verbatim_option
@click.option("--rebuild", is_flag=True, help="Publish anew even if nothing has changed.")
@click.option("--accept-shrunken-tables", is_flag=True, help="Publish though tables have lost many rows.")
@click.option("--verbose", is_flag=True, help="Show Dagster's own log.")
def run(rebuild: bool, accept_shrunken_tables: bool, verbose: bool, **chosen: str | None) -> None:
    """Run the job `refresh`: read the reports, check, publish, and say what came of it."""
    settings = _settings(**chosen)
    if settings.source != "ofsted" and not settings.reports.is_dir():
        raise OneLineError(f"REPORTS={settings.reports} is not a folder.")
    for path in settings.official:
        if not path.exists():
            raise OneLineError(f"OFFICIAL={path} is not a file or folder.")
    if settings.indicators and "://" not in settings.indicators and not Path(settings.indicators).is_file():
        raise OneLineError(f"INDICATORS={settings.indicators} is not a file.")
    _prepare(settings)
    from pipelines.commands.refresh_job import RefreshFailed, refresh
    from pipelines.commands.summary import print_summary
    from pipelines.quality.check import SuiteError
    from pipelines.reference import ReferenceDataError
    from pipelines.warehouse.schema import CatalogueError

    try:
        refreshed = refresh(settings, verbose=verbose, rebuild=rebuild, accept_shrunken_tables=accept_shrunken_tables)
    except (RefreshFailed, CatalogueError, SuiteError, ReferenceDataError) as error:
        raise OneLineError(str(error)) from error
    try:
        print_summary(settings, has_published=refreshed.has_published)
    except PublicationError as error:
        done = "Published." if refreshed.has_published else "Nothing has changed: what is published stands."
        raise OneLineError(f"{done} But it cannot be summed up: {error}") from error


@main.command(short_help="Serve the Dagster UI and the nightly schedule.")
@source_option
@reports_option
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", default=3000, type=click.IntRange(1, 65535), show_default=True, help="Port to serve on.")
def ui(source: str | None, reports: str | None, data: str | None, host: str, port: int) -> None:
    """Serve the Dagster UI, and the daemon behind the nightly schedule."""
    settings = _settings(source=source, reports=reports, data=data)
    _free(host, port)
    _prepare(settings)
    from pipelines.runs.dagster_home import instance_of
    from pipelines.runs.history import keep_history
    from pipelines.ui.services import serve

    with instance_of(settings) as instance:
        keep_history(settings, instance)
    click.echo(f"Dagster UI on http://{host}:{port} - stop it with Ctrl-C.")
    raise SystemExit(serve(settings, host, port))


def _free(host: str, port: int) -> None:
    """Raises OneLineError when nothing can be served there."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (while")[0]
        raise OneLineError(f"{host}:{port} cannot be served on: {reason}. Name another one.") from error


@main.command(short_help="Make DATA ready for Dagster's own commands.")
@data_option
def prepare(data: str | None) -> None:
    """Make DATA ready for Dagster's own commands: its home in DATA/dagster, with the history's databases."""
    settings = _settings(data=data)
    _prepare(settings)
    click.echo(f"export DAGSTER_HOME={show_path(settings.dagster_home)}")


@main.command(short_help="Fetch official statistics from GOV.UK, for OFFICIAL.")
@data_option
@click.argument("page")
def statistics(data: str | None, page: str) -> None:
    """Fetch the spreadsheets of a page of official statistics on GOV.UK (its address, or its last part)."""
    settings = _settings(data=data)
    from pipelines.sources.ofsted.errors import OfstedError
    from pipelines.sources.ofsted.statistics import fetch_statistics

    try:
        paths = fetch_statistics(page, settings.data / "official", settings.ofsted)
    except (SettingError, OfstedError) as error:
        raise OneLineError(str(error)) from error
    for path in paths:
        click.echo(show_path(path))
    click.echo(f"Read them with OFFICIAL={show_path(settings.data / 'official')}")


@main.command(short_help="Ask the published file in SQL, or a ready question.")
@data_option
@click.option("--question", help="Answer one of the ready questions.")
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="Set what a ready question lets you set.")
@click.option("--list", "is_list", is_flag=True, help="List the ready questions, and what each lets you set.")
@click.option("--csv", type=click.Path(dir_okay=False, path_type=Path), help="Write the answer to this CSV file.")
@click.argument("sql", required=False)
def query(
    data: str | None, question: str | None, given: tuple[str, ...], is_list: bool, csv: Path | None, sql: str | None
) -> None:
    """An SQL prompt on the published file; or the answer to the SQL given as argument, or to a ready question.

    A statement reads that file and touches nothing else: no other file, no extension, no other database.
    """
    if given and not question:
        raise OneLineError("--set goes with --question.")
    if csv and not (question or sql):
        raise OneLineError("--csv goes with a question or with SQL.")
    warehouse = _published(_settings(data=data))
    from pipelines.commands.ready_questions import asked, print_questions
    from pipelines.commands.sql_prompt import answer, prompt, write_csv

    if is_list:
        print_questions(warehouse)
        return
    variables: dict[str, str] = {}
    if question:
        sql, variables = asked(warehouse, question, given)
    if sql and csv:
        click.echo(f"Rows written to {csv}: {write_csv(warehouse, sql, csv, variables):,}")
    elif sql:
        raise SystemExit(0 if answer(warehouse, sql, variables) else 1)
    else:
        prompt(warehouse)


@main.command(short_help="What changed from edition to edition, and why.")
@data_option
@click.option("--since", help="Only editions published from this day on, such as 2026-10-01; else all.")
def changes(data: str | None, since: str | None) -> None:
    """What changed from edition to edition, with both values and the cause."""
    from pipelines.commands.changes import day_of, print_changes

    try:
        day = day_of(since) if since else None
        print_changes(_published(_settings(data=data)), day)
    except (ValueError, PublicationError) as error:
        raise OneLineError(str(error)) from error


@main.command(short_help="Build the pages and serve them on this machine.")
@data_option
@click.option(
    "--port",
    default=8000,
    type=click.IntRange(1, 65535),
    show_default=True,
    help="Port to serve on, on this machine alone.",
)
@click.option("--serve/--no-serve", default=True, show_default=True, help="Serve the pages once they are built.")
def site(data: str | None, port: int, serve: bool) -> None:
    """Build the pages from the published file, and serve them on this machine."""
    settings = _settings(data=data)
    warehouse = _published(settings)
    if serve:
        _free("127.0.0.1", port)
    from pipelines.site.build import build_site
    from pipelines.site.errors import SiteError
    from pipelines.site.serve import serve as serve_pages

    folder = settings.published / "site"
    try:
        with claimed(settings, lambda _: None):
            built = build_site(warehouse, folder, settings.site_url, settings.report_errors_to, settings.site_sql)
        click.echo(f"{built.pages} pages, {built.bytes / 1e6:.1f} MB: {show_path(folder / 'index.html')}")
        if serve:
            click.echo(f"On http://127.0.0.1:{port} - stop it with Ctrl-C.")
            serve_pages(folder, port)
    except (SiteError, StateError) as error:
        raise OneLineError(str(error)) from error


def _published(settings: Settings) -> Path:
    """The published file, which is there."""
    try:
        warehouse = settings.warehouse
    except PublicationError as error:
        raise OneLineError(str(error)) from error
    if not warehouse.is_file():
        raise OneLineError(f"{warehouse} is not there yet: publish it with `inspections run`.")
    return warehouse
