"""Words that count without a number: "no children", "none of whom", "all of whom live out of the area", "both"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.parsing.metrics.figure import APPROXIMATE, REACH, Figure

# A thing in the singular is missing, not counted ("there is no review of such decisions").
COUNTED = (
    r"(?:child(?:ren)?|young (?:people|person)|pupils?|adoptions|notifications|reviews|review \(SCR\)s|SCRs|homes|units"
    r"|schools|placements|carers|families|cases|inspections|orders|deaths|complaints|referrals|care leavers?|exclusions"
    r"|adopters|students|apprentices|lay members|interviews"
    r"|(?:adoption |placement )?(?:breakdowns|disruptions)|adoption support packages)"
)
# What is counted may name something else ("no care leavers' group", "no child sexual exploitation strategy").
ATTRIBUTE = (
    r"(?!(?:[’']s?)? (?:(?:focus |welfare |support )?(?:groups?|forums?|councils?|agenc\w+|strateg\w+)|social care"
    r"|services?|(?:sexual |criminal )?exploitation|and adolescent)\b)"
)
THESE = r"of (?:whom|which|these|them)\b(?! are (?:Her|His) Majesty)"
LIVE_OUT = r"(?= (?:live[ds]?|are|is|were)(?: placed)? out)"
SHARES = re.compile(
    rf"\b(?:(?P<all>all {THESE}|{THESE},? all\b|all{LIVE_OUT})"
    rf"|(?P<none>none {THESE}|{THESE},? none\b|none{LIVE_OUT})"
    rf"|(?P<both>both(?= {THESE}| (?:live[ds]?|are) (?:in|out|outside|with)\b))"
    rf"|(?P<nil>none\b(?! of (?:this|that|it)\b)|no(?= (?P<between>(?:[\w’'-]+ ){{0,3}}?){COUNTED}\b{ATTRIBUTE})))",
    re.IGNORECASE,
)
# "No longer", "no more than five", and one thing that those counted have not ("no delay for children", "no council for
# care leavers"), or what is never counted ("no delays in young people being seen").
NOT_COUNTED = re.compile(
    r"^(?:longer|one|(?:more|less|fewer|later) than)\b"
    r"|\b(?:arrangements|concerns|delays|gaps|issues|links|mechanisms|plans|records|systems)\b"
    r"|(?:^| )[a-z][\w’'-]*(?<!s) (?:about|as|at|by|for|from|in|of|on|that|to|where|with|within)\b"
    r"|s that\b"
)
# What is so only where nothing is there ("when no adopters are available"), or not quite ("few or no placements").
UNCOUNTED_BEFORE = re.compile(
    r"\b(?:if|unless|when|whenever|where|occasions (?:that|when))(?: there (?:is|are))?(?: currently)? $"
    r"|\b(?:almost|virtually|practically|(?:few|little) or) $",
    re.IGNORECASE,
)
# What is aimed at ("so that no child waits"); what was reached counts ("has ensured that no children were unsafe").
AIMED_BEFORE = re.compile(
    r"\b(?:so|(?:ensur|mak)\w+(?: sure)?|aims?|aspiration|ambition|goal|vision) that [‘“'\"]?$", re.I
)
ONE_OF_ALL = re.compile(r" (?:[\w’'-]+ ){0,3}?(?:child|young person|pupil)\b", re.IGNORECASE)
# What is not so for all ("do not respond to all of these children").
NOT_ALL = re.compile(
    r"\b(?:not|never|cannot) (?:(?!(?:and|as|because|but|only|so|that|while)\b)[^\s.,;:]+ )*$", re.IGNORECASE
)
# Where children live who do not live outside the area ("11 live with parents, all within Plymouth"): none is outside.
INSIDE = re.compile(
    rf"\b(?:all|both|each|every one)(?: {THESE})?(?: (?:live[ds]?|living|reside[sd]?|are|is|were|was))?"
    r"(?: (?:placed|located|living|based))? (?:with)?in(?:side)? "
    r"(?:(?:the|this|its|their) (?:(?:local|own|home|city|county) )*"
    r"(?:authority|council|area|county|city|borough|district)(?: area)?\b"
    r"|(?-i:(?!Year|Key|Stage|Reception|Education)[A-Z])[\w-]+)",
    re.IGNORECASE,
)
PLACES = ("home", "school", "foster", "parent", "unit")  # each of PLACED has one
PLACED = re.compile(
    r"\b(?:live[sd]?|living|placed|reside[sd]?|are|is|were|was)\b.*\b(?:homes?|schools?|foster\w*|parents?|units?)\b",
    re.I,
)
SHARE_WORDS = ("all", "none", "both", "no ", "each", "every one")  # each of SHARES and INSIDE has one
SHARE_VALUES = {"all": (100, "percent"), "none": (0, "percent"), "both": (2, "count"), "nil": (0, "count")}


def find_shares(text: str) -> Iterator[Figure]:
    """The words of the sentence that say how many, or what share, without a number."""
    lower = text.lower()
    if not any(word in lower for word in SHARE_WORDS):
        return
    may_place = any(place in lower for place in PLACES)
    inside = [m for m in INSIDE.finditer(text) if PLACED.search(text, 0, m.start())] if may_place else []
    yield from (Figure(match[0], 0, "percent", match.start(), match.end()) for match in inside)
    for match in SHARES.finditer(text):
        if any(other.start() <= match.start() < other.end() for other in inside):
            continue
        before = text[max(0, match.start() - REACH) : match.start()]
        if (match["all"] and NOT_ALL.search(before)) or (match["nil"] and _counts_nothing(match, before)):
            continue
        value, unit = SHARE_VALUES[next(name for name in SHARE_VALUES if match[name])]
        approximate = match["all"] is not None and bool(APPROXIMATE.search(before))
        yield Figure(match[0], value, unit, match.start(), match.end(), approximate)


def _counts_nothing(match: re.Match[str], before: str) -> bool:
    """Whether a "no" or "none" is no count of 0."""
    if match["between"] is None:
        return False
    if NOT_COUNTED.search(match["between"]) or UNCOUNTED_BEFORE.search(before):
        return True
    return bool(AIMED_BEFORE.search(before) and ONE_OF_ALL.match(match.string, match.end()))
