"""What is set in a ready question: its defaults and allowed values, and settings checked before it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import duckdb

from pipelines.warehouse.questions import Parameter, Question, QuestionError

MOST_SHOWN = 12  # allowed values that a message lists
MOST_NEAR = 3  # of more than those, the ones that are spelled most like what was given
A_COLUMN = re.compile(r"\w+\.\w+")


def defaults(connection: duckdb.DuckDBPyConnection, question: Question) -> dict[str, Any]:
    """The value of each parameter when it is left out; None leaves nothing out of the answer."""
    result = connection.execute(question.chosen)
    names = [column[0] for column in result.description or ()]
    return dict(zip(names, result.fetchall()[0], strict=True))


def allowed_values(connection: duckdb.DuckDBPyConnection, parameter: Parameter) -> list[str]:
    """The values that the parameter takes, in order; none when it takes any of its type."""
    if not A_COLUMN.fullmatch(parameter.allowed):
        return parameter.allowed.split(", ") if parameter.allowed else []
    table, column = parameter.allowed.split(".")
    found = connection.execute(f"select distinct {column} from {table} where {column} is not null order by all")
    return [row[0] for row in found.fetchall()]


@contextmanager
def variables(connection: duckdb.DuckDBPyConnection, settings: Mapping[str, str]) -> Iterator[None]:
    """Sets DuckDB's variables for what is asked meanwhile, and takes them back."""
    try:
        for name, value in settings.items():
            connection.execute(f"set variable {name} = ?", [value])
        yield
    finally:
        for name in settings:
            connection.execute(f"reset variable {name}")


def checked(connection: duckdb.DuckDBPyConnection, question: Question, given: Iterable[str]) -> dict[str, str]:
    """The settings given as name=value, by name, with each value spelled as the file has it.

    Raises QuestionError for a name that is none of the question's, or a value that the parameter does not take.
    """
    of_name = {parameter.name: parameter for parameter in question.parameters}
    settings: dict[str, str] = {}
    for setting in given:
        name, equals, value = setting.partition("=")
        if not equals:
            raise QuestionError(f"{setting} sets nothing: write it as name=value.")
        if name not in of_name:
            raise QuestionError(f"{question.name} has no {name} to set; it has {', '.join(of_name)}.")
        settings[name] = _spelled(connection, of_name[name], value)
    types = {column[0]: str(column[1]) for column in connection.execute(question.chosen).description or ()}
    for name, value in settings.items():
        ((is_of_type,),) = connection.execute(f"select try_cast(? as {types[name]}) is not null", [value]).fetchall()
        if not is_of_type:
            written = "a day, written 2026-01-31" if types[name] == "DATE" else "a whole number"
            raise QuestionError(f"{name}={value} is not {written}.")
    return settings


def _spelled(connection: duckdb.DuckDBPyConnection, parameter: Parameter, value: str) -> str:
    """The value as the file has it, whatever capitals it was written in. Raises QuestionError."""
    allowed = allowed_values(connection, parameter)
    if not allowed:
        return value
    for each in allowed:
        if each.casefold() == value.casefold():
            return each
    if len(allowed) <= MOST_SHOWN:
        raise QuestionError(f"{parameter.name}={value} is not one of {', '.join(allowed)}.")
    near = get_close_matches(value.casefold(), [each.casefold() for each in allowed], MOST_NEAR)
    likely = [each for each in allowed if each.casefold() in near]
    said = f": did you mean {' or '.join(likely)}?" if likely else f"; {parameter.allowed} has {len(allowed)}."
    raise QuestionError(f"{parameter.name}={value} is not known{said}")
