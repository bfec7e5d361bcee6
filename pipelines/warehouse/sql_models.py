"""SQL files as tables: one file a table, its first line the grain, its upstream tables read from the SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pipelines.settings import ROOT
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import CatalogueError, Table, table

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


def all_models() -> tuple[Model, ...]:
    """The models of all layers, in the order that they are built."""
    return tuple(model for layer in LAYERS for model in models(layer))


def build_models(connection: duckdb.DuckDBPyConnection, wanted: Sequence[Model]) -> None:
    """Makes each model's table or view in the build, in their order, none of them checked. Raises CatalogueError."""
    with build_file.at_once(connection):
        build_file.forget_checks(connection, *(model.table for model in wanted))
        for model in wanted:
            build_model(connection, model)


def build_model(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    """Makes the model's table or view in the build. Raises CatalogueError when its columns are not the catalogue's."""
    selected = [row[0] for row in connection.execute(f"describe {model.sql}").fetchall()]
    declared = [column.name for column in model.table.columns]
    if selected != declared:
        raise CatalogueError(
            f"sql/{model.table.layer}/{model.name}.sql selects {', '.join(selected)}; "
            f"sql/schema has {', '.join(declared)}."
        )
    build_file.drop_other_kind(connection, model.table)
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
    return Model(entry, body.strip(), first.removeprefix(GRAIN), _upstream(path.stem, body))


def _upstream(name: str, sql: str) -> tuple[str, ...]:
    """The tables that the SQL selects from, as schema.name, going by DuckDB's own parser."""
    ((text,),) = duckdb.execute("select json_serialize_sql(?)", [sql]).fetchall()
    parsed = json.loads(text)
    if parsed["error"]:
        raise CatalogueError(f"{name}.sql: {parsed['error_message']}.")
    nodes = list(_nodes(parsed))
    local = {entry["key"] for node in nodes for entry in (node.get("cte_map") or {"map": []})["map"]}
    selected = {
        ".".join(filter(None, (node["schema_name"], node["table_name"])))
        for node in nodes
        if node.get("type") == "BASE_TABLE"
    }
    return tuple(sorted(selected - local))


def _nodes(part: Any) -> Iterator[dict[str, Any]]:
    """Every object in what was parsed, the whole one first."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _nodes(each)
