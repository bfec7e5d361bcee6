"""Official statistics to rows of the raw tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pipelines.sources.official_statistics import OfficialFile, read_statistics

CELLS = "official_statistics"
INSPECTIONS = "raw_official_inspections"


def official_rows(files: Iterable[OfficialFile]) -> dict[str, list[dict[str, Any]]]:
    """Rows by raw table of all the files. Raises SettingError for a file that cannot be used."""
    rows: dict[str, list[dict[str, Any]]] = {CELLS: [], INSPECTIONS: []}
    for file in files:
        statistics = read_statistics(file)
        origin = {"file_name": file.name, "file_sha256": file.sha256}
        rows[CELLS] += [{**origin, **asdict(cell)} for cell in statistics.cells]
        rows[INSPECTIONS] += [{**origin, **asdict(inspection)} for inspection in statistics.inspections]
    return rows
