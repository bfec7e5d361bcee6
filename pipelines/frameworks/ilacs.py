"""Inspections of local authority children's services since 2018, standard and short: a table of grades on page 1.

To 2022 children in care and care leavers are judged together, from 2023 apart; inspections that start
from April 2026 have no overall grade.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pipelines import reference
from pipelines.parsing.authority import SERVICES, resolve, title_candidates, title_forms
from pipelines.parsing.cover import (
    INSPECTION_DATES,
    councils_near_front,
    front_lines,
    inspection_dates,
    is_near_front,
    publication_date,
    running_dates,
    running_names,
    title_stretches,
)
from pipelines.parsing.licence import licence_code
from pipelines.parsing.people import inspection_team
from pipelines.parsing.report import PARAGRAPH_GAP, SALUTATION, Report
from pipelines.parsing.statements import (
    AuthorityStatement,
    JudgementStatement,
    ReportStatements,
    SetAside,
    UnreadableReport,
)
from pipelines.parsing.tables import (
    GradeRow,
    grade_cell,
    grade_rows,
    ruled_grade_rows,
    text_grade_rows,
    unread_judgements,
    with_grade_apart,
)
from pipelines.parsing.traits import Traits
from pipelines.parsing.verify import missing_judgements
from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE
from pipelines.reading.model import Line

CODE = "ilacs"
TRAITS = Traits()
SERVICE = "childrens_services"
FIRST_LABEL = re.compile(r"\bimpact\s+of\s+leaders(?:hip)?\b", re.IGNORECASE)
TITLE = re.compile(r"\b(?:re-?\s?)?inspection\s+of\s*:?\s+\S", re.IGNORECASE)
TITLE_FORMS = title_forms(
    rf"^(?:re-?\s?)?inspection\s+of\s+(?P<name>.+?),?\s+(?:local\s+authority\s+)?{SERVICES}$",
    rf"^(?:re-?\s?)?inspection\s+of\s+(?:local\s+authority\s+)?{SERVICES}\s+(?:in|at|for|of)\s+(?P<name>.+)$",
    r"^(?:re-?\s?)?inspection\s+of\s+(?P<name>.+)$",
)
TABLE_HEAD = re.compile(r"^judge?ments?\b.{0,20}\bgrades?$", re.IGNORECASE)
ROW_START = re.compile(
    r"^(?:the\s+)?(?:impact\s+of|experiences?\s+(?:and|&)\s+progress|overall\s+effectiveness)\b", re.IGNORECASE
)
GRADED_HEADING = re.compile(
    r"^(?P<label>(?:the\s+)?(?:impact\s+of\s+leaders(?:hip)?|experiences?\s+(?:and|&)\s+progress|overall\s+effectiveness)\b.*?)"
    rf"\s*(?:[{DASH}:]|\b(?:is|are)\b\s*:?)?\s*"
    r"(?P<grade>outstanding|good|inadequate|not judged|requires?\s+improvement(?:\s+to\s+be\s+good)?)\s*\.?$",
    re.IGNORECASE,
)
# Words that no label has: of a sentence, of an earlier inspection, or of a grade that a label's lines stand within.
NO_LABEL = re.compile(
    r"\b(?:be|been|was|were|has|had|not|yet|longer|from|remains?|requires?|improvement|outstanding|good|inadequate"
    r"|last|previous(?:ly)?)\b",
    re.IGNORECASE,
)
HEADING_WORDS = 25
TEXT_TABLE_LINES = 30  # a text's table, grades and wrapped labels each on a line of its own, has fewer
COLUMN_SEARCH = 14  # lines: the first row's grade stands within these of the table's head


def claims(report: Report) -> bool:
    """Whether the first page has the inspection's dates and a judgement on the impact of leaders."""
    lines = front_lines(report)
    text = " ".join(line.text for line in lines)
    is_letter = any(SALUTATION.match(line.text) for line in lines)
    is_dated = any(INSPECTION_DATES.match(line.text) for line in lines)
    return not is_letter and is_dated and bool(FIRST_LABEL.search(text))


