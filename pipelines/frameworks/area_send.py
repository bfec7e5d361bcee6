"""Area special educational needs and disabilities inspections since 2023 (Ofsted and CQC): one of three outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines import reference
from pipelines.frameworks.next_inspections import next_inspections
from pipelines.parsing.authority import name_in_title, resolve, title_candidates, title_forms
from pipelines.parsing.cover import (
    councils_near_front,
    inspection_dates,
    is_near_front,
    publication_date,
    running_dates,
    running_names,
    title_stretches,
)
from pipelines.parsing.licence import licence_code
from pipelines.parsing.people import inspection_team, split_names
from pipelines.parsing.report import PARAGRAPH_GAP, Block, Report, without_superscripts
from pipelines.parsing.statements import AuthorityStatement, Person, ReportStatements, UnreadableReport
from pipelines.parsing.traits import Traits, WithheldSection
from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.sentence_ends import sentences
from pipelines.reading.model import Line

CODE = "area_send"
TRAITS = Traits(
    addressee="partnership",
    paragraphs_are_items=True,
    withheld_section=WithheldSection(
        re.compile(r"^(?:local )?(?:area )?partnership details$", re.IGNORECASE),
        re.compile(r"^(?:information about (?:this|the) (?:area )?inspection|inspection team)\b", re.IGNORECASE),
    ),
)
TITLE = re.compile(
    r"^area\s+(?:SEND|special\s+educational\s+needs\b.{0,30}?)\s*(?:\(SEND\)\s*)?(?:full\s+)?inspection(?:\s+report)?"
    rf"\s*(?:[{DASH}:]|\b(?:of|in|for)\b)\s*\S",
    re.IGNORECASE,
)
TITLE_FORMS = title_forms(
    rf"^area\s+.{{4,60}}?inspection(?:\s+report)?\s*(?:[{DASH}:]|\b(?:of|in|for)\b)\s*"
    r"(?P<name>.+?)(?:\s+SEND)?(?:\s+local\s+area)?(?:\s+partnership)?$",
)
TITLE_WORDS = 25
RUNNING_FORMS = title_forms(
    rf".*?\binspection\s+report\s*[{DASH}:]\s*(?P<name>.+?)\s+local\s+area(?:\s+partnership)?\b"
)
PARTNERSHIP = re.compile(r"\s+(?:local\s+area\s+)?partnership$|\s+local\s+area$", re.IGNORECASE)
OUTCOME_HEADING = re.compile(r"^(?:inspection\s+)?outcome\b", re.IGNORECASE)
AFTER_OUTCOME = re.compile(
    r"^(?:information\s+about|about)\s+the\s+local\s+area\b|^what\s+is\s+it\s+like\b", re.IGNORECASE
)
DENIED = re.compile(r"\b(?:no|not|never|nor)(?: \S+){0,3} ?$")  # what stands before words that are denied
TEAM_HEADING = re.compile(r"^(?:the\s+)?inspection\s+team\b[^.]{0,20}$", re.IGNORECASE)
COLUMN_HEADS = re.compile(r"^(?P<left>ofsted)?\s*(?P<right>care\s+quality\s+commission|CQC)?$", re.IGNORECASE)
# A cell of the team's table: a name, a comma (or the post at once), the inspectorate and the role.
MERGED = re.compile(
    r"(?:(?<=[Ii]nspector)|(?<=HMI)|(?<=\b[Ll]ead))\s+(?!Inspector|Lead)(?=[A-Z][\w’'-]+\s+[A-Z][^,]{1,40},)"
)
CONTINUES = re.compile(r"^(?:(?:[Ll]ead|[Tt]eam|Ofsted|CQC|HMI)\s+)*[Ii]nspectors?\b|^[(a-z]")
LEAD = re.compile(r"\blead\b", re.IGNORECASE)
CQC = re.compile(r"\bCQC\b|\bcare\s+quality\s+commission\b", re.IGNORECASE)
POST = re.compile(r"\b(?:inspectors?|HMI|CQC|ofsted)\b", re.IGNORECASE)
OFSTED = re.compile(r"\bofsted\b|\bHMI\b", re.IGNORECASE)
END_OF_TEAM = re.compile(r"^(?:if\s+you|the\s+office\s+for|any\s+complaints)\b", re.IGNORECASE)


def claims(report: Report) -> bool:
    """Whether the title on the first page is that of a full area SEND inspection (monitoring ones have no outcome)."""
    return _title(report) is not None


def read(report: Report) -> ReportStatements:
    """What the report prints. Raises UnreadableReport when dates, authority or outcome are not understood."""
    title = _title(report)
    dates = inspection_dates(report) + running_dates(report)
    if title is None or not any(statement.kind == "inspection" for statement in dates):
        raise UnreadableReport(
            "dates_missing",
            "Neither the front page nor a running footer has inspection dates: read by hand.",
        )
    names = [*_names(title, report.cover[0].page if report.cover else None), *running_names(report, RUNNING_FORMS)]
    statement, urn, others = resolve(names, dates[0].start, fallback=lambda: councils_near_front(report))
    outcome, outcome_code = _outcome(report)
    return ReportStatements(
        framework_code=CODE,
        title=title,
        authority=statement,
        authority_urn=urn,
        outcome=outcome,
        outcome_code=outcome_code,
        licence_code=licence_code(report),
        other_authorities=others,
        dates=dates + publication_date(report),
        people=_team(report) or inspection_team(report),
        next_inspections=next_inspections(_outcome_blocks(report)),
    )


def _title(report: Report) -> str | None:
    for stretch in title_stretches(report):
        if TITLE.match(stretch.text) and len(stretch.text.split()) <= TITLE_WORDS:
            return stretch.text
    return None


def _names(title: str, page: int | None) -> list[AuthorityStatement]:
    """The title's name, and that name without "Partnership" and the like."""
    name = name_in_title(title, TITLE_FORMS)
    bare = PARTNERSHIP.sub("", name) if name else ""
    return [
        *title_candidates(title, TITLE_FORMS, "cover", page),
        *([AuthorityStatement("cover", bare, page, title)] if bare and bare != name else []),
    ]


