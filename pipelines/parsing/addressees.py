"""Whom a recommendation's own sentence addresses: "the LSCB and NHS Kent should ..."."""

from __future__ import annotations

import re

BOARD = re.compile(r"(?:[\w’',& -]* )?(?:lscb|(?:safeguarding children(?:[’']?s)? )?board)", re.IGNORECASE)
SUBJECT = re.compile(r"^(?:the )?(?P<body>[^.;:]{3,200}?),? (?:should|must|needs? to)\b", re.IGNORECASE)
NOT_A_BODY = re.compile(
    r"\b(?:that|to|which|who|so|ensure|improve|review|strengthen|develop|when|where"
    r"|reports?|process(?:es)?|structure|plans?|strategy|arrangements)\b",
    re.IGNORECASE,
)
LOCAL_AUTHORITY = re.compile(
    r"(?:[\w’',& -]* )?(?:local authority|council|leaders from the local authority)", re.IGNORECASE
)
PARTNERSHIP = re.compile(
    r"(?:[\w’',& -]* )?(?:partnership|local area|partners|safeguarding partners|agencies)", re.IGNORECASE
)
BODY = re.compile(
    r"\b(?:lscb|board|nhs|icbs?|ccgs?|pct|trusts?|hospitals?|health|police|constabulary|probation|council"
    r"|local authority|partnership|partners|agencies|commissioners?|providers?|schools?|local area)\b",
    re.IGNORECASE,
)


def addressed_to(text: str) -> str | None:
    """The body that an item's sentence begins with: authority, lscb, partnership, or other bodies as printed."""
    match = SUBJECT.match(text)
    if match is None or NOT_A_BODY.search(match["body"]) or not BODY.search(match["body"]):
        return None
    body = match["body"].strip(" ,")
    if BOARD.fullmatch(body):
        return "lscb"
    if " and " not in body and LOCAL_AUTHORITY.fullmatch(body):
        return "authority"
    return "partnership" if " and " not in body and PARTNERSHIP.fullmatch(body) else body
