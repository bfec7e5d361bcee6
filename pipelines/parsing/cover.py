"""A front page taken apart: its title lines, its labelled dates, and what running headers repeat of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.parsing.authority import named_councils, title_candidates
from pipelines.parsing.report import PARAGRAPH_GAP, Report, without_superscripts
from pipelines.parsing.statements import AuthorityStatement, DateStatement, SetAside
from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.periods import (
    BREAKS_OFF,
    MONTH,
    WEEKDAYS,
    Period,
    find_periods,
    labelled_periods,
    whole_date,
)
from pipelines.reading.model import Line

# What stands before an inspection's days on a front page.
INSPECTED_LABEL = (
    r"(?:(?:on-?site )?inspection (?:fieldwork )?(?:dates?(?: ?\(s\))?|period)"
    r"|dates?(?: ?\(s\))? of (?:the |this )?(?:inspection|visit)|(?:dates? )?inspected\b)"
    rf"(?: on)?\s*[{DASH}:;]?\s*"
)
PUBLISHED_LABEL = (
    r"(?:(?:report |date )?(?:re-?)?published|(?:report )?(?:publication|publish) date|date of publication)"
    rf"(?: on)?\s*[{DASH}:;]?\s*"
)
INSPECTION_DATES = re.compile(INSPECTED_LABEL, re.IGNORECASE)
PREVIOUS = re.compile(r"\b(?:previous|last)\b", re.IGNORECASE)
PUBLISHED = re.compile(PUBLISHED_LABEL, re.IGNORECASE)
# What ends a value on its line: the label of the next.
NEXT_LABEL = re.compile(rf"\s\(?(?:{PUBLISHED_LABEL}|(?:previous|last) inspection\b)", re.IGNORECASE)
# What may stand behind a day of publication: "10 August 2012 (amended 14 August 2012)".
REMARK = re.compile(r"\s*\(.*")
LIKE_A_DAY = re.compile(rf"\d|\b(?:{MONTH})\b", re.IGNORECASE)
# The first of the lines below a title: labelled dates or names, or the head of the table of judgements.
BELOW_TITLE = re.compile(
    rf"^(?:{INSPECTED_LABEL}|{PUBLISHED_LABEL}|dates? of|lead inspectors?|judge?ments?\b|inspection outcome)",
    re.IGNORECASE,
)
DATE_WORDS = re.compile(
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?|(?:19|20)\d ?\d|{MONTH}|{WEEKDAYS}|to|until|till|through|and|the|of)(?!\w)"
    rf"|[{DASH}•\s,;.&/])+",
    re.IGNORECASE,
)
# A title's first line in a text, where nothing but the words shows that the lines after it go on with it.
TITLE_LINE = re.compile(r"^(?:(?:re-?\s?)?inspection of|area SEND inspection)\b", re.IGNORECASE)
PROSE = ("paragraph", "numbered")  # kinds of block that name councils in sentences
TITLE_GAP = 2.2  # of the font size: lines of a title in large type, top to top, at most
VALUE_LINES = 5  # lines that a cover's dates wrap over at most
TITLE_SIZE = 13.0  # points: larger type on the front page is its own, even when running headers repeat the words
PAGE_NUMBER = re.compile(r"^\d{1,3}\s+|\s+\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of one font that stand together, joined: a title, or a name above it."""

    text: str
    page: int | None
    size: float


@lru_cache(maxsize=1)  # it is asked of one report's every line
def front_page(report: Report) -> int:
    """The page with the inspection's dates: the first with any text, or the next, behind a page with a title alone."""
    pages = report.written_pages[:2]
    dated = (page for page in pages if any(INSPECTION_DATES.match(x.text) for x in page.lines))
    return next(dated, report.first_page).number or 1


def is_near_front(report: Report, page: int | None) -> bool:
    """Whether a page is the front page, one before it or the next; True for a text report."""
    return page is None or page <= front_page(report) + 1


def front_lines(report: Report) -> list[Line]:
    """The lines up to the end of the front page, without running headers."""
    if not report.is_paged:
        return list(report.cover)
    running = {id(line) for line in report.running}
    lines = (line for page in report.document.pages[: front_page(report)] for line in page.lines)
    return [x for x in lines if id(x) not in running or x.size > TITLE_SIZE]


def councils_near_front(report: Report) -> list[AuthorityStatement]:
    """Councils named in the first pages' paragraphs, for a cover that names a trust or goes by another name."""
    blocks = (block for block in report.blocks if is_near_front(report, block.page))
    return [s for block in blocks if block.kind in PROSE for s in named_councils(block.plain, block.page)]


def title_stretches(report: Report) -> list[Stretch]:
    """The front page's text above its dates, lines of one font joined."""
    groups: list[list[Line]] = []
    for line in front_lines(report):
        if BELOW_TITLE.match(line.text):
            break
        last = groups[-1][-1] if groups else None
        if last is not None and (_same_font(last, line) or _goes_on(groups[-1], line)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Stretch(_joined(group), group[0].page, group[0].size) for group in groups]


def inspection_dates(report: Report) -> list[DateStatement]:
    """The periods labelled as the inspection's on the front page: the first, then any further ones.

    What is left of a range gives none: one day alone that lies in a longer period of the running headers, or a value
    that began above its label.
    """
    lines = front_lines(report)
    line, value = next(labelled_values(lines, INSPECTION_DATES), (None, ""))
    periods = labelled_periods(value)
    if line is None or (len(periods) == 1 and _is_rest_of_range(periods[0], report)):
        return []
    above = lines[: lines.index(line)]
    return [] if above and BREAKS_OFF.search(above[-1].text) else inspected(periods, "cover", line.page)


