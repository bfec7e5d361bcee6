"""Builds of the sample reports with other material beside them, for tests of what SQL makes of both."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import duckdb
import pytest

from pipelines.raw.indicators import INDICATORS, write_indicators
from pipelines.raw.official import official_rows
from pipelines.runs.run_build import LAST
from pipelines.settings import Settings
from pipelines.sources.indicators import IndicatorFile
from pipelines.sources.official_statistics import official_files
from pipelines.warehouse import build_file, sql_models
from pipelines.warehouse.schema import table
from tests.spreadsheet import write_ods

Row = Sequence[object]
Made = Callable[..., duckdb.DuckDBPyConnection]


@pytest.fixture
def made(sample: Settings, tmp_path: Path) -> Iterator[Made]:
    """Makes a build of the sample reports with official statistics: sheets given as lists of rows, or files.

    The sample's indicators are those of the build, unless a file of others is given.
    """
    path = tmp_path / "build.duckdb"
    shutil.copyfile(sample.builds / LAST, path)
    with build_file.open_build(path) as connection:

        def make(
            *sheets: list[Row], files: Sequence[Path] = (), indicators: Path | None = None
        ) -> duckdb.DuckDBPyConnection:
            written = {f"Sheet{n}": rows for n, rows in enumerate(sheets, start=1)}
            paths = [*files, *([write_ods(tmp_path / "official.ods", written)] if written else [])]
            official = official_rows(official_files(paths))
            for name, rows in official.items():
                build_file.write_rows(connection, table(name), rows)
            if indicators:
                write_indicators(connection, IndicatorFile(indicators.name, indicators.read_bytes()))
            build_after(connection, *official, *([INDICATORS] if indicators else []))
            return connection

        yield make


def build_after(connection: duckdb.DuckDBPyConnection, *changed: str) -> None:
    """Makes anew what is made of tables that have changed; the sample's build has all else."""
    stale = set(changed)
    wanted = []
    for model in sql_models.all_models():
        if stale & {name.rsplit(".", 1)[-1] for name in model.upstream}:
            stale.add(model.name)
            wanted.append(model)
    sql_models.build_models(connection, wanted)
