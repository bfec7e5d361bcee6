"""What a report prints, fact by fact, each with the page and the words it was read from.

Nothing here chooses between two statements of one thing: every statement is kept with its place,
and the staging tables weigh them. `place` says where a statement stands: one of data/reference/statement_places.csv,
which ranks them (the cover wins over running headers and narrative: Durham 2022, Oxfordshire 2023, Somerset 2026).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


class UnreadableReport(Exception):
    """A document that was read but is not understood whole: it goes to quarantine with this reason.

    `stage` is framework where no one framework reads it. `known` is what could be read of it all the same:
    framework_code, authority_urn, inspection_start_date and published_date, as far as that went.
    """

    def __init__(
        self, reason_code: str, reason: str, known: dict[str, str] | None = None, stage: str = "parsing"
    ) -> None:
        super().__init__(reason)
        self.reason_code = reason_code
        self.reason = reason
        self.known = known or {}
        self.stage = stage

    def __reduce__(self) -> tuple[type[UnreadableReport], tuple[str, str, dict[str, str], str]]:
        return type(self), (self.reason_code, self.reason, self.known, self.stage)


@dataclass(frozen=True, slots=True)
class AuthorityStatement:
    """A printed name that resolves to an authority."""

    place: str
    printed: str
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class JudgementStatement:
    """One printed grade of one judgement area."""

    service_code: str
    domain_code: str
    label: str
    grade: str
    grade_code: str
    place: str
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class DateStatement:
    """A printed period or day. `kind`: inspection, further_inspection (a second period), publication.

    A single day has start == end.
    """

    kind: str
    place: str
    start: date
    end: date
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Person:
    """A named inspector. `role`: lead_inspector, deputy_lead_inspector, inspector, data_analyst,
    quality_assurance_manager, cqc_lead_inspector, ... ; `position` counts from 1 in printed order."""

    role: str
    name: str
    position: int
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation, area for improvement or priority action, in printed order.

    `kind`: recommendation, area_for_improvement, priority_action; `timescale_code`: immediately,
    within_3_months, within_6_months or None; `addressed_to`: as printed or authority, lscb, partnership;
    `addressee_code`: what kind of body that is; `outcome_tag`: the national framework's tag as printed, or None;
    `lead_in`: the words before a colon that the item is a point of ("Ensure that:"), or None.
    """

    position: int
    kind: str
    number: int | None
    timescale_code: str | None
    addressed_to: str
    addressee_code: str
    outcome_tag: str | None
    section: str
    lead_in: str | None
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A paragraph of the body, with the part of the report, the chapter and the heading that it stands under.

    `number` as printed, or None; `part_code`: introduction, summary, findings, recommendations or area (what the report
    says of the area); `summary_kind_code`: overview, executive_summary, headline_findings, key_findings,
    chapter_summary, summary_for_children, outcome, experience, overall_effectiveness, or None where it is no summary;
    `domain_code`: the judgement area of its chapter, or None; `recommendation_position`: that of the recommendation
    that the paragraph is, or None.
    """

    position: int
    number: int | None
    part_code: str
    summary_kind_code: str | None
    chapter: str
    section: str
    domain_code: str | None
    recommendation_position: int | None
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a report prints, in figures or words. `printed` is the number itself, `text` its sentence.

    `unit_code` count, percent, per_10k or other. The metric fields are set when the catalogue has the
    figure: role_code (actual, previous, national, other_comparator), as_of (ISO day, month or year),
    as_of_precision, period_code, is_approximate.
    """

    position: int
    printed: str
    value: float
    unit_code: str
    section: str
    page: int | None
    text: str
    metric_code: str | None = None
    role_code: str | None = None
    as_of: str | None = None
    as_of_precision: str | None = None
    period_code: str | None = None
    is_approximate: bool = False


@dataclass(frozen=True, slots=True)
class StatedOutcome:
    """A grade that the report says an earlier inspection of its authority gave.

    `inspected_on`: the day, month or year printed, ISO, at times of publication; None when it says only "the last
    inspection". `service_code` is None where it speaks of services at a time of two. `domain_code` is
    overall_effectiveness unless an area is named.
    """

    position: int
    when_printed: str | None
    inspected_on: str | None
    inspected_on_precision: str | None
    service_code: str | None
    domain_code: str
    grade: str
    grade_code: str
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class WithheldFigure:
    """A figure that a report says it cannot give ("is not available at this time"): a metric without a value."""

    metric_code: str
    section: str
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A statement that is left out of the facts, as it is not understood or cannot be.

    `table_name`: the raw table that its row would stand in; `rule`: a code for why; `reason`: why in a sentence,
    with what to do; `text`: the words as printed.
    """

    table_name: str
    rule: str
    reason: str
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class NextInspection:
    """An inspection that the report announces: full_inspection or monitoring_inspection, and months until then.

    `period_printed` is the time as printed; the report does not say from which day it counts.
    """

    kind_code: str
    period_printed: str
    months: int
    is_approximate: bool
    page: int | None
    text: str


@dataclass
class ReportStatements:
    """Everything that a framework module read from one report."""

    framework_code: str
    title: str
    authority: AuthorityStatement
    authority_urn: str
    is_reinspection: bool = False
    theme: str | None = None
    theme_code: str | None = None
    jtai_theme_code: str | None = None
    outcome: str | None = None
    outcome_code: str | None = None
    licence_code: str = "none_stated"
    other_authorities: list[AuthorityStatement] = field(default_factory=list)
    judgements: list[JudgementStatement] = field(default_factory=list)
    dates: list[DateStatement] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    withheld_figures: list[WithheldFigure] = field(default_factory=list)
    stated_history: list[StatedOutcome] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    next_inspections: list[NextInspection] = field(default_factory=list)
