"""What a sentence about an earlier inspection says was judged: its subject to services and judgement areas."""

from __future__ import annotations

import re
from functools import cache

from pipelines.reference import authorities, normalise_name, rows

LAST_DAY = "9999-12-31"
# Whose it is, said before the service ("the local authority's", "Surrey County Council's").
OWN = (
    r"(?:the |its |their )?"
    r"(?:(?:(?:local )?authority|council)(?:'s)? |@(?: (?:local authority|(?:\w+ )?council))?(?:'s)? )?"
)

QUALITY_OF = re.compile(r"^(?:the )?(?:overall )?quality of (?=(?:the )?(?:[\w@']+ )*services\b)", re.IGNORECASE)


@cache
def _authority_names() -> re.Pattern[str]:
    names = {version.name for version in authorities()} | {row["alias"] for row in rows("authority_aliases")}
    longest_first = sorted((re.escape(name) for name in names), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(longest_first).replace("'", "['’]") + r")\b")


@cache
def _own_names(urn: str) -> frozenset[str]:
    names = [version.name for version in authorities() if version.urn == urn]
    names += [row["alias"] for row in rows("authority_aliases") if row["urn"] == urn]
    return frozenset(normalise_name(name) for name in names)


def without_names(text: str, urn: str) -> str | None:
    """The text with the authority's own names as @; None when it names another authority."""
    names = {match[0] for match in _authority_names().finditer(text)}
    if any(normalise_name(name) not in _own_names(urn) for name in names):
        return None
    return _authority_names().sub("@", text) if names else text


@cache
def _subjects() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (row["subject_code"], re.compile(row["pattern"].replace("{OWN}", OWN), re.IGNORECASE))
        for row in rows("stated_subjects")
    )


def subject_codes(words: str) -> tuple[str, ...]:
    """stated_subjects.csv's code of the whole phrase (own names in it as @), or of its two halves around "and"."""
    plain = QUALITY_OF.sub("", " ".join(words.replace("’", "'").split()).strip(" ,"))
    whole = _code(plain)
    if whole:
        return (whole,)
    for joint in re.finditer(r",? and ", plain):
        first, second = _code(plain[: joint.start()]), _code(plain[joint.end() :])
        if first and second:
            return (first, second)
    return ()


def _code(phrase: str) -> str | None:
    return next((code for code, pattern in _subjects() if pattern.fullmatch(phrase)), None)


def subject_at_end(text: str) -> tuple[str, ...]:
    """The codes of the longest subject that the text ends with, pronouns left out."""
    starts = [match.start() for match in re.finditer(r"(?<!\S)\S", text)][-16:]
    found = (subject_codes(text[start:]) for start in starts)
    return next((codes for codes in found if codes and "pronoun" not in codes), ())


def judged_areas(code: str, when: str | None, grade_code: str) -> list[tuple[str | None, str]]:
    """Service and domain codes of a subject judged by an inspection of `when` (ISO, as precise as printed).

    They are stated_areas.csv's of that time: two services to 2013, one since. The grade tells the time better than the
    date: adequate was last given, and requires improvement first, when single inspections began. A year alone counts
    from its first day; an inspection without a date is one of the latest. The service is None where a report of the
    time of two services speaks only of services.
    """
    first, last = _days_of_grade(grade_code)
    stated = f"{when}-01-01"[:10] if when else LAST_DAY
    day = min(max(stated, first), last)
    return [
        (row["service_code"] or None, row["domain_code"])
        for row in rows("stated_areas")
        if row["subject_code"] == code and row["inspections_from"] <= day <= (row["inspections_to"] or LAST_DAY)
    ]


@cache
def _days_of_grade(grade_code: str) -> tuple[str, str]:
    """The first and last day on which an inspection of children's services that could give the grade can have begun."""
    giving = [
        row
        for row in rows("frameworks")
        if row["is_of_childrens_services"] == "true" and grade_code in row["grade_scale"].split(";")
    ]
    firsts = [row["first_inspection"] for row in giving]
    return min(firsts, default=""), max((row["last_inspection"] or LAST_DAY for row in giving), default=LAST_DAY)
