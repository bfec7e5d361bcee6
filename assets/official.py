"""Official statistics: the cells of the .ods files that OFFICIAL names, and the inspections that they record."""

from collections.abc import Iterator
from datetime import UTC, datetime

import dagster as dg

from assets.run import ONE_AT_A_TIME, build_of, settings_of
from pipelines.raw.official import CELLS, INSPECTIONS, official_rows
from pipelines.sources.official_statistics import official_files
from pipelines.store.store import Store
from pipelines.warehouse import build_file
from pipelines.warehouse.schema import table


@dg.multi_asset(
    name="official_tables",
    group_name="raw",
    required_resource_keys=ONE_AT_A_TIME,
    specs=[
        dg.AssetSpec(name, deps=["changes"], description=table(name).description, kinds={"python", "duckdb"})
        for name in (CELLS, INSPECTIONS)
    ],
)
def official_tables(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
    """Keeps the files unchanged and reads them, in every run; without OFFICIAL both tables are empty."""
    settings = settings_of(context)
    store = Store(settings.store_place)
    files = official_files(settings.official)
    for file in files:
        sha256, is_new = store.put_document(file.content)
        if is_new:
            found = datetime.now(UTC).isoformat(timespec="seconds")
            note = {
                "found_at": found,
                "file_name": file.name,
                "document_sha256": sha256,
                "source": "official_statistics",
            }
            store.note_provenance(note)
    rows = official_rows(files)
    connection = build_of(context)
    for name, of_table in rows.items():
        count = build_file.write_rows(connection, table(name), of_table)
        yield dg.MaterializeResult(asset_key=name, metadata={"dagster/row_count": count, "files": len(files)})
