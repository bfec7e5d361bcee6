"""Sentences that state a judgement of a single inspection ("The graded judgement for adoption performance is good").

Only a whole statement counts: a known subject, a verb in the present, a grade, and then the sentence's end or its
reason. Definitions ("An LSCB requires improvement if ..."), hedges ("is not yet good") and what an earlier
inspection found ("was judged to be adequate") do not have that form.
"""

from __future__ import annotations

import re
from functools import cache

from pipelines import reference
from pipelines.parsing.report import without_superscripts
from pipelines.parsing.statements import JudgementStatement
from pipelines.parsing.words.dashes import DASH

FRAMEWORK = "sif"
SERVICE = "childrens_services"
BOARD = "safeguarding_board"
COVER = "cover_sentence"
IMPROVEMENT = r"requires?\s+improvement(?:\s+to\s+be\s+good)?"
VERDICT = (
    r"(?:(?:is|are)(?:\s+now|\s*:)?\s+(?:that\s+(?:it|they)\s+(?:(?:is|are)\s+)?)?(?:judged\s+(?:to\s+be\s+|as\s+)?)?[:‘'“\"]?\s*"
    rf"(?P<grade>outstanding|good|inadequate|not\s+judged|{IMPROVEMENT})|(?P<verb_grade>{IMPROVEMENT}))"
)
REASON = r"[’'”\"]?(?=\s*(?:[.:;,]|$)|\s+(?:because|due\s+to)\b|\s+and\s+is\s+not\s+yet\s+good\b)"
AFTER_COLON = rf"\s*[{DASH}:]\s*(?P<colon_grade>outstanding|good|inadequate|{IMPROVEMENT})[.]?$"
BRACKETED = r"(?:\s*\([^()]{1,60}\))?"
CAPITALISED = rf"(?-i:[A-Z])[\w’'.&{DASH}]*,?"
JOINING = r"(?:of|and|&|upon|on|with|metropolitan|borough|city|county|district|council)"
WHAT_IT_IS = r"(?:(?:metropolitan\s+)?(?:borough|city|county|district)\s+of\s+)?"
NAME = rf"{WHAT_IT_IS}{CAPITALISED}(?:\s+(?:{CAPITALISED}|{JOINING}|in|the)){{0,9}}?"
AT_PLACE = r"(?:in|within|on|(?:(?:provided|delivered)\s+)?by|for|of|at|across)"
AREA = r"(?:\s+(?:local\s+authority(?:[’'‘`]?s)?(?:\s+area)?|area))"
PLACE_NAME = rf"(?:\s+{AT_PLACE}\s+(?:the\s+)?(?:area\s+of\s+(?:the\s+)?)?{NAME}{AREA}?)?"
GRADED = r"(?:the\s+(?:graded\s+)?judge?ments?\s+(?:for|about|on|of|regarding|in\s+relation\s+to)\s+)?"
# A board's own name ("The Bath and North East Somerset Local Safeguarding Children Board", "The HSCB").
SHARED = r"(?:(?:tri-?\s?borough|joint|combined|shared)\s+)?"
OWNER = rf"{SHARED}(?:{CAPITALISED}(?:\s+(?:{CAPITALISED}|{JOINING})){{0,9}}?\s+)?"
BOARD_NAME = (
    rf"(?:effectiveness\s+of\s+(?:the\s+)?)?{OWNER}"
    r"(?:(?:joint\s+)?(?:local\s+)?safeguarding\s+children(?:[’'‘`]?s)?\s+boards?|(?-i:[A-Z&]{0,8}SCB))"
)
STATEMENT_LENGTH = 300  # characters: the longest statement seen has 190
ANY_GRADE = re.compile(r"\b(?:outstanding|good|inadequate|judged|improvement)\b", re.IGNORECASE)
DEFINITION = re.compile(r"^(?:an?|any)\s", re.IGNORECASE)
SERVICES = (
    r"(?:the\s+)?(?:(?:local\s+authority[’'‘`]?s?\s+)?(?:children[’'‘`]?s\s+services?|services(?:\s+for\s+children)?)"
    r"|local\s+authority|it)"
)
OVERALL = re.compile(
    rf"(?:^|\bthe\s+)(?P<subject>overall\s+(?:judge?ment|effectiveness))(?:\s+(?:of|for|on|about)\s+{SERVICES})?{PLACE_NAME}"
    rf"(?:\s+(?:is\s+that\s+{SERVICES}{PLACE_NAME}\s+)?{VERDICT}{REASON}|{AFTER_COLON})",
    re.IGNORECASE,
)
# Any sentence that ends in a grade and speaks of the services, by whatever name ("The council’s services are good").
# It counts only where a cover states the overall judgement and nothing else.
LEADING_WORD = r"[^\W\d_][\w’'‘`-]*,?"
LOOSE_OVERALL = re.compile(
    rf"(?P<subject>(?=(?-i:[A-Z]))(?:{LEADING_WORD}\s+){{0,6}}?"
    rf"(?:services?|authority|council|judge?ments?|effectiveness|they|it|these)\b[^.;:]{{0,90}}?)\s+{VERDICT}[’'”\"]?\.?",
    re.IGNORECASE,
)
NOT_THIS_INSPECTION = re.compile(
    r"\b(?:previous(?:ly)?|last|earlier|not|until|if|when|should|would|will|must|may|expect\w*|receive\w*|was|were|minimum|board|LSCB)\b",
    re.IGNORECASE,
)


