"""Answers at the terminal: whole where they fit, by the page where they do not, and as CSV files."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import duckdb
import pytest
from click.testing import CliRunner

from pipelines.cli import main
from pipelines.commands.sql_prompt import answer, listing
from pipelines.settings import ROOT, Settings
from pipelines.warehouse.questions import questions

WIDE = "select *, 'the last of all' as last_of_all from authority_summary"
FORMULA = (
    """select '=1+1' as "what ""they"" said", 2 as number, -3 as number, """
    "null as nothing, date '2026-01-31' as day"
)


class Terminal(io.StringIO):
    """Standard output on a terminal of 80 columns and 24 lines, and what it shows by the page."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.paged: list[str] = []
        monkeypatch.setattr(sys, "stdout", self)
        monkeypatch.setattr(shutil, "get_terminal_size", lambda **_: os.terminal_size((80, 24)))
        monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(click, "echo_via_pager", self.paged.append)
        monkeypatch.delenv("LESS", raising=False)

    def isatty(self) -> bool:
        return True


def test_an_answer_that_does_not_fit_is_shown_by_the_page(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch)
    assert answer(sample.warehouse, WIDE)
    (page,) = terminal.paged
    assert page.count("the last of all") == 153
    assert "q leaves" in os.environ["LESS"]
    assert terminal.getvalue() == ""


def test_an_answer_that_fits_is_shown_at_once(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch)
    assert answer(sample.warehouse, "select grade_code from dim_grade where grade_rank = 1")
    assert terminal.paged == []
    assert "outstanding" in terminal.getvalue()


