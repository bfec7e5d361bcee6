"""The command line: clear answers, one-line errors, exit codes."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipelines.cli import _ask_for_contact, main
from pipelines.settings import ROOT, Settings


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "--source", "folder"], "SOURCE=folder needs REPORTS"),
        (["run", "--reports", "no/such/folder"], "is not a folder"),
        (["query", "select 1"], "is not there yet"),
    ],
)
def test_what_cannot_be_done_is_one_line(environment: Path, arguments: list[str], says: str) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert says in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert not (environment / "published").exists()


@pytest.mark.parametrize(
    "name", ["a[1]", "what?", "50%20", "*", "line\nbreak", "caf\udce9", "x" * 200 + "/" + "y" * 200]
)
@pytest.mark.parametrize("command", ["run", "ui", "prepare"])
def test_a_data_folder_in_which_dagster_keeps_no_history_is_refused_in_one_line(
    environment: Path, name: str, command: str
) -> None:
    result = CliRunner().invoke(main, [command, "--data", str(environment / name)])
    assert result.exit_code == 1
    assert "cannot be used: its path " in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert not environment.exists()


@pytest.mark.parametrize("command", ["run", "ui", "prepare"])
def test_a_data_folder_that_cannot_be_written_is_one_line(environment: Path, command: str) -> None:
    environment.write_text("a file where the folder should be")
    result = CliRunner().invoke(main, [command])
    assert result.exit_code == 1
    assert "cannot be written" in result.output
    assert len(result.output.strip().splitlines()) == 1


@pytest.mark.parametrize("arguments", [["query", "select 1"], ["site", "--no-serve"]])
def test_a_published_file_that_is_damaged_is_one_line(environment: Path, arguments: list[str]) -> None:
    (environment / "published").mkdir(parents=True)
    (environment / "published" / "warehouse.duckdb").write_bytes(b"not a database" * 1000)
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert len(result.output.strip().splitlines()) == 1


@pytest.mark.usefixtures("environment")
def test_a_person_at_a_terminal_is_asked_for_the_contact(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO("someone@example.org\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setenv("OFSTED_CONTACT", "")
    assert _ask_for_contact()["ofsted"].contact == "someone@example.org"


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("command", ["ui", "site"])
def test_a_taken_port_is_said_before_anything_is_built(sample: Settings, command: str) -> None:
    before = sorted(sample.published.rglob("*"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        arguments = [command, "--data", str(sample.data), "--port", str(taken.getsockname()[1])]
        result = CliRunner().invoke(main, arguments)
    assert sorted(sample.published.rglob("*")) == before
    assert result.exit_code == 1
    assert "cannot be served on: Address already in use. Name another one." in result.output


@pytest.mark.usefixtures("environment")
def test_query_answers(sample: Settings) -> None:
    result = CliRunner().invoke(main, ["query", "--data", str(sample.data), "select count(*) as n from dim_grade"])
    assert result.exit_code == 0
    assert "6" in result.output


@pytest.mark.usefixtures("environment")
def test_query_cannot_write(sample: Settings) -> None:
    result = CliRunner().invoke(main, ["query", "--data", str(sample.data), "delete from dim_grade"])
    assert result.exit_code == 1
    assert "read-only" in result.output


@pytest.mark.usefixtures("environment")
def test_the_prompt_reads_statements_over_lines(sample: Settings) -> None:
    typed = (
        "select grade_name\nfrom dim_grade where grade_rank = 1;\nselect nonsense;\n.tables\n"
        ".columns dim_framework\n.nonsense\n.quit\n"
    )
    result = CliRunner().invoke(main, ["query", "--data", str(sample.data)], input=typed)
    assert result.exit_code == 0
    assert "Outstanding" in result.output
    assert "authority_summary" in result.output
    assert "inspectorates" in result.output
    assert ".nonsense is not one of .tables, .columns NAME and .quit." in result.output


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["query", "select 1"]])
def test_help_and_query_are_quick(sample: Settings, arguments: list[str]) -> None:
    """They load none of the libraries that take their time."""
    slow = ("dagster", "pandas", "numpy", "great_expectations", "apprise", "uvicorn", "httpx", "jinja2")
    code = (
        "import sys; from click.testing import CliRunner; from pipelines.cli import main; "
        "done = CliRunner().invoke(main, sys.argv[1:]); print(done.exit_code, *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, "DATA": str(sample.data)},
        capture_output=True,
        text=True,
        check=True,
    )
    exit_code, *loaded = done.stdout.split()
    assert exit_code == "0"
    assert not set(slow) & set(loaded)
