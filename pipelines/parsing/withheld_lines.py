"""Lines that say to whom a letter goes, or whom to write to: directors and others by name, who are no inspectors."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.parsing.words.periods import whole_date
from pipelines.reading.model import Document, Line

SALUTATION = re.compile(r"^\W*dear\b", re.IGNORECASE)
# A salutation to several goes on: "Dear Ms Smith, Mr Jones and" / "Dr Heath".
GOES_ON = re.compile(r"(?:[,&]|\band)$", re.IGNORECASE)
PERSON = re.compile(r"^(?:mr|mrs|ms|miss|dr|sir|dame|professor|councillor|cllr)\b", re.IGNORECASE)
LETTER_TITLE = re.compile(
    r"^(?:(?:[A-Z]\w+ )?(?:[Ff]ocused|[Mm]onitoring) visit (?:to|of)|Joint targeted area inspection)\b"
)
LETTERHEAD = re.compile(
    r"^(?:ofsted|piccadilly gate|store street|aviation house|125 kingsway|royal exchange buildings|st ann[’']?s square"
    r"|manchester(?: m\w+ \w+)?|london wc2b 6se|m1 2wd|m2 7la|t:? 0300\b.*|textphone\b.*|\S+@ofsted\S+|www\.gov\.uk\S*"
    r"|www\.ofsted\S*|care quality commission|hm\w* .*|his majesty[’']?s .*|her majesty[’']?s .*)$",
    re.IGNORECASE,
)
OPENING_LINES = 80  # a long list of addressees pushes the salutation to the second page
PARTNERS = re.compile(r"^(?:local )?(?:area )?partnership details$", re.IGNORECASE)
PARTNERS_END = re.compile(r"^(?:information about (?:this|the) (?:area )?inspection|inspection team)\b", re.IGNORECASE)
PARTNERS_LINES = 60


def contact_lines(document: Document) -> frozenset[int]:
    """Identities of the lines of a letter's address block and salutation, and of an area report's partnership details.

    The address block stands between the date and the salutation; above the salutation, where nothing stands between.
    Where a letter prints no salutation, the block ends at its title. The sender's letterhead and the date stay.
    """
    lines = [line for page in document.pages for line in page.lines]
    return frozenset(id(line) for line in (*_addressees(lines[:OPENING_LINES]), *_partners(lines)))


def _addressees(lines: Sequence[Line]) -> list[Line]:
    greeting = next((index for index, line in enumerate(lines) if SALUTATION.match(line.text)), None)
    if greeting is None:
        title = next((index for index, line in enumerate(lines) if LETTER_TITLE.match(line.text)), 0)
        return _block(lines, title, title)
    end = greeting + 1
    while end < len(lines) and (GOES_ON.search(lines[end - 1].text) or PERSON.match(lines[end].text)):
        if LETTER_TITLE.match(lines[end].text) or lines[end].is_bold != lines[greeting].is_bold:
            break
        end += 1
    return _block(lines, greeting, end)


def _block(lines: Sequence[Line], greeting: int, end: int) -> list[Line]:
    dated = next((index for index, line in enumerate(lines[:greeting]) if _is_date(line)), 0)
    between = [line for line in lines[dated:greeting] if not _is_senders(line)]
    above = between or [line for line in lines[:greeting] if not _is_senders(line)]
    return [*above, *lines[greeting:end]]


def _is_date(line: Line) -> bool:
    return any(whole_date(cell.text.rstrip(".")) for cell in line.cells)


def _is_senders(line: Line) -> bool:
    """Whether every cell is of the letterhead or a date."""
    return all(LETTERHEAD.match(cell.text) or whole_date(cell.text.rstrip(".")) for cell in line.cells)


def _partners(lines: Sequence[Line]) -> list[Line]:
    start = next((index for index, line in enumerate(lines) if PARTNERS.match(line.text.rstrip(" :"))), None)
    if start is None:
        return []
    following = lines[start + 1 : start + 1 + PARTNERS_LINES]
    end = next((index for index, line in enumerate(following) if PARTNERS_END.match(line.text)), len(following))
    return list(following[:end])
