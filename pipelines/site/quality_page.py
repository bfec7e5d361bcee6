"""The page on how far the data can be trusted: checks, quarantine, agreement with the official record, coverage."""

from __future__ import annotations

from collections import Counter
from typing import Any

from pipelines.site.model import Model
from pipelines.site.reading import Row, grouped

MOST_SHOWN = 200  # rows of a list; what is left out is counted on the page, and is in the warehouse
COMPARED = ("agrees", "differs")


def quality_page(model: Model) -> dict[str, Any]:
    """What the template shows."""
    tables = model.tables
    checks = tables["check_results"]
    conflicts = tables["conflicts"]
    differing = [row for row in tables["reconciliation"] if row["status_code"] == "differs"]
    return {
        "failed": [row for row in checks if not row["passed"]],
        "checks": sorted(grouped(checks, "table_name").items(), key=lambda pair: str(pair[0])),
        "quarantine": tables["quarantine"],
        "superseded": tables["superseded_documents"],
        "agreement": _agreement(tables["reconciliation"]),
        "explained": _explained(tables["reconciliation"]),
        "differing": differing[:MOST_SHOWN],
        "differing_left_out": max(len(differing) - MOST_SHOWN, 0),
        "conflicts": conflicts[:MOST_SHOWN],
        "conflicts_left_out": max(len(conflicts) - MOST_SHOWN, 0),
        "coverage": _coverage(model),
        "inspections": model.inspections,
        "stated": Counter(row["agreement"] for row in tables["stated_history"]),
    }


def _agreement(rows: list[Row]) -> list[tuple[str, int, int, str]]:
    """For each kind of fact: how many agree, how many were compared, and the share, rounded down."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        if row["status_code"] in COMPARED:
            counts.setdefault(row["kind_code"], Counter())[row["status_code"]] += 1
    return [
        (kind, count["agrees"], count.total(), f"{count['agrees'] * 1000 // count.total() / 10:.1f}%")
        for kind, count in sorted(counts.items())
    ]


def _explained(rows: list[Row]) -> list[tuple[str, str, str, int]]:
    """Status, kind of fact and the rule that explains it, with the number of rows."""
    counts = Counter(
        (row["status_code"], row["kind_code"], row["explanation"] or "") for row in rows if row["explanation_code"]
    )
    return [(*key, count) for key, count in sorted(counts.items())]


def _coverage(model: Model) -> dict[str, Any]:
    """Numbers of inspections by framework and year: with a report here, and from the official statistics alone."""
    reports: Counter[tuple[str, int]] = Counter()
    records: Counter[tuple[str, int]] = Counter()
    for inspection in model.inspections.values():
        (reports if inspection.has_report else records)[inspection.framework.code, inspection.date.year] += 1
    years = [year for _, year in (*reports, *records)]
    return {
        "reports": reports,
        "records": records,
        "years": list(range(min(years), max(years) + 1)) if years else [],
        "frameworks": list(model.frameworks.values()),
    }
