"""What shows that a file has lost pages or holds two reports, what nobody sees on its pages, what a scan misread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from pipelines.parsing.cover import DATE_WORDS, INSPECTION_DATES, is_near_front, labelled
from pipelines.parsing.layout.running_lines import EDGE, TITLE
from pipelines.parsing.losses.misread import misread_grades
from pipelines.parsing.report import CONTENTS, SALUTATION, Report
from pipelines.parsing.statements import ReportStatements, SetAside, UnreadableReport
from pipelines.parsing.words.periods import labelled_periods, whole_date
from pipelines.reading.model import SEEN_ASIDE, Line, Page

MOST_TWICE = 0.25  # of the pages: a sheet may be bound in twice
PAGE_NUMBER = re.compile(r"(?:page )?(?P<number>\d{1,3})(?: of (?P<pages>\d{1,3}))?", re.IGNORECASE)
PAGED_ENTRY = re.compile(r".*[^\W\d_].*?[\s.]\s*(?P<page>\d{1,3})")
DIGITS = re.compile(r"\d+")
UNNUMBERED = 3  # pages before the first that is counted: a cover and blank sheets
# What a reader would take for a fact: a year, or a grade.
STATES = re.compile(r"\b(?:20\d\d|outstanding|good|adequate|inadequate|requires? improvement)\b", re.IGNORECASE)


def check_pages(report: Report) -> None:
    """Raises UnreadableReport: pages_twice where a good part of the pages stands twice, pages_missing where the
    printed numbers of pages or the list of contents name pages that are not there."""
    if not report.is_paged:
        return
    pages = report.document.pages
    if len(report.repeated) > MOST_TWICE * len(pages):
        raise UnreadableReport(
            "pages_twice",
            f"{len(report.repeated)} of {len(pages)} pages stand in the file a second time: take the copy out, so that "
            "nothing of it counts twice.",
        )
    missing = _missing(report)
    if missing:
        raise UnreadableReport("pages_missing", f"{missing}: fetch the file again, or put a whole one in its place.")


def check_one_report(report: Report, printed: ReportStatements) -> None:
    """Raises UnreadableReport (two_reports) where a later page begins as a cover or a letter does, with days of another
    inspection or a day of its own. A board's review in the same file was made in the inspection's days (Hull 2015)."""
    own = [d for d in printed.dates if d.kind != "publication" and is_near_front(report, d.page)]
    titled = dated = None  # the last page with a title in large type, or with a letter's date
    for line in report.lines:
        if is_near_front(report, line.page):
            continue
        if line.size > report.body_size + 1 and TITLE.search(line.text):
            titled = line.page
        if whole_date(line.text):
            dated = line.page
        value = labelled(line, INSPECTION_DATES) if titled == line.page else None
        periods = labelled_periods(value) if value is not None and DATE_WORDS.fullmatch(value) else []
        is_other = bool(own) and any(all(p.end < d.start or d.end < p.start for d in own) for p in periods)
        if is_other or (dated == line.page and SALUTATION.match(line.text)):
            raise UnreadableReport(
                "two_reports",
                f"Page {line.page} begins another report (“{line.text}”): put each in a file of its own, so that "
                "nothing of one counts as the other's.",
            )


def _missing(report: Report) -> str | None:
    """Which pages are named but not there, in words."""
    pages = report.document.pages
    numbers = [_printed_number(page) for page in pages]
    for before, after in pairwise(numbers):
        if before is not None and after is not None and before + 1 < after <= len(pages) + UNNUMBERED:
            return f"After the page numbered {before} comes the page numbered {after}"
    last = max(_contents_pages(report), default=0)
    if last > len(pages) + UNNUMBERED:
        return f"The list of contents names page {last}, and the file has {len(pages)} pages"
    return None


def _printed_number(page: Page) -> int | None:
    """The number that stands alone in a cell at the page's edge; None where there is none or more than one."""
    edge = [line for line in page.lines if line.bottom > (1 - EDGE / 2) * page.height]
    found = {int(match["number"]) for line in edge if (match := PAGE_NUMBER.fullmatch(line.cells[-1].text))}
    return found.pop() if len(found) == 1 else None


def _contents_pages(report: Report) -> Iterator[int]:
    """The numbers of pages that the list of contents names."""
    lines = iter(report.lines)
    heading = next((line for line in lines if CONTENTS.fullmatch(line.text)), None)
    for line in lines if heading is not None else ():
        entry = PAGED_ENTRY.fullmatch(line.text)
        if heading is None or line.page != heading.page:
            return
        if entry is not None:
            yield int(entry["page"])


def doubts(report: Report, printed: ReportStatements) -> list[SetAside]:
    """What does not show for certain that something is lost: each a row that names the report."""
    found = [*_repeated(report), *_unseen(report), *_misread(report)]
    if report.is_paged and not printed.recommendations and not printed.people:
        found.append(
            SetAside(
                "raw_documents",
                "may_be_cut_short",
                "The report names no inspector and asks for nothing, as hardly any does: see that the file is whole.",
                report.first_page.number,
                printed.title,
            )
        )
    return found


def _repeated(report: Report) -> Iterator[SetAside]:
    """Without its words, which may name a letter's addressee."""
    for number, before in report.repeated.items():
        reason = f"The page says word for word what page {before} says: it is read once."
        yield SetAside("raw_lines", "page_twice", reason, number, "")


def _misread(report: Report) -> Iterator[SetAside]:
    for line, word in misread_grades(report):
        yield SetAside(
            "raw_lines",
            "misread_text",
            f'A scan\'s text has "{word}" where a grade may stand: it states no grade here, read it in its place.',
            line.page,
            line.text,
        )


def _unseen(report: Report) -> Iterator[SetAside]:
    """Text that nobody sees and that states a date or a grade which the seen text does not."""
    seen = " ".join(line.text for page in report.document.pages for line in page.lines)
    wordings: set[str] = set()  # what a printer's mark says again on each page is told once
    for page in report.document.pages:
        if any(id(line) in report.withheld for line in page.lines):
            continue  # it may be a copy of an address
        for aside in page.set_aside:
            wording = DIGITS.sub("#", aside.line.text)
            if aside.why not in SEEN_ASIDE and wording not in wordings and _states_other(aside.line, seen):
                wordings.add(wording)
                yield SetAside(
                    "raw_lines",
                    "unseen_text",
                    f"Text that cannot be seen on the page ({aside.why.replace('_', ' ')}): it states no fact here.",
                    page.number,
                    aside.line.text,
                )


def _states_other(line: Line, seen: str) -> bool:
    return bool(STATES.search(line.text)) and line.text not in seen