@cache
def _statement_pattern() -> re.Pattern[str]:
    phrases = [(row["phrase"], row["domain_code"]) for row in reference.rows("opening_subjects") if _is_sif(row)]
    ordered = sorted(phrases, key=lambda pair: len(pair[0]), reverse=True)
    subjects = "|".join(_spaced(phrase) for phrase, _ in ordered)
    return re.compile(
        rf"(?:overall,\s+)?{GRADED}(?:the\s+)?(?P<subject>{subjects}|(?P<board>{BOARD_NAME}))"
        rf"{BRACKETED}(?P<where>{PLACE_NAME}){BRACKETED}(?:,?\s+{VERDICT}{REASON}|{AFTER_COLON})",
        re.IGNORECASE,
    )


@cache
def _domains() -> dict[str, str]:
    rows = reference.rows("opening_subjects")
    return {_key(row["phrase"]): row["domain_code"] for row in rows if _is_sif(row)}


def _key(phrase: str) -> str:
    """A phrase without what its pattern leaves open: an apostrophe may be missing ("Childrens services")."""
    return reference.normalise_name(phrase).replace("'", "")


def _is_sif(row: dict[str, str]) -> bool:
    return row["framework_code"] == FRAMEWORK


def _spaced(phrase: str) -> str:
    words = (re.escape(word).replace("'", "[’'‘`]?") for word in phrase.rstrip(",").replace(",", "").split())
    words = ("(?:and|&)" if word == "and" else word for word in words)
    return r",?\s+".join(words)


def overall_statement(text: str, page: int | None) -> JudgementStatement | None:
    """The judgement that a cover states as the overall one ("The overall judgement is that services are good")."""
    match = OVERALL.search(without_superscripts(text))
    if match is None or (match["colon_grade"] and match.start() > 0):
        return None  # "At the last inspection the overall effectiveness: good" is another inspection's
    return _statement("overall_effectiveness", match, COVER, page)


def loose_overall_statement(text: str, page: int | None) -> JudgementStatement | None:
    """The grade that a whole text of a cover gives the services, in words that no other pattern has; else None."""
    plain = without_superscripts(text)
    match = None if NOT_THIS_INSPECTION.search(plain) else LOOSE_OVERALL.fullmatch(plain)
    return _statement("overall_effectiveness", match, COVER, page) if match else None


def opening_statement(text: str, place: str, page: int | None) -> JudgementStatement | None:
    """The judgement that the text's first sentence states; None when it states none."""
    if DEFINITION.match(text) or not ANY_GRADE.search(text, 0, STATEMENT_LENGTH):
        return None
    plain = without_superscripts(text)
    match = _statement_pattern().match(plain)
    if match is None:
        return None
    domain = BOARD if match["board"] else _domains()[_key(match["subject"])]
    if match["colon_grade"] and domain != BOARD:
        return None  # "Adoption performance: good" stands in lists of another inspection's grades; boards are in none
    return _statement(domain, match, place, page)


def subject_place(text: str) -> str | None:
    """The place that an overall statement names ("Children’s services in Derby City are good" gives Derby City)."""
    match = _statement_pattern().match(without_superscripts(text)) if ANY_GRADE.search(text) else None
    if match is None:
        return None
    return re.sub(rf"{AREA}$", "", re.sub(rf"^\s*{AT_PLACE}\s+(?:the\s+area\s+of\s+)?", "", match["where"])).strip()


def _statement(domain: str, match: re.Match[str], place: str, page: int | None) -> JudgementStatement:
    groups = match.groupdict()
    words = groups["grade"] or groups["verb_grade"] or groups.get("colon_grade")
    grade = " ".join((words or "").split())
    code = reference.grade_code(grade)
    assert code is not None, grade
    return JudgementStatement(SERVICE, domain, match["subject"], grade, code, place, page, match[0].strip())
