"""An SQL prompt on the published file, which it only reads."""

from __future__ import annotations

import contextlib
import shutil
import sys
from pathlib import Path

import click
import duckdb

from pipelines import build

WELCOME = "Read-only on {path}. End a statement with ;  - .tables lists what there is, .quit leaves."
TABLES = (
    "select table_name, table_type, comment from ("
    "select view_name as table_name, 'view' as table_type, comment from duckdb_views() where not internal "
    "union all select table_name, 'table', comment from duckdb_tables() where schema_name = 'main') order by all"
)
WIDEST = 200
LONGEST = 200


def answer(path: Path, sql: str) -> bool:
    """Prints the statement's result; on an error prints its first line and returns False."""
    try:
        with contextlib.closing(build.connect(path, read_only=True)) as connection:
            result = connection.sql(sql)
            if result is not None:
                result.show(max_width=_width(), max_rows=LONGEST)
    except duckdb.Error as error:
        click.echo(str(error).splitlines()[0], err=True)
        return False
    return True


def _width() -> int:
    """The terminal's width; wide enough for anything when the answer goes to a file."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDEST


def prompt(path: Path) -> None:
    """Reads statements until .quit or the end of input. Each opens the file anew and so sees the latest one."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - gives input() history and editing where the platform has it
    click.echo(WELCOME.format(path=path))
    statement = ""
    while True:
        try:
            line = input("sql> " if not statement else "...> ")
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if not statement and line.strip() in (".quit", ".exit"):
            return
        if not statement and line.strip() == ".tables":
            answer(path, TABLES)
            continue
        statement = f"{statement}\n{line}".strip()
        if statement.endswith(";"):
            answer(path, statement)
            statement = ""