def read(report: Report) -> ReportStatements:
    """What the report prints. Raises UnreadableReport when title, dates, authority or table are not understood."""
    title, names = _title_and_names(report)
    dates = inspection_dates(report) + running_dates(report)
    if not any(statement.kind == "inspection" for statement in dates):
        raise UnreadableReport(
            "dates_missing",
            "Neither the front page nor a running header has inspection dates: read by hand.",
        )
    names += running_names(report, TITLE_FORMS)
    statement, urn, others = resolve(names, dates[0].start, fallback=lambda: councils_near_front(report))
    judgements, set_aside = _judgements(report, dates[0].start)
    return ReportStatements(
        framework_code=CODE,
        title=title,
        authority=statement,
        authority_urn=urn,
        licence_code=licence_code(report),
        other_authorities=others,
        judgements=judgements,
        dates=dates + publication_date(report),
        people=inspection_team(report),
        set_aside=set_aside,
    )


def _judgements(report: Report, start: date) -> tuple[list[JudgementStatement], list[SetAside]]:
    """The table's rows and the headings that repeat them. A table that cannot be read, or not every row of it, is set
    aside: headings that state every judgement stand in for it. Raises UnreadableReport (grade_table) where they do not.
    """
    try:
        rows, table = _table_rows(report, start)
    except UnreadableReport as error:
        headings = list(_graded_headings(report, ()))
        if missing_judgements(CODE, start, headings):
            raise
        return headings, [_unread_table(report, error.reason)]
    stated = [*rows, *_graded_headings(report, table)]
    unread = [area.partition(".")[2].replace("_", " ") for area in missing_judgements(CODE, start, rows)]
    reason = f"The table of judgements has no row that can be read for {', '.join(unread)}: look at it there."
    return stated, [_unread_table(report, reason)] if unread else []


def _table_rows(report: Report, start: date) -> tuple[list[JudgementStatement], Sequence[Line]]:
    """What the rows of the table state, and its lines. Raises UnreadableReport (grade_table)."""
    front = [line for line in report.lines if is_near_front(report, line.page)]
    ruled = _table(ruled_grade_rows(report, front, ROW_START))
    if not missing_judgements(CODE, start, ruled):
        return ruled, [line for line in front if id(line) in report.table_rows]
    if not report.is_paged:
        return _text_table_rows(report, start)
    table = _table_lines(report)
    return _table(grade_rows(table, ROW_START)), table


def _text_table_rows(report: Report, start: date) -> tuple[list[JudgementStatement], Sequence[Line]]:
    """The rows of a text's table and its lines: the shortest stretch of lines that states every judgement."""
    lines = _from_first_row(report)
    for end in range(1, len(lines) + 1):
        table = lines[:end]
        if ENDS_SENTENCE.search(table[-1].text):
            break
        try:
            rows = _table(text_grade_rows(table, ROW_START))
        except UnreadableReport:
            continue
        if not missing_judgements(CODE, start, rows):
            return rows, table
    raise _no_table()


def _from_first_row(report: Report) -> Sequence[Line]:
    """The lines from the first that begins a row of the table on, as many as a table has at most."""
    first = next((i for i, line in enumerate(report.lines) if ROW_START.match(line.text)), len(report.lines))
    return report.lines[first : first + TEXT_TABLE_LINES]


def _unread_table(report: Report, reason: str) -> SetAside:
    """The table as printed, to the line below its last label, with why it or a row of it is not read."""
    lines = _from_first_row(report)
    last = max((i for i, line in enumerate(lines) if ROW_START.match(line.text)), default=0)
    return unread_judgements("grade_table", reason, lines[: last + 2])


def _title_and_names(report: Report) -> tuple[str, list[AuthorityStatement]]:
    """The title, and the names that it or the text beside it give: before 2021 the name stands above the title."""
    stretches = title_stretches(report)
    titled = [(stretch, match) for stretch in stretches if (match := TITLE.search(stretch.text))]
    if not titled:
        printed = " / ".join(stretch.text for stretch in stretches) or "nothing"
        raise UnreadableReport(
            "title_missing", f"No title of an inspection stands above the dates (printed there: {printed})."
        )
    stretch, match = max(titled, key=lambda pair: pair[0].size)
    title = stretch.text[match.start() :]
    beside = [stretch.text[: match.start()].strip(f" :,{DASH}")]
    beside += [x.text for x in sorted(stretches, key=lambda x: -x.size) if not TITLE.search(x.text)]
    names = [AuthorityStatement("cover", text, stretch.page, text) for text in beside if text]
    return title, title_candidates(title, TITLE_FORMS, "cover", stretch.page) + names


