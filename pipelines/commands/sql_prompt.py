"""An SQL prompt on the published file, which it only reads."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click
import duckdb

from pipelines.errors import first_line
from pipelines.formulas import harmless_sql
from pipelines.publishing.datapackage import SAMPLE_NOTE
from pipelines.warehouse.parameters import variables

WELCOME = (
    "Read-only on {path}. End a statement with ;\n"
    ".tables lists what there is, .columns NAME what a table or view has, .quit leaves."
)
COLUMNS = "select column_name, data_type, comment from duckdb_columns() where table_name = '{}' order by column_index"
# A statement reads the published file and nothing else: no other file, no extension, no way back to more.
LOCKED: dict[str, Any] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "lock_configuration": True,
}
WHOLE = 100_000  # wide enough for every column
LONGEST = 200
LONGEST_WHOLE = 10_000
PAGER = "less"
# Long lines go on at the right of the screen; the last line says how to get there.
PAGER_OPTIONS = "-S -PArrow keys move, q leaves"

NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
EDITION = "select version, published_at, is_sample from publication"


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """The published file, read-only, and nothing else within reach of a statement."""
    return duckdb.connect(str(path), read_only=True, config=LOCKED)


def listing() -> str:
    """The statement that .tables asks: views first, then quality tables, last what lies beneath the views.

    Names of the star schema may change with any version (docs/data-policy.md).
    """
    from pipelines.warehouse.schema import tables

    beneath = tuple(name for name, entry in tables().items() if entry.layer == "star")
    return f"""
        select table_name, kind, comment
        from (
            select view_name as table_name, 'view' as kind, comment
            from duckdb_views() where not internal
            union all
            select table_name, if(table_name in {beneath}, 'beneath the views', 'table') as kind, comment
            from duckdb_tables() where schema_name = 'main'
        )
        order by kind <> 'view', kind = 'beneath the views', table_name
    """


def _said(error: duckdb.Error) -> str:
    """What DuckDB says, in one line, with the names that it suggests; without the statement, which stands above."""
    lines = itertools.takewhile(lambda line: not line.startswith("LINE "), str(error).strip().splitlines())
    return " ".join(line.strip() for line in lines if line.strip()) or first_line(error)


def answer(path: Path, sql: str, settings: Mapping[str, str] = NO_SETTINGS) -> bool:
    """Prints the statement's result, a page at a time where the terminal is too small for all of it.

    `settings` are DuckDB's variables, set for it. On an error it prints that error's first line and returns False.
    """
    try:
        with contextlib.closing(connect(path)) as connection, variables(connection, settings):
            result = connection.sql(sql)
            if result is not None:
                _show(result)
    except duckdb.Error as error:
        click.echo(_said(error), err=True)
        return False
    return True


def _show(result: duckdb.DuckDBPyRelation) -> None:
    size, is_terminal = shutil.get_terminal_size(), sys.stdout.isatty()
    if is_terminal and not shutil.which(PAGER):
        click.echo(_boxed(result, size.columns, LONGEST))
        return
    text = _boxed(result, WHOLE, LONGEST_WHOLE)
    lines = text.splitlines()
    if not is_terminal or (len(lines) < size.lines and max(map(len, lines)) <= size.columns):
        click.echo(text)
    else:
        os.environ.setdefault("LESS", PAGER_OPTIONS)
        click.echo_via_pager(text)


def _boxed(result: duckdb.DuckDBPyRelation, width: int, rows: int) -> str:
    """The result as DuckDB draws it."""
    drawn = io.StringIO()
    with contextlib.redirect_stdout(drawn):
        result.show(max_width=width, max_rows=rows)
    return drawn.getvalue().rstrip("\n")


def write_csv(path: Path, sql: str, target: Path, settings: Mapping[str, str] = NO_SETTINGS) -> int:
    """Writes all of the statement's result to a CSV file; returns its number of rows.

    No text in it is taken for a formula by a spreadsheet, as in the exports. Raises click.ClickException.
    """
    if target.suffix.lower() != ".csv":
        raise click.ClickException(f"{target} is no name for a CSV file: end it with .csv.")
    try:
        with contextlib.closing(connect(path)) as connection, variables(connection, settings):
            result = connection.sql(sql)
            if result is None:
                raise click.ClickException("The statement has no answer to write.")
            columns = enumerate(zip(result.columns, result.types, strict=True), start=1)
            cells = [_cell(f"#{number}", name, str(kind)) for number, (name, kind) in columns]
            rows = result.project(", ".join(cells))
            return _write(target, rows.columns, rows.fetchall())
    except duckdb.Error as error:
        raise click.ClickException(first_line(error)) from None
    except OSError as error:
        raise click.ClickException(f"{target} cannot be written: {error.strerror}.") from error


def _write(target: Path, header: list[str], rows: list[tuple[str | None, ...]]) -> int:
    """Writes the file here, whole or not at all: statements themselves touch no file. Returns the number of rows."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        # With the byte order mark by which Excel knows UTF-8, as in the exports.
        with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return len(rows)


def _cell(value: str, name: str, kind: str) -> str:
    text = harmless_sql(value) if kind == "VARCHAR" else f"cast({value} as varchar)"
    return f"{text} as {duckdb.ColumnExpression(name)}"


def prompt(path: Path) -> None:
    """Reads statements until .quit or the end of input. Each opens the file anew and so sees the latest one."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - gives input() history and editing where the platform has it
    click.echo(WELCOME.format(path=path))
    _say_edition(path)
    statement = ""
    while True:
        try:
            line = input("sql> " if not statement else "...> ")
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if not statement and line.strip().startswith("."):
            if not _command(path, line.strip()):
                return
            continue
        statement = f"{statement}\n{line}".strip()
        if statement.endswith(";"):
            answer(path, statement)
            statement = ""


def _say_edition(path: Path) -> None:
    """Says which edition the file is, to cite it by, and that it is a sample if it is one."""
    try:
        with contextlib.closing(connect(path)) as connection:
            ((version, published_at, is_sample),) = connection.execute(EDITION).fetchall()
    except duckdb.Error as error:
        click.echo(first_line(error), err=True)
        return
    click.echo(f"Version {version}, published {published_at:%d %B %Y}.")
    if is_sample:
        click.echo(SAMPLE_NOTE)


def _command(path: Path, typed: str) -> bool:
    """Carries out what begins with a dot; False when that is to leave."""
    if named := re.fullmatch(r"\.columns\s+(?:\w+\.)?(\w+)", typed):
        answer(path, COLUMNS.format(named[1]))
    elif typed == ".tables":
        answer(path, listing())
    elif typed not in (".quit", ".exit"):
        click.echo(f"{typed} is not one of .tables, .columns NAME and .quit.", err=True)
    return typed not in (".quit", ".exit")
