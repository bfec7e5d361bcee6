"""Letters about visits: the date line, the title, the opening sentences and the inspectors that they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import takewhile

from pipelines.parsing.outline.list_items import LETTER_END
from pipelines.parsing.people import split_names
from pipelines.parsing.report import SALUTATION, Block, Report, without_superscripts
from pipelines.parsing.statements import DateStatement, Person, SetAside, UnreadableReport
from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.periods import Period, find_periods, whole_date
from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE, sentences

DATE_LABEL = re.compile(
    rf"^(?:date(?: of letter| published)?|publication date|published(?: on)?)\s*[{DASH}:]\s*", re.IGNORECASE
)
# A day, a word and a year of too many or too few figures: a date line that was mistyped.
LIKE_A_DATE = re.compile(r"(?:[A-Za-z]+day,? )?\d{1,3} ?(?:st|nd|rd|th)?,? [A-Za-z]+,? \d{2,6}\.?", re.IGNORECASE)
ORDINAL = re.compile(r"(?<=\d)\s+(?=(?:st|nd|rd|th)\b)", re.IGNORECASE)
TITLE_WORDS = 45
OPENING_BLOCKS = 24
# The first heading of a letter's findings: what stands above it says when, who and why.
FINDINGS = re.compile(
    r"^(?:headline\s+findings|overview|summary|main\s+findings|findings|context|background|key\s+strengths?"
    r"|what\s+needs\s+to\s+(?:improve|change)|areas?\s+for\s+(?:priority\s+action|improvement))\b",
    re.IGNORECASE,
)
OLDEST_VISIT = timedelta(days=366)  # a letter follows its visit within weeks, after a consultation within months
INSPECTORS = r"(?:inspectors?(?:\s*\((?:HMI|HMIs)\))?|HMIs?|inspection\s+team)"
NAMED = re.compile(
    rf"\b(?:(?P<lead>lead|reporting)\s+)?{INSPECTORS}"
    r"(?:\s*,?\s*(?:for|on|at|who\s+(?:carried\s+out|undertook|conducted|completed|made|visited))\b[^.,;:]{0,60}?)?"
    rf"\s+(?:were|was|are|is|comprised|consisted\s+of|included)\s*:?\s*(?P<names>.+)",
    re.IGNORECASE,
)
# Roles among the names: "lead inspector Ann Lee and team inspectors Bo Hay and Cy Fox", "Ann Lee (lead inspector)".
ROLE_BEFORE = re.compile(
    r"[,;]?\s*\b(?:(?:and|with)\s+)?(?:(?:the|an?)\s+)?(?P<role>lead|reporting|team|other|second|additional|supporting|visiting)"
    r"\s+(?:inspectors?|HMIs?)\s*[,:]?\s+(?=(?-i:[A-Z]))",
    re.IGNORECASE,
)
LEADS = re.compile(
    r"^(?:[,\s]*(?:Senior\s+)?(?:S?HMI|OI|H(?:er|is)\s+Majesty[’'`]?s\s+Inspector)\b)?[,(\s]*"
    r"(?:(?:(?:the|who\s+was\s+the)\s+)?lead\s+inspector\b|(?<=\()lead\))",
    re.IGNORECASE,
)
CARRIED_OUT = re.compile(
    r"\b(?:carried\s+out|undertaken|conducted|completed|led)(?:\s+(?:jointly|remotely|virtually|on\s?-?site))?"
    r"\s+by\s+(?P<names>.+)",
    re.IGNORECASE,
)
# "His Majesty’s Inspectors Ann Lee and Bo Day visited on ...", "Ann Lee, HMI, led this visit".
THEY_VISITED = re.compile(
    r"^(?:(?:H(?:er|is)\s+Majesty[’'`]?s\s+)?Inspectors?(?:\s+\(HMI\))?,?\s+|HMIs?,?\s+|(?=[^.;]{3,120}\b(?:HMI|Inspector)\b))"
    r"(?P<names>[A-Z][^.;]+?),?\s+(?:visited|undertook|carried\s+out|conducted|completed|led)\b"
)
ASSURED = re.compile(
    r"\bquality\s+assurance\s+(?:manager|inspector)\s*,?\s*(?:was|were|is|:)\s*(?P<names>.+)", re.IGNORECASE
)
NEXT_ROLE = re.compile(
    r"[,;]?\s*\b(?:and|with|while)\s+(?P<rest>(?:the\s+|an?\s+)?"
    r"(?:quality\s+assurance|(?:other|team|second|additional)\s+inspectors?|lead\s+inspector)\b.*)",
    re.IGNORECASE,
)
# "The visit was led by Ann Lee HMI, accompanied by Bo Hay HMI".
ACCOMPANIED = re.compile(
    r",?\s+(?:(?:accompanied|supported|assisted|joined)\s+by|(?:together\s+|along\s+)?with)\s+(?P<names>[A-Z].+)"
)
CLOSING_BLOCKS = 4


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's printed date, its title, and the blocks between the title and the findings.

    `dated` is None where no line above the salutation can be read as a date.
    """

    dated: DateStatement | None
    title: str
    page: int | None
    opening: tuple[Block, ...]

    @property
    def opening_text(self) -> str:
        """The opening in one line, without footnote marks."""
        return " ".join(block.plain for block in self.opening)


