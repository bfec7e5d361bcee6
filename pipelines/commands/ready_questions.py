"""The ready questions at the command line: what there is to ask and to set."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

import click
import duckdb

from pipelines.commands.sql_prompt import connect
from pipelines.errors import first_line
from pipelines.warehouse.parameters import MOST_SHOWN, allowed_values, checked, defaults
from pipelines.warehouse.questions import Parameter, QuestionError, questions


def asked(path: Path, name: str, given: Iterable[str]) -> tuple[str, dict[str, str]]:
    """The SQL of the ready question of that name, and the variables to set for it. Raises click.ClickException."""
    question = questions().get(name)
    if question is None:
        raise click.ClickException(f"{name} is not one of the ready questions: {', '.join(questions())}.")
    try:
        with contextlib.closing(connect(path)) as connection:
            return question.sql, checked(connection, question, given)
    except (QuestionError, duckdb.Error) as error:
        raise click.ClickException(first_line(error)) from None


def print_questions(path: Path) -> None:
    """Lists every question, and beneath it what can be set, with default and allowed values."""
    try:
        with contextlib.closing(connect(path)) as connection:
            for question in questions().values():
                click.echo(f"{question.name}\n    {question.title}")
                standing = defaults(connection, question)
                for parameter in question.parameters:
                    default = "all" if standing[parameter.name] is None else standing[parameter.name]
                    click.echo(f"    --set {parameter.name} ({default}): {_choice(connection, parameter)}")
    except duckdb.Error as error:
        raise click.ClickException(first_line(error)) from None


def _choice(connection: duckdb.DuckDBPyConnection, parameter: Parameter) -> str:
    """The values to choose from, when they can be listed; else what it means."""
    values = allowed_values(connection, parameter)
    if not values:
        return parameter.meaning.split(" (", maxsplit=1)[0].split(";", maxsplit=1)[0]
    if len(values) > MOST_SHOWN:
        table, column = parameter.allowed.split(".")
        return f"one of {len(values)}, select distinct {column} from {table}"
    return ", ".join(values)
