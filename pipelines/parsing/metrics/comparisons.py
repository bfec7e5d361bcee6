"""Figures that a sentence compares with a metric: national and others' ones, earlier ones, and rates beside counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipelines.parsing.metrics.readings import Reading, date_after, date_before, dated
from pipelines.parsing.metrics.wordings import MarkedSentence, metric_units

# "Of the 427 children:" and "Seven of these 36" repeat a figure; "an increase of 16" is a change of one.
REPEATS = re.compile(r"\bof (?:the|these|those|all|this)(?: total(?: of)?)? $", re.IGNORECASE)
CHANGE = re.compile(r"\b(?:by|(?:increase|decrease|reduction|rise|fall|drop|change)s? of) $", re.IGNORECASE)

RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)

NATIONAL_BEFORE = re.compile(r"\b(?:national(?:ly)?|england|english)\b[^#%‰;,]{0,40}$", re.IGNORECASE)
RATE = r"(?: per 10,? ?000(?: children)?)?"  # behind a rate's figure
NATIONAL_AFTER = re.compile(
    rf"^{RATE}[^#%‰;,.]{{0,25}}\b(?:national(?:ly)?\b|(?:in|for|across) (?:england|the (?:whole )?country))",
    re.IGNORECASE,
)
OTHERS = r"(?:statistical neighbours?|region(?:al|ally)?|similar (?:authorities|areas|councils)|comparators?)"
OTHERS_BEFORE = re.compile(
    rf"\b(?:{OTHERS}|(?:London|East|West|North|South) average)\b[^#%‰;,]{{0,40}}$", re.IGNORECASE
)
OTHERS_AFTER = re.compile(rf"^{RATE}[^#%‰;,.]{{0,25}}\b(?:{OTHERS}|(?<!City of )London(?! borough\b))\b", re.IGNORECASE)
# A sentence that compares what the one before it said.
CONTINUES = re.compile(
    r"^\W?(?:this|that|it|the (?:national|england|equivalent|comparable|corresponding)|national|in england|compared)",
    re.IGNORECASE,
)
EARLIER_BEFORE = re.compile(
    r"\b(?:from|than|on|(?:(?:compar|contrast)\w*(?: \w+ly)?|in line) with"
    r"|(?:similar|compar\w+|close|equal|identical) to|as"
    r"|(?P<verb>was|were|at))"
    r"(?: (?:the|a|an|around|about|approximately|just|only|previous|figures?|numbers?|total|rate|of|at|@))* \(?$",
    re.IGNORECASE,
)
# "(147 at 31 March 2016)", and a second earlier figure "and 210 at 31 March 2015".
EARLIER_DATED_BEFORE = re.compile(r"\($|^[^#%‰]*\band $", re.IGNORECASE)
EARLIER_DATED_AFTER = re.compile(r"^ (?:children )?(?:as )?(?:at|on|in) @", re.IGNORECASE)
EARLIER_AFTER = re.compile(
    r"^\s*(?:$|[.,;()]|(?:children|young people|cases|plans|placements|at|as|on|in|for|identified|reported|recorded"
    r"|during|by|the (?:previous|year)|a year|last year)\b)",
    re.IGNORECASE,
)


def comparisons(
    index: int, sentence: MarkedSentence, stated: list[tuple[int, Reading]], before: list[Reading]
) -> Iterator[tuple[int, Reading]]:
    """National, others' and earlier figures of the metric read last, and rates that stand beside a count."""
    own = dict(stated)
    read = list(before)
    if RESPECTIVELY.search(sentence.text):
        yield from _in_turn(index, sentence, [reading for _, reading in stated] or before)
        return
    last_place = 0
    previous = 0
    for at in sorted(sentence.figures):
        reading = own.get(at)
        if reading is None and read:
            reading = _comparison(index, sentence, at, (previous, last_place), read)
            if reading is not None:
                yield at, reading
        if reading is not None:
            read.append(reading)
            last_place = at
        previous = at + 1


def _in_turn(index: int, sentence: MarkedSentence, read: list[Reading]) -> Iterator[tuple[int, Reading]]:
    """The figures of "This compares with national averages of 18% and 15% respectively": one for each figure before.

    None where they are not as many as the metrics stated last, or no one is said to be compared with.
    """
    own = {(reading.sentence, reading.figure) for reading in read}
    places = [at for at, (number, _) in sorted(sentence.figures.items()) if (index, number) not in own]
    last = [r for r in read if read and r.sentence == read[-1].sentence and r.role_code == "actual"]
    before = sentence.text[: places[0]] if places else ""
    after = sentence.text[places[-1] + 1 :] if places else ""
    role = _whose(before, after)
    if len(places) != len(last) or role is None:
        return
    for at, reading in zip(places, last, strict=True):
        if sentence.unit_at(at) == reading.unit_code:
            number, _ = sentence.figures[at]
            yield at, replace(reading, sentence=index, figure=number, role_code=role)


def _whose(before: str, after: str) -> str | None:
    """The role of a figure that is the country's or others', by the words before it, else by those behind it."""
    by_words = (
        ("other_comparator", OTHERS_BEFORE.search(before)),
        ("national", NATIONAL_BEFORE.search(before)),
        ("other_comparator", OTHERS_AFTER.match(after)),
        ("national", NATIONAL_AFTER.match(after)),
    )
    return next((role for role, found in by_words if found), None)


def _comparison(
    index: int, sentence: MarkedSentence, at: int, since: tuple[int, int], read: list[Reading]
) -> Reading | None:
    """The figure at a place as a comparison with the last reading.

    `since`: where the figure before it ends, and where the sentence's last reading stands. Shares are
    compared in the sentence that states them or in the next ("This is ..."), counts anywhere in the passage.
    """
    previous, last_place = since
    before, after = sentence.text[previous:at], sentence.text[at + 1 :]
    last = read[-1]
    is_next = last.sentence == index - 1 and CONTINUES.match(sentence.text)
    unit = sentence.unit_at(at)
    if unit not in metric_units()[last.metric_code] or REPEATS.search(before) or CHANGE.search(before):
        return None
    same = replace(last, sentence=index, figure=sentence.figures[at][0], unit_code=unit)
    if last.sentence != index and unit != "count" and not is_next:
        return None
    units = {reading.unit_code for reading in read if reading.metric_code == last.metric_code}
    others = _whose(before, after)
    if others is not None and unit == "count" and "per_10k" in units:
        return None  # beside a rate, a number of others' is one too ("81 per 10,000, compared with 60 nationally")
    if others is not None:
        own = next((r for r in reversed(read) if (r.metric_code, r.role_code) == (last.metric_code, "actual")), last)
        return replace(same, role_code=others, as_of=own.as_of, as_of_precision=own.as_of_precision)
    if unit == "per_10k" and last.unit_code == "count":
        return same
    if unit not in units:
        return None
    earlier = EARLIER_BEFORE.search(before)
    is_dated = bool(EARLIER_DATED_BEFORE.search(before) and EARLIER_DATED_AFTER.match(after))
    if not is_dated and not (earlier and EARLIER_AFTER.match(after)):
        return None
    mention = date_after(sentence, at) or date_before(sentence, at, last_place)
    if earlier and earlier["verb"] and mention is None:
        return None
    return dated(replace(same, role_code="previous", as_of=None, as_of_precision=None), mention)
