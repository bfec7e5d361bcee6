"""What the workbook's sheets show: of which view, which columns in which words, and which rows."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.warehouse.schema import table

AUTHORITY = {"Authority": "authority_name", "Region": "region_name"}
INSPECTION = {"Inspection": "framework_code", "Began": "inspection_start_date", "Published": "published_date"}
GRADES = {
    "Overall": "overall_effectiveness",
    "Leadership": "leadership",
    "Help and protection": "help_and_protection",
    "Children in care": "children_in_care",
    "Care leavers": "care_leavers",
}
BY_AUTHORITY = ("authority_name", "inspection_start_date")


@dataclass(frozen=True)
class SheetPlan:
    """A sheet: its name, what it is, the view that it shows, and its columns by their heading.

    `rows` is a condition on the view's rows, `order` the columns that it is sorted by before all others. With
    `has_report` each row leads to its report on the reports site. `rates` are columns of shares, shown as percentages.
    """

    name: str
    about: str
    view: str
    columns: dict[str, str]
    order: tuple[str, ...]
    rows: str = "true"
    has_report: bool = True
    rates: tuple[str, ...] = ()

    def meanings(self) -> list[tuple[str, str]]:
        """Each heading with what its column means, as the data dictionary has it."""
        of_column = {column.name: column.comment for column in table(self.view).columns}
        return [(heading, of_column[column]) for heading, column in self.columns.items()]


LATEST_GRADES = SheetPlan(
    "Latest grades",
    "Each authority of today with the grades of its latest inspection of children's services.",
    "authority_summary",
    {
        **AUTHORITY,
        "URN": "authority_urn",
        **INSPECTION,
        **GRADES,
        "Latest focused visit": "latest_focused_visit_date",
        "Latest monitoring visit": "latest_monitoring_visit_date",
        "Later report, not read": "newer_unread_date",
    },
    BY_AUTHORITY,
)
SHEETS = (
    LATEST_GRADES,
    SheetPlan(
        "All judgements",
        "Every judgement of every report, with the page and the words that it was read from.",
        "judgement_history",
        {
            **AUTHORITY,
            "URN": "authority_urn",
            **INSPECTION,
            "Service": "service_code",
            "Area": "domain_code",
            "Judgement, as printed": "judgement_label",
            "Grade": "grade_code",
            "Grade, adequate as requires improvement": "comparable_grade_code",
            "Of the latest inspection": "is_latest",
            "Page": "page_number",
            "Words": "evidence_text",
        },
        BY_AUTHORITY,
    ),
    SheetPlan(
        "Visits",
        "Focused and monitoring visits, with their theme and the overall grade in force at the time.",
        "inspections",
        {
            **AUTHORITY,
            **INSPECTION,
            "Visit number since the inspection": "visit_number",
            "Theme": "theme_code",
            "Theme, as printed": "theme",
            "Overall grade at the time": "overall_grade_at_the_time",
            "Lead inspector": "lead_inspector",
        },
        BY_AUTHORITY,
        "framework_code in (select framework_code from dim_framework where kind_code = 'visit')",
    ),
    SheetPlan(
        "Joint and SEND",
        "Inspections that give no grades: joint targeted area inspections with their theme, area SEND inspections with "
        "their outcome.",
        "inspections",
        {
            **AUTHORITY,
            **INSPECTION,
            "Theme": "jtai_theme_code",
            "Theme, as printed": "theme",
            "Outcome": "outcome_code",
        },
        BY_AUTHORITY,
        "framework_code in (select framework_code from dim_framework where kind_code = 'inspection' and not is_graded)",
    ),
    SheetPlan(
        "SEND 2016 to 2022",
        "Local area SEND inspections of 2016 to 2022 and their revisits, from the official statistics.",
        "local_area_send_inspections",
        {
            **AUTHORITY,
            "Began": "inspection_start_date",
            "Published": "published_date",
            "Outcome": "outcome_code",
            "Weaknesses": "weaknesses",
            "Revisit began": "revisit_start_date",
            "Revisit published": "revisit_published_date",
            "Revisit's outcome": "revisit_outcome_code",
            "Weaknesses with progress": "weaknesses_with_progress",
        },
        BY_AUTHORITY,
        has_report=False,
    ),
    SheetPlan(
        "Recommendations",
        "Every recommendation, area for improvement and priority action.",
        "recommendations",
        {
            **AUTHORITY,
            **INSPECTION,
            "Kind": "kind_code",
            "Words": "text",
            "Words before it": "lead_in",
            "By when": "timescale_code",
            "For whom": "addressee_code",
            "Page": "page_number",
        },
        (*BY_AUTHORITY, "position"),
    ),
    SheetPlan(
        "Good or better",
        "How many authorities of a region have which latest grade, by judgement.",
        "good_or_better_by_region",
        {
            "Region": "region_name",
            "Area": "domain_code",
            "Authorities": "authorities",
            "Graded": "graded",
            "Outstanding": "outstanding",
            "Good": "good",
            "Requires improvement": "requires_improvement",
            "Inadequate": "inadequate",
            "Good or better": "good_or_better",
            "Share good or better": "share_good_or_better",
        },
        ("domain_code", "region_name"),
        has_report=False,
        rates=("share_good_or_better",),
    ),
    SheetPlan(
        "What changed",
        "Every value in which an edition differs from the one before, the newest edition first, and why.",
        "changes",
        {
            "Authority": "authority_name",
            "Edition": "to_version",
            "Why": "cause_code",
            "Kind": "kind_code",
            "Value": "field",
            "Before": "value_before",
            "After": "value_after",
            "Inspection": "inspection_id",
        },
        ("changed_at desc", "authority_name", "inspection_id"),
    ),
)
