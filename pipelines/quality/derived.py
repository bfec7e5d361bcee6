"""Checks that the schema implies: each table's columns, keys, codes and bounds as Great Expectations expectations.

All are of severity error. What a person thought of beyond them is in expectations/ (pipelines/quality/suites.py),
where a check of the same name takes the place of one from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from pipelines import reference
from pipelines.quality.check import Check, SuiteError, expecting_no_rows
from pipelines.warehouse.schema import TODAY, Column, Table, table


def derived_checks(entry: Table, today: date) -> list[Check]:
    """The checks of the table that its entry in the schema implies. Raises SuiteError or ReferenceDataError."""
    checks = [*_of_the_table(entry)]
    for column in entry.columns:
        checks += _of_a_column(entry, column, today)
    return checks


def code_list(codes: str) -> tuple[str, ...]:
    """The distinct codes that `table.column` of data/reference has, in its order.

    Raises ReferenceDataError without that table, and SuiteError without that column.
    """
    name, _, column = codes.partition(".")
    found = dict.fromkeys(row.get(column) for row in reference.rows(name))
    if None in found:
        raise SuiteError(f"data/reference/{name}.csv has no column {column}, which the schema or a suite names.")
    return tuple(code for code in found if code)


def _of_the_table(entry: Table) -> Iterator[Check]:
    if entry.is_never_empty:
        yield _check(entry, "is_not_empty", "The table has rows.", "expect_table_row_count_to_be_between", min_value=1)
    yield _check(
        entry,
        "has_its_columns",
        "The columns are those of the schema, in its order.",
        "expect_table_columns_to_match_ordered_list",
        column_list=[column.name for column in entry.columns],
    )
    if len(entry.primary_key) == 1:
        (key,) = entry.primary_key
        said = f"Each row has a {key} of its own."
        yield _check(entry, f"{key}_is_unique", said, "expect_column_values_to_be_unique", column=key)
    elif entry.primary_key:
        keys = list(entry.primary_key)
        said = f"No two rows have the same {', '.join(keys)}."
        yield _check(entry, "key_is_unique", said, "expect_compound_columns_to_be_unique", column_list=keys)


def _of_a_column(entry: Table, column: Column, today: date) -> Iterator[Check]:
    name = column.name
    if column.is_required or name in entry.primary_key:
        said = f"{name} is never empty."
        yield _check(entry, f"{name}_is_given", said, "expect_column_values_to_not_be_null", column=name)
    if column.codes or column.values:
        codes = code_list(column.codes) if column.codes else column.values
        known = f"one of the codes of data/reference, {column.codes}" if column.codes else f"one of {', '.join(codes)}"
        said, expected = f"{name} is {known}.", {"column": name, "value_set": list(codes)}
        yield _check(entry, f"{name}_is_known", said, "expect_column_values_to_be_in_set", **expected)
    if column.at_least is not None or column.at_most is not None:
        most = today if column.at_most == TODAY else column.at_most
        said = f"{name} is {' and '.join(_bounds(column))}."
        expected = {"column": name, "min_value": _bound(column.at_least), "max_value": _bound(most)}
        yield _check(entry, f"{name}_is_plausible", said, "expect_column_values_to_be_between", **expected)
    if column.references:
        yield _reference(entry, column, table(column.references))


def _bounds(column: Column) -> Iterator[str]:
    """The column's bounds in words."""
    day = "not before" if isinstance(column.at_least, date) else "at least"
    if column.at_least is not None:
        yield f"{day} {column.at_least}"
    if column.at_most is not None:
        yield "not in the future" if column.at_most == TODAY else f"at most {column.at_most}"


def _bound(value: Any) -> Any:
    """A bound as Great Expectations compares it: a day as its first moment."""
    return datetime.combine(value, time()) if isinstance(value, date) else value


def _reference(entry: Table, column: Column, target: Table) -> Check:
    """Great Expectations sees one table at a time: the rows without their like in another are a query's."""
    (key,) = target.primary_key
    sql = (
        f"select {column.name} from {entry.qualified} where {column.name} not in (select {key} from {target.qualified})"
    )
    name = f"{column.name}_refers_to_{target.name}"
    return expecting_no_rows(entry.name, name, f"{column.name} is a row of {target.name}.", "error", sql)


def _check(entry: Table, name: str, description: str, kind: str, **kwargs: Any) -> Check:
    return Check(entry.name, name, description, "error", kind, kwargs, None)
