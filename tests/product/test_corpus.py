"""Every real report with hand-read truth, one case a document: what the production code reads is what is true."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from pipelines.parsing.statements import ReportStatements, UnreadableReport
from pipelines.parsing.verify import place_ranks
from pipelines.reading.model import UnreadableDocument
from pipelines.reading.read import read_document
from tests.conftest import SHARED
from tests.corpus import Row, grades, plain, printed, truth

pytestmark = pytest.mark.usefixtures("shared")

INSPECTIONS = truth("inspections")
WITH_METRICS = sorted({row["file"] for row in truth("metrics")})
# One inspection in two forms: a seed's text and the PDF that the site serves.
TWO_FORMS = {
    "000_23ec333d66da4199.txt": "80528_2017-08-25_childrens-services-inspection.pdf",
    "001_dd6e25b02a3de5f5.txt": "80528_2022-01-31_childrens-services-focused-visit.pdf",
}


def periods(report: ReportStatements, kind: str) -> list[tuple[str, str]]:
    return [(d.start.isoformat(), d.end.isoformat()) for d in report.dates if d.kind == kind]


def stated(report: ReportStatements) -> dict[tuple[str, str], str]:
    """The grade of each judgement at the most authoritative of its places."""
    ordered = sorted(report.judgements, key=lambda judgement: place_ranks()[judgement.place], reverse=True)
    return {(judgement.service_code, judgement.domain_code): judgement.grade_code for judgement in ordered}


def ids(rows: Iterable[Row]) -> list[str]:
    return [row["file"] for row in rows]


def test_every_report_has_its_truth() -> None:
    files = {p.name for p in [*(SHARED / "corpus" / "reports").iterdir(), *(SHARED / "seeds").iterdir()]}
    assert files == set(ids(INSPECTIONS))


@pytest.mark.parametrize("row", INSPECTIONS, ids=ids(INSPECTIONS))
def test_a_real_report_is_read_right(row: Row) -> None:
    report = printed(row["file"])
    leads = [person.name for person in report.people if person.role == "lead_inspector"]
    assert report.framework_code == row["framework_code"]
    assert report.authority_urn == row["authority_urn"]
    assert plain(report.title) == plain(row["title"])
    assert periods(report, "inspection")[0] == (row["start"], row["end"])
    assert bool(periods(report, "further_inspection")) == bool(row["extra_dates"])
    assert next((start for start, _ in periods(report, "publication")), "") == row["published_printed"]
    assert plain((leads or [""])[0]) == plain(row["lead_inspector"])
    assert (report.outcome_code or "") == row["outcome_code"]
    assert (report.theme_code or "") == row["theme_code"]
    assert stated(report) == grades()[row["file"]]


@pytest.mark.parametrize("row", INSPECTIONS, ids=ids(INSPECTIONS))
def test_every_statement_of_a_judgement_agrees(row: Row) -> None:
    true = grades()[row["file"]]
    others = [j for j in printed(row["file"]).judgements if j.grade_code != true[j.service_code, j.domain_code]]
    assert others == []


@pytest.mark.parametrize("name", WITH_METRICS)
def test_every_catalogued_figure_is_read_and_no_other(name: str) -> None:
    found = [
        (q.metric_code or "", q.unit_code, q.role_code or "", q.value, q.as_of or "")
        for q in printed(name).quantities
        if q.metric_code
    ]
    true = [
        (row["metric"], row["unit"], row["role"], float(row["value"]), row["as_of"])
        for row in truth("metrics")
        if row["file"] == name and row["metric"] != "other"
    ]
    assert sorted(found) == sorted(true)


@pytest.mark.parametrize(("text", "pdf"), TWO_FORMS.items())
def test_two_forms_of_one_report_agree(text: str, pdf: str) -> None:
    one, other = printed(text), printed(pdf)
    assert plain(one.title) == plain(other.title)
    assert (one.authority_urn, one.theme_code) == (other.authority_urn, other.theme_code)
    assert [(d.kind, d.start, d.end) for d in one.dates] == [(d.kind, d.start, d.end) for d in other.dates]
    assert [(p.role, p.name) for p in one.people] == [(p.role, p.name) for p in other.people]
    assert {(j.domain_code, j.place, j.grade_code) for j in one.judgements} == {
        (j.domain_code, j.place, j.grade_code) for j in other.judgements
    }
    assert [(q.metric_code, q.role_code, q.value, q.as_of) for q in one.quantities if q.metric_code] == [
        (q.metric_code, q.role_code, q.value, q.as_of) for q in other.quantities if q.metric_code
    ]
    assert [plain(r.text) for r in one.recommendations] == [plain(r.text) for r in other.recommendations]
    assert [(f.number, plain(f.section)) for f in one.findings] == [
        (f.number, plain(f.section)) for f in other.findings
    ]


@pytest.mark.parametrize("path", sorted((SHARED / "corpus" / "broken").glob("*")), ids=lambda path: path.name)
def test_what_is_no_report_is_refused(path: Path) -> None:
    with pytest.raises((UnreadableDocument, UnreadableReport)):
        read_document(path.read_bytes())
