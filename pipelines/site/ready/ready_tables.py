"""Ready tables: each is a query of the published file, its columns in words, and what it can be narrowed by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipelines.errors import first_line
from pipelines.settings import ROOT
from pipelines.site.errors import SiteError
from pipelines.site.model.reading import Row
from pipelines.site.ready.columns import Column
from pipelines.site.text import fit
from pipelines.warehouse import build_file
from pipelines.warehouse.parameters import variables
from pipelines.warehouse.questions import questions

SQL_FOLDER = ROOT / "sql" / "tables"
GRAIN = "-- grain: "
Settings = dict[str, str]


@dataclass(frozen=True)
class ReadyTable:
    """A table with a page of its own, `name` its file's; `title` and `about` say in words what it shows.

    `source` is a query of sql/tables, or a ready question of sql/questions. It is asked once with each of `settings`
    (DuckDB's variables), and their answers stand beneath one another, with the settings as columns; a setting
    `on_date` later than the publication is passed over. `counted` names two columns whose values are counted against
    one another, and a third to add up in the place of rows, if any. `spread` is the column of numbers whose least,
    median and most are told.
    """

    name: str
    title: str
    about: str
    source: str
    columns: tuple[Column, ...]
    settings: tuple[Settings, ...] = ({},)
    counted: tuple[str, ...] = ()
    spread: str = ""

    @property
    def page(self) -> str:
        return f"tables/{self.name}.html"

    @property
    def question(self) -> bool:
        """Whether its query is a ready question."""
        return self.source in questions()

    @property
    def query(self) -> str:
        """The query as it stands in its file."""
        if self.question:
            return questions()[self.source].sql
        return (SQL_FOLDER / f"{self.source}.sql").read_text(encoding="utf-8").strip()

    @property
    def grain(self) -> str:
        """What a row is."""
        if self.question:
            return questions()[self.source].grain
        return self.query.splitlines()[0].removeprefix(GRAIN)

    @property
    def caveat(self) -> str:
        """What to mind, as the question says it; empty where there is no question."""
        return questions()[self.source].caveat if self.question else ""

    @property
    def sql(self) -> str:
        """What can be run on the published file: the first settings, then the query."""
        set_first = [f"set variable {name} = '{value}';" for name, value in self.settings[0].items()]
        return "\n".join([*set_first, f"{self.query};"])


@dataclass(frozen=True)
class Answer:
    """A ready table with its rows."""

    table: ReadyTable
    rows: list[Row]


def answers(warehouse: Path, tables: tuple[ReadyTable, ...]) -> list[Answer]:
    """The rows of each table in the published file. Raises SiteError when the file does not answer a query."""
    try:
        with build_file.connect(warehouse, read_only=True) as connection:
            return [Answer(table, list(_rows(connection, table))) for table in tables]
    except duckdb.Error as error:
        raise SiteError(
            f"{warehouse} is of another version of this project: publish it again ({first_line(error)})."
        ) from None


def _rows(connection: duckdb.DuckDBPyConnection, table: ReadyTable) -> Iterator[Row]:
    ((published,),) = connection.execute("select cast(published_at as date) from publication").fetchall()
    for settings in table.settings:
        if settings.get("on_date", "") > published.isoformat():
            continue
        with variables(connection, settings):
            result = connection.execute(table.query)
            names = [column[0] for column in result.description or ()]
            rows = result.fetchall()
        for row in rows:
            values: dict[str, Any] = dict(zip(names, row, strict=True))
            yield settings | {name: fit(value) if isinstance(value, str) else value for name, value in values.items()}
