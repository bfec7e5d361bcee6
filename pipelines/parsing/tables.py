"""Reads a table of judgements: labels in the left column, grades in the right, both wrapping over lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.parsing.layout.table_rows import TableRow
from pipelines.parsing.report import PARAGRAPH_GAP, Report, without_superscripts
from pipelines.parsing.statements import SetAside, UnreadableReport
from pipelines.reading.model import Cell, Line

# Every word run that a line of a grade cell may hold: a grade, or a piece of "Requires improvement to be good".
GRADE_PIECE = re.compile(
    r"(?:outstanding|good|adequate|inadequate|not judged|not|judged"
    r"|requires?(?: improvement(?: to(?: be(?: good)?)?)?)?"
    r"|improvement(?: to(?: be(?: good)?)?)?|to be(?: good)?|be good)\.?",
    re.IGNORECASE,
)
GRADE = re.compile(
    r"(?:outstanding|good|adequate|inadequate|not judged|requires? improvement(?: to be good)?)\.?", re.IGNORECASE
)
ONE_CELL_ROW = re.compile(
    rf"^(?P<label>.+?)(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bwere)\s+(?P<grade>{GRADE_PIECE.pattern})$", re.IGNORECASE
)
ROW_NUMBER = re.compile(r"^\d(?:\.\d)?[.)]?(?:\s+|(?=[A-Z]))")
# What is left of a grade's footnote marks ("Good²,³"), or all of them where a text has them as digits ("Good1").
FOOTNOTE_MARKS = " *†‡,0123456789"
BESIDE = 2.0  # points that a label and its grade may fail to overlap by
GRADE_COLUMN = 250.0  # points from the left: grade cells of every layout seen stand right of this


@dataclass(frozen=True, slots=True)
class GradeRow:
    """A table row: its label and grade as printed, joined over lines, and the words of both as `text`."""

    label: str
    grade: str
    page: int | None
    text: str


@dataclass(slots=True)
class _Stretch:
    """Wrapped lines of one cell."""

    text: str
    page: int | None
    top: float
    bottom: float
    size: float


def unread_judgements(rule: str, reason: str, lines: Sequence[Line]) -> SetAside:
    """Lines that state judgements and are not understood, as what is set aside with its words."""
    page = lines[0].page if lines else None
    return SetAside("raw_judgements", rule, reason, page, "; ".join(line.text for line in lines))


def grade_cell(line: Line) -> str | None:
    """The line's last cell when it is (a piece of) a grade in the grade column; else None."""
    last = line.cells[-1]
    text = without_superscripts(last.text).rstrip(FOOTNOTE_MARKS)
    in_column = len(line.cells) > 1 or (line.page is not None and last.x0 > GRADE_COLUMN)
    return text if in_column and GRADE_PIECE.fullmatch(text) else None


def with_grade_apart(line: Line, label_start: re.Pattern[str]) -> Line:
    """The line with its grade in a cell of its own, where a gap too narrow left a row's first line as one cell.

    A sentence that begins as a label does ("Overall effectiveness is good") stays whole.
    """
    match = ONE_CELL_ROW.match(without_superscripts(line.text)) if len(line.cells) == 1 else None
    if match is None or not label_start.match(match["label"]) or (line.page is not None and line.x1 < GRADE_COLUMN):
        return line
    middle = line.x0 + (line.x1 - line.x0) * match.start("grade") / len(line.text)
    label, grade = Cell(match["label"], line.x0, middle - 1), Cell(match["grade"], middle, line.x1)
    return replace(line, cells=(label, grade))


def ruled_grade_rows(report: Report, lines: Sequence[Line], label_start: re.Pattern[str]) -> list[GradeRow]:
    """The rows of a ruled table among those lines that have a label in the first cell and a whole grade in the last.

    What stands in one row belongs together, however high a grade is set in it (Cambridgeshire 2024). A row with words
    between the two is none: its last grade may be an earlier inspection's.
    """
    rows: dict[int, TableRow] = {}
    for line in lines:
        row = report.table_rows.get(id(line))
        if row is not None:
            rows.setdefault(row.number, row)
    found = []
    for row in rows.values():
        label, grade = (without_superscripts(row.texts[i]).rstrip(FOOTNOTE_MARKS) for i in (0, -1))
        is_pair = len(row.texts) > 1 and not any(row.texts[1:-1])
        if is_pair and label_start.match(label) and GRADE.fullmatch(grade):
            found.append(GradeRow(label, grade, row.page, f"{label} {grade}"))
    return found


