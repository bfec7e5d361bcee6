"""Which of a report's figures the metric catalogue has, and whose, when and over what period they are.

Read where reports describe the authority's children: the section "Information about this local
authority area" and, before 2014, "Service information". The same things said elsewhere, of samples
and teams, stay quantities.
"""

from __future__ import annotations

import re

from pipelines.parsing.metrics.comparisons import REPEATS, comparisons
from pipelines.parsing.metrics.figure import Figure
from pipelines.parsing.metrics.readings import Reading, dated, own_date
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
# "Of which 12" is a part of a figure.
PART = re.compile(r"\b(?:of (?:which|whom|these|those)|including),? $", re.IGNORECASE)
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
LAST_12_MONTHS = re.compile(
    r"\b(?:(?:last|past|previous|preceding) (?:12|twelve)[ -]months?"
    r"|(?:last|past|(?<![#%] in the )(?<![#%] the )previous) year\b"
    r"|(?:12|twelve) months? (?:to|up to|ending|ended|prior|before)|year (?:to|ending|ended|up to)\b)",
    re.IGNORECASE,
)
PERIOD_END = re.compile(r"\b(?:to|ending|ended)(?: the)? $", re.IGNORECASE)
OTHER_PERIOD = re.compile(r"^(?:in|since|between|over|during|from)\b[^#%]*:?$", re.IGNORECASE)
SINCE_LAST_INSPECTION = re.compile(
    r"\bsince (?:the|its|their)? ?(?:last|previous|most recent)\b[^#%,]*\binspection", re.IGNORECASE
)


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
            compared = list(comparisons(index, sentence, stated, readings))
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
        mention = own_date(sentence, at)
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
        return dated(Reading(index, number, code, "actual", figure.unit_code, period_code=period), mention)


def _is_part_in_words(figure: Figure) -> bool:
    """Whether the figure is "half", "a third" or "one in four", which says something only where its base is known."""
    has_figure = any(char.isdigit() for char in figure.printed) and not figure.printed.startswith("1 in ")
    return figure.unit_code == "percent" and not has_figure and "cent" not in figure.printed.lower()
