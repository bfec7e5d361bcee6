"""Raw: what each document prints, verbatim, one row per thing found; and the reference tables."""

from datetime import date

import dagster as dg

from assets import made
from assets.run import ONE_AT_A_TIME, build_of, settings_of
from pipelines import reference
from pipelines.quality.offenders import keep_apart
from pipelines.raw.extract import all_facts
from pipelines.raw.joining import join_rows
from pipelines.raw.kept_rows import keep_standing, note_rows
from pipelines.raw.rows import raw_rows
from pipelines.runs.progress import tracked
from pipelines.store.store import Store
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table

RAW_TABLES = [table(name) for name in made.MADE[made.RAW]]


@dg.asset(
    name=made.RAW,
    group_name="raw",
    deps=[made.REPORT_FILES, made.NEW_INPUTS],
    required_resource_keys=ONE_AT_A_TIME,
    kinds={"python", "duckdb"},
    description=made.described(made.RAW),
)
def raw_tables(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """Reads and parses every document, in worker processes, and each only once per version of the code.

    Rows of documents that the last build has from the same code stay as they are.
    """
    settings = settings_of(context)
    store = Store(settings.store_place)
    connection = build_of(context)
    listed = connection.execute("select distinct document_sha256 from raw.report_files order by all").fetchall()
    documents = [row[0] for row in listed]
    with build_file.at_once(connection):
        standing = keep_standing(connection, RAW_TABLES, documents)
    others = [sha256 for sha256 in documents if sha256 not in standing]
    facts = all_facts(store, others, settings.workers, settings.executor)
    for rows in raw_rows(store, tracked(facts, len(others), "Reading reports", context.log)):
        join_rows(connection, rows, date.today())
    keep_apart(connection, [entry.name for entry in RAW_TABLES])
    note_rows(connection)
    counts = {entry.name: build_file.count_rows(connection, entry) for entry in RAW_TABLES}
    return dg.MaterializeResult(metadata=made.row_counts(counts))


@dg.asset(
    group_name="raw",
    deps=[made.NEW_INPUTS],
    required_resource_keys=ONE_AT_A_TIME,
    kinds={"csv", "duckdb"},
    description="The hand-kept tables of data/reference: authorities, frameworks, judgements, metrics, wordings.",
)
def reference_tables(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """Copies the tables into the build."""
    names = build_file.write_reference(build_of(context))
    return dg.MaterializeResult(
        metadata={"tables": len(names), "dagster/row_count": sum(len(reference.rows(name)) for name in names)}
    )
