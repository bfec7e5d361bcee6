"""SQL files as tables: one file a table, its first line the grain, its upstream tables read from the SQL."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import sqlglot
from sqlglot import exp

from pipelines import build
from pipelines.catalogue import CatalogueError, Table, table
from pipelines.settings import ROOT

SQL_FOLDER = ROOT / "sql"
LAYERS = ("staging", "star", "quality", "views")  # in the order that they are built
GRAIN = "-- grain: "


@dataclass(frozen=True)
class Model:
    """A table or view that a SQL file makes. `upstream` are the tables it selects from, as schema.name."""

    table: Table
    sql: str
    grain: str
    upstream: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.table.name


@cache
def models(layer: str) -> tuple[Model, ...]:
    """The layer's models, each after those that it selects from. Raises CatalogueError."""
    found = {path.stem: _model(path, layer) for path in sorted((SQL_FOLDER / layer).glob("*.sql"))}
    ordered: dict[str, Model] = {}

    def place(model: Model) -> None:
        for upstream in model.upstream:
            name = upstream.rsplit(".", 1)[-1]
            if name in found and name not in ordered and name != model.name:
                place(found[name])
        ordered.setdefault(model.name, model)

    for model in found.values():
        place(model)
    return tuple(ordered.values())


def build_model(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Makes the model's table or view in the build. Raises CatalogueError when its columns are not the catalogue's."""
    selected = [row[0] for row in connection.execute(f"describe {model.sql}").fetchall()]
    declared = [column.name for column in model.table.columns]
    if selected != declared:
        raise CatalogueError(
            f"sql/{model.table.layer}/{model.name}.sql selects {', '.join(selected)}; "
            f"sql/schema has {', '.join(declared)}."
        )
    build.forget_checks(connection, model.table)
    if model.table.is_view:
        connection.execute(f"create or replace view {model.table.qualified} as {model.sql}")
        return
    columns = ", ".join(f"cast({column.name} as {column.type}) as {column.name}" for column in model.table.columns)
    connection.execute(
        f"create or replace table {model.table.qualified} as select {columns} from (\n{model.sql}\n) as model"
    )


def _model(path: Path, layer: str) -> Model:
    sql = path.read_text(encoding="utf-8").strip()
    first, _, body = sql.partition("\n")
    if not first.startswith(GRAIN):
        raise CatalogueError(f"{path.name} does not say its grain in its first line ({GRAIN}...).")
    entry = table(path.stem)
    if entry.layer != layer:
        raise CatalogueError(f"{path.name} stands in sql/{layer}, its entry in sql/schema/{entry.layer}.yaml.")
    return Model(entry, body.strip(), first.removeprefix(GRAIN), _upstream(body))


def _upstream(sql: str) -> tuple[str, ...]:
    parsed = sqlglot.parse_one(sql, dialect="duckdb")
    local = {cte.alias for cte in parsed.find_all(exp.CTE)}
    names = {
        f"{node.db}.{node.name}" if node.db else node.name
        for node in parsed.find_all(exp.Table)
        if node.name and (node.db or node.name not in local)
    }
    return tuple(sorted(names))
