"""What an authority's page says first: where it stands, since when and what changed, in sentences made from facts."""

from __future__ import annotations

from collections import Counter

from pipelines.site.model.grades import OVERALL, Judgement
from pipelines.site.model.model import CHILDRENS_SERVICES, Authority, Inspection
from pipelines.site.text import day, listed

GOOD_RANK = 2  # ranks count from 1, the best


def story(authority: Authority) -> list[str]:
    """Two sentences or three: the latest graded inspection, what changed since the one before, and visits after it.

    Nothing is guessed: what is not in the file is said to be not there.
    """
    latest = authority.latest
    if latest is None:
        return [f"No graded inspection of {authority.name} is in this file.", *_visits(authority, None)]
    return [_standing(authority, latest), _change(authority, latest), *_visits(authority, latest)]


def good_or_better(judgements: list[Judgement]) -> tuple[int, int]:
    """How many of the judged areas besides the overall grade are good or better, and how many there are."""
    ranks = [one.grade.rank for one in judgements if not one.is_overall and one.grade.rank is not None]
    return sum(rank <= GOOD_RANK for rank in ranks), len(ranks)


def _named(inspection: Inspection) -> str:
    return f"{inspection.framework.short_name}, {inspection.date_words}"


def _standing(authority: Authority, latest: Inspection) -> str:
    at = f"at the latest graded inspection ({_named(latest)})"
    if latest.overall and latest.is_of_one_service:
        grade = latest.overall[0].grade
        since = _since(authority, latest)
        held = f", as at each in this file since {day(since.date)}" if since is not latest else ""
        return f"Children's services in {authority.name} were judged {grade.name.lower()} overall {at}{held}."
    if latest.overall:
        grades = [f"{one.domain['service_name'].lower()} {one.grade.name.lower()}" for one in latest.overall]
        return f"The services of {authority.name} were judged one by one {at}: {listed(grades)}."
    good, judged = good_or_better(latest.judgements)
    if not judged:
        return f"Children's services in {authority.name} have no grade in this file {at}."
    return (
        f"Children's services in {authority.name} were given no overall grade {at}; "
        f"{_count(good, judged)} of the {judged} judgements {'is' if good == 1 else 'are'} good or better."
    )


def _count(number: int, of: int) -> str:
    return "all" if number == of else "none" if not number else str(number)


def _full(authority: Authority) -> list[Inspection]:
    """Its graded inspections of children's services, the newest first."""
    return [one for one in authority.inspections if one.judgements and one.framework.row["is_of_childrens_services"]]


def _before(authority: Authority, latest: Inspection) -> list[Inspection]:
    inspections = _full(authority)
    return inspections[inspections.index(latest) + 1 :] if latest in inspections else []


def _since(authority: Authority, latest: Inspection) -> Inspection:
    """The first of the inspections in a row, back from the latest, that gave its overall grade."""
    first = latest
    for one in _before(authority, latest):
        if not (one.is_of_one_service and one.overall and one.overall[0].grade.code == latest.overall[0].grade.code):
            break
        first = one
    return first


def _change(authority: Authority, latest: Inspection) -> str:
    earlier = _before(authority, latest)
    if not earlier:
        return "No graded inspection before it is in this file."
    before = earlier[0]
    if not (latest.is_of_one_service and before.is_of_one_service):
        return f"The graded inspection before it ({_named(before)}) judged other services, so the two are not compared."
    pairs = _pairs(before, latest)
    moved = Counter(
        "higher" if new < old else "lower" if new > old else "the same"
        for code, (old, new) in pairs.items()
        if code != OVERALL
    )
    areas = [
        f"{moved[how]} {'is' if moved[how] == 1 else 'are'} {how}"
        for how in ("higher", "lower", "the same")
        if moved[how]
    ]
    said = []
    if OVERALL in pairs:
        old, new = pairs[OVERALL]
        grade = before.overall[0].grade.name.lower()
        how = "is the same as" if new == old else f"{'rose' if new < old else 'fell'} from {grade}"
        said.append(f"The overall grade {how} at the inspection before ({_named(before)})")
    if areas:
        beside = "" if said else f"Beside the inspection before ({_named(before)}), "
        said.append(f"{beside}of the areas that both judged, {listed(areas)}")
    if not said:
        return f"It has no judgement in common with the graded inspection before it ({_named(before)})."
    return "; ".join(said) + "."


def _pairs(before: Inspection, latest: Inspection) -> dict[str, tuple[int, int]]:
    """Ranks of the areas of children's services that both inspections graded."""
    old, new = (
        {
            one.domain["domain_code"]: one.grade.rank
            for one in inspection.judgements
            if one.grade.rank is not None and one.domain["service_code"] == CHILDRENS_SERVICES
        }
        for inspection in (before, latest)
    )
    return {code: (old[code], new[code]) for code in new if code in old}


def _visits(authority: Authority, latest: Inspection | None) -> list[str]:
    place = authority.inspections.index(latest) if latest else len(authority.inspections)
    since = authority.inspections[:place]
    if not since:
        return []
    newest = f"the newest is {_named(since[0])}" if len(since) > 1 else _named(since[0])
    number = "One inspection or visit" if len(since) == 1 else f"{len(since)} inspections and visits"
    after = "after it are" if len(since) > 1 else "after it is"
    return [f"{number} {after if latest else 'without grades ' + after.split()[-1]} in this file: {newest}."]