def _outcome(report: Report) -> tuple[str, str]:
    """The paragraph that states the outcome, and its code. Exactly one outcome must be worded in it.

    A paragraph that words more than one costs the report only where none words one alone.
    """
    ambiguous = None
    for block in _outcome_blocks(report):
        codes = {code for sentence in sentences(block.plain) for code in _worded(sentence)}
        if len(codes) == 1:
            return block.plain, codes.pop()
        ambiguous = ambiguous or (block.plain if codes else None)
    if ambiguous:
        raise UnreadableReport("outcome_ambiguous", f"One paragraph words more than one outcome: “{ambiguous}”.")
    raise UnreadableReport(
        "outcome_missing", "The section on the outcome has no known wording: add it to outcome_wordings.csv."
    )


def _worded(sentence: str) -> Iterator[str]:
    """The codes of the outcomes that a sentence words and does not deny."""
    text = reference.normalise_name(sentence)
    for pattern, code in reference.patterns("outcome_wordings", "outcome_code", CODE):
        if any(not DENIED.search(text[: match.start()]) for match in pattern.finditer(text)):
            yield code


def _outcome_blocks(report: Report) -> Iterator[Block]:
    """The paragraphs between the outcome's heading and the next; all above the next where that heading is missing."""
    blocks = [block for block in report.blocks if is_near_front(report, block.page)]
    end = next((i for i, block in enumerate(blocks) if AFTER_OUTCOME.match(block.plain)), len(blocks))
    start = next((i for i, block in enumerate(blocks[:end]) if OUTCOME_HEADING.match(block.plain)), 0)
    yield from blocks[start:end]


@dataclass(slots=True)
class _Entry:
    text: str
    page: int | None
    top: float
    is_cqc: bool


def _team(report: Report) -> list[Person]:
    """The inspection team, Ofsted's column before CQC's, each in printed order."""
    entries = _entries(_team_lines(report))
    people: list[Person] = []
    for entry in sorted(entries, key=lambda entry: entry.is_cqc):
        names = split_names(entry.text.split(",")[0]) or split_names(entry.text)
        if not names or not POST.search(entry.text):
            continue
        role = "lead_inspector" if LEAD.search(entry.text) else "inspector"
        role = f"cqc_{role}" if entry.is_cqc else role
        people.append(Person(role, names[0], len(people) + 1, entry.page, entry.text))
    return people


def _team_lines(report: Report) -> Sequence[Line]:
    starts = [i for i, line in enumerate(report.lines) if TEAM_HEADING.match(line.text)]
    if not starts:
        return ()
    lines = report.lines[starts[-1] + 1 :]
    end = next((i for i, line in enumerate(lines) if END_OF_TEAM.match(line.text)), len(lines))
    return lines[:end]


def _entries(lines: Sequence[Line]) -> list[_Entry]:
    """The table's cells, a role that wraps joined to its name. A cell that names no inspectorate takes its column's."""
    boundary: float | None = None
    columns: dict[bool, list[_Entry]] = {False: [], True: []}
    for line in lines:
        if COLUMN_HEADS.match(line.text):
            heads = [cell for cell in line.cells if CQC.search(cell.text)]
            boundary = heads[0].x0 if heads else boundary
            continue
        for cell in line.cells:
            for text in MERGED.split(without_superscripts(cell.text)):
                is_right = boundary is not None and cell.x0 > boundary - 20
                is_cqc = bool(CQC.search(text)) or (is_right and not OFSTED.search(text))
                column = columns[is_cqc or is_right]
                last = column[-1] if column else None
                if last is not None and CONTINUES.match(text) and _follows(last, line):
                    last.text = f"{last.text} {text}"
                    last.top = line.top
                else:
                    column.append(_Entry(text, line.page, line.top, is_cqc))
    return [*columns[False], *columns[True]]


def _follows(last: _Entry, line: Line) -> bool:
    return last.page != line.page or line.page is None or line.top - last.top <= PARAGRAPH_GAP * line.size
