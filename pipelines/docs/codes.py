"""The codes that columns hold, from data/reference: which columns, and what each code means."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipelines import reference
from pipelines.warehouse.schema import Table


@dataclass(frozen=True)
class CodeList:
    """A reference table of codes: the columns of the warehouse that hold them, its code and what explains it.

    `meaning`: the reference columns that say in words what a code stands for. `more`: what else is shown of it, as
    heading and reference column.
    """

    title: str
    reference_table: str
    code: str
    meaning: tuple[str, ...]
    columns: frozenset[str]
    caveat: str = ""
    more: dict[str, str] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        return f"codes-{self.reference_table.replace('_', '-')}"

    @property
    def in_a_sentence(self) -> str:
        """The title as it stands within a sentence."""
        return self.title[0].lower() + self.title[1:]

    def rows(self) -> list[tuple[str, ...]]:
        """Each code once, in the file's order, with its meaning and what else is shown of it."""
        found: dict[str, tuple[str, ...]] = {}
        for row in reference.rows(self.reference_table):
            meaning = ": ".join(row[name] for name in self.meaning if row[name])
            more = (row[name].replace(";", ", ") for name in self.more.values())
            found.setdefault(row[self.code], (row[self.code], meaning, *more))
        return list(found.values())


CODE_LISTS = (
    CodeList(
        "Frameworks",
        "frameworks",
        "framework_code",
        ("framework_name", "description"),
        frozenset({"framework_code", "previous_framework_code", "next_framework_code", "last_framework_code"}),
        more={"inspectorates": "inspectorates"},
    ),
    CodeList("Services", "services", "service_code", ("service_name", "description"), frozenset({"service_code"})),
    CodeList(
        "Judgement areas",
        "domains",
        "domain_code",
        ("domain_name", "description"),
        frozenset({"domain_code"}),
        "Areas of one code are alike across frameworks, not the same test.",
    ),
    CodeList(
        "Grades",
        "grades",
        "grade_code",
        ("grade_name", "description"),
        frozenset(
            {
                "grade_code",
                "comparable_grade_code",
                "previous_grade_code",
                "our_grade_code",
                "overall_grade_code",
                "overall_comparable_grade_code",
                "overall_effectiveness",
                "overall_effectiveness_comparable",
                "safeguarding_grade_code",
                "looked_after_grade_code",
                "release_grade_code",
                "adoption",
                "leadership",
                "help_and_protection",
                "children_in_care",
                "care_leavers",
            }
        ),
        "Adequate and requires improvement are not the same test. Columns named comparable hold requires_improvement "
        "for both, as the official statistics do; the others never do. Not judged is no grade: leave it out of shares.",
        more={"counted as": "comparable_grade_code"},
    ),
    CodeList("Visit themes", "visit_themes", "theme_code", ("theme_name", "description"), frozenset({"theme_code"})),
    CodeList(
        "Themes of joint inspections",
        "jtai_themes",
        "jtai_theme_code",
        ("theme_name", "description"),
        frozenset({"jtai_theme_code"}),
    ),
    CodeList(
        "Themes of recommendations",
        "recommendation_themes",
        "recommendation_theme_code",
        ("theme_name", "description"),
        frozenset({"recommendation_theme_code"}),
        "Inferred from wording, by rules of this project.",
    ),
    CodeList(
        "Outcomes",
        "outcomes",
        "outcome_code",
        ("outcome_name", "wording"),
        frozenset({"outcome_code", "revisit_outcome_code"}),
    ),
    CodeList(
        "Metrics",
        "metrics",
        "metric_code",
        ("metric_name", "definition"),
        frozenset({"metric_code"}),
        "Reports print some metrics in several units; a row of the file has one.",
        more={"units": "unit_codes", "better when": "better_when"},
    ),
    CodeList(
        "Sets of statistical neighbours",
        "neighbour_sets",
        "neighbour_set_code",
        ("neighbour_set_name",),
        frozenset({"neighbour_set_code"}),
        more={"from": "valid_from", "to": "valid_to", "source": "source"},
    ),
    CodeList(
        "Indicators",
        "indicators",
        "indicator_code",
        ("indicator_name", "definition"),
        frozenset({"indicator_code"}),
        "Series of the DfE's local authority interactive tool; the units are its own.",
        more={"unit": "unit_code", "better when": "better_when", "the DfE's series": "series"},
    ),
    CodeList(
        "Years of an indicator",
        "indicator_year_types",
        "year_type_code",
        ("year_type_name",),
        frozenset({"year_type_code"}),
    ),
    CodeList(
        "Releases of an indicator",
        "indicator_releases",
        "release_code",
        ("description",),
        frozenset({"release_code"}),
    ),
    CodeList(
        "Figures without an official counterpart",
        "missing_counterparts",
        "no_counterpart_code",
        ("explanation",),
        frozenset({"no_counterpart_code"}),
    ),
    CodeList("Licences", "licences", "licence_code", ("licence_name", "description"), frozenset({"licence_code"})),
    CodeList(
        "Places of a statement",
        "statement_places",
        "place",
        ("description",),
        frozenset({"place"}),
    ),
    CodeList(
        "Explanations of the reconciliation",
        "reconciliation_explanations",
        "explanation_code",
        ("explanation",),
        frozenset({"explanation_code"}),
    ),
)
ROLES = CodeList(
    "Roles in an inspection",
    "inspector_roles",
    "role_code",
    (),
    frozenset(),
    "Those of inspectors of the Care Quality Commission have cqc_ before them.",
)
PEOPLE = {"bridge_inspection_inspector", "stg_people"}


def code_list(entry: Table, column: str) -> CodeList | None:
    """The codes that a table's column holds, if they are of the reference data."""
    if column == "role_code":
        return ROLES if entry.name in PEOPLE else None
    return next((codes for codes in CODE_LISTS if column in codes.columns), None)
