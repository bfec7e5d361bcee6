"""Every real single inspection and board review, against what was read from it by hand."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from pipelines.frameworks import lscb_review, read_report, sif
from pipelines.parsing.facts import JUDGEMENT_PLACES, PrintedReport
from pipelines.reading.read import read_document
from pipelines.settings import ROOT

CODES = (sif.CODE, lscb_review.CODE)
TRUTH = ROOT.parent / "shared" / "corpus" / "truth"
SEED = "000_23ec333d66da4199.txt"
SEED_AS_PDF = "80528_2017-08-25_childrens-services-inspection.pdf"


def rows(name: str) -> list[dict[str, str]]:
    path = TRUTH / f"{name}.csv"
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


CASES = [row for row in rows("inspections") if row["framework_code"] in CODES]


@cache
def judgements() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in rows("judgements"):
        found.setdefault(row["file"], {})[row["domain_code"]] = row["grade_code"]
    return found


@cache
def printed(path: Path) -> PrintedReport:
    return read_report(read_document(path.read_bytes()))


def located(shared: Path, name: str) -> Path:
    seed = shared / "seeds" / name
    return seed if seed.is_file() else shared / "corpus" / "reports" / name


def plain(text: str | None) -> str:
    """Case, accents, apostrophes and spacing do not count."""
    ascii_text = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", ascii_text.lower()).strip()


def periods(report: PrintedReport, kind: str) -> list[tuple[str, str]]:
    return [(d.start.isoformat(), d.end.isoformat()) for d in report.dates if d.kind == kind]


def stated(report: PrintedReport) -> dict[str, str]:
    """The grade of each judgement at the most authoritative of its places."""
    ordered = sorted(report.judgements, key=lambda judgement: JUDGEMENT_PLACES.index(judgement.place), reverse=True)
    return {judgement.domain_code: judgement.grade_code for judgement in ordered}


def test_truth_is_there(shared: Path) -> None:
    assert (shared / "corpus" / "truth" / "inspections.csv").is_file()
    assert CASES


@pytest.mark.parametrize("row", CASES, ids=[row["file"] for row in CASES])
def test_report(row: dict[str, str], shared: Path) -> None:
    report = printed(located(shared, row["file"]))
    leads = [person.name for person in report.people if person.role == "lead_inspector"]
    published = [start for start, _ in periods(report, "publication")]
    assert report.framework_code == row["framework_code"]
    assert report.authority_urn == row["authority_urn"]
    assert plain(report.authority.printed) in plain(row["authority_printed"])
    assert periods(report, "inspection") == [(row["start"], row["end"])]
    assert bool(periods(report, "further_inspection")) == bool(row["extra_dates"])
    assert published == [row["published_printed"]] * bool(row["published_printed"])
    assert plain(leads[0]) == plain(row["lead_inspector"])
    assert plain(report.title) == plain(row["title"])
    assert stated(report) == judgements()[row["file"]]


@pytest.mark.parametrize("row", CASES, ids=[row["file"] for row in CASES])
def test_statements_of_one_judgement_agree(row: dict[str, str], shared: Path) -> None:
    report = printed(located(shared, row["file"]))
    grades = judgements()[row["file"]]
    assert [j for j in report.judgements if j.grade_code != grades[j.domain_code]] == []


def test_text_and_pdf_of_one_report_agree(shared: Path) -> None:
    text, pdf = (printed(located(shared, name)) for name in (SEED, SEED_AS_PDF))
    assert stated(text) == stated(pdf)
    assert (text.title, text.authority_urn, text.licence_code) == (pdf.title, pdf.authority_urn, pdf.licence_code)
    assert [(d.kind, d.start, d.end) for d in text.dates] == [(d.kind, d.start, d.end) for d in pdf.dates]
    assert [(p.role, p.name) for p in text.people] == [(p.role, p.name) for p in pdf.people]
    assert {(j.domain_code, j.place, j.grade_code) for j in text.judgements} == {
        (j.domain_code, j.place, j.grade_code) for j in pdf.judgements
    }
