"""The first page of single inspections and board reviews: who was inspected, when, and when it was published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipelines.parsing.cover import INSPECTION_DATES, PUBLISHED, labelled_values
from pipelines.parsing.report import Report, without_superscripts
from pipelines.parsing.statements import AuthorityStatement, DateStatement, UnreadableReport
from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.periods import BREAKS_OFF, MONTH, Period, find_periods, labelled_periods, periods_reported
from pipelines.reading.model import Line

COVER_LINES = 60
TITLE_LINES = 8  # lines that the title wraps over at most
TITLE_WORDS = 45  # the longest title seen has 29
SECOND_COVER_LINES = 8
AGAIN = rf"(?:single )?(?:re\s?[{DASH}]?\s?)?"
SERVICES_TITLE = re.compile(rf"^{AGAIN}inspection of\b(?=.*\bhelp\b)(?=.*\bcare leavers\b)", re.IGNORECASE)
INSPECTION = re.compile(r"\binspection of\b(?! the effectiveness\b)", re.IGNORECASE)
BOARD_TITLE = re.compile(
    r"\b(?:review|inspection) of the effectiveness of (?:the )?"
    r"(?:LSCB|(?:[\w’'‘`&,-]+ ){0,9}?safeguarding children(?:[’'‘`]?s)? board)\b",
    re.IGNORECASE,
)
BOARD_TITLE_BEGINS = re.compile(
    r"^(?:review|inspection) of the effectiveness of the (?:local )?safeguarding\b", re.IGNORECASE
)
TITLE_BEGINS = re.compile(rf"^{AGAIN}inspection(?: of\b|$)|^review(?: of\b|$)", re.IGNORECASE)
# Two dates side by side are a period whose dash has no character in the font ("18 November 10 December 2014").
LOST_DASH = re.compile(rf"\b((?:{MONTH})(?:\s+20\d\d)?)\s+(?=\d{{1,2}}\s+(?:{MONTH})\b)", re.IGNORECASE)
SPLIT_HYPHEN = re.compile(r"(?<=\w)- (?=\w)")


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover taken apart: the lines above the title, the title, and the lines from the dates on."""

    names: tuple[Line, ...]
    title: str
    page: int | None
    rest: tuple[Line, ...]

    @property
    def is_services(self) -> bool:
        """Whether the report is a single inspection of an authority's services."""
        return bool(SERVICES_TITLE.match(self.title))

    @property
    def is_board_alone(self) -> bool:
        """Whether the report is a review of a board, and neither its title nor the text above names an inspection."""
        text = " ".join((*(line.text for line in self.names), self.title))
        return self.is_board and not self.is_services and not INSPECTION.search(text)

    @property
    def is_board(self) -> bool:
        """Whether the title says that the Local Safeguarding Children Board was reviewed."""
        return bool(BOARD_TITLE.search(self.title))


def find_cover(report: Report) -> Cover | None:
    """The cover of such a report; None when its first lines hold no such title.

    A title stands above labelled dates or is bold: a letter may name the inspection in its sentences.
    """
    lines = [line for page in report.written_pages[:2] for line in page.lines][:COVER_LINES]
    for begin, line in enumerate(lines):
        if not TITLE_BEGINS.match(line.text) or not line.text[0].isupper():
            continue
        title_lines = list(takewhile(lambda other: not _is_label(other), lines[begin : begin + TITLE_LINES]))
        title = SPLIT_HYPHEN.sub("-", " ".join(without_superscripts(x.text) for x in title_lines)).strip(" .")
        rest = tuple(x for x in lines[begin + len(title_lines) :] if x.page == line.page)
        cover = Cover(tuple(lines[:begin]), title, line.page, rest)
        is_title = (line.is_bold or (bool(rest) and _is_label(rest[0]))) and len(title.split()) <= TITLE_WORDS
        if rest and is_title and (cover.is_services or cover.is_board):
            return cover
    return None


def authority_candidates(cover: Cover, strip: re.Pattern[str] | None = None) -> list[AuthorityStatement]:
    """The name above the title, whole and then line by line, without what `strip` matches."""
    texts = [without_superscripts(line.text) for line in cover.names]
    largest = max((line.size for line in cover.names), default=0.0)
    wholes = [
        " ".join(texts),
        " ".join(text for text, line in zip(texts, cover.names, strict=True) if line.size > largest - 1),
    ]
    candidates: dict[str, AuthorityStatement] = {}
    for text in (*wholes, *texts):
        name = (strip.sub("", text) if strip else text).strip(f" ,:{DASH}")
        if name:
            candidates.setdefault(name, AuthorityStatement("cover", name, cover.page, text))
    return list(candidates.values())


def inspection_dates(cover: Cover, second: Sequence[Line]) -> list[DateStatement]:
    """The inspection's periods, then publication dates, as the cover labels them.

    A second report in the same file has a cover of its own, `second` (Hull 2015: the authority's and the board's, a
    week apart): its publication date follows the first's; its period is given when it is another one.
    Raises UnreadableReport (dates_missing) when the cover prints no period.
    """
    published = list(_labelled_periods(cover.rest, PUBLISHED, find_periods))[:1]
    day = published[0][0].start if published else None
    periods = list(_labelled_periods(cover.rest, INSPECTION_DATES, lambda text: periods_reported(text, day)))
    if not periods or BREAKS_OFF.search(cover.title):  # a range that began above its label ends the title
        raise UnreadableReport("dates_missing", "The cover prints no inspection dates that can be read.")
    published += list(_labelled_periods(second, PUBLISHED, find_periods))[:1]
    known = {(period.start, period.end) for period, _ in periods}
    again = _labelled_periods(second, INSPECTION_DATES, labelled_periods)
    periods += [(period, line) for period, line in again if (period.start, period.end) not in known]
    kinds = ["inspection", *["further_inspection"] * len(periods)]
    found = [_statement(kind, period, line) for kind, (period, line) in zip(kinds, periods, strict=False)]
    return found + [_statement("publication", period, line) for period, line in published]


def second_cover(report: Report, cover: Cover) -> list[Line]:
    """The lines from the title of a second report in the same file, a board's, on; none when there is no second."""
    last = cover.rest[-1]
    after = [line for line in report.lines if (line.page or 0, line.top) > (last.page or 0, last.top)]
    for index, line in enumerate(after):
        lines = after[index : index + SECOND_COVER_LINES] if BOARD_TITLE_BEGINS.match(line.text) else []
        if any(PUBLISHED.match(other.text) for other in lines):
            return lines
    return []


def _statement(kind: str, period: Period, line: Line) -> DateStatement:
    return DateStatement(kind, "cover", period.start, period.end, line.page, period.text)


def _is_label(line: Line) -> bool:
    return bool(INSPECTION_DATES.match(line.text) or PUBLISHED.match(line.text))


def _labelled_periods(
    lines: Sequence[Line],
    label: re.Pattern[str],
    read: Callable[[str], list[Period]],
) -> Iterator[tuple[Period, Line]]:
    """Periods that each line labels so, over the lines it wraps to."""
    for line, value in labelled_values(lines, label):
        for period in read(LOST_DASH.sub(r"\1 – ", value)):
            yield period, line
