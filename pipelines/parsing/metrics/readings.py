"""What a figure of an area section says, and the day that it is given as at."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipelines.parsing.metrics.wordings import MarkedSentence
from pipelines.parsing.words.as_at_dates import DateMention

NOT_ITS_DATE = re.compile(
    r"\b(?:since|before|after|until|prior to|published)(?: (?:in|on|of|at))? $"
    r"|\b(?:start|beginning) of (?:the )?$"
    r"|\b(?:last|previous|earlier)(?: [\w’']+){0,3} inspections?(?: \w+)? (?:in|on|of) $",
    re.IGNORECASE,
)
# A day that a period began, whose end is no date ("between March 2013 and the inspection").
PERIOD_BEGINS = re.compile(r"\bbetween $", re.IGNORECASE)
UNDATED_END = re.compile(r"@ and (?!@)", re.IGNORECASE)
# A share of another day ("31%, up from 26% in 2011").
EARLIER_SHARE = re.compile(r"\b(?:from|than) [%‰]", re.IGNORECASE)
DATE_FOLLOWS = re.compile(r"(?:\b(?:at|on|in|of|to|ending|ended|the|for) |\()$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What figure number `figure` of sentence number `sentence` of a passage says.

    Two readings may share a figure: "one lives in a residential special school, which is out of the
    authority area" is one such child, and one outside the area.
    """

    sentence: int
    figure: int
    metric_code: str
    role_code: str
    unit_code: str
    as_of: str | None = None
    as_of_precision: str | None = None
    period_code: str | None = None


def own_date(sentence: MarkedSentence, at: int) -> DateMention | None:
    """The day that a figure is given as at: the nearest before it, else one that follows ("as at ...").

    A day that another figure has already gives way to one of the figure's own ("At 31 March 2014 there were 300 ...
    and 250 ... at 30 April 2014").
    """
    mention = date_before(sentence, at, 0)
    if mention is not None and not _is_anothers(sentence, mention, at):
        return mention
    return _date_that_follows(sentence, at) or mention


def _is_anothers(sentence: MarkedSentence, mention: DateMention, at: int) -> bool:
    place = max(p for p, other in sentence.dates.items() if other is mention)
    return any(place < other < at for other in sentence.figures)


def _date_that_follows(sentence: MarkedSentence, at: int) -> DateMention | None:
    follows = [place for place in sentence.dates if place > at]
    between = sentence.text[at + 1 : follows[0]] if follows else ""
    if not follows or "#" in between or EARLIER_SHARE.search(between):
        return None
    return sentence.dates[follows[0]] if DATE_FOLLOWS.search(sentence.text[: follows[0]]) else None


def date_before(sentence: MarkedSentence, at: int, since: int) -> DateMention | None:
    places = [place for place in sentence.dates if since <= place < at and _may_be_its(sentence.text, place)]
    return sentence.dates[places[-1]] if places else None


def _may_be_its(text: str, place: int) -> bool:
    begins = PERIOD_BEGINS.search(text, 0, place) and UNDATED_END.match(text, place)
    return not begins and not NOT_ITS_DATE.search(text[:place])


def date_after(sentence: MarkedSentence, at: int) -> DateMention | None:
    """The first date behind a figure, with no other count between."""
    places = [place for place in sentence.dates if place > at]
    return sentence.dates[places[0]] if places and "#" not in sentence.text[at + 1 : places[0]] else None


def dated(reading: Reading, mention: DateMention | None) -> Reading:
    if mention is None:
        return reading
    return replace(reading, as_of=mention.iso, as_of_precision=mention.precision)
