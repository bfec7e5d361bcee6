"""Every rule of severity error costs a statement, a report or the publication, as docs/reliability.md says."""

from __future__ import annotations

import re

from pipelines.quality.documents import is_of_documents
from pipelines.quality.suites import suites, written_checks
from pipelines.raw.tables import LISTS
from pipelines.settings import ROOT
from pipelines.warehouse.schema import table

DOCUMENTED = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
OF_A_TABLE = re.compile(r"has_its_columns|is_not_empty|\w+_is_unique|\w+_refers_to_\w+")


def test_each_written_rule_is_documented_with_what_it_costs() -> None:
    told = re.findall(r"^\| `([a-z_]+\.[a-z0-9_]+)` \| the (\w+) \|$", DOCUMENTED, re.MULTILINE)
    written = [check for checks in written_checks().values() for check in checks if check.severity == "error"]
    assert sorted(told) == sorted((f"{check.table}.{check.name}", check.costs) for check in written)


def test_each_rule_of_the_schema_costs_what_its_row_says() -> None:
    written = {(check.table, check.name) for checks in written_checks().values() for check in checks}
    for name, checks in suites().items():
        for check in (check for check in checks if (name, check.name) not in written):
            if OF_A_TABLE.fullmatch(check.name):
                expected = "publication"
            elif name in LISTS:
                expected = "statement"
            else:
                expected = "report" if is_of_documents(table(name)) else "publication"
            assert (check.severity, check.costs) == ("error", expected), f"{name}.{check.name}"


def test_every_table_of_statements_is_named() -> None:
    (row,) = (line for line in DOCUMENTED.splitlines() if line.endswith("| the statement |"))
    assert set(LISTS) <= set(re.findall(r"`(raw_\w+)`", row))
