"""Every number that a report prints, with its sentence, section and page, and the metrics among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from pipelines.parsing.facts import Quantity
from pipelines.parsing.figures import find_figures
from pipelines.parsing.metric_wordings import mark
from pipelines.parsing.metrics import AreaReader, Reading, describes_area
from pipelines.parsing.passages import Passage, passages
from pipelines.parsing.report import Report


def quantities(report: Report, inspection_start: date) -> list[Quantity]:
    """The report's quantities in printed order.

    `inspection_start` completes days printed without a year. A figure that says two things ("one lives
    in a residential special school, which is out of the authority area") is there for each.
    """
    found: list[Quantity] = []
    area: AreaReader | None = None
    for passage in passages(report):
        is_lead_in = passage.is_heading and passage.text.rstrip().endswith(":")
        if not describes_area(passage.section) and not is_lead_in:
            area = None
        elif area is None and describes_area(passage.section):
            area = AreaReader()
        found += _passage_quantities(passage, area, inspection_start, len(found))
    return found


def _passage_quantities(
    passage: Passage, area: AreaReader | None, inspection_start: date, count: int
) -> Iterator[Quantity]:
    read = [find_figures(sentence.text, inspection_start) for sentence in passage.sentences]
    said: dict[tuple[int, int], list[Reading]] = defaultdict(list)
    if area is not None:
        marked = [
            mark(sentence.text, figures, dates) for sentence, (figures, dates) in zip(passage.sentences, read, strict=True)
        ]
        for reading in area.read(marked):
            said[reading.sentence, reading.figure].append(reading)
    for index, (sentence, (figures, _)) in enumerate(zip(passage.sentences, read, strict=True)):
        for number, figure in enumerate(figures):
            for reading in said.get((index, number)) or [None]:
                count += 1
                yield Quantity(
                    position=count,
                    printed=figure.printed,
                    value=figure.value,
                    unit_code=figure.unit_code,
                    section=passage.section,
                    page=sentence.page_at(figure.start),
                    text=sentence.text,
                    metric_code=reading.metric_code if reading else None,
                    role_code=reading.role_code if reading else None,
                    as_of=reading.as_of if reading else None,
                    as_of_precision=reading.as_of_precision if reading else None,
                    period_code=reading.period_code if reading else None,
                    is_approximate=figure.is_approximate,
                )
