"""What changed from edition to edition, for a person at the terminal."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipelines.errors import PublicationError
from pipelines.publishing.warehouse import open_published

LONGEST = 70  # characters of a value
WIDE = 200  # characters of a line, where the output is no terminal
# Of an inspection that is new or gone, what a person asks for first; its other values are counted.
MOVED = """
    with moved as (
        select inspection_id, to_version
        from changes
        where kind_code = 'inspection' and (value_before is null or value_after is null)
    )
    select
        changes.*,
        moved.inspection_id is not null and changes.kind_code not in ('inspection', 'judgement') as is_counted
    from changes
    left join moved using (inspection_id, to_version)
    where changes.changed_at >= $since
"""
SHOWN = f"""
    with told as ({MOVED})
    select
        strftime(changed_at, '%-d %b %Y'), coalesce(authority_name, authority_urn), inspection_id,
        kind_code, field, value_before, value_after, cause_code
    from told
    where not is_counted
    order by changed_at desc, 2, inspection_id, kind_code <> 'inspection', kind_code, field
"""
COUNTED = f"with told as ({MOVED}) select count(*) from told where is_counted"
HEADINGS = ("Published", "Authority", "Inspection", "What", "Before", "After", "Why")


def day_of(text: str) -> date:
    """A day as given on the command line. Raises ValueError with a line that says how to write it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is not a day: write it as 2026-10-01.") from None


def print_changes(warehouse: Path, since: date | None) -> None:
    """Prints what changed in the editions published from that day on, the latest first.

    Raises PublicationError when the file cannot be read, or an earlier version of the project made it.
    """
    with open_published(warehouse) as connection:
        chosen = {"since": since or date.min}
        try:
            rows = connection.execute(SHOWN, chosen).fetchall()
            ((counted,),) = connection.execute(COUNTED, chosen).fetchall()
        except duckdb.CatalogException as error:
            raise PublicationError(f"{warehouse} was made before editions were compared: publish anew.") from error
    console = Console() if sys.stdout.isatty() else Console(width=WIDE)
    if not rows:
        said = f" since {since.day} {since:%B %Y}" if since else ""
        console.print(f"Nothing has changed{said}. Editions are compared from the second on.", highlight=False)
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in HEADINGS:
        table.add_column(heading, no_wrap=heading in ("Published", "Inspection"), overflow="fold")
    for published, authority, inspection, kind, field, *values, cause in rows:
        what = "report" if kind == "inspection" else _words(field.removeprefix("childrens_services/"))
        before, after = (_value(kind, field, value) for value in values)
        table.add_row(*map(Text, (published, authority, inspection, what, before, after, _words(cause))))
    console.print(table)
    if counted:
        console.print(f"\nAnd {counted:,} further values of reports that are new or gone: see the view changes.")


def _words(code: str) -> str:
    """A code, or codes with a stroke between, as words."""
    return code.removesuffix("_code").replace("/", ", ").replace("_", " ")


def _value(kind: str, field: str, value: str | None) -> str:
    """What stood there, in words and shortened; of a report, the beginning of its digest."""
    if not value:
        return ""
    if kind == "inspection":
        return value[:12]
    if kind == "judgement" or field.endswith("_code"):
        return _words(value)
    text = " ".join(value.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
