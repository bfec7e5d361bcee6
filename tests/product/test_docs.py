"""What the documentation shows works: SQL, Python and commands run, links lead somewhere, pages are fresh."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from pipelines import reference
from pipelines.cli import main
from pipelines.docs.__main__ import DICTIONARY, QUESTIONS
from pipelines.docs.__main__ import main as make_docs
from pipelines.docs.answers import DocsError, questions_page
from pipelines.docs.dictionary import data_dictionary
from pipelines.settings import ROOT, OfstedSettings, Settings, UiSettings
from pipelines.warehouse.questions import questions
from pipelines.warehouse.schema import tables
from tests.browser import served

README = ROOT / "README.md"
PAGES = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\S+)( not-run)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
ANCHOR = re.compile(r'<a id="([^"]+)"')
IS_RUN = {"sql", "python", "sh", "json"}
SHOWN_ALONE = {"mermaid", "text", "yaml"}  # a picture, an address, a pattern, an example: nothing to run
MAY_BE_MARKED = {"sh", "powershell", "r", "nginx", "caddy"}
WHY_NOT = re.compile(r"\bnot (?:be )?run\b|\bnot tried\b|\btests,? which have no\b", re.IGNORECASE)
NEAR = 900  # characters before or after a block in which its reason stands
WIDTH = 120
HOST = "https://inspections.example.org"  # stands for whoever hosts a build
FRAMEWORKS = [row["framework_code"] for row in reference.rows("frameworks")]
NAMED_TEST = re.compile(r"`(?:tests/(?:\w+/)?)?(test_[\w*]+\.py)`")
NAMED_TARGET = re.compile(r"`make ([a-z-]+)[^`]*`")
NAMED_COMMAND = re.compile(r"`inspections ([a-z]+)([^`]*)`")
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


def test_every_block_is_run_or_says_why_not() -> None:
    for block in BLOCKS:
        if block.is_run:
            assert block.language in IS_RUN | SHOWN_ALONE, block.label
        else:
            assert block.language in MAY_BE_MARKED, block.label
            before, _, after = block.page.read_text("utf-8").partition(block.text)
            assert WHY_NOT.search(before[-NEAR:] + after[:NEAR]), block.label
    for language in IS_RUN:
        assert blocks(language), language


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_code_hides_from_these_tests(page: Path) -> None:
    """An indented block or a fence of another form is shown as code and would not be run."""
    text = FENCE.sub("", page.read_text("utf-8"))
    assert "```" not in text
    assert "~~~" not in text
    assert not re.search(r"^\n {4,}\S", text, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_lines_of_prose_fit_an_editor(page: Path) -> None:
    lines = FENCE.sub("", page.read_text("utf-8")).splitlines()
    assert [line for line in lines if len(line) > WIDTH and not line.startswith(("|", "#"))] == []


@pytest.mark.parametrize("block", blocks("json"), ids=lambda block: block.label)
def test_json_is_json(block: Block) -> None:
    assert json.loads(block.text)


@pytest.mark.parametrize("block", blocks("sql"), ids=lambda block: block.label)
def test_sql_runs(warehouse: duckdb.DuckDBPyConnection, block: Block) -> None:
    assert warehouse.execute(block.text).fetchall()


@pytest.fixture
def host(sample: Settings) -> Iterator[str]:
    """The address of a plain web server over `data/published`."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(sample.published))
    with served(ThreadingHTTPServer(("127.0.0.1", 0), handler)) as address:
        yield address.rstrip("/")


@pytest.mark.usefixtures("reader_s_folder")
@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: block.label)
def test_python_runs(block: Block, host: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = block.text.replace(HOST, host)
    exec(compile(text, block.label, "exec"), {})
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize("block", blocks("sh"), ids=lambda block: block.label)
def test_commands_exist_and_queries_answer(block: Block, sample: Settings, reader_s_folder: Path) -> None:
    for line in block.text.splitlines():
        command = line.split("   #")[0].strip()
        if command.startswith("make "):
            target = command.split()[1]
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE), line
            assert set(re.findall(r"\b([A-Z_]+)=", command)) <= settings_read(), line
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
    """The environment variables that the settings are read from."""
    own = {name.upper() for name in Settings.model_fields if name != "ofsted"}
    site = {f"OFSTED_{name.upper()}" for name in OfstedSettings.model_fields}
    return own | site | {f"UI_{name.upper()}" for name in UiSettings.model_fields}


def test_every_setting_is_in_the_readme_s_table() -> None:
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", README.read_text("utf-8"), re.MULTILINE))
    assert "SOURCE" in listed
    assert settings_read() == listed


def first_cells(heading: str) -> list[str]:
    """The names in the first cell of each row of the README's table under a heading, in their order."""
    _, _, rest = README.read_text("utf-8").partition(f"\n## {heading}\n")
    section = rest.partition("\n## ")[0]
    cells = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


def test_the_readme_lists_every_view_question_and_framework() -> None:
    views = {entry.name for entry in tables().values() if entry.is_view}
    assert views <= set(first_cells("What is in the file")) <= set(tables())
    assert first_cells("Ready answers") == list(questions())
    assert sorted(first_cells("Which reports are read")) == sorted(FRAMEWORKS)


def test_the_glossary_has_every_framework() -> None:
    terms = re.findall(r"^\| .*?\(`(\w+)`\) \|", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.MULTILINE)
    assert set(FRAMEWORKS) <= set(terms)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tests_targets_and_commands_that_a_page_names_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for name in NAMED_TEST.findall(text):
        assert list((ROOT / "tests").rglob(name)), name
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert set(NAMED_TARGET.findall(text)) <= set(targets)
    for name, rest in NAMED_COMMAND.findall(text):
        parameters = main.commands[name].params
        options = [option for found in parameters for option in (*found.opts, *found.secondary_opts)]
        assert set(re.findall(r"--[a-z-]+", rest)) <= {*options, "--help"}, name


def test_the_data_dictionary_is_fresh() -> None:
    assert DICTIONARY.read_text("utf-8") == data_dictionary(), "docs/data-dictionary.md: make docs"


def test_the_answers_are_fresh(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert QUESTIONS.read_text("utf-8") == questions_page(warehouse), "docs/questions.md: make docs"


def test_every_question_is_listed() -> None:
    text = QUESTIONS.read_text("utf-8")
    for question in questions().values():
        assert f"](../sql/questions/{question.name}.sql)" in text


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