def title_of(report: Report, title: re.Pattern[str]) -> tuple[str, int] | None:
    """The title that the pattern matches, and the index of its block; None without one.

    It stands on the first page, or below a salutation that a long list of addressees has pushed to the second.
    A salutation that stands close above may have been joined to it.
    """
    is_letter = False
    for index, block in enumerate(report.blocks):
        pages = (block.page or 0) - (report.first_page.number or 0)
        if pages > int(is_letter):
            return None
        text = block.plain.rstrip(" .")
        match = title.search(text)
        is_letter = is_letter or bool(SALUTATION.match(text))
        if match is None or len(text.split()) > TITLE_WORDS or len(list(sentences(text[match.start() :]))) > 1:
            continue
        if match.start() == 0 or SALUTATION.match(text):
            return text[match.start() :], index
    return None


def opening_after(report: Report, index: int) -> tuple[Block, ...]:
    """The blocks after the one at the index, to the first heading of findings."""
    found: list[Block] = []
    for block in report.blocks[index + 1 : index + 1 + OPENING_BLOCKS]:
        if FINDINGS.match(block.plain) and len(block.plain.split()) <= 12:
            break
        found.append(block)
    return tuple(found)


def salutation_index(report: Report) -> int | None:
    """The index of the block that begins "Dear", on the first two pages; None in what is no letter."""
    for index, block in enumerate(report.blocks):
        if (block.page or 0) > (report.first_page.number or 0) + 1:
            return None
        if SALUTATION.match(block.plain):
            return index
    return None


def read_letter(report: Report, title: re.Pattern[str]) -> Letter:
    """The letter. Raises UnreadableReport (title_missing) when it has neither a title nor a salutation."""
    found = title_of(report, title)
    index = found[1] if found else salutation_index(report)
    if index is None:
        raise UnreadableReport("title_missing", "The first page has neither a title nor a salutation.")
    block = report.blocks[index]
    return Letter(letter_date(report), found[0] if found else "", block.page, opening_after(report, index))


def said(blocks: Iterable[Block]) -> Iterator[tuple[str, int | None]]:
    """Each whole sentence of the blocks with its block's page."""
    for block in blocks:
        found = list(sentences(block.plain))
        for sentence in found[:-1] if breaks_off(block) else found:
            yield sentence, block.page


def breaks_off(block: Block) -> bool:
    """Whether a text's block ends without a stop, so that its last sentence may be half of one; on a page none does."""
    return block.page is None and not ENDS_SENTENCE.search(block.plain)


def letter_date(report: Report) -> DateStatement | None:
    """The letter's date line: the first line above the salutation that is a date and nothing else; None without one."""
    for line in report.first_page.lines:
        for text in (line.text, *(cell.text for cell in line.cells)):
            day = whole_date(DATE_LABEL.sub("", ORDINAL.sub("", without_superscripts(text))).rstrip("."))
            if day is not None:
                return DateStatement("publication", "letter", day, day, line.page, text)
        if SALUTATION.match(line.text):
            break
    return None


def undated(report: Report) -> SetAside:
    """What stands in the place of a letter's date that cannot be read ("6 November 20205"), or that none does."""
    above = takewhile(lambda line: not SALUTATION.match(line.text), report.first_page.lines)
    texts = (without_superscripts(text) for line in above for text in (line.text, *(c.text for c in line.cells)))
    printed = next((text for text in texts if LIKE_A_DATE.fullmatch(text)), "")
    return SetAside(
        "raw_dates",
        "letter_date_unreadable" if printed else "letter_date_missing",
        "No line above the salutation is a date: take the day of publication from the reports site.",
        report.first_page.number,
        printed,
    )


