"""What the documentation shows works: SQL, Python and commands run, links lead somewhere, pages are fresh."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from pipelines.catalogue import tables
from pipelines.cli import main
from pipelines.docs.__main__ import DICTIONARY, QUESTIONS
from pipelines.docs.__main__ import main as make_docs
from pipelines.docs.answers import DocsError, questions_page
from pipelines.docs.codes import CODE_LISTS, code_list
from pipelines.docs.dictionary import data_dictionary
from pipelines.questions import questions
from pipelines.settings import ROOT, Settings

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\S+)( not-run)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
ANCHOR = re.compile(r'<a id="([^"]+)"')
SHOWN_ALONE = {"mermaid", "r", "nginx", "caddy", "text", "json"}
# Commands that are not run by the tests: what they name is looked up instead.
PIP = "python -m pip install "


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    page: Path
    language: str
    text: str
    is_run: bool

    @property
    def label(self) -> str:
        return f"{self.page.name}: {' '.join(self.text.split())[:50]}"


BLOCKS = [
    Block(page, found[1], found[3], not found[2]) for page in PAGES for found in FENCE.finditer(page.read_text("utf-8"))
]


def blocks(language: str) -> list[Block]:
    return [block for block in BLOCKS if block.language == language and block.is_run]


@pytest.fixture
def reader_s_folder(sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like a clone after `make run`, to run what the pages show."""
    (tmp_path / "data").mkdir()
    (tmp_path / ".venv").mkdir()
    (tmp_path / "data" / "published").symlink_to(sample.published)
    (tmp_path / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
    (tmp_path / "sql").symlink_to(ROOT / "sql")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_block_is_of_a_known_kind() -> None:
    assert {block.language for block in BLOCKS} <= {"sql", "python", "sh"} | SHOWN_ALONE
    assert blocks("sql")
    assert blocks("python")
    assert blocks("sh")


@pytest.mark.parametrize("block", blocks("sql"), ids=lambda block: block.label)
def test_sql_runs(warehouse: duckdb.DuckDBPyConnection, block: Block) -> None:
    assert warehouse.execute(block.text).fetchall()


@pytest.mark.usefixtures("reader_s_folder")
@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: block.label)
def test_python_runs(block: Block, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block.text, block.label, "exec"), {})
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("block", blocks("sh"), ids=lambda block: block.label)
def test_commands_exist_and_queries_answer(block: Block, sample: Settings, reader_s_folder: Path) -> None:
    for line in block.text.splitlines():
        command = line.split("   #")[0].strip()
        if command.startswith("make "):
            target = command.split()[1]
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE), line
        elif command.startswith("export "):
            names = re.findall(r"([A-Z_]+)=", command)
            assert names
            assert set(names) <= settings_read(), line
        elif command.startswith(PIP):
            files = re.findall(r"-r (\S+)", command)
            assert all((ROOT / name).is_file() for name in files), line
        else:
            assert command.removeprefix(".venv/bin/").startswith("inspections "), line
            words = command.split()
            assert words[1] in main.commands, line
            if words[1] == "query":
                settings = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "DATA": str(sample.data)}
                run = subprocess.run(
                    ["bash", "-c", command], cwd=reader_s_folder, env=settings, capture_output=True, text=True
                )
                assert run.returncode == 0, run.stderr
                assert run.stdout.strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text("utf-8")):
        if "://" in link:
            continue
        target, _, anchor = link.partition("#")
        path = (page.parent / target) if target else page
        assert path.exists(), link
        if anchor:
            assert anchor in anchors(path), link


def anchors(page: Path) -> set[str]:
    """What a link can point to in a page, as GitHub names it."""
    text = page.read_text("utf-8")
    headings = (re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text))
    return {*headings, *ANCHOR.findall(text)}


def settings_read() -> set[str]:
    """The environment variables that the settings modules read."""
    names = set()
    for path in (ROOT / "pipelines" / "settings.py", ROOT / "pipelines" / "sources" / "ofsted" / "settings.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get":
                names.add(ast.literal_eval(node.args[0]))
    return names


def test_every_setting_is_in_the_readme_s_table() -> None:
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGES[0].read_text("utf-8"), re.MULTILINE))
    assert "SOURCE" in listed
    assert settings_read() <= listed, f"not in README.md: {', '.join(sorted(settings_read() - listed))}"