def _domain(label: str) -> str | None:
    """The domain of a printed label: exact, or by the first pattern that it matches."""
    exact = reference.label_domain(CODE, SERVICE, label)
    if exact:
        return exact
    name = reference.normalise_name(label)
    patterns = reference.patterns("judgement_label_patterns", "domain_code", CODE)
    return next((domain for pattern, domain in patterns if pattern.search(name)), None)


def _table(rows: Iterable[GradeRow]) -> list[JudgementStatement]:
    """What the rows of the table of judgements state. Each area must stand in it once."""
    found: dict[str, JudgementStatement] = {}
    for row in rows:
        domain = _domain(row.label)
        code = reference.grade_code(row.grade.rstrip("."))
        if domain is None or code is None or domain in found:
            raise UnreadableReport(
                "grade_table",
                f"A row of the table of judgements is unknown or stands twice: “{row.text}”. "
                "If the wording is new, add it to judgement_labels.csv or grade_wordings.csv.",
            )
        found[domain] = JudgementStatement(
            SERVICE, domain, row.label, row.grade, code, "grade_table", row.page, row.text
        )
    return list(found.values())


def _table_lines(report: Report) -> list[Line]:
    """The table's lines: from its head to the last grade, with what is left of that row's label."""
    lines = [with_grade_apart(line, ROW_START) for line in report.lines if is_near_front(report, line.page)]
    heads = [i + 1 for i, line in enumerate(lines) if TABLE_HEAD.match(line.text)]
    start = next(iter(heads or [i for i, line in enumerate(lines) if ROW_START.match(line.text)]), len(lines))
    graded = [line for line in lines[start : start + COLUMN_SEARCH] if grade_cell(line)]
    if not graded:
        raise _no_table()
    column = graded[0].cells[-1].x0
    table: list[Line] = []
    for line in lines[start:]:
        if not grade_cell(line) and line.page is not None and line.x1 > column + 5:
            break
        table.append(line)
    end = max((i + 1 for i, line in enumerate(table) if grade_cell(line)), default=0)
    if end == 0:
        raise _no_table()
    # The last grade may stand some points above its label (Cambridgeshire 2024).
    if end < len(table) and len(table[end - 1].cells) == 1 and _overlap(table[end - 1], table[end]):
        end += 1
    while end < len(table) and _is_near(table[end - 1], table[end]) and not ROW_START.match(table[end].text):
        end += 1
    return table[:end]


def _no_table() -> UnreadableReport:
    return UnreadableReport(
        "grade_table", "The first pages have no table of judgements with grades beside them: read by hand."
    )


def _overlap(above: Line, line: Line) -> bool:
    return line.page == above.page is not None and line.top < above.bottom


def _is_near(above: Line, line: Line) -> bool:
    return line.page == above.page is not None and line.top - above.top <= PARAGRAPH_GAP * line.size


def _graded_headings(report: Report, table: Sequence[Line]) -> Iterator[JudgementStatement]:
    """Section headings that repeat a grade ("The experiences and progress of children in care: good")."""
    places = {(line.page, line.top) for line in table}
    for block in report.blocks:
        if block.kind not in ("heading", "paragraph") or len(block.text.split()) > HEADING_WORDS:
            continue
        match = GRADED_HEADING.match(block.plain)
        if match is None or NO_LABEL.search(match["label"]):
            continue
        if any((line.page, line.top) in places for line in block.lines):
            continue
        domain = _domain(match["label"])
        code = reference.grade_code(match["grade"])
        if domain and code:
            yield JudgementStatement(
                SERVICE, domain, match["label"], match["grade"], code, "section_heading", block.page, block.plain
            )
