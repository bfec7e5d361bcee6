"""A file that has lost pages, or holds them twice, is told; so is unseen text that states what the pages do not."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import date

import pytest

from pipelines.parsing.losses.missing import check_one_report, check_pages, doubts
from pipelines.parsing.report import Report
from pipelines.parsing.statements import AuthorityStatement, DateStatement, ReportStatements, UnreadableReport
from pipelines.reading.model import Cell, Document, Line, Page, SetAside

SENTENCE = "Children are seen often enough, and plans for them are kept to by all who made them."


def line(page: int, text: str, top: float) -> Line:
    return Line(page, (Cell(text, 70.0, 500.0),), top, top + 12, 12.0, False)


def page(place: int, printed: int | None, *, of: int | None = None, first: tuple[str, ...] = ()) -> Page:
    """A page with sentences of its own, and at its foot the number that is printed on it."""
    lines = [line(place, text, 60 + 14 * i) for i, text in enumerate(first)]
    lines += [line(place, f"{of or place}.{i} {SENTENCE}", 200 + 14 * i) for i in range(5)]
    lines += [line(place, str(printed), 800)] if printed is not None else []
    return Page(place, 595.0, 842.0, tuple(lines))


def report(*pages: Page) -> Report:
    return Report(Document("0" * 64, "reader", pages))


def test_a_whole_report_passes() -> None:
    contents = ("Contents", "Summary 2", "Findings 3")
    check_pages(report(page(1, None, first=contents), page(2, 2), page(3, 3), page(4, None)))


@pytest.mark.parametrize(
    ("pages", "code", "reason"),
    [
        ((page(1, 1), page(2, 2), page(3, 4)), "pages_missing", "After the page numbered 2 comes the page numbered 4"),
        ((page(1, None, first=("Contents", "Summary 2", "Annex 17")), page(2, 2)), "pages_missing", "names page 17"),
        ((page(1, 1), page(2, 2), page(3, 1, of=1), page(4, 2, of=2)), "pages_twice", "2 of 4 pages"),
    ],
)
def test_pages_that_are_missing_or_stand_twice_cost_the_report(pages: tuple[Page, ...], code: str, reason: str) -> None:
    with pytest.raises(UnreadableReport, match=reason) as error:
        check_pages(report(*pages))
    assert error.value.reason_code == code


@pytest.mark.parametrize("copies", [(2,), (1, 3), (4, 4)])
def test_a_sheet_bound_in_twice_is_read_once_and_named(copies: tuple[int, ...]) -> None:
    """Its words stand once; the number at its foot is the first one's too."""
    sheets = sorted([*range(1, 9), *copies])
    pages = [page(place, sheet, of=sheet) for place, sheet in enumerate(sheets, start=1)]
    subject = report(*pages)
    check_pages(subject)
    assert len({each.text for each in subject.lines}) == len(subject.lines)
    named = [(row.page, row.text) for row in doubts(subject, printed()) if row.rule == "page_twice"]
    assert [number for number, _ in named] == [
        place for place in range(1, len(pages) + 1) if _stood_before(pages, place)
    ]
    assert {words for _, words in named} == {""}


def _stood_before(pages: list[Page], place: int) -> bool:
    texts = [[each.text for each in one.lines] for one in pages]
    return texts[place - 1] in texts[: place - 1]


def test_a_page_of_few_words_may_stand_twice() -> None:
    sheet = Page(1, 595.0, 842.0, (line(1, "Annex", 60), line(1, "This page is left blank.", 80)))
    again = replace(sheet, number=2, lines=tuple(replace(each, page=2) for each in sheet.lines))
    assert [row.rule for row in doubts(report(sheet, again), printed())] == ["may_be_cut_short"]


def printed() -> ReportStatements:
    return ReportStatements("ilacs", "A title", AuthorityStatement("cover", "Kent", 1, "Kent"), "80476", None)


def days(first: int, last: int) -> DateStatement:
    return DateStatement("inspection", "cover", date(2023, 7, first), date(2023, 7, last), 1, "")


@pytest.mark.parametrize(
    ("first", "is_another"),
    [
        (("Inspection of Kent", "Inspection dates: 3 to 14 March 2014"), True),
        (("12 May 2014", "Ann Lee", "Dear Ms Lee"), True),
        (("Review of the effectiveness of the board", "Inspection dates: 10 to 21 July 2023"), False),
        (("Earlier days", "Inspection dates: 3 to 14 March 2014"), False),
        (("Dear children and young people",), False),
    ],
)
def test_a_file_of_two_reports_is_told_by_the_second_s_first_page(first: tuple[str, ...], is_another: bool) -> None:
    of = printed()
    of.dates = [days(17, 28)]
    last = page(3, 3, first=first)
    read = report(page(1, 1), page(2, 2), replace(last, lines=(replace(last.lines[0], size=26.0), *last.lines[1:])))
    with pytest.raises(UnreadableReport, match="Page 3") if is_another else nullcontext():
        check_one_report(read, of)


def test_a_report_that_names_nobody_and_asks_for_nothing_is_named() -> None:
    assert [row.rule for row in doubts(report(page(1, 1)), printed())] == ["may_be_cut_short"]


def test_unseen_text_that_states_another_grade_is_named() -> None:
    hidden = [
        SetAside("clipped", line(1, "Overall effectiveness Inadequate", 300)),
        SetAside("tiny", line(1, "a printer's mark", 310)),
        SetAside("turned", line(1, "Copy of 2019", 320)),
    ]
    shown = page(1, 1)
    both = Page(1, shown.width, shown.height, shown.lines, (), tuple(hidden))
    rows = [row for row in doubts(report(both), printed()) if row.rule == "unseen_text"]
    assert [(row.table_name, row.page, row.text) for row in rows] == [
        ("raw_lines", 1, "Overall effectiveness Inadequate")
    ]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Services for children in Kent are gocd.", "gocd"),
        ("They require irnprovement to be good.", "irnprovement"),
        ("Leaders | 0utstanding", "0utstanding"),
        ("Leaders | lnadequate", "lnadequate"),
    ],
)
def test_a_grade_that_a_scan_misread_is_named_and_states_nothing(said: str, word: str) -> None:
    found = [row for row in doubts(report(page(1, 1, first=(said,))), printed()) if row.rule == "misread_text"]
    assert [(row.page, row.text) for row in found] == [(1, said)]
    assert f'"{word}"' in found[0].reason


def test_words_like_those_of_grades_are_no_misread_ones() -> None:
    subject = report(page(1, 1, first=("Food is good, moods improve, GOOD adoption, inadequate and adequately met.",)))
    assert [row.rule for row in doubts(subject, printed())] == ["may_be_cut_short"]
