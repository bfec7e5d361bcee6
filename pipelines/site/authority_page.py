"""An authority's page: its story first, then its time line, and grades, recommendations and figures by inspection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipelines.site.drawings.charts import figures, small_multiples
from pipelines.site.drawings.indicator_charts import indicator_pictures
from pipelines.site.model.grades import Framework, Grade, Judgement
from pipelines.site.model.model import Authority, Inspection, Model
from pipelines.site.overview import Cell, cell
from pipelines.site.story import story
from pipelines.site.words import DOMAINS


@dataclass(frozen=True)
class Strip:
    """Grades of the inspections under one framework: a row for each area, a column for each inspection.

    A cell is the judgement, or none and why.
    """

    framework: Framework
    inspections: list[Inspection]
    rows: list[tuple[str, list[tuple[Judgement | None, str]]]]


def authority_page(model: Model, authority: Authority, uneven: set[str]) -> dict[str, Any]:
    """What an authority's template shows. `uneven` are the metrics whose figures a picture does not join."""
    neighbours: list[tuple[Authority, Grade | None, str]] = []
    for neighbour in authority.neighbours:
        overall = cell(neighbour, "overall_effectiveness")
        neighbours.append((neighbour, overall.grade, overall.words))
    return {
        "authority": authority,
        "story": story(authority),
        "cells": _latest_cells(authority),
        "strips": [
            strip for code in reversed(model.frameworks) if (strip := _strip(model.frameworks[code], authority))
        ],
        "pictures": small_multiples(authority.inspections, uneven),
        "figures": figures(authority.inspections),
        "indicators": indicator_pictures(authority.indicators, authority.inspections),
        "with_recommendations": [one for one in authority.inspections if one.recommendations],
        "neighbours": neighbours,
    }


def _latest_cells(authority: Authority) -> dict[str, Cell]:
    """The latest grades by area; by service where the services were judged one by one."""
    if authority.latest and not authority.latest.is_of_one_service:
        return {
            one.domain["service_name"]: Cell(one.grade.code, one.grade.name, grade=one.grade)
            for one in authority.latest.overall
        }
    return {name: cell(authority, code) for code, name in DOMAINS.items()}


def _strip(framework: Framework, authority: Authority) -> Strip | None:
    inspections = [one for one in reversed(authority.inspections) if one.framework == framework and one.judgements]
    if not inspections:
        return None
    names: dict[tuple[str, str], str] = {}
    services = {judgement.domain["service_code"] for one in inspections for judgement in one.judgements}
    ordered = sorted(
        (judgement for one in inspections for judgement in one.judgements),
        # The overall grade first where there is one; its place among the others changed over the years.
        key=lambda one: (len(services) == 1 and not one.is_overall, one.domain["position"]),
    )
    for judgement in ordered:
        domain = judgement.domain
        name = domain["domain_name"] if len(services) == 1 else f"{domain['service_name']}: {domain['domain_name']}"
        names[(domain["service_code"], domain["domain_code"])] = name
    rows = [(name, [_cell(inspection, key) for inspection in inspections]) for key, name in names.items()]
    return Strip(framework, inspections, rows)


def _cell(inspection: Inspection, key: tuple[str, str]) -> tuple[Judgement | None, str]:
    for judgement in inspection.judgements:
        if (judgement.domain["service_code"], judgement.domain["domain_code"]) == key:
            return judgement, ""
    with_care = key[1] == "care_leavers" and inspection.covers_care_leavers
    return None, "With children in care" if with_care else "Not given"
