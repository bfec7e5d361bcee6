"""Official statistics: the cells of the .ods files that OFFICIAL names, and the inspections that they record."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

import dagster as dg

from pipelines import build
from pipelines.catalogue import table
from pipelines.run import run_build
from pipelines.settings import settings
from pipelines.sources.official_statistics import official_files, read_statistics
from pipelines.store import Store

TABLES = ("official_statistics", "raw_official_inspections")


@dg.multi_asset(
    name="official_tables",
    group_name="raw",
    specs=[dg.AssetSpec(name, description=table(name).description, kinds={"python", "duckdb"}) for name in TABLES],
)
def official_tables(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
    """Reads the files anew in every run; without OFFICIAL both tables are empty."""
    now = settings()
    store = Store(now.store)
    files = official_files(now.official)
    cells, inspections = TABLES
    rows: dict[str, list[dict[str, object]]] = {cells: [], inspections: []}
    for file in files:
        sha256, is_new = store.put_document(file.content)
        if is_new:
            found = datetime.now(UTC).isoformat(timespec="seconds")
            store.note_provenance({"found_at": found, "file_name": file.name, "document_sha256": sha256, "source": "official"})
        statistics = read_statistics(file)
        origin = {"file_name": file.name, "file_sha256": sha256}
        rows[cells] += [{**origin, **asdict(cell)} for cell in statistics.cells]
        rows[inspections] += [{**origin, **asdict(inspection)} for inspection in statistics.inspections]
    with run_build(now, context.run.run_id) as connection:
        for name in TABLES:
            count = build.write_rows(connection, table(name), rows[name])
            yield dg.MaterializeResult(asset_key=name, metadata={"dagster/row_count": count, "files": len(files)})
