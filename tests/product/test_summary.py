"""What a run says at its end of reports whose kind no real report has proven yet."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import duckdb
import pytest
from rich.console import Console

from pipelines.commands.summary import print_first_of_their_kind, print_summary
from pipelines.settings import Settings


def said(connection: duckdb.DuckDBPyConnection) -> str:
    out = StringIO()
    print_first_of_their_kind(Console(file=out, width=200), connection)
    return out.getvalue()


def test_the_first_letters_of_a_kind_are_named_one_by_one(sample: Settings, tmp_path: Path) -> None:
    """The sample's own letter about a monitoring visit is made for the purpose, and is not named."""
    shutil.copyfile(sample.warehouse, tmp_path / "file.duckdb")
    with duckdb.connect(str(tmp_path / "file.duckdb")) as connection:
        assert said(connection) == ""
        connection.execute("update raw.report_files set source = 'folder'")
        lines = said(connection).strip().splitlines()
        assert lines[0].startswith("First of its kind, read it")
        assert [line.split(":")[0].strip() for line in lines[1:]] == [
            "80569_2025-03-25_childrens-services-monitoring-visit.pdf"
        ]


def test_frameworks_that_real_reports_have_proven_are_not_named(sample: Settings, tmp_path: Path) -> None:
    shutil.copyfile(sample.warehouse, tmp_path / "file.duckdb")
    with duckdb.connect(str(tmp_path / "file.duckdb")) as connection:
        connection.execute("update raw.report_files set source = 'ofsted'")
        connection.execute("update dim_framework set is_proven = true")
        assert said(connection) == ""


def test_the_query_at_its_end_asks_the_runs_own_folder(
    sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is typed in a shell that need not have the run's DATA."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my data").symlink_to(sample.data)
    print_summary(sample.model_copy(update={"data": tmp_path / "my data"}), has_published=True)
    assert "inspections query --data 'my data' \"select " in capsys.readouterr().out
