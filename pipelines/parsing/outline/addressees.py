"""Whom a recommendation addresses: the body that its own sentence begins with ("the LSCB and NHS Kent should ...")."""

from __future__ import annotations

import re

from pipelines import reference

# A board with another name is no safeguarding board ("the partnership board", "NHS Kent Integrated Care Board").
BOARD = re.compile(
    r"board|(?:[\w’',& -]* )?(?:lscb|the board|safeguarding (?:children(?:[’']?s)? )?board)", re.IGNORECASE
)
SUBJECT = re.compile(r"^(?:the )?(?P<body>[^.;:]{3,200}?),? (?:should|must|needs? to)\b", re.IGNORECASE)
LOCAL_AUTHORITY = re.compile(
    r"(?:[\w’',& -]* )?(?:local authority|council|leaders from the local authority)", re.IGNORECASE
)
PARTNERSHIP = re.compile(
    r"(?:[\w’',& -]* )?(?:partnership|local area|partners|safeguarding partners|agencies|area leaders)", re.IGNORECASE
)
BODY = re.compile(
    r"\b(?:lscb|board|nhs|icbs?|ccgs?|pct|trusts?|hospitals?|health|police|constabulary|chief constable"
    r"|probation|youth (?:justice|offending)|cafcass|council|local authority"
    r"|partnership|partners|agencies|commissioners?|providers?|schools?|local area|area leaders"
    r"|leaders in education|education leaders"
    r"|lscp)\b",
    re.IGNORECASE,
)
# The words of a body's name that are written small: any other small word makes it no name but a part of a sentence
# ("While school staff understand the need to").
SMALL_WORDS = re.compile(
    r"a|across|adult|agencies|agency|all|and|area|areas|associated|at|authorities|authority|between|board"
    r"|boards|by|care|chief|children|children's|clinical|college|colleges|commissioners|commissioning|constable|council"
    r"|councils|directors|education|emergency|executive|for|foundation|from|group|groups|health|hospital"
    r"|hospitals|in|including|independent|integrated|its|joint|justice|leader|leaders|leadership|local|management"
    r"|managers|mental|multi-agency|of|office|officers|offending|on|our|partner|partners|partnership"
    r"|partnerships|people|people's|police|practitioners|primary|probation|provider|providers|public"
    r"|safeguarding|school|schools|senior|service|services|settings|shadow|social|statutory|strategic|system"
    r"|teams|the|their|together|trust|trusts|with|within|working|young|youth"
)
INTRODUCED = re.compile(r"(?P<before>[^.;:]+?) (?:should|must|needs? to)\b", re.IGNORECASE)
CODES = ("authority", "lscb", "partnership")


def addressed_to(text: str) -> str | None:
    """The body that an item's sentence begins with: authority, lscb, partnership, or other bodies as printed."""
    match = SUBJECT.match(text)
    if match is None or not BODY.search(match["body"]) or not _is_name(match["body"]):
        return None
    body = match["body"].strip(" ,")
    if BOARD.fullmatch(body):
        return "lscb"
    if " and " not in body and LOCAL_AUTHORITY.fullmatch(body):
        return "authority"
    return "partnership" if " and " not in body and PARTNERSHIP.fullmatch(body) else body


def introduced(sentence: str) -> str | None:
    """Whom the sentence before a list asks to act ("In order to ..., the council and its partners should ...")."""
    match = INTRODUCED.match(sentence)
    if match is None:
        return None
    *before, body = match["before"].split(", ")
    while before and BODY.search(before[-1]) and _is_name(before[-1]):
        body = f"{before.pop()}, {body}"
    return addressed_to(f"{body} should")


def _is_name(body: str) -> bool:
    words = (word.strip(",()[]").replace("’", "'") for word in body.split())
    return all(not word[:1].islower() or SMALL_WORDS.fullmatch(word) for word in words)


def addressee_code(whom: str) -> str:
    """What kind of body is addressed: a code of addressee_wordings.csv, several, or other for one that it has not."""
    if whom in CODES:
        return whom
    name = reference.normalise_name(whom)
    wordings = reference.patterns("addressee_wordings", "addressee_code")
    codes = {code for pattern, code in wordings if pattern.search(name)}
    return codes.pop() if len(codes) == 1 else "several" if codes else "other"
