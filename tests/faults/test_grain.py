"""A fault costs what it touches: one folder with a report for each kind of fault, published in one run."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import date

import pytest

from pipelines.raw.document import read_bytes
from pipelines.settings import Settings, settings
from tests.conftest import leave_out_exports, rows, run_refresh
from tests.product.test_refresh import SAMPLE, SINGLE, VISIT

DAYS, PUBLISHED = "12 June – 7 July 2017", "25 August 2017"
COVER = f"{DAYS}\nReport published: {PUBLISHED}"
FIGURE = "227 children were being looked after"
SHARE = "9% (the national average is 14%)"
LEAD = "Emmy Tomsett"
# What a copy of the single inspection prints in place of something, and the authority that it is made to be of.
SET_ASIDE = {
    "Plymouth": (SHARE, "193% (the national average is 14%)", "raw_quantities", "percentages_are_percentages"),
    "Swindon": ("547 children", "1.547 children", "raw_quantities", "counts_are_whole"),
    "Torbay": (FIGURE, FIGURE.replace("227", "227.5"), "raw_quantities", "counts_are_whole"),
    "Wiltshire": (FIGURE, FIGURE.replace("227", "9" * 20), "raw_quantities", "figures_are_of_this_world"),
    "Knowsley": (FIGURE, FIGURE.replace("227", "9" * 400), "raw_quantities", "value_fits"),
    "Salford": (LEAD, f"Emmy {'Tom' * 100}", "raw_people", "name_is_not_too_long"),
    "Trafford": (PUBLISHED, "25 August 2071", "raw_dates", "no_day_of_the_future"),
}
QUARANTINED = {
    "Wirral": (PUBLISHED, "25 January 2017", "Published 2017-01-25, before the inspection ended on 2017-07-07"),
    "Oldham": (COVER, COVER.replace("2017", "2071"), "The inspection is dated in the future: 2071-06-12"),
    "Stockport": (COVER, COVER.replace("2017", "2019"), "its framework was in use from 2013-11-01 to 2018-08-24"),
    "Bolton": (COVER, COVER.replace("2017", "2011"), "The inspection started on 2011-06-12"),
}
# The year of a day in the first weeks of it is mistyped in the manifest.
CONFLICTING = {"Rochdale": (f"Report published: {PUBLISHED}\n", "")}


def copies() -> dict[str, str]:
    """The single inspection of the sample as text, by the authority that each copy is of, with its fault."""
    pages = read_bytes((SAMPLE / SINGLE).read_bytes()).pages
    text = "\n".join("\t".join(cell.text for cell in line.cells) for page in pages for line in page.lines)
    made = {}
    for authority, (sound, faulty, *_) in {**SET_ASIDE, **QUARANTINED, **CONFLICTING}.items():
        assert sound in text, sound
        made[authority] = text.replace("North Somerset", authority).replace(sound, faulty)
    return made


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("grain")
    reports = folder / "reports"
    reports.mkdir()
    for name in (VISIT, SINGLE):
        shutil.copy(SAMPLE / name, reports / name)
    for authority, text in copies().items():
        (reports / f"{authority}.txt").write_text(text, encoding="utf-8")
    with (reports / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                ("file", "publication_date", "provider_name", "source_url"),
                ("Rochdale.txt", "2017-01-03", "", ""),
                ("Oldham.txt", "2017-08-25", "oldham", "https://example.org/oldham"),
            ]
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATA", str(folder / "data"))
        patch.setenv("SOURCE", "folder")
        patch.setenv("REPORTS", str(reports))
        leave_out_exports(patch)
        run_refresh(settings())
        yield settings()


@pytest.mark.parametrize("authority", SET_ASIDE)
def test_a_faulty_statement_costs_itself(published: Settings, authority: str) -> None:
    *_, table, rule = SET_ASIDE[authority]
    found = rows(published, "select table_name, rule, reason from set_aside where file_name = ?", f"{authority}.txt")
    assert {(name, broken) for name, broken, _ in found} == {(table, rule)}
    assert all("Look at" in str(reason) for _, _, reason in found)
    judged = (
        "select count(*), count(distinct grade_code) from judgement_history where authority_name = ? "
        "and inspection_start_date = '2017-06-12'"
    )
    sound = rows(published, judged, "North Somerset")
    assert sound[0][0]
    assert rows(published, judged, authority) == sound


@pytest.mark.parametrize("authority", QUARANTINED)
def test_a_report_that_cannot_be_dated_costs_itself(published: Settings, authority: str) -> None:
    said = QUARANTINED[authority][2]
    asked = "select stage, reason_code, reason, authority_name, framework_code from quarantine where file_name = ?"
    ((stage, code, reason, name, framework),) = rows(published, asked, f"{authority}.txt")
    assert (code, name, framework) == ("dates_impossible", authority, "sif")
    assert stage == ("parsing" if authority == "Wirral" else "checks")
    assert said in str(reason)


def test_nothing_else_is_touched(published: Settings) -> None:
    counts = rows(published, "select (select count(*) from inspections), (select count(*) from quarantine)")
    assert counts == [(len(SET_ASIDE) + len(CONFLICTING) + 2, len(QUARANTINED))]
    assert rows(published, "select count(*) from set_aside where file_name in (?, ?)", VISIT, SINGLE) == [(0,)]


def test_optional_days_are_left_out_and_the_others_stand(published: Settings) -> None:
    asked = "select authority_name, published_date is null from inspections where authority_name in (?, ?, ?)"
    found = dict(rows(published, asked, "Trafford", "Rochdale", "Salford"))
    assert found == {"Trafford": True, "Rochdale": True, "Salford": False}
    asked = "select used_value, other_value from conflicts where other_place = 'site' and file_name = 'Rochdale.txt'"
    assert rows(published, asked) == [("2017-06-12 to 2017-07-07", "2017-01-03")]


def test_readers_are_told_of_a_later_report(published: Settings) -> None:
    asked = "select authority_name, newer_unread_date from authority_summary where newer_unread_date is not null"
    told = {"Bolton": date(2011, 8, 25), "Oldham": date(2017, 8, 25), "Stockport": date(2019, 8, 25)}
    assert dict(rows(published, asked)) == told | {"Wirral": date(2017, 1, 25)}
    asked = "select source_url from unread_reports where source_url is not null"
    assert rows(published, asked) == [("https://example.org/oldham",)]
    failed = rows(
        published, "select check_name from check_results where not passed and table_name = 'authority_summary'"
    )
    assert failed == [("no_later_report_is_unread",)]
