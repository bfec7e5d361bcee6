"""The graded list on a single inspection's first page, and the graded headings of its sections.

Both set known labels in a left column and grades in a right one, each wrapping over lines of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from pipelines import reference
from pipelines.frameworks.single_inspection.cover import COVER_LINES
from pipelines.parsing.report import BULLET, without_superscripts
from pipelines.parsing.statements import JudgementStatement, SetAside, UnreadableReport
from pipelines.parsing.tables import BESIDE, FOOTNOTE_MARKS, GRADE, GRADE_COLUMN, GRADE_PIECE, ROW_NUMBER
from pipelines.parsing.words.dashes import DASH
from pipelines.parsing.words.sentence_ends import ENDS_SENTENCE
from pipelines.reading.model import Line

FRAMEWORK = "sif"
SERVICE = "childrens_services"
FIRST_LABEL = re.compile(r"\bchildren (?:and young people )?(?:who need|in need of) help\b")  # wherever it wraps
LAST_DOMAIN = "leadership"
LIST_LINES = 40  # lines from the list's first row to its last, with what a page break puts between
HEADING_LINES = 6  # lines of one graded heading
ROW_LENGTH = 130  # characters: the longest label with its grade has 107
LINE_GAP = 2.4  # of the font size: lines of one heading, top to top
APART = 12  # lines: graded labels nearer than this to one another are a list, of another inspection's grades
CONTENTS = re.compile(r"^contents\b", re.IGNORECASE)
LISTED = re.compile(r"^•|:")  # what an item of another inspection's grades has, and no graded heading
LABEL_END = f" :{DASH}"  # what may stand between a label and its grade
ENDS_IN_VERB = re.compile(r"\b(?:is|are)$", re.IGNORECASE)  # a sentence whose grade stands on the next line
GRADE_TAIL = re.compile(rf"\b{GRADE_PIECE.pattern}$", re.IGNORECASE)


@dataclass(slots=True)
class _Stretch:
    """The wrapped lines of a label or of a grade."""

    text: str
    first: Line
    last: Line


@cache
def _first_words() -> frozenset[str]:
    """Words that a line of a label or of a grade can begin with."""
    grades = {word for row in reference.rows("grade_wordings") for word in row["wording"].split()}
    return frozenset(word for part in _label_parts() for word in part.split()) | grades


@cache
def _label_parts() -> frozenset[str]:
    """Every stretch of whole words of a label, as a wrapped line may hold."""
    rows = reference.rows("judgement_labels")
    labels = [reference.normalise_name(row["label"]).split() for row in rows if row["framework_code"] == FRAMEWORK]
    return frozenset(" ".join(words[a:b]) for words in labels for a, b in combinations(range(len(words) + 1), 2))


def _is_label_part(text: str) -> bool:
    """Whether the text is a known label, or a piece of one as on a wrapped line."""
    return reference.normalise_name(ROW_NUMBER.sub("", text)) in _label_parts()


def _domain(label: str) -> str | None:
    return reference.label_domain(FRAMEWORK, SERVICE, ROW_NUMBER.sub("", label).strip(" :."))


def _parts(line: Line) -> tuple[str, str] | None:
    """A row line's piece of a label and piece of a grade, either may be empty; None for any other line.

    A narrow gap may leave both in one cell ("children who need help and protection improvement", Knowsley 2017).
    """
    text = BULLET.sub("", without_superscripts(line.text)).rstrip(FOOTNOTE_MARKS)
    first = text.partition(" ")[0]
    if not first or len(text) > ROW_LENGTH:
        return None
    if not first[0].isdigit() and first.rstrip(".,").lower() not in _first_words():
        return None
    tail = GRADE_TAIL.search(text)
    label, grade = (text[: tail.start()].rstrip(LABEL_END), tail[0]) if tail else (text.rstrip(LABEL_END), "")
    return (label, grade) if not label or _is_label_part(label) else None


def graded_list(lines: Sequence[Line]) -> tuple[list[JudgementStatement], int, int]:
    """The graded list, the index of its first line and of the line after it. `lines` begin with the cover.

    What stands between its rows and is neither label nor grade (a footnote, a picture's text, a header at a
    page break) is passed over. Raises UnreadableReport (grade_table) when its labels and grades do not pair.
    """
    begin = next((i for i, line in enumerate(lines[:COVER_LINES]) if _is_first(line)), None)
    if begin is None:
        raise UnreadableReport("grade_table", "The cover has no list of graded judgements.")
    # The first grade may wrap, its first line standing above its label's ("Requires / 1. Children ... / improvement").
    while begin and _opens_the_first_grade(lines[:begin]):
        begin -= 1
    rows: list[Line] = []
    end = begin
    for index, line in enumerate(lines[begin : begin + LIST_LINES], start=begin):
        ended = bool(rows) and _has_last_label(rows) and not _is_grade_only(line)
        if ended or CONTENTS.match(line.text):
            break
        ends_sentence = _is_grade_only(line) and index > begin and bool(ENDS_IN_VERB.search(lines[index - 1].text))
        if _parts(line) is not None and not ends_sentence:
            rows.append(line)
            end = index + 1
    return _statements(rows), begin, end


def graded_headings(lines: Sequence[Line]) -> tuple[list[JudgementStatement], list[SetAside]]:
    """The grades beside section headings ("Leadership, management and governance | Good"), or on the line below
    (Bolton 2014: "The experiences and progress of ... help and protection / require improvement"), in printed order.

    Headings stand alone; graded labels close to one another are another inspection's list and are left out. They
    confirm what the cover states, so that one which does not pair is set aside and costs no more.
    """
    found: list[tuple[int, JudgementStatement | SetAside]] = []
    index = 0
    while index < len(lines):
        group = _heading_group(lines, index)
        if group:
            found.append((index, _heading(group)))
        index += len(group) or 1
    alone = [
        statement
        for position, (index, statement) in enumerate(found)
        if all(abs(index - other) >= APART for i, (other, _) in enumerate(found) if i != position)
    ]
    read = [statement for statement in alone if isinstance(statement, JudgementStatement)]
    return read, [statement for statement in alone if isinstance(statement, SetAside)]


def _heading(group: Sequence[Line]) -> JudgementStatement | SetAside:
    labels, grades = _columns(group)
    label, grade = labels[0], grades[0]
    is_below = label.last.top < grade.first.top and (label.first.is_bold or label.first.page is None)
    if _is_row(label, grade, may_stand_apart=is_below):
        return _statement(label, grade, "section_heading")
    return SetAside(
        "raw_judgements",
        "heading_without_its_grade",
        "A heading and a grade that stand neither side by side nor one below the other in the heading's type: "
        "compare the page with the list on the cover.",
        label.first.page,
        f"{label.text} {grade.text}",
    )


def _heading_group(lines: Sequence[Line], begin: int) -> list[Line]:
    """The lines from `begin` on that are one label with its grade; empty when they are not."""
    group: list[Line] = []
    best: list[Line] = []
    for line in lines[begin : begin + HEADING_LINES]:
        if _parts(line) is None or LISTED.search(line.text) or (group and not _is_near(group[-1], line)):
            break
        group.append(line)
        labels, grades = _columns(group)
        if len(labels) > 1 or len(grades) > 1:
            break
        if labels and grades and _domain(labels[0].text) and GRADE.fullmatch(grades[0].text):
            best = list(group)
    return best


def _is_near(above: Line, line: Line) -> bool:
    if line.page is None:
        return line.top - above.top <= LINE_GAP
    return line.page == above.page and line.top - above.top <= LINE_GAP * line.size


def _is_first(line: Line) -> bool:
    parts = _parts(line)
    return parts is not None and bool(FIRST_LABEL.search(reference.normalise_name(parts[0])))


def _is_grade_only(line: Line) -> bool:
    """Whether a piece of a grade stands alone in the grade column ("good" may also end the sentence above the list)."""
    parts = _parts(line)
    return parts is not None and not parts[0] and (line.page is None or line.x0 > GRADE_COLUMN)


def _opens_the_first_grade(above: Sequence[Line]) -> bool:
    """Whether the last of the lines above the first label is of its grade.

    A text has no columns: there a whole grade may end the sentence above the list. It is the list's where that
    sentence has ended before it, as is one broken off ("Requires improvement to be / 1. Children ... / good").
    """
    line = above[-1]
    if not _is_grade_only(line):
        return False
    is_whole = line.page is None and bool(GRADE.fullmatch(line.text.strip()))
    return not is_whole or (len(above) > 1 and bool(ENDS_SENTENCE.search(above[-2].text)))


def _has_last_label(rows: Sequence[Line]) -> bool:
    labels, grades = _columns(rows)
    is_last = _domain(labels[-1].text) == LAST_DOMAIN if labels else False
    return is_last and len(labels) == len(grades) and bool(GRADE.fullmatch(grades[-1].text))


def _columns(lines: Sequence[Line]) -> tuple[list[_Stretch], list[_Stretch]]:
    """The labels and the grades, each joined over its lines."""
    labels: list[_Stretch] = []
    grades: list[_Stretch] = []
    for line in lines:
        label, grade = _parts(line) or ("", "")
        if label:
            _extend(labels, label, line, continues=bool(labels) and _is_label_part(f"{labels[-1].text} {label}"))
        if grade:
            joined = f"{grades[-1].text} {grade}" if grades else ""
            _extend(grades, grade, line, continues=bool(GRADE_PIECE.fullmatch(joined)))
    return labels, grades


def _extend(stretches: list[_Stretch], text: str, line: Line, *, continues: bool) -> None:
    if continues:
        stretches[-1].text += f" {text}"
        stretches[-1].last = line
    else:
        stretches.append(_Stretch(text, line, line))


def _statements(lines: Sequence[Line]) -> list[JudgementStatement]:
    labels, grades = _columns(lines)
    pairs = list(zip(labels, grades, strict=False))
    if len(labels) != len(grades) or not all(_is_row(label, grade) for label, grade in pairs):
        raise UnreadableReport(
            "grade_table",
            f"The graded list does not pair: labels {'; '.join(x.text for x in labels)}, "
            f"grades {'; '.join(x.text for x in grades)}. Read it by hand, and add a label to judgement_labels.csv "
            "if it is one of the framework's.",
        )
    return [_statement(label, grade, "grade_table") for label, grade in pairs]


def _is_row(label: _Stretch, grade: _Stretch, *, may_stand_apart: bool = False) -> bool:
    """Whether a label and a grade are known, and stand side by side when they are on one page."""
    apart = (
        not may_stand_apart
        and label.first.page == grade.first.page is not None
        and (label.first.top > grade.last.bottom + BESIDE or grade.first.top > label.last.bottom + BESIDE)
    )
    return not apart and _domain(label.text) is not None and bool(GRADE.fullmatch(grade.text))


def _statement(label: _Stretch, grade: _Stretch, place: str) -> JudgementStatement:
    domain = _domain(label.text)
    code = reference.grade_code(grade.text)
    assert domain is not None, label.text
    assert code is not None, grade.text
    name = ROW_NUMBER.sub("", label.text)
    printed = grade.text.rstrip(".")
    return JudgementStatement(
        SERVICE, domain, name, printed, code, place, label.first.page, f"{label.text} {grade.text}"
    )
