"""The clause that gives an earlier grade: "services were judged good overall, and outstanding for leadership"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.parsing.earlier_grades.subjects import subject_codes

GRADE = (
    r"[‘“'\"]?(?:grade [1-4] \()?(?P<grade>outstanding|good|adequate|inadequate"
    r"|requir(?:e|es|ed|ing) improvement(?: to be good)?)\)?[’”'\"]?(?: \(grade [1-4]\))?(?!\w)"
)
ADVERB = r"(?: (?:both|also|all|then|first|still|each|overall))*"
JUDGED = rf"(?:was|were|had been|has been|have been){ADVERB} (?:judged|rated|graded|found|assessed)"
TO_BE = r"(?: by (?:Ofsted|inspectors))?(?: overall)?(?: (?:to be|as|to))?(?: overall)?"
PASSIVE = re.compile(rf"(?P<subject>.+?)(?:,? (?:which )?{JUDGED}|, judged){TO_BE} {GRADE}", re.IGNORECASE)
PLAIN = re.compile(rf"(?P<subject>.+?)(?:,? (?:which )?(?:was|were){ADVERB}|, already) {GRADE}", re.IGNORECASE)
GRADED = re.compile(
    rf"(?:the )?graded judge?ment (?:for|about|of|on) (?P<subject>.+?) was"
    rf" (?:that (?:it|they) (?:(?:was|were) )?)?{GRADE}",
    re.IGNORECASE,
)
REQUIRED = re.compile(
    r"(?P<subject>.+?),? (?P<grade>requir(?:es?|ed) improvement(?: to be good)?)(?!\w)", re.IGNORECASE
)
SAID_THAT = re.compile(r"^(?:(?:Ofsted|inspectors|which) )?(?:found|judged) that (?=\w)", re.IGNORECASE)
ACTIVE = re.compile(
    rf"(?:(?:Ofsted|inspectors|which|that) )?(?:judged|found|rated|graded) (?P<subject>.+?)(?: (?:to be|as|to))?"
    rf" {GRADE}",
    re.IGNORECASE,
)
QUALIFIER = re.compile(
    r",? overall\b|,? (?:in|across) (?:all|every) areas?(?: of (?:the )?services?)?\b"
    r"| with (?:some )?outstanding features"
    r"| (?:in|at) (?:both|this|that) inspections?\b",
    re.IGNORECASE,
)
SCOPE = re.compile(r",? (?:for|in) ", re.IGNORECASE)
FURTHER_GRADE = re.compile(rf",? (?:and|but) {GRADE}(?= (?:for|in) )", re.IGNORECASE)
FURTHER_SUBJECT = re.compile(
    rf",? (?:and|with) (?P<subject>[\w@’' ]+?)(?: (?:was|were))?(?: judged)?(?: (?:to be|as))? {GRADE}", re.IGNORECASE
)
BOUNDARY = re.compile(r",? (?:and|but|in|at) |[,.;]|$")
CLAUSE_END = re.compile(r"\s*(?:[.,;:]|$)")

Verdict = tuple[tuple[str, ...], str]  # subject codes, the grade as printed


def grades_in(clause: str, *, judged_only: bool = False) -> list[Verdict]:
    """What the clause says was judged, each with its grade; empty when any part of it is not understood.

    The clause begins with its subject, or with "judged". With `judged_only`, "was good" is no verdict.
    """
    clause = SAID_THAT.sub("", clause)
    forms = (ACTIVE, PASSIVE) if judged_only else (ACTIVE, PASSIVE, GRADED, PLAIN, REQUIRED)
    opening = next((match for form in forms if (match := form.match(clause))), None)
    codes = subject_codes(opening["subject"]) if opening else ()
    if opening is None or not codes:
        return []
    found: list[Verdict] = [(codes, opening["grade"])]
    rest = clause[opening.end() :]
    while True:
        while match := QUALIFIER.match(rest):
            rest = rest[len(match[0]) :]
        scope = _scope(rest)
        if scope:
            found[-1] = (scope[0], found[-1][1])
            rest = rest[scope[1] :]
        further = _further(rest)
        if further is None:
            return found if CLAUSE_END.match(rest) else []
        found.append(further[0])
        rest = rest[further[1] :]


def _scope(rest: str) -> tuple[tuple[str, ...], int] | None:
    """What a grade is for (" for both services"), the longest phrase that is a subject, and where it ends."""
    opening = SCOPE.match(rest)
    if opening is None:
        return None
    ends: Iterator[int] = reversed([match.start() for match in BOUNDARY.finditer(rest, opening.end())])
    found = ((subject_codes(rest[opening.end() : end]), end) for end in ends)
    return next(((codes, end) for codes, end in found if codes), None)


def _further(rest: str) -> tuple[Verdict, int] | None:
    """A further verdict: " and inadequate" (its scope follows), or " and those for looked after children good"."""
    grade = FURTHER_GRADE.match(rest)
    if grade:
        return (("generic",), grade["grade"]), grade.end()
    subject = FURTHER_SUBJECT.match(rest)
    codes = subject_codes(subject["subject"]) if subject else ()
    return ((codes, subject["grade"]), subject.end()) if subject and codes else None
