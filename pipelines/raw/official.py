"""Official statistics to rows of the raw tables: each file read in a worker process, within its limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import duckdb

from pipelines.sources.official_statistics import OfficialFile, Statistics, UnusableStatistics, read_statistics
from pipelines.warehouse.schema import table
from pipelines.workers.limits import MEMORY, SECONDS, Stopped
from pipelines.workers.processes import LimitedProcesses

FILES = "official_files"
CELLS = "official_statistics"
INSPECTIONS = "raw_official_inspections"
READ, REFUSED, KEPT = "read", "refused", "kept"
STOPPED = {
    "too_slow": "Reading it took longer than {seconds:g} seconds, where Ofsted's files take one",
    "too_big": "Reading it took more than {memory} MiB of memory, where Ofsted's files take a twentieth of it",
    "worker_died": "Reading it ended its process",
}
Rows = dict[str, list[dict[str, Any]]]


def official_rows(files: Iterable[OfficialFile], *, seconds: float = SECONDS, memory: int = MEMORY) -> Rows:
    """Rows by raw table of all the files; one that cannot be used has its reason in official_files, and no others."""
    rows: Rows = {FILES: [], CELLS: [], INSPECTIONS: []}
    with LimitedProcesses(1, seconds=seconds, memory=memory) as pool:
        for file in files:
            statistics, fault = Statistics((), ()), file.fault
            try:
                if not fault:
                    statistics = pool.submit(read_statistics, file).result()
            except UnusableStatistics as error:
                fault = str(error)
            except Stopped as stopped:
                said = STOPPED[stopped.reason_code].format(seconds=seconds, memory=memory >> 20)
                fault = f"{said}: open it in an office program, and save it anew with its tables alone."
            origin = {"file_name": file.name, "file_sha256": file.sha256}
            rows[FILES].append({**origin, "state_code": REFUSED if fault else READ, "reason": fault or None})
            rows[CELLS] += [{**origin, **asdict(cell)} for cell in statistics.cells]
            rows[INSPECTIONS] += [{**origin, **asdict(inspection)} for inspection in statistics.inspections]
    return rows


def keep_earlier(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Adds to rows of which a file was refused what the build has from an earlier run of files that were not read now.

    So a bad file takes nothing from the official record that was there.
    """
    refused = {row["file_name"] for row in rows[FILES] if row["state_code"] == REFUSED}
    if not refused:
        return
    read = [row for row in rows[FILES] if row["state_code"] == READ]
    known = [{row[name] for row in read} for name in ("file_name", "file_sha256")]
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    for name in (CELLS, INSPECTIONS):
        for row in _earlier(connection, name):
            if row["file_name"] not in known[0] and row["file_sha256"] not in known[1]:
                rows[name].append(row)
                origin = {key: row[key] for key in ("file_name", "file_sha256")}
                reason = "Its record of an earlier run stands, since a file could not be read now."
                kept[tuple(origin.values())] = {**origin, "state_code": KEPT, "reason": reason}
    rows[FILES] += kept.values()


def _earlier(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    """The build's rows of a raw table; none when it has no such table, or another version's."""
    columns = [column.name for column in table(name).columns]
    try:
        found = connection.execute(f"select {', '.join(columns)} from {table(name).qualified}").fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return []
    return [dict(zip(columns, values, strict=True)) for values in found]
