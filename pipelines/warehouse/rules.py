"""What the schema demands of a row: of each column by its entry, and of the row as a whole by the table's `rules`.

The same demands are made twice: of each document's rows before they join the raw tables (pipelines/raw/joining.py),
and of every table of a build (pipelines/quality/derived.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines import reference
from pipelines.warehouse.schema import TODAY, CatalogueError, Column, Table


@dataclass(frozen=True)
class Rule:
    """A demand of a row. `holds` is SQL over the row's columns, and null counts as held.

    `column` is the one that it is about; None for the row as a whole.
    """

    name: str
    description: str
    holds: str
    column: str | None = None


def row_rules(entry: Table, today: date) -> list[Rule]:
    """What every row of the table must keep to. Raises CatalogueError or ReferenceDataError."""
    of_columns = [rule for column in entry.columns for rule in _of_a_column(entry, column, today)]
    return [*of_columns, *(Rule(name, said, holds) for name, said, holds in entry.rules)]


def code_list(codes: str) -> tuple[str, ...]:
    """The distinct codes that `table.column` of data/reference has, in its order.

    Raises ReferenceDataError without that table, and CatalogueError without that column.
    """
    name, _, column = codes.partition(".")
    found = dict.fromkeys(row.get(column) for row in reference.rows(name))
    if None in found:
        raise CatalogueError(f"data/reference/{name}.csv has no column {column}, which the schema or a suite names.")
    return tuple(code for code in found if code)


def _of_a_column(entry: Table, column: Column, today: date) -> Iterator[Rule]:
    name = column.name
    if column.is_required or name in entry.primary_key:
        yield Rule(f"{name}_is_given", f"{name} is never empty.", f"{name} is not null", name)
    if column.codes or column.values:
        codes = code_list(column.codes) if column.codes else column.values
        known = f"one of the codes of data/reference, {column.codes}" if column.codes else f"one of {', '.join(codes)}"
        yield Rule(f"{name}_is_known", f"{name} is {known}.", f"{name} in ({', '.join(map(_literal, codes))})", name)
    if column.at_least is not None or column.at_most is not None:
        yield _bounded(column, today)
    if column.longest is not None:
        said = f"{name} has at most {column.longest} characters."
        yield Rule(f"{name}_is_not_too_long", said, f"length({name}) <= {column.longest}", name)


def _bounded(column: Column, today: date) -> Rule:
    name, least = column.name, column.at_least
    most = today if column.at_most == TODAY else column.at_most
    said, holds = [], []
    if least is not None:
        said.append(f"{'not before' if isinstance(least, date) else 'at least'} {least}")
        holds.append(f"{name} >= {_literal(least)}")
    if most is not None:
        said.append("not in the future" if column.at_most == TODAY else f"at most {most}")
        holds.append(f"{name} <= {_literal(most)}")
    return Rule(f"{name}_is_plausible", f"{name} is {' and '.join(said)}.", " and ".join(holds), name)


def _literal(value: Any) -> str:
    """The value as it stands in SQL."""
    if isinstance(value, date):
        return f"date '{value}'"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value)