def grade_rows(lines: Sequence[Line], label_start: re.Pattern[str]) -> list[GradeRow]:
    """The rows of a table whose lines are given, from the first row to the last and nothing else.

    `label_start` matches text that begins a label however close it stands to the line above.
    Labels and grades are each joined over their lines and paired in order; a pair on one page must
    stand side by side. Raises UnreadableReport (grade_table) when they do not pair, and where two grades stand in one
    row: one may be an earlier inspection's.
    """
    labels: list[_Stretch] = []
    grades: list[_Stretch] = []
    for line in lines:
        grade = grade_cell(line)
        left = line.cells[:-1] if grade else line.cells
        if any(GRADE.fullmatch(without_superscripts(cell.text).rstrip(FOOTNOTE_MARKS)) for cell in left):
            raise UnreadableReport(
                "grade_table", f"A row of the table of judgements has a grade before its last column: “{line.text}”."
            )
        if left:
            text = " ".join(cell.text for cell in left)
            _add(labels, text, line, starts=bool(label_start.match(text)))
        if grade:
            _add(grades, grade, line, starts=bool(grades) and _is_whole(grades[-1], grade))
    return _paired(labels, grades)


def text_grade_rows(lines: Sequence[Line], label_start: re.Pattern[str]) -> list[GradeRow]:
    """The rows of a table in a text, where nothing has a place: grades stand beside, below or behind all labels.

    Labels go on until the next begins, grades until they are whole; they are paired in order. Raises UnreadableReport
    (grade_table) when there are not as many of one as of the other.
    """
    labels: list[_Stretch] = []
    grades: list[_Stretch] = []
    for line in lines:
        for cell in with_grade_apart(line, label_start).cells:
            text = without_superscripts(cell.text).rstrip(FOOTNOTE_MARKS)
            is_grade = bool(GRADE_PIECE.fullmatch(text))
            if is_grade and grades and not _is_whole(grades[-1], text):
                grades[-1].text += f" {text}"
            elif is_grade or not labels or label_start.match(text):
                (grades if is_grade else labels).append(_Stretch(text, None, line.top, line.bottom, line.size))
            else:
                labels[-1].text += f" {text}"
    return _paired(labels, grades)


def _paired(labels: Sequence[_Stretch], grades: Sequence[_Stretch]) -> list[GradeRow]:
    pairs = list(zip(labels, grades, strict=False))
    are_whole = len(labels) == len(grades) and all(GRADE.fullmatch(grade.text) for grade in grades)
    if not are_whole or any(_are_apart(label, grade) for label, grade in pairs):
        raise UnreadableReport(
            "grade_table",
            f"The table of judgements does not pair: {len(labels)} labels ({'; '.join(x.text for x in labels)}), "
            f"{len(grades)} grades ({'; '.join(x.text for x in grades)}).",
        )
    return [
        GradeRow(without_superscripts(label.text), grade.text, label.page, f"{label.text} {grade.text}")
        for label, grade in pairs
    ]


def _are_apart(label: _Stretch, grade: _Stretch) -> bool:
    """Whether a label and a grade of one page do not stand side by side."""
    is_higher = label.top > grade.bottom + BESIDE or grade.top > label.bottom + BESIDE
    return label.page == grade.page is not None and is_higher


def _is_whole(grade: _Stretch, following: str) -> bool:
    """Whether a grade is complete before the piece that follows."""
    return bool(GRADE.fullmatch(grade.text)) and not following.lower().startswith("to be")


def _add(stretches: list[_Stretch], text: str, line: Line, *, starts: bool) -> None:
    last = stretches[-1] if stretches else None
    near = last is not None and (
        last.page == line.page is not None and line.top - (last.bottom - last.size) <= PARAGRAPH_GAP * line.size
    )
    if last is None or starts or not near:
        stretches.append(_Stretch(text, line.page, line.top, line.bottom, line.size))
    else:
        last.text = f"{last.text} {text}"
        last.bottom = line.bottom