def labelled_values(lines: Sequence[Line], label: re.Pattern[str]) -> Iterator[tuple[Line, str]]:
    """Each line with a label of dates, no earlier inspection's, and what the label says, over the lines it wraps to."""
    for index, line in enumerate(lines):
        value = labelled(line, label)
        if value is not None and not PREVIOUS.search(value):
            yield line, over_lines(value, lines[index + 1 : index + VALUE_LINES])


def labelled(line: Line, label: re.Pattern[str]) -> str | None:
    """What stands behind the label that begins the line, or with a colon a cell of it, up to the next label; None
    without it."""
    for index in range(len(line.cells)):
        text = without_superscripts(" ".join(cell.text for cell in line.cells[index:]))
        match = label.match(text)
        if match and (index == 0 or match[0].rstrip().endswith(":")):
            return NEXT_LABEL.split(text[match.end() :], maxsplit=1)[0].strip()
    return None


def over_lines(value: str, below: Sequence[Line]) -> str:
    """A labelled value with those of the lines below that it wraps over; a day by itself below a whole range is none,
    as one of publication without its label."""
    for line in below:
        text = without_superscripts(line.text)
        has_range = any(period.start < period.end for period in labelled_periods(value))
        if not DATE_WORDS.fullmatch(text) or (has_range and whole_date(text) is not None):
            break
        value = f"{value} {text}"
    return value


def inspected(periods: Sequence[Period], place: str, page: int | None) -> list[DateStatement]:
    """The periods as statements of one place: the first is the inspection's, others are further ones of it."""
    return [
        DateStatement("further_inspection" if number else "inspection", place, one.start, one.end, page, one.text)
        for number, one in enumerate(periods)
    ]


def _is_rest_of_range(period: Period, report: Report) -> bool:
    return period.start == period.end and any(
        other.start <= period.start <= other.end and other.start < other.end for other in running_dates(report)
    )


def publication_date(report: Report) -> list[DateStatement]:
    """The front page's publication date, where it prints one."""
    return published(front_lines(report))


def published(lines: Sequence[Line]) -> list[DateStatement]:
    """The first day that one of the lines labels as that of publication, on that line or alone on the next."""
    for line, text in _publication_lines(lines):
        day = whole_date(REMARK.sub("", text).rstrip("."))
        if day is not None:
            return [DateStatement("publication", "cover", day, day, line.page, line.text)]
    return []


def unread_publication(report: Report) -> list[SetAside]:
    """What the front page labels as the day of publication and is none ("Published: August 2012")."""
    labelled = _publication_lines(front_lines(report))
    line = next((line for line, text in labelled if LIKE_A_DAY.search(text)), None)
    reason = "The front page labels it as the day of publication, and it is none: take the day from the reports site."
    return [SetAside("raw_dates", "publication_date_unreadable", reason, line.page, line.text)] if line else []


def _publication_lines(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    """Each line with the label, or the next where nothing stands behind it, and what it labels."""
    for index, line in enumerate(lines):
        value = labelled(line, PUBLISHED)
        if value:
            yield line, value
        elif value is not None and index + 1 < len(lines):
            yield lines[index + 1], without_superscripts(lines[index + 1].text)


def running_dates(report: Report) -> list[DateStatement]:
    """Each different period that running headers or footers print, where it is first seen.

    The first of a line is the inspection, others are its further periods (South Tyneside 2023). One day alone is
    none: it may be that of publication or of printing, or the inspection's first (Nottingham 2022).
    """
    found: dict[tuple[str, object, object], DateStatement] = {}
    for line in report.running:
        ranges = [period for period in find_periods(line.text) if period.start < period.end]
        for one in inspected(ranges, "running_header", line.page):
            found.setdefault((one.kind, one.start, one.end), replace(one, text=line.text))
    return list(found.values())


def running_names(report: Report, forms: Sequence[re.Pattern[str]]) -> list[AuthorityStatement]:
    """Each different name that the titles in running headers or footers give, in one of those forms."""
    found: dict[str, AuthorityStatement] = {}
    for line in report.running:
        title = PAGE_NUMBER.sub("", without_superscripts(line.text))
        for period in find_periods(title):
            title = title.partition(period.text)[0].rstrip(f" ,({DASH}")
        for statement in title_candidates(title, forms, "running_header", line.page):
            found.setdefault(statement.printed, statement)
    return list(found.values())


def _goes_on(title: Sequence[Line], line: Line) -> bool:
    """Whether a text's line follows at once on those of a title."""
    return line.page is None and bool(TITLE_LINE.match(title[0].text)) and line.top == title[-1].top + 1


def _same_font(above: Line, line: Line) -> bool:
    if above.page is None:
        return False
    gap = TITLE_GAP if line.size > TITLE_SIZE else PARAGRAPH_GAP
    is_close = line.top - above.top <= gap * line.size
    return is_close and abs(above.size - line.size) <= 0.6 and above.is_bold == line.is_bold


def _joined(lines: Sequence[Line]) -> str:
    return without_superscripts(" ".join(line.text for line in lines))
