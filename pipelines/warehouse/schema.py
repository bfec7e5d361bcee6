"""The schema, written once: sql/schema/*.yaml names every table and column with its type and meaning.

From it come the tables' definitions, keys and comments in DuckDB, and the column checks of each build
(pipelines/warehouse/rules.py). A column can say of its values that they are `required` (never null), are `codes` of
a reference table's column (`grades.grade_code`) or one of the `values` listed, or lie between `at_least` and
`at_most` (a number, or a day; `today` is the day of the check), or have at most so many characters (`longest`). The
columns of a key are required. A table's `rules` say in SQL what a row must keep to beyond that. A table that is
`never_empty` has rows in every build.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipelines.settings import ROOT

LEFT_OUT = " Null where the file leaves out what a report's licence does not let others publish (see publication)."
SCHEMA_FOLDER = ROOT / "sql" / "schema"
TODAY = "today"
CONSTRAINTS = {"required", "codes", "values", "at_least", "at_most", "longest"}
OF_A_COLUMN = {"type", "description", "references", "verbatim", *CONSTRAINTS}
OF_A_TABLE = {"description", "caveats", "primary_key", "never_empty", "rules", "columns"}


class CatalogueError(Exception):
    """The schema files contradict themselves or the SQL; the message names the table."""


@dataclass(frozen=True)
class Column:
    """A column: its DuckDB type, meaning, the table whose key it holds, if any, and what its values must be.

    `is_verbatim`: it holds sentences of a report, which not every report's licence lets others publish again.
    `codes` is table.column of data/reference; `at_most` can be TODAY.
    """

    name: str
    type: str
    description: str
    references: str | None = None
    is_verbatim: bool = False
    is_required: bool = False
    codes: str | None = None
    values: tuple[str, ...] = ()
    at_least: int | date | None = None
    at_most: int | date | str | None = None
    longest: int | None = None

    @property
    def comment(self) -> str:
        """What the column means, for those who read the published file."""
        return self.description + (LEFT_OUT if self.is_verbatim else "")


@dataclass(frozen=True)
class Table:
    """A table or view: where it lives, what a row is, and its columns in order.

    `rules` of its rows: each a name, what it says, and the SQL over a row's columns that is true where it holds.
    """

    name: str
    layer: str
    schema: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ()
    caveats: str = ""
    is_view: bool = field(default=False)
    is_never_empty: bool = False
    rules: tuple[tuple[str, str, str], ...] = ()

    @property
    def qualified(self) -> str:
        return f"{self.schema}.{self.name}"

    def create_statement(self, *, keys: bool) -> str:
        """`create table` with the columns' types and keys, or `create or replace table` without keys."""
        parts = [f"{column.name} {column.type}" for column in self.columns]
        if keys and self.primary_key:
            parts.append(f"primary key ({', '.join(self.primary_key)})")
        if keys:
            for column in self.columns:
                if column.references:
                    target = table(column.references)
                    parts.append(f"foreign key ({column.name}) references {target.name} ({target.primary_key[0]})")
        verb = "create table" if keys else "create or replace table"
        return f"{verb} {self.qualified} (\n  " + ",\n  ".join(parts) + "\n)"

    def comment_statements(self) -> list[str]:
        """`comment on` statements for the table and each column."""
        kind = "view" if self.is_view else "table"
        about = f"{self.description} {self.caveats}".strip()
        statements = [f"comment on {kind} {self.qualified} is {_quoted(about)}"]
        statements += [
            f"comment on column {self.qualified}.{column.name} is {_quoted(column.comment)}" for column in self.columns
        ]
        return statements


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@cache
def tables() -> dict[str, Table]:
    """Every table by name, in the order of the layers and of their files. Raises CatalogueError."""
    found: dict[str, Table] = {}
    for path in sorted(SCHEMA_FOLDER.glob("*.yaml")):
        for entry in _tables_of(path):
            if entry.name in found:
                raise CatalogueError(f"{entry.name} is in {path.name} and in another schema file.")
            found[entry.name] = entry
    return found


def table(name: str) -> Table:
    """The table of that name. Raises CatalogueError when the catalogue has none."""
    try:
        return tables()[name]
    except KeyError:
        raise CatalogueError(f"{name} has no entry in sql/schema.") from None


def _tables_of(path: Path) -> list[Table]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    shared = content.get("shared_columns", {})
    result = []
    for name, entry in content["tables"].items():
        if unknown := entry.keys() - OF_A_TABLE:
            raise CatalogueError(f"{name} has an unknown {', '.join(sorted(unknown))} in sql/schema.")
        columns = tuple(_column(name, column, value, shared) for column, value in entry["columns"].items())
        result.append(
            Table(
                name,
                content["layer"],
                content["schema"],
                entry["description"].strip(),
                columns,
                tuple(entry.get("primary_key", ())),
                entry.get("caveats", "").strip(),
                bool(content.get("views", False)),
                bool(entry.get("never_empty", False)),
                tuple((rule, said["description"], said["holds"]) for rule, said in entry.get("rules", {}).items()),
            )
        )
    return result


def _column(table_name: str, name: str, value: dict[str, Any] | None, shared: dict[str, dict[str, Any]]) -> Column:
    """A column; what its entry leaves out stands in the file's shared column of that name."""
    entry = {**(shared.get(name, {}) if value is None or "type" not in value else {}), **(value or {})}
    if unknown := entry.keys() - OF_A_COLUMN:
        raise CatalogueError(f"{table_name}.{name} has an unknown {', '.join(sorted(unknown))} in sql/schema.")
    try:
        return Column(
            name,
            entry["type"],
            entry["description"].strip(),
            entry.get("references"),
            is_verbatim=bool(entry.get("verbatim", False)),
            is_required=bool(entry.get("required", False)),
            codes=entry.get("codes"),
            values=tuple(entry.get("values", ())),
            at_least=entry.get("at_least"),
            at_most=entry.get("at_most"),
            longest=entry.get("longest"),
        )
    except KeyError as missing:
        raise CatalogueError(f"{table_name}.{name} has no {missing.args[0]} in sql/schema.") from None
