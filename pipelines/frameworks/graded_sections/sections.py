"""Reports of 2009-13: a cover, sections whose headings carry a grade, and a record of findings at the end.

All three frameworks of those years print a judgement up to three times: in the "Record of main findings",
under (or beside) the heading of its section, and in the section's first sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipelines import reference
from pipelines.frameworks.graded_sections.printed_grade import CONTRADICTORY, GRADE_WORD, printed_grade
from pipelines.parsing.report import Block, Report, without_superscripts
from pipelines.parsing.statements import JudgementStatement, SetAside, UnreadableReport
from pipelines.parsing.tables import unread_judgements
from pipelines.parsing.verify import missing_judgements
from pipelines.parsing.words.dashes import DASH
from pipelines.reading.model import Line

RECORD_HEADING = re.compile(
    rf"^(?:(?:annex|appendix)(?: [a-z\d])?[\s.:{DASH}]+)?record of (?:the )?(?:main|key) findings\b[^\d.]*$",
    re.IGNORECASE,
)
# What a heading may add to a judgement's name: "Overall effectiveness of services for looked after children and
# young people".
WHOSE = re.compile(
    r"(?: (?:of|for|in)(?= ))?(?: (?:the )?(?:safeguarding|services for))?"
    r"(?: looked after children(?: and young people)?(?: and care leavers)?)?(?: services)?$"
)
OPENING = re.compile(
    rf"^(?P<subject>[^.;:?]+?) (?:is|are) (?:judged (?:to be |as )?)?(?P<grade>{GRADE_WORD})(?=[.,;]|$)", re.IGNORECASE
)
PASSED_OVER = ""  # stands for the domain of a label in passed_over_labels.csv
LABEL_LINES = 4  # lines that the longest label wraps over
HEADING_LENGTH = 160  # characters: the longest judgement's name with its grade has 120
# A sentence that speaks of another inspection or hedges is no statement of this one's grade.
NOT_THIS_INSPECTION = re.compile(r"\b(?:previous|last|earlier|20\d\d|not|but|although|while|whilst)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GradedLabel:
    """A judgement's printed name with its grade; `text` is both as printed."""

    label: str
    grade: str
    grade_code: str
    page: int | None
    text: str


def domain_of(framework: str, service: str, label: str) -> str | None:
    """The domain that a printed label names, with or without an article and "for looked after children ...".

    PASSED_OVER for an area that the catalogue leaves out, None for a label that is not known.
    """
    name = reference.normalise_name(label).rstrip(": ")
    exact = _exact_domain(framework, service, name)
    return exact if exact is not None else _exact_domain(framework, service, WHOSE.sub("", name))


def _exact_domain(framework: str, service: str, label: str) -> str | None:
    core = reference.normalise_name(label).rstrip(": ").removeprefix("the ")
    if (framework, service, core) in _passed_over():
        return PASSED_OVER
    return reference.label_domain(framework, service, core) or reference.label_domain(framework, service, f"the {core}")


@cache
def _passed_over() -> frozenset[tuple[str, str, str]]:
    rows = reference.rows("passed_over_labels")
    return frozenset((r["framework_code"], r["service_code"], reference.normalise_name(r["label"])) for r in rows)


def judgements(
    report: Report, framework: str, services: Sequence[str], start: date
) -> tuple[list[JudgementStatement], list[SetAside]]:
    """Every statement of a judgement in the report: the record's first, then each section's; and what is set aside.

    `services` are the framework's services in printed order. A row or a heading that is not understood, or whose
    number and word differ, is set aside, and so is a record whose rows are out of place. Raises UnreadableReport
    (record_of_findings) when the sections do not state every judgement that such a record leaves open.
    """
    ends = [i for i, block in enumerate(report.blocks) if RECORD_HEADING.match(block.plain)]
    if len(ends) > 1:
        raise _bad_record("two stand in the report, of which one may be an earlier inspection's")
    end = next(iter(ends), None)
    body = report.blocks[:end]
    record = [line for block in report.blocks[end + 1 :] for line in block.lines] if end is not None else []
    sections = list(_section_statements(body, framework, services))
    confirming = [statement for statement in sections if isinstance(statement, JudgementStatement)]
    set_aside = [statement for statement in sections if isinstance(statement, SetAside)]
    try:
        stated, odd_rows = _record_statements(record, framework, services, start)
    except UnreadableReport as error:
        if missing_judgements(framework, start, confirming):
            raise
        stated, odd_rows = [], [unread_judgements(error.reason_code, error.reason, record)]
    return [*stated, *confirming], [*odd_rows, *set_aside]


