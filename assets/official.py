"""Official figures beside the reports: Ofsted's statistics that OFFICIAL names, the DfE's indicators of INDICATORS."""

from datetime import UTC, datetime

import dagster as dg

from assets import made
from assets.run import ONE_AT_A_TIME, build_of, settings_of
from pipelines.raw.indicators import INDICATORS, write_indicators
from pipelines.raw.official import keep_earlier, official_rows
from pipelines.sources.indicators import indicator_file
from pipelines.sources.official_statistics import official_files
from pipelines.sources.source_file import SourceFile
from pipelines.store.store import Store
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table


@dg.asset(
    name=made.OFFICIAL,
    group_name="raw",
    deps=[made.NEW_INPUTS, made.REFERENCE],
    required_resource_keys=ONE_AT_A_TIME,
    kinds={"python", "duckdb"},
    description=made.described(made.OFFICIAL),
)
def official_tables(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """Keeps the files unchanged and reads them, in every run; without OFFICIAL the tables are empty.

    A file that cannot be used is named in official_files, and what the last build has stands in its place.
    """
    settings = settings_of(context)
    store = Store(settings.store_place)
    files = official_files(settings.official)
    for file in files:
        if not file.fault:
            _keep(store, file, "official_statistics")
    rows = official_rows(files)
    connection = build_of(context)
    with build_file.at_once(connection):
        keep_earlier(connection, rows)
        counts = {name: build_file.write_rows(connection, table(name), of_table) for name, of_table in rows.items()}
    return dg.MaterializeResult(metadata={**made.row_counts(counts), "files": len(files)})


@dg.asset(
    name=INDICATORS,
    group_name="raw",
    deps=[made.NEW_INPUTS],
    required_resource_keys=ONE_AT_A_TIME,
    kinds={"parquet", "duckdb"},
    description=made.described(INDICATORS),
)
def indicator_table(context: dg.AssetExecutionContext) -> dg.MaterializeResult[None]:
    """Keeps the file unchanged and reads its listed series, in every run; without INDICATORS the table is empty."""
    settings = settings_of(context)
    file = indicator_file(settings)
    if file is not None:
        _keep(Store(settings.store_place), file, "indicators")
    count = write_indicators(build_of(context), file)
    return dg.MaterializeResult(metadata=made.row_counts({INDICATORS: count}))


def _keep(store: Store, file: SourceFile, source: str) -> None:
    """Puts the file into the store, by content, and notes where it came from when it is new there."""
    sha256, is_new = store.put_document(file.content)
    if is_new:
        found = datetime.now(UTC).isoformat(timespec="seconds")
        store.note_provenance({"found_at": found, "file_name": file.name, "document_sha256": sha256, "source": source})
