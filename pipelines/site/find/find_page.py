"""The search's page: one box for authorities and for what inspectors wrote, and what a search can be narrowed by."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from pipelines.site.find.passages import KINDS, NO_GRADE_THEN, Passage
from pipelines.site.model.model import Model

# What reports of different years, or one with and without its abbreviation, call the same thing.
ALSO_SAID = Path(__file__).with_name("also_said.csv")


def find_page(model: Model, found: list[Passage]) -> dict[str, Any]:
    """What the search's template shows: choices that at least one passage has."""

    def used(name: str) -> set[str]:
        return {value for passage in found for value in passage.filters[name]}

    grades = {code: grade.name for code, grade in model.grades.items()}
    grades[NO_GRADE_THEN] = "No overall grade in force"
    authorities = list(model.authorities.values())
    searched = used("authority")
    return {
        "authorities": authorities,
        "passages": len(found),
        "also_said": _also_said(),
        "choices": {
            "region": ("Region", {name: name for name in sorted(used("region"))}),
            "framework": (
                "Framework",
                _in_use({c: f.short_name for c, f in model.frameworks.items()}, used("framework")),
            ),
            "year": ("Year", {year: year for year in sorted(used("year"), reverse=True)}),
            "grade": ("Grade at the time", _in_use(grades, used("grade"))),
            "theme": ("Theme", {name: name for name in sorted(used("theme"))}),
            "kind": ("Kind", _in_use(KINDS, used("kind"))),
        },
        "searched": [one for one in authorities if one.urn in searched],
    }


def _in_use(names: dict[str, str], used: set[str]) -> dict[str, str]:
    return {code: name for code, name in names.items() if code in used}


def _also_said() -> list[str]:
    with ALSO_SAID.open(newline="", encoding="utf-8") as file:
        return [row["wordings"] for row in csv.DictReader(file)]
