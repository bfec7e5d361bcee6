"""The page on how far the data can be trusted: checks, quarantine, agreement with the official record, coverage."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from pipelines.site.errors import SiteError
from pipelines.site.model.grades import OVERALL, Framework
from pipelines.site.model.model import Inspection, Model
from pipelines.site.model.reading import Row, grouped
from pipelines.site.text import fit, web_address, with_days

MOST_SHOWN = 200  # rows of a list; what is left out is counted on the page, and is in the warehouse
COMPARED = ("agrees", "differs")
RECORDED = ("outstanding", "good", "requires_improvement", "inadequate")  # the grades that the official record has


@dataclass(frozen=True)
class Example:
    """A row that a check did not expect: its inspection, if it names one, and its other columns, or its one value."""

    inspection: Inspection | None
    columns: list[tuple[str, str]]


def quality_page(model: Model) -> dict[str, Any]:
    """What the template shows."""
    tables = model.tables
    checks = tables["check_results"]
    conflicts = _different(tables["conflicts"])
    differing = [row for row in tables["reconciliation"] if row["status_code"] == "differs"]
    return {
        "failed": [(row, _examples(model, row)) for row in checks if not row["passed"]],
        "checks": sorted(grouped(checks, "table_name").items(), key=lambda pair: str(pair[0])),
        "quarantine": [(row, web_address(row["source_url"])) for row in tables["quarantine"]],
        "corrections": tables["corrections"],
        "set_aside": len(tables["set_aside"]),
        "superseded": tables["superseded_documents"],
        "agreement": _agreement([row for row in tables["reconciliation"] if row["kind_code"] != "visit"]),
        "explained": _explained(tables["reconciliation"]),
        "differing": differing[:MOST_SHOWN],
        "differing_left_out": max(len(differing) - MOST_SHOWN, 0),
        "conflicts": conflicts[:MOST_SHOWN],
        "conflicts_left_out": max(len(conflicts) - MOST_SHOWN, 0),
        "coverage": _coverage(model),
        "recorded_grades": RECORDED,
        "graded_coverage": _graded_coverage(model),
        "inspections": model.inspections,
        "stated": Counter(row["agreement"] for row in tables["stated_history"]),
    }


def _different(conflicts: list[Row]) -> list[Row]:
    """The conflicts as they are told apart on the page: by inspection, subject and the two values."""
    told = ("inspection_id", "kind_code", "subject", "used_value", "other_value")
    return list({tuple(row[name] for name in told): row for row in reversed(conflicts)}.values())[::-1]


def _examples(model: Model, check: Row) -> list[Example]:
    """The rows that the check kept. Raises SiteError when they are no JSON."""
    try:
        found = json.loads(check["unexpected_rows"] or "[]")
    except json.JSONDecodeError:
        raise SiteError(f"What {check['table_name']}.{check['check_name']} found is not JSON.") from None
    of_key = {one.row["inspection_key"]: one for one in model.inspections.values()}
    return [_example(model, of_key, row if isinstance(row, dict) else {"": row}) for row in found]


def _example(model: Model, of_key: dict[int, Inspection], row: Row) -> Example:
    inspection = model.inspections.get(row.get("inspection_id", "")) or of_key.get(row.get("inspection_key", 0))
    named = ("inspection_id", "inspection_key", "file_name") if inspection else ()
    rest = [
        (fit(name), fit(with_days(str(value))))
        for name, value in row.items()
        if name not in named and value is not None
    ]
    return Example(inspection, rest)


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


def _coverage(model: Model) -> list[tuple[int, list[tuple[int, int]]]]:
    """For each year and framework the inspections: with a report here, and from the official statistics alone."""
    reports: Counter[tuple[int, str]] = Counter()
    records: Counter[tuple[int, str]] = Counter()
    for inspection in model.inspections.values():
        (reports if inspection.has_report else records)[inspection.date.year, inspection.framework.code] += 1
    years = [year for year, _ in (*reports, *records)]
    return [
        (year, [(reports[year, code], records[year, code]) for code in model.frameworks])
        for year in (range(min(years), max(years) + 1) if years else ())
    ]


def _graded_coverage(model: Model) -> list[tuple[Framework, int, list[tuple[int, int]]]]:
    """For each framework and year of the official record, by overall grade: with a report here, and recorded."""
    recorded: dict[tuple[str, int], dict[str, set[tuple[str, str]]]] = {}
    here: Counter[tuple[str, int, str]] = Counter()
    for row in model.tables["official_outcomes"]:
        when = row["inspection_date"] or row["publication_date"]
        if row["domain_code"] != OVERALL or not row["is_used"] or row["grade_code"] not in RECORDED or when is None:
            continue
        ids = recorded.setdefault((row["framework_code"], when.year), {}).setdefault(row["grade_code"], set())
        judged = (row["official_id"], row["service_code"])
        if judged not in ids:
            ids.add(judged)
            here[row["framework_code"], when.year, row["grade_code"]] += row["inspection_id"] is not None
    return [
        (framework, year, [(here[code, year, grade], len(by_grade.get(grade, ()))) for grade in RECORDED])
        for code, framework in model.frameworks.items()
        for (of, year), by_grade in sorted(recorded.items())
        if of == code
    ]
