"""python -m pipelines.docs: makes docs/data-dictionary.md and docs/questions.md anew, or checks that they are fresh."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import duckdb

from pipelines.docs.answers import DocsError, questions_page
from pipelines.docs.dictionary import data_dictionary
from pipelines.errors import first_line
from pipelines.settings import ROOT
from pipelines.warehouse import build_file
from pipelines.warehouse.questions import QuestionError
from pipelines.warehouse.schema import CatalogueError

DICTIONARY = ROOT / "docs" / "data-dictionary.md"
QUESTIONS = ROOT / "docs" / "questions.md"


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; fail when a page is not what it would be made.")
@click.option(
    "--warehouse",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A published file of the sample reports; without it they are read now.",
)
def main(check: bool, warehouse: Path | None) -> None:
    """Make the pages of docs/ that come from the catalogue and the questions."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            pages = {DICTIONARY: data_dictionary(), QUESTIONS: _answers(warehouse or _sample(Path(folder)))}
    except (DocsError, CatalogueError, QuestionError, duckdb.Error) as error:
        raise click.ClickException(first_line(error)) from error
    stale = [path for path, text in pages.items() if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if check and stale:
        names = ", ".join(f"docs/{path.name}" for path in stale)
        raise click.ClickException(f"{names} not up to date: make docs.")
    for path in stale:
        path.write_text(pages[path], encoding="utf-8")
        click.echo(f"docs/{path.name}")


def _answers(warehouse: Path) -> str:
    connection = build_file.connect(warehouse, read_only=True)
    try:
        return questions_page(connection)
    finally:
        connection.close()


def _sample(data: Path) -> Path:
    """Reads the sample reports into `data`; returns the published file. Raises DocsError."""
    settings = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    command = [sys.executable, "-m", "pipelines", "run", "--source", "sample", "--data", str(data)]
    run = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    if run.returncode:
        raise DocsError(f"The sample reports cannot be read: {(run.stderr.strip() or 'no message').splitlines()[-1]}")
    return data / "published" / "warehouse.duckdb"


if __name__ == "__main__":
    main()