def themeless(title: str, page: int | None) -> SetAside:
    """In the place of the theme that no sentence states in words that are known."""
    reason = "No sentence above the findings says what inspectors looked at: read it in the letter."
    return SetAside("raw_inspections", "theme_missing", reason, page, title)


def dated_periods(text: str, written: date | None) -> list[Period]:
    """The periods in the text that a letter of that day can speak of as its visit.

    A period printed without a year has the letter's, or the year before when that would lie after the letter.
    Where none fits, all that are printed with a year are given: the letter's date or theirs is misprinted. So they
    are for a letter without a date.
    """
    plain = ORDINAL.sub("", text)
    if written is not None:
        for year in (written.year, written.year - 1):
            recent = [p for p in find_periods(plain, year) if written - OLDEST_VISIT <= p.start <= p.end <= written]
            if recent:
                return recent
    return find_periods(plain, backward=True)


def inspectors(report: Report, opening: Sequence[Block]) -> list[Person]:
    """Inspectors that the opening names, the lead first; those who sign where it names none."""
    people: list[Person] = []
    for sentence, page in ((sentence, block.page) for block in opening for sentence in sentences(block.plain)):
        people += [
            Person(role, name, 0, page, sentence)
            for role, name in _named(sentence)
            if name not in {person.name for person in people}
        ]
    signed = _signatures(report)
    if not any(person.role in ("lead_inspector", "inspector") for person in people):
        people += signed
    return _with_lead(people, {person.name for person in signed})


def _named(sentence: str) -> Iterator[tuple[str, str]]:
    """Roles and names in a sentence. What follows "and the team inspectors were" is read as a sentence of its own."""
    next_role = NEXT_ROLE.search(sentence)
    if next_role:
        yield from _named(sentence[: next_role.start()])
        yield from _named(next_role["rest"])
        return
    accompanied = ACCOMPANIED.search(sentence)
    others = split_names(accompanied["names"]) if accompanied else []
    led = list(_named(sentence[: accompanied.start()])) if accompanied and others else []
    if led:
        yield from led
        yield from (("inspector", name) for name in others)
        return
    assured = ASSURED.search(sentence)
    if assured:
        yield from (("quality_assurance_manager", name) for name in split_names(assured["names"]))
        return
    named = NAMED.search(sentence)
    names = split_names(named["names"]) if named else []
    if named and names:
        yield from _with_roles(named["names"], "lead_inspector" if named["lead"] else "inspector")
        return
    done = CARRIED_OUT.search(sentence) or THEY_VISITED.match(sentence)
    if done:
        yield from _with_roles(done["names"], "inspector")
    elif ROLE_BEFORE.match(sentence):
        yield from _with_roles(sentence, "inspector")


def _with_roles(names: str, role: str) -> Iterator[tuple[str, str]]:
    """Roles and names in a list, the role as given or as the list says before some of them or behind one."""
    begin = 0
    for label in [*ROLE_BEFORE.finditer(names), None]:
        text = names[begin : label.start() if label else len(names)]
        for name in split_names(text):
            leads = LEADS.match(text.partition(name)[2])
            yield "lead_inspector" if leads else role, name
        if label:
            role = "lead_inspector" if label["role"].lower() in ("lead", "reporting") else "inspector"
            begin = label.end()


def _with_lead(people: Sequence[Person], signed: set[str]) -> list[Person]:
    """The same people, the lead first; when none is called so, the inspector who signs, who is the first named in all
    letters seen, else the first named."""
    leads = [person for person in people if person.role == "lead_inspector"]
    team = [person for person in people if person.role == "inspector"]
    others = [person for person in people if person.role not in ("lead_inspector", "inspector")]
    if team and not leads:
        lead = next((person for person in team if person.name in signed), team[0])
        team.remove(lead)
        leads = [replace(lead, role="lead_inspector")]
    return [replace(person, position=position) for position, person in enumerate([*leads, *team, *others], start=1)]


def _signatures(report: Report) -> list[Person]:
    """The name under "Yours sincerely"."""
    closing = [i for i, block in enumerate(report.blocks) if LETTER_END.match(block.plain)]
    if not closing:
        return []
    for block in report.blocks[closing[-1] : closing[-1] + CLOSING_BLOCKS]:
        text = LETTER_END.sub("", block.plain).strip(" ,")
        names = split_names(text)
        if names:
            return [Person("inspector", names[0], 0, block.page, text)]
    return []
