"""Ready answers: sql/questions/*.sql, one question a file, each headed by what it asks and what can be set."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.settings import ROOT

QUESTIONS_FOLDER = ROOT / "sql" / "questions"
_TITLE = re.compile(r"-- (\d+)\. (.+\?)")
_NOTE = re.compile(r"-- (grain|set \w+(?: \([\w., ]+\))?|caveat): (.+)")
_PARAMETER = re.compile(r"set (\w+)(?: \((.+)\))?")
_CONTINUED = re.compile(r"--   (\S.*)")
_CHOSEN = re.compile(r"^with chosen as \(\n(.+?)\n\)", re.DOTALL | re.MULTILINE)


class QuestionError(Exception):
    """A question's file has no proper head, the questions are not numbered from 1, or a setting is none of its own.

    The message is one line, and names it.
    """


@dataclass(frozen=True)
class Parameter:
    """What can be set in a question: a DuckDB variable of that name, which its common table `chosen` reads.

    `allowed` says which values it takes: a table's column as `table.column`, or codes separated by commas; empty for
    any of its type.
    """

    name: str
    allowed: str
    meaning: str


@dataclass(frozen=True)
class Question:
    """A question of sql/questions: `title` in plain words, what a row of its answer is, what can be set, caveats.

    `name` is its file's, `number` its place in the list, `sql` the whole file, which runs on the published file;
    `chosen` is the part of it that reads what was set, with the defaults, itself a statement of one row.
    """

    name: str
    number: int
    title: str
    grain: str
    parameters: tuple[Parameter, ...]
    caveat: str
    sql: str
    chosen: str


@cache
def questions() -> dict[str, Question]:
    """Every question by name, in the order of the list. Raises QuestionError."""
    found = sorted((read(path) for path in QUESTIONS_FOLDER.glob("*.sql")), key=lambda question: question.number)
    if [question.number for question in found] != list(range(1, len(found) + 1)):
        raise QuestionError(f"The questions' numbers are {', '.join(str(each.number) for each in found)}.")
    return {question.name: question for question in found}


def read(path: Path) -> Question:
    """The question in that file. Raises QuestionError when its head lacks a part."""
    sql = path.read_text(encoding="utf-8").strip()
    head = [line for line in sql.split("\nwith ", maxsplit=1)[0].splitlines() if line.strip()]
    title = _TITLE.fullmatch(head[0]) if head else None
    if title is None:
        raise QuestionError(f"{path.name} does not ask its question in its first line (-- 1. What ...?).")
    notes = _notes(path.name, head[1:])
    chosen = _CHOSEN.search(sql)
    of_parameters = [_PARAMETER.fullmatch(note) for note in notes]
    parameters = tuple(
        Parameter(named[1], named[2] or "", notes[named[0]]) for named in of_parameters if named is not None
    )
    if [*notes][:1] != ["grain"] or [*notes][-1:] != ["caveat"] or not parameters or chosen is None:
        raise QuestionError(f"{path.name} needs grain, what can be set and caveat in its head, and `chosen` below it.")
    read_there = set(re.findall(r"getvariable\('(\w+)'\)", chosen[1]))
    if read_there != {parameter.name for parameter in parameters}:
        raise QuestionError(f"{path.name}: `chosen` reads {', '.join(sorted(read_there))}; its head has others.")
    return Question(path.stem, int(title[1]), title[2], notes["grain"], parameters, notes["caveat"], sql, chosen[1])


def _notes(name: str, lines: list[str]) -> dict[str, str]:
    """The head's notes by what they are, continued lines joined."""
    notes: dict[str, str] = {}
    for line in lines:
        note, continued = _NOTE.fullmatch(line), _CONTINUED.fullmatch(line)
        if note and note[1] not in notes:
            notes[note[1]] = note[2]
        elif continued and notes:
            notes[list(notes)[-1]] += f" {continued[1]}"
        else:
            raise QuestionError(f"{name} has an unknown line in its head: {line}")
    return notes
