"""What a run tells the person at the terminal."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import duckdb
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipelines.commands.paths import show_path
from pipelines.current_edition import CURRENT_FILE, WAREHOUSE, astray, current_edition, fixed_path
from pipelines.publishing.datapackage import SAMPLE_NOTE
from pipelines.publishing.warehouse import open_published
from pipelines.settings import ROOT, Settings

EXAMPLE = (
    "select authority_name, inspection_start_date, overall_effectiveness from authority_summary "
    "where overall_effectiveness is not null order by authority_name"
)
COUNTS = {
    "Reports found": "select document_count from publication",
    "Inspections published": "select inspection_count from publication",
    "Superseded reports": "select count(*) from superseded_documents",
    "In quarantine": "select quarantine_count from publication",
    "Judgements": "select judgement_count from publication",
    "Metrics": "select metric_count from publication",
    "Conflicts kept": "select count(*) from conflicts",
    "Statements set aside": "select count(*) from set_aside",
    "Checks passed": "select count(*) from check_results where passed",
    "Checks failed (warnings)": "select count(*) from check_results where not passed",
}
# Of a first edition everything is, and it has no edition before it.
NEW = "select count(distinct inspection_id) from edition_differences where cause_code = 'new_report'"
MOST_SHOWN = 50  # documents, or statements
# "Bradford, inspection published 21 May 2026 (2026/50100351.pdf)", as far as that is known.
QUARANTINED = """
    select
        coalesce(
            authority_name || coalesce(
                ', inspection published ' || strftime(published_date, '%-d %B %Y'),
                ', inspection of ' || strftime(inspection_start_date, '%-d %B %Y'),
                ''
            ) || ' (' || source_path || ')',
            source_path
        ),
        reason
    from quarantine
    order by authority_name nulls last, published_date, source_path
"""
SET_ASIDE = """
    select
        authority_name || ', inspection of ' || strftime(inspection_start_date, '%-d %B %Y')
        || coalesce(', page ' || page_number, '') || ' (' || set_aside.file_name || ')',
        reason
    from set_aside
    inner join inspections using (inspection_id)
    order by authority_name, inspection_start_date, page_number, rule, reason
"""
AGREEMENT = """
    select count(*) filter (where status_code = 'agrees'), count(*)
    from reconciliation
    where kind_code = 'judgement' and status_code in ('agrees', 'differs')
"""


def agreement(connection: duckdb.DuckDBPyConnection) -> str | None:
    """How many of the judgements that the official statistics have too are the same there; None without OFFICIAL."""
    if connection.execute("select count(*) from official_outcomes").fetchall() == [(0,)]:
        return None
    agreeing, compared = connection.execute(AGREEMENT).fetchall()[0]
    # Rounded down, so that 100% says that every one agrees.
    return f"{agreeing * 1000 // compared / 10:.1f}% of {compared:,}" if compared else "none to compare"


FIGURES = """
    select count(*) filter (where status_code <> 'differs'), count(*)
    from metric_reconciliation
    where status_code <> 'no_counterpart'
"""


def alike(connection: duckdb.DuckDBPyConnection) -> str | None:
    """How many figures are like the DfE's of the same day, but for rounding and what was provisional; None without."""
    like, compared = connection.execute(FIGURES).fetchall()[0]
    return f"{like * 1000 // compared / 10:.1f}% of {compared:,}" if compared else None


OTHERWISE = """
    select
        inspection_id || ', ' || field,
        coalesce(value_before, 'nothing') || ' is now ' || coalesce(value_after, 'nothing')
    from edition_differences
    where cause_code in ('code_changed', 'reference_changed') and kind_code in ('judgement', 'date')
    order by all
"""
UNPROVEN = """
    select frameworks.framework_name, files.file_name
    from raw.report_files as files
    inner join dim_inspection as inspections on files.document_sha256 = inspections.document_sha256
    inner join dim_framework as frameworks on inspections.framework_key = frameworks.framework_key
    -- The sample's reports are made for the purpose.
    where not frameworks.is_proven and files.source <> 'sample'
    order by inspections.inspection_start_date, files.file_name
"""
MOST_NAMED = 20


def print_first_of_their_kind(console: Console, connection: duckdb.DuckDBPyConnection) -> None:
    """Names the reports of a kind that no real report has proven the reading of, each to be read by a person."""
    found = connection.execute(UNPROVEN).fetchall()
    if found:
        console.print("\nFirst of its kind, read it (then say so by is_proven in data/reference/frameworks.csv):")
    for framework, name in found[:MOST_NAMED]:
        console.print(Text(f"  {name}: {framework}"))
    if len(found) > MOST_NAMED:
        console.print(f"  and {len(found) - MOST_NAMED} more")


