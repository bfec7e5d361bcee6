"""Several documents of one inspection: which is shown is explained, and what the others say otherwise is kept."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

from pipelines.settings import ROOT
from pipelines.sources.listed_report import Said
from tests.built import Given, as_text, built
from tests.spreadsheet import write_ods

SINGLE = ROOT / "data" / "sample" / "80528_2017-08-25_childrens-services-inspection.pdf"
RI, GOOD, INADEQUATE = "Requires improvement", "Good", "Inadequate"
# The cover's list, a judgement a line as a text has it.
LIST = """1. Children who need help and protection\tRequires improvement
2. Children looked after and achieving permanence\t{}
2.1 Adoption performance\tGood
2.2 Experiences and progress of care leavers\tGood
3. Leadership, management and governance\tRequires improvement"""


@cache
def version(grade: str) -> bytes:
    """The report as text, with that grade for permanence in its list of judgements."""
    lines = as_text(SINGLE)
    first, last = lines.index("Requires improvement to be"), lines.index("3. Leadership, management and governance") + 1
    return "\n".join([*lines[:first], LIST.format(grade), *lines[last + 1 :]]).encode()


def at(number: int, day: str = "2017-08-25") -> Said:
    return Said(source_url=f"https://files.ofsted.gov.uk/v1/file/{number}", publication_date=day)


def shown(
    folder: Path, files: list[Given], official: tuple[Path, ...] = ()
) -> tuple[str, str, str, list[tuple[str, ...]]]:
    """The file that is shown, its grade for permanence, how that is agreed, and what other documents say."""
    with built(folder, files, official) as connection:
        ((name, grade, agreement),) = connection.execute(
            "select file_name, grade_code, agreement from judgement_history where domain_code = 'children_in_care'"
        ).fetchall()
        others = connection.execute(
            "select used_value, other_value from conflicts where other_place = 'another_document' order by all"
        ).fetchall()
        ((superseded,),) = connection.execute("select count(*) from superseded_documents").fetchall()
        assert superseded == len({file.content for file in files}) - 1
        return name, grade, agreement, others


@pytest.mark.parametrize("order", list(permutations([RI, INADEQUATE, GOOD]))[::2])
def test_a_tie_that_nothing_settles_is_shown_by_path_and_all_are_in_conflicts(
    tmp_path: Path, order: tuple[str, ...]
) -> None:
    files = [Given(f"{place}.txt", version(grade)) for place, grade in zip("abc", order, strict=True)]
    name, grade, agreement, others = shown(tmp_path, files)
    codes = [grade.lower().replace(" ", "_") for grade in order]
    assert (name, grade, agreement) == ("a.txt", codes[0], "conflict")
    assert others == sorted((codes[0], other) for other in codes[1:])


def test_the_file_that_came_last_to_the_site_is_shown(tmp_path: Path) -> None:
    files = [
        Given("a.txt", version(GOOD), at(50000001)),
        Given("b.txt", version(INADEQUATE), at(50000009)),
        Given("c.txt", version(RI), at(50000005)),
    ]
    name, grade, agreement, others = shown(tmp_path, files)
    assert (name, grade, others) == ("b.txt", "inadequate", [])
    # Its own section about permanence says otherwise.
    assert agreement == "conflict"


def test_a_later_day_goes_before_the_site_s_number(tmp_path: Path) -> None:
    files = [
        Given("a.txt", version(GOOD), at(50000009)),
        Given("b.txt", version(INADEQUATE), at(50000001, "2017-09-30")),
    ]
    assert shown(tmp_path, files)[:2] == ("b.txt", "inadequate")


def test_the_official_record_settles_a_tie_and_the_others_are_in_conflicts(tmp_path: Path) -> None:
    dated = "Single Inspection of LA Children's Services (SIF)  First SIF publication date"
    heads = ["Local authority name", dated, "First SIF children looked after and achieving permanence"]
    rows = [heads, ["North Somerset", dt.date(2017, 8, 25), "Inadequate"]]
    official = write_ods(tmp_path / "official.ods", {"Table": rows})
    files = [Given(f"{grade}.txt", version(grade)) for grade in (GOOD, INADEQUATE, RI)]
    name, grade, agreement, others = shown(tmp_path, files, (official,))
    assert (name, grade, agreement) == ("Inadequate.txt", "inadequate", "conflict")
    assert others == [("inadequate", "good"), ("inadequate", "requires_improvement")]


def test_a_text_beside_its_pdf_is_no_conflict_when_both_say_the_same(tmp_path: Path) -> None:
    files = [Given("a.txt", version(RI)), Given("b.pdf", SINGLE.read_bytes())]
    name, _, _, others = shown(tmp_path, files)
    assert (name, others) == ("b.pdf", [])


VISIT = ROOT / "data" / "sample" / "80528_2022-01-31_childrens-services-focused-visit.pdf"


@pytest.mark.parametrize(
    ("day", "published"), [("2021-12-08", None), ("2021-12-09", None), ("2022-02-01", "2022-02-01")]
)
def test_a_day_of_the_site_before_the_inspection_ended_counts_for_nothing(
    tmp_path: Path, day: str, published: str | None
) -> None:
    with built(tmp_path, [Given("a.pdf", VISIT.read_bytes(), Said(publication_date=day))]) as connection:
        sql = "select inspection_end_date, cast(published_date as varchar), published_date_source from inspections"
        ((ended, found, source),) = connection.execute(sql).fetchall()
        kept = connection.execute(
            "select other_value from conflicts where subject = 'publication' and other_place = 'site'"
        ).fetchall()
    if dt.date.fromisoformat(day) < ended:
        assert found != day
        assert kept == [(day,)]
    else:
        assert (found, source) == (published, "site") or source == "document"
