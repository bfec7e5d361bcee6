"""Local area SEND inspections of 2016-22: the official record's inspections and revisits, linked and counted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pipelines.quality.running import run_checks
from pipelines.quality.suites import suites
from tests.warehouse.conftest import Made, Row

HEADINGS: Row = [
    "Local authority code",
    "Area name",
    "Inspection start date",
    "Inspection publication date",
    "Inspection outcome: written statement of action required?",
    "Number significant weaknesses identified in written statement of action",
    "Revisit start date",
    "Revisit publication date",
    "Revisit outcome: sufficient progress in addressing all significant weaknesses?",
    "Number significant weaknesses where sufficient progress has been made",
    "Number significant weaknesses where sufficient progress has not been made",
]
YORK: Row = ["", "York", dt.date(2018, 3, 5), dt.date(2018, 5, 1), "No", "", "", "", "", "", ""]
KENT: Row = ["", "Kent", dt.date(2019, 1, 28), dt.date(2019, 3, 29), "Yes", 3, "Not revisited yet", "", "", "", ""]
DEVON_FIRST = [dt.date(2018, 12, 10), dt.date(2019, 3, 1), "Yes", 4]
DEVON: Row = ["", "Devon", *DEVON_FIRST, dt.date(2022, 5, 23), dt.date(2022, 8, 1), "Some", 1, 3]


def test_inspections_and_revisits_are_linked_with_codes_of_their_own(made: Made) -> None:
    build = made([HEADINGS, YORK, KENT, DEVON])
    rows = build.execute(
        "select authority_name, inspection_start_date, outcome_code, weaknesses, revisit_inspection_id, "
        "revisit_outcome_code, weaknesses_with_progress, weaknesses_without_progress "
        "from local_area_send_inspections order by authority_name"
    ).fetchall()
    devon, kent, york = rows
    revisit = "80461-local_area_send-2022-05-23"
    assert devon == ("Devon", dt.date(2018, 12, 10), "written_statement_required", 4, revisit, *SOME)
    assert kent == ("Kent", dt.date(2019, 1, 28), "written_statement_required", 3, None, None, None, None)
    assert york == ("York", dt.date(2018, 3, 5), "no_written_statement", None, None, None, None, None)
    kinds = build.execute(
        "select inspection_type_code, source_code, published_date from dim_inspection "
        "where framework_code = 'local_area_send' and authority_urn = '80461' order by inspection_start_date"
    ).fetchall()
    assert kinds == [
        (None, "official_statistics", dt.date(2019, 3, 1)),
        ("revisit", "official_statistics", dt.date(2022, 8, 1)),
    ]


SOME = ("some_sufficient_progress", 1, 3)


def test_they_are_no_graded_inspections(made: Made) -> None:
    build = made([HEADINGS, YORK, KENT, DEVON])
    for view in ("inspections", "full_inspections", "judgement_history_all", "reconciliation"):
        assert build.execute(f"select count(*) from {view} where framework_code = 'local_area_send'").fetchall() == [
            (0,)
        ], view


@pytest.mark.parametrize(
    ("row", "check"),
    [
        ([*YORK[:4], "Perhaps", *YORK[5:]], "area_inspections_have_an_outcome"),
        ([*KENT[:5], "", *KENT[6:]], "weaknesses_follow_from_the_outcome"),
        ([*DEVON[:9], 2, 3], "revisits_account_for_every_weakness"),
    ],
)
def test_what_does_not_fit_is_told(made: Made, row: Row, check: str) -> None:
    build = made([HEADINGS, row])
    checks = [c for name in ("dim_inspection", "fact_local_area_send") for c in suites()[name] if c.name == check]
    (result,) = run_checks(build, checks)
    assert not result.passed


def test_the_official_file_to_the_digit(made: Made, shared: Path) -> None:
    build = made(files=[shared / "official_area_send"])
    counts = build.execute(
        "select count(*), count(distinct authority_urn), count(*) filter (where outcome_code = "
        "'written_statement_required'), count(revisit_inspection_id), sum(weaknesses), "
        "sum(weaknesses_with_progress), sum(weaknesses_without_progress) from local_area_send_inspections"
    ).fetchall()
    assert counts == [(149, 149, 82, 46, 436, 178, 77)]
    revisits = build.execute(
        "select revisit_outcome_code, count(*) from local_area_send_inspections where revisit_outcome_code <> '' "
        "group by all order by all"
    ).fetchall()
    assert revisits == [("no_sufficient_progress", 2), ("some_sufficient_progress", 24), ("sufficient_progress", 20)]
    for name in ("fact_local_area_send", "local_area_send_inspections", "stg_official_records", "official_outcomes"):
        for result in run_checks(build, suites()[name]):
            assert result.passed, f"{name}.{result.check.name}"