def print_summary(settings: Settings, *, has_published: bool) -> None:
    """Prints counts, quarantine with each reason, warnings, the file's path and a query to paste.

    That what is published stands, because nothing has changed, is said first. Raises PublicationError when the file
    cannot be read, as while another program holds it open for writing.
    """
    console = Console()
    connection = open_published(settings.warehouse)
    try:
        ((version, published_at, is_sample),) = connection.execute(
            "select version, published_at, is_sample from publication"
        ).fetchall()
        if not has_published:
            then = f"{published_at.day} {published_at:%B %Y, %H:%M} UTC"
            console.print(f"Nothing has changed since {then}: what is published stands.\n")
        ((new,),) = connection.execute(NEW).fetchall()
        found = f"{new:,}: {_command()} changes{_data_option(settings.data)}" if has_published and new else None
        console.print(_figures(connection, found))
        _print_reasons(console, "In quarantine", connection.execute(QUARANTINED).fetchall())
        _print_reasons(
            console, "Set aside, the rest of the report is published", connection.execute(SET_ASIDE).fetchall()
        )
        unread = connection.execute(
            "select file_name, reason from raw.official_files where state_code = 'refused' order by all"
        ).fetchall()
        _print_notes(
            console, "Official statistics that could not be read; what an earlier run read of them stands", unread
        )
        if has_published:
            changed = connection.execute("select file_path, message from raw.edition_changes order by all").fetchall()
            _print_notes(console, "Published anew, since what had been published was no longer so", changed)
            otherwise = "Grades and dates that other code or reference tables read otherwise from the same reports"
            _print_reasons(console, otherwise, connection.execute(OTHERWISE).fetchall())
        print_first_of_their_kind(console, connection)
        warnings = connection.execute(
            "select table_name, description, unexpected_count from check_results where not passed order by all"
        ).fetchall()
        _print_notes(console, "Warnings", [(name, f"{said} Not so for {count}.") for name, said, count in warnings])
    finally:
        connection.close()
    if is_sample:
        console.print(f"\n{SAMPLE_NOTE}", style="bold", highlight=False)
    console.print(f"\nVersion:   {version}", highlight=False)
    shown = show_path(fixed_path(settings.published, WAREHOUSE))
    console.print(f"Published: {shown}", highlight=False, markup=False, soft_wrap=True)
    if left := astray(settings.published):
        console.print(Text(_left_behind(settings.published, left), style="bold"), soft_wrap=True)
    query = f'{_command()} query{_data_option(settings.data)} "{EXAMPLE}"'
    console.print(f"Query it:  {query}", highlight=False, markup=False, soft_wrap=True)


def _figures(connection: duckdb.DuckDBPyConnection, new: str | None) -> Table:
    """The file's counts, how many inspections are new, and how much agrees with what others publish."""
    figures = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for name, sql in COUNTS.items():
        figures.add_row(name, f"{connection.execute(sql).fetchall()[0][0]:,}")
    shares = {
        "New since the edition before": new,
        "Official record agrees": agreement(connection),
        "Figures like the DfE's": alike(connection),
    }
    for name, said in shares.items():
        if said:
            figures.add_row(name, said)
    return figures


def _print_notes(console: Console, heading: str, rows: list[tuple[str, str]]) -> None:
    """Each thing with what is to be said of it, on a line."""
    if rows:
        console.print(f"\n{heading}:")
    for name, said in rows:
        console.print(Padding(Text(f"{name}: {said}"), (0, 0, 0, 2)))


def _print_reasons(console: Console, heading: str, rows: list[tuple[str, str]]) -> None:
    """Each thing with its reason, as far as they are not too many to read."""
    if rows:
        console.print(f"\n{heading}:")
    for name, reason in rows[:MOST_SHOWN]:
        console.print(Text(f"  {name}", style="bold"))
        console.print(Padding(Text(reason), (0, 0, 0, 4)))
    if len(rows) > MOST_SHOWN:
        console.print(f"  and {len(rows) - MOST_SHOWN:,} more: query the file for them.")


def _left_behind(published: Path, names: list[str]) -> str:
    """What is not at its fixed path, and where it is, in one line."""
    stale = [name for name in names if (published / name).exists()]
    gone = [name for name in names if name not in stale]
    why = f"{', '.join(stale)} there could not be replaced, as a program may hold it open. " if stale else ""
    why += f"{', '.join(gone)} cannot have a link here. " if gone else ""
    where = show_path(current_edition(published))
    return f"In {show_path(published)}: {why}This edition is {where}, as {CURRENT_FILE} says."


def _command() -> str:
    """This command as it can be typed again."""
    name = Path(sys.argv[0])
    return show_path(name.absolute()) if name.stem == "inspections" else "inspections"


def _data_option(data: Path) -> str:
    """What the command needs to ask this folder: the shell that it is typed in may not have the run's DATA."""
    return "" if data == ROOT / "data" else f" --data {shlex.quote(show_path(data))}"
