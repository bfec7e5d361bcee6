"""Which of a report's figures the metric catalogue has, and whose, when and over what period they are.

Read where reports describe the authority's children: the section "Information about this local
authority area" and, before 2014, "Service information". The same things said elsewhere, of samples
and teams, stay quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.parsing.metrics.figures import Figure
from pipelines.parsing.metrics.wordings import OUTSIDE_FOLLOWS, MarkedSentence, Wording, metric_units, wordings
from pipelines.parsing.words.as_at_dates import DateMention

AREA_SECTION = re.compile(
    r"^\W*\d?\W*information about (?:this|the) (?:local authority(?:['’]s)? )?area"
    r"|^child(?:ren)?\b.{0,40} (?:living|looked after|protection) in |^service information",
    re.IGNORECASE,
)
# "Other information about this area" speaks of services, not of all the authority's children.
OTHER_INFORMATION = re.compile(r"^other\b", re.IGNORECASE)
OUTSIDE = "_outside_area"
# The section states these of the whole authority once; a second wording of the kind is of a part.
STATED_ONCE = frozenset(
    {
        "population_0_17",
        "population_0_17_share",
        "children_in_need",
        "child_protection_plans",
        "private_fostering",
        "children_looked_after",
    }
)
IN_12_MONTHS = frozenset(
    {"adoptions", "special_guardianship_orders", "cla_ceased", "cla_ceased_returned"}
    | {"cla_moved_to_independent_living", "cla_ceased_hmo"}
)
SINCE_INSPECTION = frozenset({"serious_incident_notifications", "serious_case_reviews"})

TOPIC = re.compile(r"free school meal|language|\bEAL\b", re.IGNORECASE)
# "Of the 427 children:" and "Seven of these 36" repeat a figure; "of which 12" and "an increase of 16"
# are parts and changes of one.
REPEATS = re.compile(r"\bof (?:the|these|those|all|this)(?: total(?: of)?)? $", re.IGNORECASE)
PART = re.compile(r"\b(?:of (?:which|whom|these|those)|including),? $", re.IGNORECASE)
CHANGE = re.compile(r"\b(?:by|(?:increase|decrease|reduction|rise|fall|drop|change)s? of) $", re.IGNORECASE)

# "Seven children in need teams", "one adoption team": the figure counts what the words about children only describe.
COUNTS_OTHERS = re.compile(
    r"^(?: (?!in (?!need\b)|(?:are|is|were|was|be|been|being|live[ds]?|living|have|has|had|who|that|which|whom|subject"
    r"|became|and|or|with|of|to|from|by|at|for|on|as|the|a|an|through|under)\b)[\w’'-]+){0,5}?"
    r" (?:teams?|social workers?|workers|managers?|panels?|offices|officers|centres|hubs?|practitioners|posts"
    r"|conferences|meetings|providers|agencies|services)\b",
    re.IGNORECASE,
)
# "Of those children placed in either fostering or residential provision, 53% are placed outside": a share of a part.
OF_A_PART = re.compile(
    r"\bof (?:the|those|these) (?!(?:(?:children|young people) )?(?:who (?:are|were) )?(?:being )?looked after\b)"
    r"[^#%,;]*\b(?:placed|living|live|who)\b[^#%;]*,[^#%,;]*$",
    re.IGNORECASE,
)
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
NOT_ITS_DATE = re.compile(
    r"\b(?:since|before|after|until|prior to|published)(?: (?:in|on|of|at))? $"
    r"|\b(?:last|previous|earlier)(?: [\w’']+){0,3} inspections?(?: \w+)? (?:in|on|of) $",
    re.IGNORECASE,
)
DATE_FOLLOWS = re.compile(r"(?:\b(?:at|on|in|of|to|ending|ended|the|for) |\()$", re.IGNORECASE)
LAST_12_MONTHS = re.compile(
    r"\b(?:(?:last|past|previous|preceding) (?:12|twelve)[ -]months?|(?:last|past|previous) year\b"
    r"|(?:12|twelve) months? (?:to|up to|ending|ended|prior|before)|year (?:to|ending|ended|up to)\b)",
    re.IGNORECASE,
)
PERIOD_END = re.compile(r"\b(?:to|ending|ended)(?: the)? $", re.IGNORECASE)
OTHER_PERIOD = re.compile(r"^(?:in|since|between|over|during|from)\b[^#%]*:?$", re.IGNORECASE)
SINCE_LAST_INSPECTION = re.compile(
    r"\bsince (?:the|its|their)? ?(?:last|previous|most recent)\b[^#%,]*\binspection", re.IGNORECASE
)


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


def describes_area(heading: str) -> bool:
    """Whether a section of this heading gives figures of the authority's children."""
    return bool(AREA_SECTION.search(heading)) and not OTHER_INFORMATION.match(heading)


