"""Made up: another inspectorate's inspection of a service that is none of an authority's services for children."""

from __future__ import annotations

import re

from pipelines.parsing.authority import resolve
from pipelines.parsing.licence import licence_code
from pipelines.parsing.report import Report
from pipelines.parsing.statements import (
    AuthorityStatement,
    DateStatement,
    JudgementStatement,
    ReportStatements,
    UnreadableReport,
)
from pipelines.parsing.traits import Traits
from pipelines.parsing.words.periods import find_periods
from pipelines.reference import grade_code, label_domain

CODE = "made_up_youth"
TRAITS = Traits(addressee="partnership")
SERVICE = "made_up_service"
TITLE = re.compile(r"^An inspection of the made-up youth service in (?P<name>.+)$")
FIELDWORK = re.compile(r"^Fieldwork: (?P<when>.+)$")
RATING = re.compile(r"^(?P<label>Overall rating): (?P<grade>.+)$")


def claims(report: Report) -> bool:
    """Whether the cover is titled so."""
    return any(TITLE.match(line.text) for line in report.cover)


def read(report: Report) -> ReportStatements:
    """What the report prints. Raises UnreadableReport when its days, authority or rating are not understood."""
    title, fieldwork, rating = (
        next(((line, match) for line in report.cover if (match := form.match(line.text))), None)
        for form in (TITLE, FIELDWORK, RATING)
    )
    if title is None or fieldwork is None or rating is None:
        raise UnreadableReport("cover", "The cover lacks its title, fieldwork or rating: read it by hand.")
    dates = [
        DateStatement("inspection", "cover", period.start, period.end, fieldwork[0].page, period.text)
        for period in find_periods(fieldwork[1]["when"])
    ]
    named = AuthorityStatement("cover", title[1]["name"], title[0].page, title[0].text)
    authority, urn, others = resolve([named], dates[0].start)
    domain, grade = label_domain(CODE, SERVICE, rating[1]["label"]), grade_code(rating[1]["grade"])
    if domain is None or grade is None:
        raise UnreadableReport("rating", f"Not known: “{rating[0].text}”.")
    return ReportStatements(
        framework_code=CODE,
        title=title[0].text,
        authority=authority,
        authority_urn=urn,
        licence_code=licence_code(report),
        other_authorities=others,
        judgements=[
            JudgementStatement(
                SERVICE, domain, rating[1]["label"], rating[1]["grade"], grade, "cover", rating[0].page, rating[0].text
            )
        ],
        dates=dates,
    )
