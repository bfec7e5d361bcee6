"""Checks that the schema implies: of each table's columns, key, references and rows.

All are of severity error. What a person thought of beyond them is in expectations/ (pipelines/quality/suites.py),
where a check of the same name takes the place of one from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pipelines.quality.check import Check, Expected, NoRows
from pipelines.quality.documents import is_of_documents
from pipelines.raw.joining import STATEMENTS
from pipelines.warehouse.rules import Rule, row_rules
from pipelines.warehouse.schema import Table, table


def derived_checks(entry: Table, today: date) -> list[Check]:
    """The checks of the table that its entry in the schema implies. Raises CatalogueError or ReferenceDataError."""
    rules = [_rule(entry, rule) for rule in row_rules(entry, today)]
    return [*_of_the_table(entry), *rules, *_references(entry)]


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


def _rule(entry: Table, rule: Rule) -> Check:
    costs = "statement" if entry.name in STATEMENTS else "report" if is_of_documents(entry) else "publication"
    of_row = (*entry.primary_key, rule.column) if rule.column else tuple(column.name for column in entry.columns)
    sql = f"select {', '.join(dict.fromkeys(of_row))} from {entry.qualified} where not ({rule.holds})"
    return Check(entry.name, rule.name, rule.description, "error", NoRows(sql, rule.holds), costs)


def _references(entry: Table) -> Iterator[Check]:
    for column in entry.columns:
        if column.references:
            target = table(column.references)
            (key,) = target.primary_key
            others = f"select {key} from {target.qualified}"
            sql = f"select {column.name} from {entry.qualified} where {column.name} not in ({others})"
            name, said = f"{column.name}_refers_to_{target.name}", f"{column.name} is a row of {target.name}."
            yield Check(entry.name, name, said, "error", NoRows(sql))


def _check(entry: Table, name: str, description: str, kind: str, **kwargs: Any) -> Check:
    return Check(entry.name, name, description, "error", Expected(kind, kwargs))
