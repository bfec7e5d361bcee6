"""What a visit looked at: the sentence that says so, and the theme that its wording stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pipelines import reference
from pipelines.frameworks.letters.letter import breaks_off, said
from pipelines.parsing.report import Block
from pipelines.parsing.words.sentence_ends import sentences

VERB = (
    r"(?:looked\s+(?:closely\s+|in\s+\w+\s+)?at|considered|reviewed|evaluated|examined|explored|assessed|inspected"
    r"|scrutinised|(?:focus+ed|concentrated|cent(?:red|ered))\s+(?:\w+\s+)?(?:up)?on|covered)"
)
ACTOR = r"(?:inspectors|we|the\s+visit|this\s+visit|the\s+(?:focus+ed|monitoring)\s+visit|the\s+inspection\s+team)"
LOOKED = re.compile(rf"\b{ACTOR}\s+(?:\w+\s+)?(?:also\s+)?{VERB}\s*:?\s*(?P<what>.*)", re.IGNORECASE)
FOCUS = re.compile(
    r"\b(?:(?:focus|themes?|scope|purpose|areas?\s+covered)\s+(?:of|by|for)\s+(?:the|this)\s+(?:\w+\s+)?visit"
    r"|(?:inspectors[’'‘`]|visit[’'‘`]s|areas?\s+of)\s+(?:\w+\s+)?(?:focus|themes?))\s+"
    r"(?:was|were|included)\s*:?\s*(?:on\s+|to\s+(?:look\s+at|\w+)\s+)?(?P<what>.*)",
    re.IGNORECASE,
)
ARRANGEMENTS = re.compile(
    r"^(?:(?:the\s+)?(?:local\s+authority|council|authority|borough|trust|city|county)(?:[’'‘`]?s|s[’'])?\s+|its\s+|the\s+)?"
    r"(?:\w+\s+){0,2}?(?:arrangements?|services?|support|responses?|work)\s*(?:and\s+(?:support|services|practice|responses?)\s+)?"
    r"(?:(?:for|at|to|with|of|in\s+relation\s+to|in\s+respect\s+of|relating\s+to|regarding|around|concerning|about)\b)\s*:?\s*",
    re.IGNORECASE,
)
PROGRESS = re.compile(
    r"^(?:the\s+)?(?:local\s+authority(?:[’'‘`]s)?\s+)?(?:\w+\s+)?progress\s+(?:that\s+has\s+been\s+|that\s+was\s+)?(?:\w+\s+){0,6}?"
    r"(?:in\s+relation\s+to|in\s+respect\s+of|in|for|with|on|of|to|against|towards)\b\s*:?\s*"
    r"(?:(?:the\s+)?(?:\w+\s+)?(?:following\s+)?(?:areas?|themes?)(?:\s+(?:of|for)\s+(?:concern|improvement|development))?"
    r"(?:\s+(?:that\s+were\s+)?identified\s+(?:at|in|during|by)\s+[^,:;]{0,60})?\s*(?:of|for|[,:;]|$)\s*)?",
    re.IGNORECASE,
)
METHOD = re.compile(
    r"\b(?:range\s+of\s+(?:evidence|documents|information)|case\s+(?:records|discussions)|carried\s+out\s+(?:\w+\s+)?in\s+line"
    r"|gathered\s+evidence|in\s+line\s+with|electronic\s+(?:case\s+)?records|case\s+files)\b",
    re.IGNORECASE,
)
FRAMEWORK_CLAUSE = re.compile(r",?\s*\bin\s+(?:accordance|line)\s+with\s+the\s+inspection\b.*", re.IGNORECASE)
STRONG = 50  # priorities below this name a theme; from it on, words that several themes share
TRAILING = " .,;:"
WRAPPED_HYPHEN = re.compile(r"(?<=\w-)\s(?=\w)(?!(?:and|or|to)\b)")
# Letters of autumn 2020 to July 2021 that name no theme are about the time of the pandemic (Haringey 2021): "... is
# leading Ofsted's work into how England's social care system has delivered ... during the COVID-19 pandemic".
PANDEMIC = re.compile(r"\b(?:covid|coronavirus|pandemic)\b", re.IGNORECASE)
PANDEMIC_WORK = re.compile(r"\bwork\s+into\s+(?P<what>how\b.*)", re.IGNORECASE)
PANDEMIC_VISITS = (date(2020, 9, 1), date(2021, 7, 31))


@dataclass(frozen=True, slots=True)
class Theme:
    """The printed words for what was looked at, and the sentences after them that say more."""

    printed: str
    details: str
    page: int | None


def theme_of(opening: Sequence[Block]) -> Theme | None:
    """The theme as the letter's opening states it; None when no sentence says what was looked at.

    A sentence about the local authority's arrangements goes before others ("This visit looked at ...").
    """
    found = [(rank, position, theme) for position, (rank, theme) in enumerate(_statements(opening))]
    return min(found, key=lambda entry: entry[:2])[2] if found else None


def pandemic_theme(opening: Sequence[Block], start: date) -> Theme | None:
    """What a letter says of the pandemic, as the theme of a visit of its time that names no other."""
    if not PANDEMIC_VISITS[0] <= start <= PANDEMIC_VISITS[1]:
        return None
    spoken = [(sentence, page) for sentence, page in said(opening) if PANDEMIC.search(sentence)]
    for sentence, page in spoken:
        work = PANDEMIC_WORK.search(sentence)
        if work:
            return Theme(WRAPPED_HYPHEN.sub("", work["what"]).strip(TRAILING), "", page)
    return Theme(WRAPPED_HYPHEN.sub("", spoken[0][0]).strip(TRAILING), "", spoken[0][1]) if spoken else None


def theme_code(theme: Theme) -> str:
    """The theme's code by the wordings of visit_theme_wordings.csv.

    The wording that begins first in the printed words decides; where those have only words that themes share
    ("help and protection"), the details are asked before them. What no wording covers is "other".
    """
    for wanted in (True, False):
        for text in (theme.printed, theme.details):
            hits = [
                (match.start(), priority, code)
                for pattern, priority, code in _wordings()
                if (priority < STRONG) is wanted and (match := pattern.search(reference.normalise_name(text)))
            ]
            if hits:
                return min(hits)[2]
    return "other"


@cache
def _wordings() -> tuple[tuple[re.Pattern[str], int, str], ...]:
    return tuple(
        (re.compile(row["pattern"]), int(row["priority"]), row["theme_code"])
        for row in reference.rows("visit_theme_wordings")
    )


def _statements(opening: Sequence[Block]) -> Iterator[tuple[int, Theme]]:
    """Every statement of what was looked at, with its rank: 0 arrangements or progress, 1 the rest.

    A sentence that breaks off may say half of it, and states nothing.
    """
    for index, block in enumerate(opening):
        found = list(sentences(block.plain))
        for position, sentence in enumerate(found):
            match = LOOKED.search(sentence) or FOCUS.search(sentence)
            if match is None or METHOD.search(FRAMEWORK_CLAUSE.sub("", match["what"])):
                continue
            what = FRAMEWORK_CLAUSE.sub("", match["what"])
            core = ARRANGEMENTS.sub("", PROGRESS.sub("", what)).strip(TRAILING)
            bullets = _bullets(opening[index + 1 :])
            is_last = position == len(found) - 1
            is_list = is_last and bool(bullets) and (not core or block.plain.endswith(":"))
            printed = "; ".join(filter(None, [core, *bullets])) if is_list else core
            details = [*found[position + 1 :], *([] if is_list else bullets)]
            is_half = is_last and not is_list and breaks_off(block)
            if printed and not is_half:
                rank = 0 if core != what.strip(TRAILING) or is_list else 1
                printed = WRAPPED_HYPHEN.sub("", printed)
                yield rank, Theme(printed, " ".join(x for x in details if not METHOD.search(x)), block.page)


def _bullets(blocks: Sequence[Block]) -> list[str]:
    """The bullets that follow at once."""
    found = []
    for block in blocks:
        if block.kind != "bullet":
            break
        found.append(block.plain.strip(TRAILING))
    return found