def test_without_a_pager_an_answer_is_as_wide_as_the_terminal(
    sample: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(monkeypatch)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert answer(sample.warehouse, WIDE)
    assert terminal.paged == []
    assert max(map(len, terminal.getvalue().splitlines())) <= 80


def test_another_program_gets_all_columns_and_rows(sample: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(sample.warehouse, f"select unnest(range(2)) as again, * from ({WIDE})")
    said = capsys.readouterr().out
    assert said.count("the last of all") == 2 * 153
    assert "…" not in said.splitlines()[1]


def test_what_is_promised_is_listed_first(warehouse: duckdb.DuckDBPyConnection) -> None:
    listed = [(name, kind) for name, kind, _ in warehouse.execute(listing()).fetchall()]
    kinds = [kind for _, kind in listed]
    assert kinds == sorted(kinds, key=["view", "table", "beneath the views"].index)
    assert {("inspections", "view"), ("quarantine", "table"), ("dim_grade", "beneath the views")} <= set(listed)


@pytest.mark.usefixtures("environment")
def test_an_answer_is_written_as_csv_and_starts_no_formula(sample: Settings, tmp_path: Path) -> None:
    target = tmp_path / "answer.csv"
    result = CliRunner().invoke(main, ["query", "--data", str(sample.data), "--csv", str(target), FORMULA])
    assert result.output == f"Rows written to {target}: 1\n"
    assert target.read_text(encoding="utf-8-sig") == (
        '"what ""they"" said",number,number,nothing,day\n\'=1+1,2,-3,,2026-01-31\n'
    )


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    ("sql", "said"),
    [
        (["select nonsense"], "nonsense"),
        (["create table mine (n int)"], "read-only"),
        ([], "--csv goes with a question or with SQL."),
    ],
)
def test_what_cannot_be_written_is_told_in_a_line(sample: Settings, tmp_path: Path, sql: list[str], said: str) -> None:
    arguments = ["query", "--data", str(sample.data), "--csv", str(tmp_path / "answer.csv"), *sql]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert said in result.output
    assert len(result.output.splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("environment")
def test_no_other_file_is_written_over(sample: Settings, tmp_path: Path) -> None:
    target = tmp_path / "warehouse.duckdb"
    target.write_text("kept")
    result = CliRunner().invoke(main, ["query", "--data", str(sample.data), "--csv", str(target), "select 1"])
    assert result.exit_code == 1
    assert "is no name for a CSV file: end it with .csv." in result.output
    assert target.read_text() == "kept"


@pytest.mark.usefixtures("environment")
def test_a_question_is_written_whole(sample: Settings, tmp_path: Path) -> None:
    target = tmp_path / "answer.csv"
    arguments = ["query", "--data", str(sample.data), "--question", "latest_grades", "--csv", str(target)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    assert len(target.read_text(encoding="utf-8-sig").splitlines()) == 154


@pytest.mark.parametrize(
    "sql",
    [
        "copy (select 1) to '{folder}/out.csv'",
        "export database '{folder}/out'",
        "attach '{folder}/out.duckdb' as other",
        "select content from read_text('/etc/passwd')",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from glob('/etc/*')",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "reset enable_external_access",
        "set profiling_output = '{folder}/out.json'",
        "create table mine (n int)",
        "select 1; copy (select 1) to '{folder}/out.csv'",
    ],
)
@pytest.mark.usefixtures("environment")
def test_a_statement_touches_nothing_but_the_published_file(sample: Settings, tmp_path: Path, sql: str) -> None:
    for more in ([], ["--csv", str(tmp_path / "answer.csv")]):
        result = CliRunner().invoke(main, ["query", "--data", str(sample.data), *more, sql.format(folder=tmp_path)])
        assert result.exit_code == 1, result.output
        assert len(result.output.splitlines()) == 1
        assert "root:" not in result.output
        assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("environment")
def test_an_answer_that_breaks_off_leaves_the_file_as_it_was(sample: Settings, tmp_path: Path) -> None:
    target = tmp_path / "answer.csv"
    target.write_text("kept")
    sql = "select case when n = 90000 then error('broken off') else n end as n from range(100000) as t(n)"
    result = CliRunner().invoke(main, ["query", "--data", str(sample.data), "--csv", str(target), sql])
    assert (result.exit_code, target.read_text()) == (1, "kept")
    assert [path.name for path in tmp_path.iterdir()] == ["answer.csv"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_console_that_is_not_utf_8_shows_what_it_can(sample: Settings, encoding: str) -> None:
    command = [sys.executable, "-m", "pipelines", "query", "--data", str(sample.data), "select 'Łódź ‘x’' as place"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"place" in done.stdout


@pytest.mark.usefixtures("environment")
def test_a_question_is_asked_with_what_is_set(sample: Settings, tmp_path: Path) -> None:
    target = tmp_path / "answer.csv"
    asked = ["query", "--data", str(sample.data), "--question", "recommendations_about", "--set", r"word=supervis\w*"]
    everywhere, south_west = (
        CliRunner().invoke(main, [*asked, *more, "--csv", str(target)]).output
        for more in ([], ["--set", "region=south west"])
    )
    assert everywhere != south_west
    assert {line.split(",")[-1] for line in target.read_text(encoding="utf-8-sig").splitlines()[1:]} == {"South West"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--question", "nothing"], "nothing is not one of the ready questions: latest_grades,"),
        (["--question", "recommendations_about", "--set", "region=Wessex"], "region=Wessex is not one of"),
        (["--set", "region=London", "select 1"], "--set goes with --question."),
    ],
)
@pytest.mark.usefixtures("environment")
def test_a_question_or_setting_that_is_none_is_one_line(sample: Settings, arguments: list[str], says: str) -> None:
    result = CliRunner().invoke(main, ["query", "--data", str(sample.data), *arguments])
    assert result.exit_code == 1
    assert says in result.output
    assert len(result.output.splitlines()) == 1


@pytest.mark.usefixtures("environment")
def test_the_list_has_every_question_with_what_can_be_set(sample: Settings) -> None:
    result = CliRunner().invoke(main, ["query", "--data", str(sample.data), "--list"])
    assert result.exit_code == 0, result.output
    for question in questions().values():
        assert question.title in result.output
    assert "--set region (all): East Midlands, East of England, London" in result.output
    assert "--set days_to_publish (0): the days after it" in result.output
    assert "--set domain_code (overall_effectiveness): leadership, help_and_protection" in result.output
