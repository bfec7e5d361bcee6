"""What a refresh makes its tables from, as one digest: the same inputs would make the same warehouse again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines.runs.code_versions import build_version
from pipelines.settings import Settings
from pipelines.warehouse.schema import table

if TYPE_CHECKING:
    import duckdb

    from pipelines.sources.source_file import SourceFile

Row = dict[str, Any]
# Why a document is kept apart: a fault of our own code, of a worker process or its limits, which the machine's load can
# bring about, or of the store. Nothing is kept of it, and the next run tries again.
TRIED_AGAIN = ("parser_fault", "worker_died", "too_slow", "too_big", "damaged_in_store")


def inputs_digest(listings: dict[str, list[Row]], files: Iterable[SourceFile], settings: Settings) -> str:
    """A digest of what the source lists (rows by table), the official files, the settings, the code and the week.

    When something was last looked at does not count. The calendar's week does, for checks that look at the calendar:
    a warehouse is made anew at least once in each.
    """
    official = sorted((file.name, file.sha256) for file in files)
    year, week, _ = datetime.now(UTC).isocalendar()
    listed = [_lasting(name, rows) for name, rows in sorted(listings.items())]
    parts = [build_version(), settings.verbatim, official, (year, week), listed]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _lasting(name: str, rows: list[Row]) -> list[list[str]]:
    columns = [column.name for column in table(name).columns if column.type != "timestamp"]
    return sorted([str(row[column]) for column in columns] for row in rows)


def note_inputs(connection: duckdb.DuckDBPyConnection, run_id: str, inputs: str) -> None:
    """Notes in the build what the run makes all its tables from."""
    connection.execute("create or replace table build_inputs (run_id varchar, inputs varchar)")
    connection.execute("insert into build_inputs values (?, ?)", [run_id, inputs])


def noted_inputs(connection: duckdb.DuckDBPyConnection, run_id: str) -> str | None:
    """What the build's tables were all made from in this run; None when that is not known.

    It counts as unknown, too, when a document is in quarantine for a reason that the next run is to try again, or when
    a file of official statistics was refused.
    """
    connection.execute("create table if not exists build_inputs (run_id varchar, inputs varchar)")
    noted = connection.execute("select inputs from build_inputs where run_id = ?", [run_id]).fetchall()
    marks = ", ".join("?" for _ in TRIED_AGAIN)
    sql = (
        f"select (select count(*) from raw.raw_quarantine where reason_code in ({marks})) "
        "+ (select count(*) from raw.official_files where state_code = 'refused')"
    )
    ((failed,),) = connection.execute(sql, list(TRIED_AGAIN)).fetchall()
    return noted[0][0] if noted and not failed else None
