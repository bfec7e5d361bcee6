"""Made up: a letter to an area's director about one inspection of several inspectorates, without grades."""

from __future__ import annotations

import re

from pipelines.frameworks.letters.letter import dated_periods, read_letter, title_of
from pipelines.parsing.authority import resolve, title_candidates, title_forms
from pipelines.parsing.licence import licence_code
from pipelines.parsing.report import Report
from pipelines.parsing.statements import DateStatement, ReportStatements, UnreadableReport
from pipelines.parsing.traits import Traits
from pipelines.parsing.words.sentence_ends import sentences

CODE = "made_up_letter"
TITLE = re.compile(r"^Joint inspection of the made-up area in \S.*", re.IGNORECASE)
TITLE_FORMS = title_forms(r"^joint inspection of the made-up area in (?P<name>.+)$")
TRAITS = Traits(addressee="partnership", letter_title=TITLE)


def claims(report: Report) -> bool:
    """Whether the letter is titled so."""
    return title_of(report, TITLE) is not None


def read(report: Report) -> ReportStatements:
    """What the letter prints. Raises UnreadableReport when its date, the inspection's or the authority are missing."""
    letter = read_letter(report, TITLE)
    said = [(block, sentence) for block in letter.opening for sentence in sentences(block.plain)]
    periods = [(block, period) for block, sentence in said for period in dated_periods(sentence, letter.dated.start)]
    if not periods:
        raise UnreadableReport("dates_missing", "No sentence above the findings gives the days.")
    block, period = periods[0]
    dates = [DateStatement("inspection", "letter", period.start, period.end, block.page, period.text), letter.dated]
    authority, urn, others = resolve(title_candidates(letter.title, TITLE_FORMS, "letter", letter.page), period.start)
    return ReportStatements(
        framework_code=CODE,
        title=letter.title,
        authority=authority,
        authority_urn=urn,
        licence_code=licence_code(report),
        other_authorities=others,
        dates=dates,
    )
