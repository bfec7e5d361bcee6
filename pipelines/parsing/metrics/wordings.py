"""The wordings by which reports state the catalogue's metrics, tried on sentences with their figures marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipelines import reference
from pipelines.parsing.metrics.figure import Figure
from pipelines.parsing.metrics.figures import STRAY_FOOTNOTE
from pipelines.parsing.words.as_at_dates import DateMention

MARKS = {"count": "#", "percent": "%", "per_10k": "‰"}
ANY_MARK = re.compile("[#%‰@]")
GLUED = re.compile(r"(?<=[a-z]{3})\d{1,2}(?!\w)")  # a footnote's digits that cling to a word ("special schools2")

# What the shorthands of metric_wordings.csv stand for. `n` is the metric's own figure, with a second
# one in brackets behind it ("87 (or 41%)", "12% (4056 children)"). A gap may hold a rate in brackets.
SHORTHANDS = {
    "{COUNT}": r"(?P<n>#(?: ?\([^()#%‰@]{0,25}[%‰][^()#%‰@]{0,25}\))?)",
    "{SHARE}": r"(?P<n>%(?: ?\([^()#%‰@]{0,25}#[^()#%‰@]{0,25}\))?)",
    "{FIGURE}": r"(?P<n>[#%](?:(?: {CHILDREN})?(?: ?\([^()#%‰@]{0,25}[#%][^()#%‰@]{0,25}\)|,? or [#%],?"
    r"| ?\((?:all|both)\)))?)",
    "{GAP}": r"(?:[^#%‰;:]|\([^()#%‰]{0,25}‰[^()#%‰]{0,25}\)){0,120}?",
    "{ABOUT}": r"(?:approximately |about |around |almost |nearly |just |over |under |some |an estimated )*",
    "{CHILDREN}": r"(?:children and young people|young people|young person|children|child|pupils)",
    "{LIVE}": r"(?:(?:who |that )?(?:(?:are|is|were|was) )?(?:currently )?"
    r"(?:live[ds]?|living|reside[sd]?|placed|looked after)|are|is|were|was)",
    "{OUT}": r"(?:out|outside)(?: of)?(?: (?:the|their|this|its))?(?: home| own)?(?: local)?"
    r"(?: (?:authority|area|borough|county|council|city|district|town)\b| (?-i:[A-Z])\w+)",
}
OUTSIDE_FOLLOWS = re.compile(
    r"^[,;]?(?: and)?"
    r"(?: (?:which|who|that|they|it|he|she|this (?:child|young person)|these (?:children|young people)))?"
    r"(?: (?:is|are|was|were|live[ds]?|located|placed))*,? " + SHORTHANDS["{OUT}"],
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Wording:
    """A pattern of a metric.

    `about` must be found in the sentence, or in the lead-in that its list hangs from; `after` is the
    metric that the passage must have stated before.
    """

    metric_code: str
    pattern: re.Pattern[str]
    about: re.Pattern[str] | None
    after: str | None


@dataclass(frozen=True)
class MarkedSentence:
    """A sentence whose figures read # (counts), % and ‰ (per 10,000) and dates @, and what is at those places."""

    text: str
    figures: dict[int, tuple[int, Figure]]
    dates: dict[int, DateMention]

    def unit_at(self, place: int) -> str:
        return self.figures[place][1].unit_code


def mark(text: str, figures: list[Figure], dates: list[DateMention]) -> MarkedSentence:
    """The sentence marked. Figures of other units (ages, times) stay as words, so that wordings can name them."""
    found: list[tuple[int, int, str, int]] = [(date.start, date.end, "@", i) for i, date in enumerate(dates)]
    found += [(f.start, f.end, MARKS[f.unit_code], i) for i, f in enumerate(figures) if f.unit_code in MARKS]
    marked = ""
    done = 0
    figure_at: dict[int, tuple[int, Figure]] = {}
    date_at: dict[int, DateMention] = {}
    for start, end, sign, index in sorted(found):
        marked += _plain(text[done:start])
        if sign == "@":
            date_at[len(marked)] = dates[index]
        else:
            figure_at[len(marked)] = (index, figures[index])
        marked += sign
        done = end
    return MarkedSentence(marked + _plain(text[done:]), figure_at, date_at)


def _plain(text: str) -> str:
    return GLUED.sub("", STRAY_FOOTNOTE.sub("", ANY_MARK.sub(" ", text)))


@cache
def wordings() -> tuple[Wording, ...]:
    """All wordings, in the order in which they are tried: the first to explain a figure has it."""
    rows = []
    for row in reference.rows("metric_wordings"):
        pattern = row["wording"]
        for name, meaning in SHORTHANDS.items():
            pattern = pattern.replace(name, meaning)
        about = re.compile(row["about"], re.IGNORECASE) if row["about"] else None
        rows.append(Wording(row["metric_code"], re.compile(pattern, re.IGNORECASE), about, row["after"] or None))
    return tuple(rows)


@cache
def metric_units() -> dict[str, frozenset[str]]:
    """Each metric's unit codes, by its code."""
    return {row["metric_code"]: frozenset(row["unit_codes"].split(";")) for row in reference.rows("metrics")}
