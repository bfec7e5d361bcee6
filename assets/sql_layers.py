"""Staging, star schema, quality and views: each SQL file is an asset, its upstream read from the SQL."""

from collections.abc import Iterator

import dagster as dg
import duckdb

from assets.run import ONE_AT_A_TIME, build_of
from pipelines.warehouse import build_file, sql_models
from pipelines.warehouse.sql_models import Model

PREVIEW_ROWS = 10


def layer_assets(layer: str) -> dg.AssetsDefinition:
    """One asset a SQL file of the layer, built together in order."""
    of_layer = sql_models.models(layer)

    @dg.multi_asset(
        name=f"{layer}_tables",
        group_name=layer,
        specs=[_spec(model) for model in of_layer],
        can_subset=True,
        required_resource_keys=ONE_AT_A_TIME,
    )
    def layer_tables(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        connection = build_of(context)
        for model in of_layer:
            if dg.AssetKey(model.name) not in context.selected_asset_keys:
                continue
            sql_models.build_model(connection, model)
            metadata: dict[str, dg.MetadataValue | int] = {
                "dagster/row_count": build_file.count_rows(connection, model.table)
            }
            if model.name.startswith("fact_") or model.table.is_view:
                metadata["preview"] = dg.MetadataValue.md(_preview(connection, model))
            yield dg.MaterializeResult(asset_key=model.name, metadata=metadata)

    return layer_tables


def _spec(model: Model) -> dg.AssetSpec:
    upstream = {
        name.split(".")[-1] if not name.startswith("reference.") else "reference_tables" for name in model.upstream
    }
    entry = model.table
    return dg.AssetSpec(
        model.name,
        deps=sorted(upstream),
        description=f"{entry.description} {entry.caveats}".strip(),
        kinds={"sql", "duckdb", *(["view"] if entry.is_view else [])},
        metadata={
            "grain": model.grain,
            "dagster/column_schema": dg.TableSchema(
                columns=[dg.TableColumn(c.name, type=c.type, description=c.description) for c in entry.columns]
            ),
        },
    )


def _preview(connection: duckdb.DuckDBPyConnection, model: Model) -> str:
    """The first rows as a Markdown table, long texts shortened."""
    shown = connection.execute(f"select * from {model.table.qualified} order by all limit {PREVIEW_ROWS}")
    names = [column[0] for column in shown.description]
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    for row in shown.fetchall():
        cells = ("" if value is None else str(value).replace("|", "/").replace("\n", " ")[:80] for value in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
