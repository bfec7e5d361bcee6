"""The figures of real reports against those typed in by reading them."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from pipelines.parsing.facts import Quantity
from pipelines.parsing.quantities import quantities
from pipelines.parsing.report import Report
from pipelines.reading.read import read_document

SHARED = Path(__file__).resolve().parents[2] / "shared"
Row = dict[str, str]


def rows(name: str) -> list[Row]:
    path = SHARED / "corpus" / "truth" / name
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def metrics_of(name: str) -> list[Quantity]:
    folder = SHARED / ("seeds" if name.endswith(".txt") else "corpus/reports")
    start = next(row["start"] for row in rows("inspections.csv") if row["file"] == name)
    report = Report(read_document((folder / name).read_bytes()))
    return [q for q in quantities(report, date.fromisoformat(start)) if q.metric_code]


def fact(row: Row) -> tuple[str, str, str, float]:
    return row["metric"], row["unit"], row["role"], float(row["value"])


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("name", sorted({row["file"] for row in rows("metrics.csv")}) or ["none"])
def test_every_figure_of_a_report_is_read_and_no_other(name: str) -> None:
    truth = [row for row in rows("metrics.csv") if row["file"] == name and row["metric"] != "other"]
    found = metrics_of(name)
    printed = [(q.metric_code, q.unit_code, q.role_code, q.value) for q in found]
    assert sorted(printed) == sorted(fact(row) for row in truth)
    assert sorted((*p, q.as_of or "") for p, q in zip(printed, found, strict=True)) == sorted(
        (*fact(row), row["as_of"]) for row in truth
    )


@pytest.mark.usefixtures("shared")
def test_two_forms_of_one_report_give_the_same_figures() -> None:
    def figures(name: str) -> list[tuple[object, ...]]:
        return [(q.metric_code, q.role_code, q.value, q.unit_code, q.as_of, q.period_code) for q in metrics_of(name)]

    as_text = next(row["file"] for row in rows("inspections.csv") if row["file"].startswith("000_"))
    assert figures(as_text) == figures("80528_2017-08-25_childrens-services-inspection.pdf")
