"""Frameworks, and the grades that inspections give."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.site.model.reading import Row

OVERALL = "overall_effectiveness"
THIRD_GRADE_TO_2013 = "adequate"
# The official statistics record the third grade of inspections to 2013 under its later name.
RECODED = "requires_improvement"


@dataclass(frozen=True)
class Grade:
    """A grade as shown: code (also its style), words, one letter, and rank (1 best; none when not judged)."""

    code: str
    name: str
    letter: str
    rank: int | None

    @property
    def short_name(self) -> str:
        """The name for narrow places: without what it requires improvement to be."""
        return self.name.removesuffix(" to be good")


@dataclass(frozen=True)
class Framework:
    """A framework; `row` is its row of dim_framework."""

    row: Row

    @property
    def code(self) -> str:
        return str(self.row["framework_code"])

    @property
    def short_name(self) -> str:
        return str(self.row["short_name"])

    @property
    def words(self) -> str:
        """What it judges, and what to mind beside the one before."""
        return f"{self.row['what_was_judged']} {self.row['how_it_differs']}"

    @property
    def scale(self) -> list[str]:
        """Codes of its grades, best first."""
        return list(filter(None, (self.row["grade_scale"] or "").split(";")))

    @property
    def is_to_2013(self) -> bool:
        return THIRD_GRADE_TO_2013 in self.scale


def recorded_grade(grades: dict[str, Grade], code: str, framework: Framework) -> Grade:
    """The grade that the official statistics have under the code for an inspection of the framework."""
    if code == RECODED and framework.is_to_2013:
        adequate = grades[THIRD_GRADE_TO_2013]
        return Grade(adequate.code, "Adequate, recorded as requires improvement", adequate.letter, adequate.rank)
    return grades[code]


@dataclass(frozen=True)
class Judgement:
    """A grade that an inspection gave; `domain` is a row of dim_domain, `record` a row of the official statistics."""

    domain: Row
    grade: Grade
    label: str
    printed: str
    page_number: int | None = None
    evidence: str | None = None
    agreement: str | None = None
    record: Row | None = None

    @property
    def is_overall(self) -> bool:
        return bool(self.domain["domain_code"] == OVERALL)
