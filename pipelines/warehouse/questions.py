"""Ready answers: sql/questions/*.sql, one question a file, each headed by what it asks and how to change it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.settings import ROOT

QUESTIONS_FOLDER = ROOT / "sql" / "questions"
_TITLE = re.compile(r"-- (\d+)\. (.+\?)")
_NOTE = re.compile(r"-- (grain|change|caveat): (.+)")
_CONTINUED = re.compile(r"--   (\S.*)")
_NOTES = ["grain", "change", "caveat"]


class QuestionError(Exception):
    """A question's file has no proper head, or the questions are not numbered from 1; the message names it."""


@dataclass(frozen=True)
class Question:
    """A question of sql/questions: `title` in plain words, what a row of its answer is, how to change it, caveats.

    `name` is its file's, `number` its place in the list, `sql` the whole file, which runs on the published file.
    """

    name: str
    number: int
    title: str
    grain: str
    change: str
    caveat: str
    sql: str


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
    notes: dict[str, str] = {}
    for line in head[1:]:
        note, continued = _NOTE.fullmatch(line), _CONTINUED.fullmatch(line)
        if note and note[1] not in notes:
            notes[note[1]] = note[2]
        elif continued and notes:
            notes[list(notes)[-1]] += f" {continued[1]}"
        else:
            raise QuestionError(f"{path.name} has an unknown line in its head: {line}")
    if list(notes) != _NOTES:
        raise QuestionError(f"{path.name} needs the notes {', '.join(_NOTES)} in its head, in this order.")
    return Question(path.stem, int(title[1]), title[2], notes["grain"], notes["change"], notes["caveat"], sql)
