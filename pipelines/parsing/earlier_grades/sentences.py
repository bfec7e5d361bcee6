"""What a report says of earlier inspections of its authority: when, of what, and with which grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pipelines.parsing.earlier_grades.clauses import IN_THIS_ONE, Marked, mark, statements
from pipelines.parsing.earlier_grades.subjects import judged_areas
from pipelines.parsing.passages import Passage, Sentence, passages
from pipelines.parsing.report import Report
from pipelines.parsing.statements import StatedOutcome
from pipelines.reference import grade_code, service_domain

# Re-inspections of 2018 list the judgements of the single inspection before: "The last inspection report for the local
# authority's children's services was published in May 2015. The judgements for the local authority were:".
LIST_OPENING = re.compile(
    r"^the (?:last|previous) inspection(?: report)? (?:for|of) [^.§]*?(?:was |were )?(?:published )?in §\.?$",
    re.IGNORECASE,
)
LIST_LEAD = re.compile(r"^the judge?ments?(?: for the (?:local authority|council))? (?:were|was):$", re.IGNORECASE)
SERVICE = "childrens_services"  # what the inspections judged whose judgements reports list
# By then every authority had had an inspection of its services as a whole.
UNDATED_FROM = date(2018, 1, 1)
LISTED = re.compile(r"^(?P<label>[^:]+): (?P<grade>[^:.]+)\.?$")


def stated_history(report: Report, authority_urn: str, inspection_start: date) -> list[StatedOutcome]:
    """Outcomes of earlier inspections of the authority that the report states, in printed order.

    A sentence of two services, or of two grades, gives an outcome for each. What a report says twice is stated once.
    """
    found: list[StatedOutcome] = []
    listed: Marked | None = None
    lead = ""
    for passage in passages(report):
        of_list = _of_list(passage, listed, lead) if listed is not None else None
        if of_list is not None:
            found.append(of_list)
            continue
        listed = _opens_list(passage, authority_urn, inspection_start)
        lead = passage.text if listed is not None else ""
        found += _of_sentences(passage, authority_urn, inspection_start)
    once = {(said.inspected_on, said.service_code, said.domain_code, said.grade_code): said for said in reversed(found)}
    kept = [said for said in found if said in once.values()]
    return [replace(outcome, position=number) for number, outcome in enumerate(kept, start=1)]


def _of_sentences(passage: Passage, urn: str, start: date) -> Iterator[StatedOutcome]:
    before: Sentence | None = None
    goes_on = False
    for sentence in () if passage.is_heading else passage.sentences:
        if goes_on and IN_THIS_ONE.search(sentence.text):
            before = None
        found = statements(sentence, before, urn, start)
        for said in found:
            # "Both were judged to be good in their most recent Ofsted inspection" (Kensington and Chelsea 2016) is of
            # homes: without a date it is surely the authority's only where one kind of inspection is left.
            known = grade_code(re.sub(r"requir(?:ed|ing)", "requires", said.grade, flags=re.IGNORECASE))
            if known is None or (said.inspected.date is None and start < UNDATED_FROM):
                continue
            when = said.inspected.date.iso if said.inspected.date else None
            for service, domain in judged_areas(said.code, when, known):
                yield _outcome(said.inspected, service, domain, (said.grade, known), (sentence.page, said.text))
        # Sentence after sentence may give an area's grade from the inspection that the first names (Knowsley 2017).
        goes_on = before is not None and any(said.text.startswith(f"{before.text} ") for said in found)
        before = before if goes_on else sentence


def _opens_list(passage: Passage, urn: str, start: date) -> Marked | None:
    """The earlier inspection whose judgements the passage says are listed below it."""
    if len(passage.sentences) != 2 or not LIST_LEAD.match(passage.sentences[1].text):
        return None
    opening = mark(passage.sentences[0].text, urn, start)
    return opening if opening is not None and opening.date and LIST_OPENING.match(opening.text) else None


def _of_list(passage: Passage, listed: Marked, lead: str) -> StatedOutcome | None:
    """The outcome that a list's bullet states; None for what is no bullet of it."""
    bullet = LISTED.match(passage.text)
    domain = service_domain(SERVICE, bullet["label"]) if bullet else None
    known = grade_code(bullet["grade"]) if bullet else None
    if passage.is_heading or bullet is None or domain is None or known is None:
        return None
    words = (passage.sentences[0].page, f"{lead} {passage.text}")
    return _outcome(listed, SERVICE, domain, (bullet["grade"], known), words)


def _outcome(
    inspected: Marked, service: str | None, domain: str, grade: tuple[str, str], words: tuple[int | None, str]
) -> StatedOutcome:
    """`grade` as printed and its code; `words` with their page. The position is given when all are found."""
    return StatedOutcome(
        position=0,
        when_printed=inspected.printed,
        inspected_on=inspected.date.iso if inspected.date else None,
        inspected_on_precision=inspected.date.precision if inspected.date else None,
        service_code=service,
        domain_code=domain,
        grade=grade[0],
        grade_code=grade[1],
        page=words[0],
        text=words[1],
    )