class AreaReader:
    """Reads an area section's passages in printed order.

    It remembers what later bullets lean on: the lead-in of a list ("The proportion of children
    entitled to free school meals:"), the day of the children looked after ("Of this number:"), and the
    period of "In the last 12 months:".
    """

    def __init__(self) -> None:
        self._lead_in = ""
        self._topic = ""
        self._looked_after_on: DateMention | None = None
        self._period: str | None = None
        self._period_end: DateMention | None = None
        self._stated: set[str] = set()

    def read(self, sentences: list[MarkedSentence]) -> list[Reading]:
        """The metrics that a passage states, sentence by sentence."""
        if not any(sentence.figures for sentence in sentences):
            self._lead_in = " ".join(sentence.text for sentence in sentences)
            self._topic = ""
        readings: list[Reading] = []
        for index, sentence in enumerate(sentences):
            self._note_period(sentence)
            self._topic = sentence.text if TOPIC.search(sentence.text) else self._topic
            stated = self._statements(index, sentence, readings)
            compared = list(_comparisons(index, sentence, stated, readings))
            readings += [reading for _, reading in sorted(stated + compared, key=lambda found: found[0])]
        return readings

    def _note_period(self, sentence: MarkedSentence) -> None:
        spans = [mention for mention in sentence.dates.values() if mention.months]
        whole_years = [mention for mention in spans if mention.months in (12, 13)]
        ends = [mention for at, mention in sentence.dates.items() if PERIOD_END.search(sentence.text[:at])]
        if LAST_12_MONTHS.search(sentence.text) or (whole_years and not sentence.figures):
            self._period = "last_12_months"
            self._period_end = next(iter(whole_years + ends), None)
        elif not sentence.figures and sentence.dates and OTHER_PERIOD.match(sentence.text):
            self._period = None
            self._period_end = next(iter(spans), None)

    def _statements(self, index: int, sentence: MarkedSentence, before: list[Reading]) -> list[tuple[int, Reading]]:
        """The sentence's figures that a wording explains, with their places."""
        found: list[tuple[int, Reading]] = []
        for wording in wordings():
            for match in wording.pattern.finditer(sentence.text):
                code = wording.metric_code
                used = {at for at, _ in found}
                places = [at for at in sentence.figures if match.start("n") <= at < match.end("n") and at not in used]
                read = sorted(found, key=lambda pair: pair[0])
                earlier = before + [reading for at, reading in read if at < match.start("n")]
                if not places or not self._applies(wording, sentence, places[0], earlier):
                    continue
                found += [
                    (at, self._statement(index, sentence, at, code))
                    for at in places
                    if sentence.unit_at(at) in metric_units()[code]
                ]
                self._stated.add(code)
                is_placement = code + OUTSIDE in metric_units() and sentence.figures[places[0]][1].value
                if is_placement and OUTSIDE_FOLLOWS.match(sentence.text[match.end() :]):
                    found.append((places[0], self._statement(index, sentence, places[0], code + OUTSIDE)))
        return found

    def _applies(self, wording: Wording, sentence: MarkedSentence, at: int, earlier: list[Reading]) -> bool:
        code, before = wording.metric_code, sentence.text[:at]
        if REPEATS.search(before) or (code in STATED_ONCE and code in self._stated):
            return False
        if COUNTS_OTHERS.match(sentence.text[at + 1 :]) or (code == "cla_outside_area" and OF_A_PART.search(before)):
            return False
        has_known_base = code.endswith(OUTSIDE) or code == "cla_ceased_returned"
        if not has_known_base and _is_part_in_words(sentence.figures[at][1]):
            return False
        if wording.about is not None:
            subject = sentence.text if TOPIC.search(sentence.text) else self._topic or self._lead_in
            return bool(wording.about.search(subject))
        if wording.after is None:
            return not PART.search(before) or code == "cla_unaccompanied_asylum_seeking"
        if code == wording.after + OUTSIDE:
            placements = [r.metric_code for r in earlier if r.metric_code + OUTSIDE in metric_units()]
            return placements[-1:] == [wording.after]
        return wording.after in {reading.metric_code for reading in earlier}

    def _statement(self, index: int, sentence: MarkedSentence, at: int, code: str) -> Reading:
        mention = _own_date(sentence, at)
        period = None
        if code in IN_12_MONTHS:
            period = self._period
            mention = mention or self._period_end
        elif code in SINCE_INSPECTION:
            is_since = SINCE_LAST_INSPECTION.search(f"{self._lead_in}\n{sentence.text}")
            period = "since_last_inspection" if is_since else None
        elif code == "children_looked_after":
            self._looked_after_on = mention
        elif code.startswith("cla_"):
            mention = mention or self._looked_after_on
        number, figure = sentence.figures[at]
        return _dated(Reading(index, number, code, "actual", figure.unit_code, period_code=period), mention)


