"""Authorities and their inspections as pages show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from markupsafe import escape

from pipelines import reference
from pipelines.settings import REPORTS_URL
from pipelines.site.model.grades import Framework, Grade, Judgement
from pipelines.site.model.reading import Row, Tables
from pipelines.site.text import day, page_name, web_address

CHILDRENS_SERVICES = "childrens_services"
CHILDRENS_SERVICES_PROVIDER = 44  # the reports site's number for local authorities' children's services
REPORT = "report"
SUMMARY_BYTES = 20_000  # of what a page may have
PARTIAL_SUMMARIES = ("chapter_summary", "summary_for_children")


@dataclass(eq=False, repr=False)
class Inspection:
    """An inspection or visit. `row` is its row of dim_inspection, `shown` of the view all_inspections; the lists are
    rows of the tables of their names.

    `licence` is its report's row of data/reference/licences.csv; none where there is no report. `records` are its
    rows of official_outcomes, which only an inspection without a report has.
    """

    row: Row
    shown: Row
    framework: Framework
    licence: Row | None = None
    judgements: list[Judgement] = field(default_factory=list)
    metrics: list[Row] = field(default_factory=list)
    recommendations: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    inspectors: list[Row] = field(default_factory=list)
    conflicts: list[Row] = field(default_factory=list)
    reconciliation: list[Row] = field(default_factory=list)
    stated_history: list[Row] = field(default_factory=list)
    withheld_metrics: list[Row] = field(default_factory=list)
    superseded: list[Row] = field(default_factory=list)
    corrections: list[Row] = field(default_factory=list)
    set_aside: list[Row] = field(default_factory=list)
    records: list[Row] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.row["inspection_id"])

    def correction_of(self, judgement: Judgement) -> Row | None:
        """What a person corrected the judgement's grade by; none when it is as read."""
        field_name = f"judgement.{judgement.domain['service_code']}.{judgement.domain['domain_code']}"
        applied = (row for row in self.corrections if row["state_code"] == "applied")
        return next((row for row in applied if row["field"] == field_name), None)

    @property
    def authority_name(self) -> str:
        """The name that the authority had then."""
        return str(self.shown["authority_name"])

    @property
    def kind(self) -> str:
        return str(self.shown["kind_code"])

    @property
    def grade_then(self) -> str | None:
        """Code of the overall grade in force when it began: its own, or of the full inspection before."""
        code: str | None = self.shown["overall_grade_at_the_time"]
        return code

    @property
    def page(self) -> str:
        return f"inspections/{page_name(self.id)}"

    @property
    def authority_page(self) -> str:
        return f"authorities/{page_name(self.row['authority_urn'])}"

    @property
    def summary(self) -> list[Row]:
        """The paragraphs that sum the report up, as many as a page has room for.

        Those of single chapters and for children are among the findings alone.
        """
        found: list[Row] = []
        room = SUMMARY_BYTES
        for row in self.findings:
            if row["summary_kind_code"] not in (None, *PARTIAL_SUMMARIES):
                room -= len(str(escape(row["finding_text"] or "")).encode())
                if room < 0:
                    break
                found.append(row)
        return found

    @property
    def has_report(self) -> bool:
        return bool(self.row["source_code"] == REPORT)

    @property
    def has_narrow_licence(self) -> bool:
        """Whether its report's words are under a licence that does not let others publish them."""
        return self.licence is not None and self.licence["may_republish_text"] != "true"

    @property
    def report_address(self) -> str | None:
        """Where the report can be read, if the file says so and it is an address of the web."""
        return web_address(self.row["source_url"])

    @property
    def date(self) -> dt.date:
        """Its first day, or the day of publication where the official statistics have no other."""
        first_day: dt.date = self.shown["inspected_date"]
        return first_day

    @property
    def published(self) -> dt.date | None:
        """Its day of publication, as the report or the reports site give it, or else the official statistics."""
        day_of_publication: dt.date | None = self.shown["published_date"]
        return day_of_publication

    @property
    def date_words(self) -> str:
        return day(self.date) if self.row["inspection_start_date"] else f"published {day(self.date)}"

    @property
    def overall(self) -> list[Judgement]:
        """The overall judgement; two where two services were judged side by side."""
        return [judgement for judgement in self.judgements if judgement.is_overall]

    @property
    def is_of_one_service(self) -> bool:
        """Whether it judges children's services as a whole, as inspections since November 2013 do."""
        return any(judgement.domain["service_code"] == CHILDRENS_SERVICES for judgement in self.judgements)

    @property
    def record_places(self) -> list[str]:
        """Where the official statistics have it."""
        places = ((row["file_name"], row["sheet_name"], row["row_number"]) for row in self.records)
        return [f"{file}, {sheet}, row {number}" for file, sheet, number in dict.fromkeys(places)]

    @property
    def covers_care_leavers(self) -> bool:
        """Whether its judgement on children in care covers care leavers, who have none of their own."""
        codes = {judgement.domain["domain_code"]: judgement for judgement in self.judgements}
        care = codes.get("children_in_care")
        return "care_leavers" not in codes and care is not None and bool(care.domain["covers_care_leavers"])


