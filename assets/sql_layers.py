"""Staging, star schema, quality and views: each SQL file is an asset, its upstream read from the SQL."""

from collections.abc import Iterator

import dagster as dg
import duckdb

from assets.made import REFERENCE, asset_of, described
from assets.run import ONE_AT_A_TIME, build_of
from pipelines.quality.offenders import keep_apart
from pipelines.quality.suites import MADE_AT_PUBLICATION
from pipelines.warehouse import build_file, sql_models
from pipelines.warehouse.sql_models import Model

PREVIEW_ROWS = 10
MODELS = sql_models.all_models()


def _spec(model: Model) -> dg.AssetSpec:
    upstream = {
        REFERENCE if name.startswith("reference.") else asset_of(name.split(".")[-1])
        for name in model.upstream
        if name not in MADE_AT_PUBLICATION
    }
    entry = model.table
    return dg.AssetSpec(
        model.name,
        group_name=entry.layer,
        deps=sorted(upstream),
        description=described(model.name),
        kinds={"sql", "duckdb", *(["view"] if entry.is_view else [])},
        metadata={
            "grain": model.grain,
            "dagster/column_schema": dg.TableSchema(
                columns=[dg.TableColumn(c.name, type=c.type, description=c.description) for c in entry.columns]
            ),
        },
    )


@dg.multi_asset(
    name="warehouse_tables",
    specs=[_spec(model) for model in MODELS],
    can_subset=True,
    required_resource_keys=ONE_AT_A_TIME,
)
def warehouse_tables(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
    """Builds the tables in order; once more without the documents whose rows break a rule that guards a reader.

    One step, not one a layer: what a view shows of a document can send the raw tables' rows of it away.
    """
    connection = build_of(context)
    wanted = [model for model in MODELS if dg.AssetKey(model.name) in context.selected_asset_keys]
    sql_models.build_models(connection, wanted)
    if len(wanted) == len(MODELS):
        offences = keep_apart(connection, [model.name for model in MODELS])
        for offence in offences:
            context.log.warning(f"{offence.document_sha256} breaks {offence.table}.{offence.rule}: it is kept apart.")
        if offences:
            sql_models.build_models(connection, wanted)
    for model in wanted:
        yield dg.MaterializeResult(asset_key=model.name, metadata=_metadata(connection, model))


def _metadata(connection: duckdb.DuckDBPyConnection, model: Model) -> dict[str, dg.MetadataValue | int]:
    metadata: dict[str, dg.MetadataValue | int] = {"dagster/row_count": build_file.count_rows(connection, model.table)}
    if model.name.startswith("fact_") or model.table.is_view:
        metadata["preview"] = dg.MetadataValue.md(_preview(connection, model))
    return metadata


def _preview(connection: duckdb.DuckDBPyConnection, model: Model) -> str:
    """The first rows as a Markdown table, long texts shortened."""
    shown = connection.execute(f"select * from {model.table.qualified} order by all limit {PREVIEW_ROWS}")
    names = [column[0] for column in shown.description]
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    for row in shown.fetchall():
        cells = ("" if value is None else str(value).replace("|", "/").replace("\n", " ")[:80] for value in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