def _is_part_in_words(figure: Figure) -> bool:
    """Whether the figure is "half", "a third" or "one in four", which says something only where its base is known."""
    has_figure = any(char.isdigit() for char in figure.printed) and not figure.printed.startswith("1 in ")
    return figure.unit_code == "percent" and not has_figure and "cent" not in figure.printed.lower()


def _comparisons(
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
    is_national = bool(NATIONAL_BEFORE.search(before) or NATIONAL_AFTER.match(after))
    is_others = bool(OTHERS_BEFORE.search(before) or OTHERS_AFTER.match(after))
    if len(places) != len(last) or not (is_national or is_others):
        return
    for at, reading in zip(places, last, strict=True):
        if sentence.unit_at(at) == reading.unit_code:
            role = "other_comparator" if is_others else "national"
            number, _ = sentence.figures[at]
            yield at, replace(reading, sentence=index, figure=number, role_code=role)


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
    if OTHERS_BEFORE.search(before) or OTHERS_AFTER.match(after):
        return replace(same, role_code="other_comparator")
    if NATIONAL_BEFORE.search(before) or NATIONAL_AFTER.match(after):
        return replace(same, role_code="national")
    if unit == "per_10k" and last.unit_code == "count":
        return same
    if unit not in {r.unit_code for r in read if r.metric_code == last.metric_code}:
        return None
    earlier = EARLIER_BEFORE.search(before)
    is_dated = bool(EARLIER_DATED_BEFORE.search(before) and EARLIER_DATED_AFTER.match(after))
    if not is_dated and not (earlier and EARLIER_AFTER.match(after)):
        return None
    mention = _date_after(sentence, at) or _date_before(sentence, at, last_place)
    if earlier and earlier["verb"] and mention is None:
        return None
    return _dated(replace(same, role_code="previous", as_of=None, as_of_precision=None), mention)


def _own_date(sentence: MarkedSentence, at: int) -> DateMention | None:
    """The day that a figure is given as at: the nearest before it, else one that follows ("as at ...").

    A day that another figure has already gives way to one of the figure's own ("At 31 March 2014 there were 300 ...
    and 250 ... at 30 April 2014").
    """
    mention = _date_before(sentence, at, 0)
    if mention is not None and not _is_anothers(sentence, mention, at):
        return mention
    return _date_that_follows(sentence, at) or mention


def _is_anothers(sentence: MarkedSentence, mention: DateMention, at: int) -> bool:
    place = max(p for p, other in sentence.dates.items() if other is mention)
    return any(place < other < at for other in sentence.figures)


def _date_that_follows(sentence: MarkedSentence, at: int) -> DateMention | None:
    follows = [place for place in sentence.dates if place > at]
    if not follows or "#" in sentence.text[at + 1 : follows[0]]:
        return None
    return sentence.dates[follows[0]] if DATE_FOLLOWS.search(sentence.text[: follows[0]]) else None


def _date_before(sentence: MarkedSentence, at: int, since: int) -> DateMention | None:
    places = [p for p in sentence.dates if since <= p < at and not NOT_ITS_DATE.search(sentence.text[:p])]
    return sentence.dates[places[-1]] if places else None


def _date_after(sentence: MarkedSentence, at: int) -> DateMention | None:
    """The first date behind a figure, with no other count between."""
    places = [place for place in sentence.dates if place > at]
    return sentence.dates[places[0]] if places and "#" not in sentence.text[at + 1 : places[0]] else None


def _dated(reading: Reading, mention: DateMention | None) -> Reading:
    if mention is None:
        return reading
    return replace(reading, as_of=mention.iso, as_of_precision=mention.precision)