@dataclass(eq=False, repr=False)
class Authority:
    """An authority. `versions` are its rows of dim_authority, the newest last; inspections, the newest first.

    `unread` is the row of unread_reports of a later report than its latest inspection's, which could not be read.
    Authorities name one another as neighbours: to print one would be to print all, over and over.
    """

    versions: list[Row]
    inspections: list[Inspection] = field(default_factory=list)
    latest: Inspection | None = None
    unread: Row | None = None
    successors: list[Authority] = field(default_factory=list)
    predecessors: list[Authority] = field(default_factory=list)
    neighbours: list[Authority] = field(default_factory=list)
    neighbour_set: str = ""
    indicators: list[Row] = field(default_factory=list)

    @property
    def row(self) -> Row:
        return self.versions[-1]

    @property
    def urn(self) -> str:
        return str(self.row["authority_urn"])

    @property
    def name(self) -> str:
        return str(self.row["authority_name"])

    @property
    def title(self) -> str:
        """Its name, with the day it ended: two are "Dorset", the one to 2019 and the one since."""
        return self.name if self.is_current else f"{self.name} (to {day(self.row['valid_to_date'])})"

    @property
    def is_current(self) -> bool:
        return bool(self.row["is_current"])

    @property
    def page(self) -> str:
        return f"authorities/{page_name(self.urn)}"

    @property
    def reports_address(self) -> str:
        """The authority's page on the reports site, which lists what Ofsted has published about it."""
        return f"{REPORTS_URL}/provider/{CHILDRENS_SERVICES_PROVIDER}/{quote(self.urn, safe='')}"

    @property
    def unread_address(self) -> str | None:
        """Where the report that could not be read can be read, if the file says so and it is an address of the web."""
        return web_address(self.unread["source_url"]) if self.unread else None

    def existed_on(self, when: dt.date) -> bool:
        return any(
            (row["valid_from_date"] or dt.date.min) <= when <= (row["valid_to_date"] or dt.date.max)
            for row in self.versions
        )

    def latest_grade(self, domain_code: str) -> Grade | None:
        """The latest inspection's grade for an area of children's services as a whole."""
        for judgement in self.latest.judgements if self.latest else ():
            if (judgement.domain["service_code"], judgement.domain["domain_code"]) == (CHILDRENS_SERVICES, domain_code):
                return judgement.grade
        return None


@dataclass(eq=False, repr=False)
class Model:
    """Everything pages show. Authorities are in order of name, keyed by URN; inspections by id."""

    authorities: dict[str, Authority]
    inspections: dict[str, Inspection]
    frameworks: dict[str, Framework]
    grades: dict[str, Grade]
    tables: Tables

    @property
    def publication(self) -> Row:
        return self.tables["publication"][0]

    @cached_property
    def domain_names(self) -> dict[str, str]:
        return {row["domain_code"]: row["domain_name"] for row in self.tables["dim_domain"]}

    @cached_property
    def service_names(self) -> dict[str, str]:
        return {row["service_code"]: row["service_name"] for row in self.tables["dim_domain"]}

    @cached_property
    def metric_names(self) -> dict[str, str]:
        return {row["metric_code"]: row["metric_name"] for row in self.tables["dim_metric"]}

    @cached_property
    def outcome_names(self) -> dict[str, str]:
        return {row["outcome_code"]: row["outcome_name"] for row in reference.rows("outcomes")}

    @property
    def current(self) -> list[Authority]:
        return [authority for authority in self.authorities.values() if authority.is_current]

    @property
    def ended(self) -> list[Authority]:
        return [authority for authority in self.authorities.values() if not authority.is_current]
