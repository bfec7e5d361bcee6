"""Every number that a report prints, with its sentence, section and page, and the metrics among them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from pipelines.parsing.metrics.area_section import AreaReader, describes_area
from pipelines.parsing.metrics.figure import Figure
from pipelines.parsing.metrics.figures import find_figures
from pipelines.parsing.metrics.readings import Reading
from pipelines.parsing.metrics.wordings import mark, wordings
from pipelines.parsing.passages import Passage, passages
from pipelines.parsing.report import Report
from pipelines.parsing.statements import Quantity, WithheldFigure
from pipelines.parsing.words.timescales import timescale

NOT_STATED = re.compile(
    r"\b(?:(?:not|never) (?:\w+ ){0,2}?(?:available|known|recorded|collected|collated|provided|reported|held)"
    r"|unavailable|suppressed|restricted due to low numbers|does not (?:hold|collect|record)"
    r"|too (?:low|small|few) to (?:be )?\w+)\b",
    re.IGNORECASE,
)
NUMBER_OF = re.compile(r"\b(?:the )?(?:numbers?|figures?|data|information) (?:of|for|on|about) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage with each sentence's figures, and what those of an area section say; None outside one."""

    passage: Passage
    figures: list[list[Figure]]
    readings: list[Reading] | None


def quantities(report: Report, inspection_start: date) -> list[Quantity]:
    """The report's quantities in printed order.

    `inspection_start` completes days printed without a year. A figure that says two things ("one lives
    in a residential special school, which is out of the authority area") is there for each.
    """
    found: list[Quantity] = []
    for read in _read(report, inspection_start):
        said: dict[tuple[int, int], list[Reading]] = defaultdict(list)
        for reading in read.readings or []:
            said[reading.sentence, reading.figure].append(reading)
        for index, figures in enumerate(read.figures):
            for number, figure in enumerate(figures):
                plain: list[Reading | None] = [None]
                for meaning in said.get((index, number)) or plain:
                    found.append(_quantity(len(found) + 1, read.passage, index, figure, meaning))
    return found


def withheld_figures(report: Report, inspection_start: date) -> list[WithheldFigure]:
    """The metrics that the report names but gives no figure of, in printed order.

    Oxfordshire 2014: "the number of children and young people who ... are now living in houses of multiple
    occupation is not available"; Somerset 2015: the earlier number privately fostered "was suppressed".
    """
    found: list[WithheldFigure] = []
    for read in _read(report, inspection_start):
        if read.readings is None:
            continue
        for index, sentence in enumerate(read.passage.sentences):
            if not NOT_STATED.search(sentence.text):
                continue
            as_if = NUMBER_OF.sub("# ", sentence.text)
            named = [w.metric_code for w in wordings() if not w.about and not w.after and w.pattern.search(as_if)]
            named = named[:1] or [r.metric_code for r in read.readings if r.sentence <= index][-1:]
            found += [WithheldFigure(code, read.passage.section, sentence.page, sentence.text) for code in named]
    return found


@lru_cache(maxsize=1)  # the quantities and the withheld figures of one report are read in turn
def _read(report: Report, inspection_start: date) -> tuple[_Read, ...]:
    return tuple(_read_passages(report, inspection_start))


def _read_passages(report: Report, inspection_start: date) -> Iterator[_Read]:
    area: AreaReader | None = None
    for passage in passages(report):
        if timescale(passage.text, whole=True) is not None:
            continue  # by when a list is asked for ("Within three months:") is said of each of its items
        # A list's lead-in set as a heading stays in its section (Sheffield 2014: "In the last 12 months ...:").
        is_lead_in = passage.section.endswith(":")
        if not describes_area(passage.section) and not is_lead_in:
            area = None
        elif area is None and describes_area(passage.section):
            area = AreaReader()
        found = [find_figures(sentence.text, inspection_start) for sentence in passage.sentences]
        readings = None
        if area is not None:
            texts = (sentence.text for sentence in passage.sentences)
            readings = area.read([mark(text, *figures) for text, figures in zip(texts, found, strict=True)])
        yield _Read(passage, [figures for figures, _ in found], readings)


def _quantity(position: int, passage: Passage, index: int, figure: Figure, meaning: Reading | None) -> Quantity:
    sentence = passage.sentences[index]
    quantity = Quantity(
        position=position,
        printed=figure.printed,
        value=figure.value,
        unit_code=figure.unit_code,
        section=passage.section,
        page=sentence.page_at(figure.start),
        text=sentence.printed,
        is_approximate=figure.is_approximate,
    )
    if meaning is None:
        return quantity
    return replace(
        quantity,
        metric_code=meaning.metric_code,
        role_code=meaning.role_code,
        as_of=meaning.as_of,
        as_of_precision=meaning.as_of_precision,
        period_code=meaning.period_code,
    )