def _contradiction(row: GradedLabel) -> SetAside:
    return SetAside(
        "raw_judgements",
        "grade_contradiction",
        f"A grade whose number and word differ: “{row.text}”. Check the report.",
        row.page,
        row.text,
    )


def _record_statements(
    lines: list[Line], framework: str, services: Sequence[str], start: date
) -> tuple[list[JudgementStatement], list[SetAside]]:
    """The record's rows, and those that are not understood; its lines that are in none where it lacks a judgement.

    Headings among them are not followed (South Gloucestershire 2012 has them misplaced): each service's rows come in
    one run that opens with overall effectiveness.
    """
    rows, odd, rest = _record_rows(lines, framework, services)
    runs: list[dict[str, JudgementStatement]] = []
    for row in rows:
        domains = {service: domain_of(framework, service, row.label) for service in services}
        if not runs or ("overall_effectiveness" in domains.values() and runs[-1]):
            runs.append({})
        if len(runs) > len(services):
            raise _bad_record(f"overall effectiveness stands in it {len(runs)} times")
        service = services[len(runs) - 1]
        domain = domains[service]
        if domain == PASSED_OVER:
            continue
        if domain is None or domain in runs[-1]:
            raise _bad_record(f"“{row.text}” is out of place among the rows of {service.replace('_', ' ')} services")
        runs[-1][domain] = _statement(row, service, domain, "record_of_findings")
    statements = [statement for run in runs for statement in run.values()]
    odd += [_contradiction(row) for row in rows if row.grade_code == CONTRADICTORY]
    unread = missing_judgements(framework, start, statements) if lines else []
    if unread:
        odd.append(_odd_rows(rest or lines, f"it has no row that can be read for {', '.join(unread)}"))
    return [statement for statement in statements if statement.grade_code != CONTRADICTORY], odd


def _record_rows(
    lines: list[Line], framework: str, services: Sequence[str]
) -> tuple[list[GradedLabel], list[SetAside], list[Line]]:
    """The graded rows, labels joined over the lines above and below the one with the grade; those that lack a known
    label; and the lines that are in neither."""
    parts = [(printed_grade(line.text), line) for line in lines]
    graded = [index for index, (found, _) in enumerate(parts) if found]
    rows: list[GradedLabel] = []
    odd: list[SetAside] = []
    free = 0
    taken: set[int] = set()
    for position, index in enumerate(graded):
        stop = graded[position + 1] if position + 1 < len(graded) else len(parts)
        found, line = parts[index]
        assert found is not None
        reach = min(stop, index + LABEL_LINES)
        pieces = [found[0] if i == index else parts[i][1].text for i in range(reach)]
        span = _label_span(pieces, index, max(free, index - LABEL_LINES), framework, services)
        if span is None:
            odd.append(_odd_rows([line], f"the row “{line.text}” is no judgement that this framework has"))
            free = index + 1
            continue
        label = _label(pieces, *span)
        free = span[1]
        taken.update(range(*span))
        rows.append(GradedLabel(label, found[1], found[2], line.page, f"{label} {found[1]}"))
    return rows, odd, [line for index, (found, line) in enumerate(parts) if found is None and index not in taken]


def _odd_rows(lines: Sequence[Line], detail: str) -> SetAside:
    error = _bad_record(detail)
    return unread_judgements(error.reason_code, error.reason, lines)


def _label_span(
    pieces: Sequence[str], index: int, first: int, framework: str, services: Sequence[str]
) -> tuple[int, int] | None:
    """Which pieces around the row's own make up its label: most if they are a judgement's name as it stands in
    judgement_labels.csv, else fewest if they add whose services they are; a neighbouring heading is not the label's.
    Of a name above a grade that stands alone and one below it, the one above is its own while no other row has it."""
    spans = [(begin, end) for begin in range(first, index + 1) for end in range(index + 1, len(pieces) + 1)]
    highest_first = sorted(spans, key=lambda span: (span[0], -span[1]))
    shortest_first = sorted(spans, key=lambda span: (span[1] - span[0], span[0]))
    for finder, ordered in ((_exact_domain, highest_first), (domain_of, shortest_first)):
        for span in ordered:
            if any(finder(framework, service, _label(pieces, *span)) is not None for service in services):
                return span
    return None


