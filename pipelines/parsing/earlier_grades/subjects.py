"""What a sentence about an earlier inspection says was judged: its subject to services and judgement areas."""

from __future__ import annotations

import re
from functools import cache

from pipelines.reference import authorities, normalise_name, rows

OVERALL = "overall_effectiveness"
# Whose it is, said before the service ("the local authority's", "Surrey County Council's").
OWN = (
    r"(?:the |its |their )?"
    r"(?:(?:(?:local )?authority|council)(?:'s)? |@(?: (?:local authority|(?:\w+ )?council))?(?:'s)? )?"
)
# From this month the single inspection judged one service; before, safeguarding and looked after children were two.
SINGLE_FROM = "2013-11"
ILACS_FROM = "2018"  # every authority had had a single inspection by then
EARLIER_SERVICES = {
    "help_and_protection": "safeguarding",
    "children_in_care": "looked_after",
    "generic": None,
    "overall": None,
}
BOTH = ("help_and_protection", "children_in_care")


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
    plain = " ".join(words.replace("’", "'").split()).strip(" ,")
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

    The service is None where a report of the time of two services speaks only of services. Adequate was last
    given, and requires improvement first, when single inspections began; an inspection without a date is one of those.
    """
    if grade_code in ("adequate", "requires_improvement"):
        is_single = grade_code == "requires_improvement"
    else:
        is_single = when is None or (when >= SINGLE_FROM[: len(when)] and when != SINGLE_FROM[:4])
    areas = BOTH if code == "both" else (code,)
    if is_single:
        return [("childrens_services", OVERALL if area in ("generic", "overall") else area) for area in areas]
    return [(EARLIER_SERVICES[area], OVERALL) for area in areas if area in EARLIER_SERVICES]
