"""A grade as reports of 2009-13 print it: its word, its number or both, behind what it is a grade of."""

from __future__ import annotations

import re

from pipelines import reference
from pipelines.parsing.report import without_superscripts
from pipelines.parsing.words.dashes import DASH

GRADES = ("outstanding", "good", "adequate", "inadequate")  # in the order of their numbers, from 1
GRADE_WORD = "|".join(GRADES)
# "Adequate", "Grade 3 (Adequate)", "Grade: 3 – adequate", "3 – adequate", "Grade: Adequate (3)", "Adequate (Grade 3)",
# "Inadequate Grade 4" (Medway 2013).
NAMED = r"(?:grade\s*:?\s*)?"
PRINTED_GRADE = (
    rf"{NAMED}(?:(?P<first_number>[1-4])\s*[{DASH}:]?\s*\(?\s*)?(?P<grade>{GRADE_WORD})\b\s*\)?"
    rf"(?:\s*[{DASH},:]?\s*\(?\s*{NAMED}(?P<last_number>[1-4])\s*\)?)?"
)
# A footnote's mark that clings to a grade: its digit is raised no more in a text ("Adequate1"); of two that are raised
# the comma is left ("Adequate ²,³").
CLINGING_MARK = re.compile(r"(?<=[a-z)])(?:\d|[ ,]*[*†‡]| ?,)+$", re.IGNORECASE)
TRAILING_GRADE = re.compile(
    rf"(?P<label>.*?)(?:^|(?<=[{DASH}\s:]))(?P<printed>{PRINTED_GRADE})\s*[.:]?$", re.IGNORECASE
)
CONTRADICTORY = ""  # stands for the code of a grade whose number and word differ


def printed_grade(text: str) -> tuple[str, str, str] | None:
    """The text before a grade that ends the text, the grade as printed and its code; None without a grade.

    The code is CONTRADICTORY where the grade's number and word differ ("Grade 2 (Adequate)").
    """
    match = TRAILING_GRADE.match(CLINGING_MARK.sub("", without_superscripts(text)))
    if match is None:
        return None
    code = reference.grade_code(match["grade"])
    numbers = {number for number in (match["first_number"], match["last_number"]) if number}
    if code is None or numbers - {str(GRADES.index(match["grade"].lower()) + 1)}:
        code = CONTRADICTORY
    return match["label"].strip(f" :{DASH}"), match["printed"].strip(), code