def _label(pieces: Sequence[str], begin: int, end: int) -> str:
    return without_superscripts(" ".join(piece for piece in pieces[begin:end] if piece)).lstrip("• ")


def _bad_record(detail: str) -> UnreadableReport:
    return UnreadableReport(
        "record_of_findings",
        f"The record of main findings is not understood: {detail}. "
        "Read it by hand, and add the wording to judgement_labels.csv if it is one of the framework's.",
    )


def _section_statements(
    blocks: Sequence[Block], framework: str, services: Sequence[str]
) -> Iterator[JudgementStatement | SetAside]:
    """Graded headings and first sentences, in printed order, and headings whose grade contradicts itself.

    The second graded section on overall effectiveness opens the second service's half.
    """
    half = 0
    graded: set[str] = set()
    for index, block in enumerate(blocks):
        if block.kind in ("numbered", "bullet"):
            continue
        row, opening = _heading(blocks, index)
        service = services[half]
        domain = domain_of(framework, service, row.label) if row.label else None
        if row.grade and domain == "overall_effectiveness" and domain in graded and half + 1 < len(services):
            half += 1
            graded = set()
            service = services[half]
        if not domain:
            continue
        if row.grade and row.grade_code == CONTRADICTORY:
            yield _contradiction(row)
        elif row.grade:
            graded.add(domain)
            yield _statement(row, service, domain, "section_heading")
        sentence = _opening_sentence(framework, domain, opening, row.label) if opening else None
        if sentence and (row.grade or len(services) == 1):
            yield _statement(sentence, service, domain, "opening_sentence")


def _heading(blocks: Sequence[Block], index: int) -> tuple[GradedLabel, Block | None]:
    """The heading at the index, with its own grade or that on the line below it, and the paragraph that follows."""
    block = blocks[index]
    after = index + 1
    found = _heading_grade(block)
    if found is None and after < len(blocks):
        below = _heading_grade(blocks[after])
        if below and not below[0]:
            found = (block.plain, below[1], below[2])
            after += 1
    opening = blocks[after] if after < len(blocks) and blocks[after].kind in ("numbered", "paragraph") else None
    if found is None:
        return GradedLabel(block.plain, "", "", block.page, block.plain), opening
    label, grade, code = found
    return GradedLabel(label, grade, code, block.page, f"{label} {grade}"), opening


def _heading_grade(block: Block) -> tuple[str, str, str] | None:
    is_heading = block.kind not in ("numbered", "bullet") and len(block.text) <= HEADING_LENGTH
    return printed_grade(block.plain) if is_heading else None


@cache
def _subjects() -> dict[tuple[str, str], tuple[str, ...]]:
    subjects: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in reference.rows("opening_subjects"):
        key = (row["framework_code"], row["domain_code"])
        subjects[key] = (*subjects.get(key, ()), reference.normalise_name(row["phrase"]))
    return subjects


def _opening_sentence(framework: str, domain: str, block: Block, label: str) -> GradedLabel | None:
    """The grade in a section's first sentence, when the sentence's subject is the judgement itself.

    "The quality of practice is inadequate" states it; "Placement stability is good" does not.
    """
    match = OPENING.match(block.plain)
    if match is None or NOT_THIS_INSPECTION.search(match["subject"]):
        return None
    subject = reference.normalise_name(match["subject"])
    code = reference.grade_code(match["grade"])
    if code is None or not any(phrase in subject for phrase in _subjects().get((framework, domain), ())):
        return None
    return GradedLabel(label, match["grade"], code, block.page, f"{match[0]}.")


def _statement(row: GradedLabel, service: str, domain: str, place: str) -> JudgementStatement:
    return JudgementStatement(service, domain, row.label, row.grade, row.grade_code, place, row.page, row.text)
