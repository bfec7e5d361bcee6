"""Every real report since 2016 that is not a single inspection, against what was read from it by hand."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from pipelines.frameworks import area_send, ilacs, ilacs_focused_visit, ilacs_monitoring_visit, jtai, read_report
from pipelines.parsing.facts import PrintedReport
from pipelines.reading.read import read_document
from pipelines.settings import ROOT

MODULES = (area_send, ilacs, ilacs_focused_visit, ilacs_monitoring_visit, jtai)
CODES = tuple(module.CODE for module in MODULES)
TRUTH = ROOT.parent / "shared" / "corpus" / "truth"


def rows(name: str) -> list[dict[str, str]]:
    path = TRUTH / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


CASES = [row for row in rows("inspections") if row["framework_code"] in CODES]


@cache
def judgements() -> dict[str, dict[tuple[str, str], str]]:
    found: dict[str, dict[tuple[str, str], str]] = {}
    for row in rows("judgements"):
        found.setdefault(row["file"], {})[row["service_code"], row["domain_code"]] = row["grade_code"]
    return found


def plain(text: str | None) -> str:
    """Case, accents, apostrophes and spacing do not count."""
    ascii_text = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", ascii_text.lower()).strip()


def first(printed: PrintedReport, kind: str) -> tuple[str, str]:
    found = next((d for d in printed.dates if d.kind == kind), None)
    return (found.start.isoformat(), found.end.isoformat()) if found else ("", "")


def test_truth_is_there(shared: Path) -> None:
    assert (shared / "corpus" / "truth" / "inspections.csv").is_file()
    assert CASES


@pytest.mark.parametrize("row", CASES, ids=[row["file"] for row in CASES])
def test_report(row: dict[str, str], shared: Path) -> None:
    seeds = sorted((shared / "seeds").glob(row["file"]))
    path = seeds[0] if seeds else shared / "corpus" / "reports" / row["file"]
    printed = read_report(read_document(path.read_bytes()))
    lead = next((p.name for p in printed.people if p.role == "lead_inspector"), "")
    stated = {(j.service_code, j.domain_code): j.grade_code for j in reversed(printed.judgements)}
    assert printed.framework_code == row["framework_code"]
    assert printed.authority_urn == row["authority_urn"]
    assert first(printed, "inspection") == (row["start"], row["end"])
    assert first(printed, "publication")[0] == row["published_printed"]
    assert plain(printed.title) == plain(row["title"])
    assert (printed.outcome_code or "") == row["outcome_code"]
    assert (printed.theme_code or "") == row["theme_code"]
    assert plain(lead) == plain(row["lead_inspector"])
    assert stated == judgements().get(row["file"], {})
