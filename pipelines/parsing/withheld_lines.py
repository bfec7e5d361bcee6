"""Lines that say to whom a letter goes, or whom to write to: directors and others by name, who are no inspectors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipelines.parsing.traits import Traits, WithheldSection
from pipelines.parsing.words.periods import whole_date
from pipelines.reading.model import Document, Line

# Whatever mark stands before it: a line too many is withheld rather than one too few.
SALUTATION = re.compile(r"^\W*d\s?ear\b", re.IGNORECASE)
# A salutation to several goes on: "Dear Ms Smith, Mr Jones and" / "Dr Heath".
GOES_ON = re.compile(r"(?:[,&]|\band)$", re.IGNORECASE)
PERSON = re.compile(r"^(?:mr|mrs|ms|miss|dr|sir|dame|professor|councillor|cllr)\b", re.IGNORECASE)
LETTERHEAD = re.compile(
    r"^(?:ofsted|piccadilly gate|store street|aviation house|125 kingsway|royal exchange buildings|st ann[’']?s square"
    r"|manchester(?: m\w+ \w+)?|london wc2b 6se|m1 2wd|m2 7la|t:? 0300\b.*|textphone\b.*|\S+@ofsted\S+|www\.gov\.uk\S*"
    r"|www\.ofsted\S*|care quality commission|hm\w* .*|his majesty[’']?s .*|her majesty[’']?s .*)$",
    re.IGNORECASE,
)
OPENING_LINES = 80  # a long list of addressees pushes the salutation to the second page
SECTION_LINES = 60  # lines that a section which names partners has at most


def contact_lines(document: Document, frameworks: Iterable[Traits]) -> frozenset[int]:
    """Identities of the lines of a letter's address block and salutation, and of sections that name partners.

    The address block stands between the date and the salutation; above the salutation, where nothing stands between.
    Where a letter prints no salutation, the block ends at its title. The sender's letterhead and the date stay.
    Titles and sections are those of all the frameworks given, whichever the document is of.
    """
    lines = [line for page in document.pages for line in page.lines]
    known = tuple(frameworks)
    titles = [traits.letter_title for traits in known if traits.letter_title]
    sections = [traits.withheld_section for traits in known if traits.withheld_section]
    partners = [line for section in sections for line in _section(lines, section)]
    return frozenset(id(line) for line in (*_addressees(lines[:OPENING_LINES], titles), *partners))


def _addressees(lines: Sequence[Line], titles: Sequence[re.Pattern[str]]) -> list[Line]:
    greeting = next((index for index, line in enumerate(lines) if SALUTATION.match(line.text)), None)
    if greeting is None:
        title = next((index for index, line in enumerate(lines) if _opens(titles, line)), 0)
        return _block(lines, title, title)
    end = greeting + 1
    while end < len(lines) and (GOES_ON.search(lines[end - 1].text) or PERSON.match(lines[end].text)):
        if _opens(titles, lines[end]) or lines[end].is_bold != lines[greeting].is_bold:
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


def _opens(titles: Sequence[re.Pattern[str]], line: Line) -> bool:
    return any(title.match(line.text) for title in titles)


def _section(lines: Sequence[Line], section: WithheldSection) -> Sequence[Line]:
    start = next((index for index, line in enumerate(lines) if section.heading.match(line.text.rstrip(" :"))), None)
    if start is None:
        return ()
    following = lines[start + 1 : start + 1 + SECTION_LINES]
    end = next((index for index, line in enumerate(following) if section.end.match(line.text)), len(following))
    return following[:end]