def test_the_data_dictionary_is_fresh() -> None:
    assert DICTIONARY.read_text("utf-8") == data_dictionary(), "docs/data-dictionary.md: make docs"


def test_the_answers_are_fresh(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert QUESTIONS.read_text("utf-8") == questions_page(warehouse), "docs/questions.md: make docs"


def test_every_question_is_listed() -> None:
    text = QUESTIONS.read_text("utf-8")
    for question in questions().values():
        assert f"](../sql/questions/{question.name}.sql)" in text


def test_every_table_and_column_has_a_description() -> None:
    for entry in tables().values():
        assert entry.description.endswith("."), entry.name
        for column in entry.columns:
            assert len(column.description) > 5, f"{entry.name}.{column.name}"


def test_every_column_of_codes_says_which() -> None:
    """A list of the reference data, or the codes in the column's own description."""
    free = {"dfe_code", "ons_code", "block_code"}
    for entry in tables().values():
        for column in entry.columns:
            if column.name.endswith("_code") and column.name not in free and code_list(entry, column.name) is None:
                codes = re.findall(r"\b[a-z_0-9]+\b", column.description)
                assert " or " in column.description, f"{entry.name}.{column.name}"
                assert len(codes) >= 2, f"{entry.name}.{column.name}"


def test_the_published_file_holds_no_code_that_the_dictionary_lacks(warehouse: duckdb.DuckDBPyConnection) -> None:
    for codes in CODE_LISTS:
        known = {code for code, _ in codes.rows()}
        for entry in tables().values():
            for column in entry.columns:
                if code_list(entry, column.name) is codes:
                    found = warehouse.execute(
                        f"select distinct {column.name} from {entry.qualified} where {column.name} is not null"
                    ).fetchall()
                    assert {value for (value,) in found} <= known, f"{entry.name}.{column.name}"


def test_stale_pages_are_told_and_made_anew(sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.docs.__main__.DICTIONARY", tmp_path / "data-dictionary.md")
    monkeypatch.setattr("pipelines.docs.__main__.QUESTIONS", tmp_path / "questions.md")
    arguments = ["--warehouse", str(sample.warehouse)]
    stale = CliRunner().invoke(make_docs, [*arguments, "--check"])
    assert stale.exit_code == 1
    assert stale.output.strip().splitlines() == [
        "Error: docs/data-dictionary.md, docs/questions.md not up to date: make docs."
    ]
    assert CliRunner().invoke(make_docs, arguments).exit_code == 0
    assert (tmp_path / "questions.md").read_text("utf-8") == QUESTIONS.read_text("utf-8")
    assert CliRunner().invoke(make_docs, [*arguments, "--check"]).exit_code == 0


def test_answers_are_of_the_sample_alone() -> None:
    with duckdb.connect() as other:
        other.execute("create schema raw; create table raw.report_files as select 'folder' as source")
        with pytest.raises(DocsError, match="sample"):
            questions_page(other)


def test_the_units_run_what_is_there() -> None:
    for unit in sorted((ROOT / "docs" / "systemd").glob("*.service")):
        text = unit.read_text("utf-8")
        assert "127.0.0.1" in text or "webserver" not in unit.name
        for name in re.findall(r"/opt/inspections/(\S+)", text):
            if not name.startswith(".venv/"):
                assert (ROOT / name).is_file(), name
        (command,) = re.findall(r"^ExecStart=/opt/inspections/\.venv/bin/(\S+)", text, re.MULTILINE)
        assert (Path(sys.executable).parent / command).is_file()
    environment = (ROOT / "docs" / "systemd" / "inspections.env").read_text("utf-8")
    names = set(re.findall(r"^([A-Z_]+)=", environment, re.MULTILINE))
    assert names - {"DAGSTER_HOME", "DAGSTER_DISABLE_TELEMETRY"} <= settings_read()
