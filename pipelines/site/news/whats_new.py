"""What changed, an inspection and edition at a time, in words: for the page and the feeds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from pipelines.site.model.model import CHILDRENS_SERVICES, Authority, Inspection, Model
from pipelines.site.model.reading import Row
from pipelines.site.text import number, plain_value, spoken

CAUSES = {
    "new_report": "New report",
    "corrected_reissue": "Corrected reissue of a report",
    "read_at_last": "Report read at last",
    "withdrawn": "Report withdrawn",
    "no_longer_read": "Report that can no longer be read",
    "code_changed": "Same report, read otherwise by a new version of the code",
    "reference_changed": "Same report, read otherwise with new reference tables",
    "source_changed": "Same report, of which the reports site or the official record says something else",
    "correction": "Correction",
}
MOST_VALUES = 12  # of one inspection, that a page or an entry shows
LONGEST = 160  # characters of a value shown
OURS = ("code_changed", "reference_changed")  # changes of ours, that of a report's words are no news
GRADE = "judgement"
REPORT = "inspection"
FIELDS = {
    "inspection_start_date": "First day",
    "inspection_end_date": "Last day",
    "published_date": "Day of publication",
    "inspection_type_code": "Type",
    "theme_code": "Theme",
    "jtai_theme_code": "Theme",
    "count": "number",
    "percent": "per cent",
    "per_10k": "per 10,000",
    "actual": "the authority's",
    "previous": "the authority's before",
    "national": "England's",
    "other_comparator": "another comparison",
    "last_12_months": "in the last 12 months",
    "since_last_inspection": "since the last inspection",
}
KINDS = (REPORT, GRADE, "date", "metric", "recommendation", "detail")  # what people ask for first
DIGEST = re.compile("[0-9a-f]{32}")  # of words that this publication may not print


@dataclass(frozen=True)
class Value:
    """A value in words: what it is, and how it read before and after; empty where there was none."""

    name: str
    before: str
    after: str
    is_grade: bool = False


@dataclass(frozen=True)
class Change:
    """What an edition has otherwise of one inspection. `inspection` is none where it is gone.

    Of a report that is new or gone `values` are its grades, and `further` is the number of its other values.
    """

    version: str
    changed_at: datetime
    cause_code: str
    inspection_id: str
    authority: Authority
    inspection: Inspection | None
    values: list[Value]
    further: int
    is_news: bool

    @property
    def cause(self) -> str:
        return CAUSES[self.cause_code]

    @property
    def page(self) -> str:
        return self.inspection.page if self.inspection else self.authority.page

    @property
    def day(self) -> date:
        """The inspection's; the first of all where it is gone."""
        return self.inspection.date if self.inspection else date.min

    @property
    def about(self) -> str:
        """The inspection, in words."""
        if self.inspection is None:
            return f"inspection {self.inspection_id}"
        return f"{self.inspection.framework.short_name}, {self.inspection.date_words}"


def changes(model: Model) -> list[Change]:
    """Every change, the latest edition's first, then by authority and the day of the inspection."""
    rows = sorted(model.tables["changes"], key=lambda row: (*_group(row), KINDS.index(row["kind_code"]), row["field"]))
    names = _names(model)
    found = [_change(model, names, list(group)) for _, group in groupby(rows, key=_group)]
    found.sort(key=lambda one: (one.authority.name, one.day, one.inspection_id))
    return sorted(found, key=lambda one: one.changed_at, reverse=True)


def _group(row: Row) -> tuple[datetime, str, str]:
    return row["changed_at"], row["inspection_id"], row["cause_code"]


def _change(model: Model, names: dict[str, str], rows: list[Row]) -> Change:
    first = rows[0]
    moved = any(row["kind_code"] == REPORT and None in (row["value_before"], row["value_after"]) for row in rows)
    shown = [row for row in rows if row["kind_code"] != REPORT and (not moved or row["kind_code"] == GRADE)]
    has_grades = any(row["kind_code"] == GRADE for row in rows)
    return Change(
        first["to_version"],
        first["changed_at"],
        first["cause_code"],
        first["inspection_id"],
        model.authorities[first["authority_urn"]],
        model.inspections.get(first["inspection_id"]),
        [_value(row, names) for row in shown],
        len([row for row in rows if row["kind_code"] != REPORT]) - len(shown),
        has_grades or first["cause_code"] not in (*OURS, "source_changed"),
    )


def _names(model: Model) -> dict[str, str]:
    """Words for the codes of fields and values."""
    names = {code: grade.name for code, grade in model.grades.items()}
    return names | model.outcome_names | model.metric_names | model.domain_names | model.service_names


def _value(row: Row, names: dict[str, str]) -> Value:
    parts = [part for part in row["field"].split("/") if part != CHILDRENS_SERVICES]
    said = [names.get(part) or FIELDS.get(part) or plain_value(part) for part in parts]
    name = {GRADE: ": ", "recommendation": " "}.get(row["kind_code"], ", ").join(said)
    return Value(name, _words(row, "value_before", names), _words(row, "value_after", names), row["kind_code"] == GRADE)


def _words(row: Row, column: str, names: dict[str, str]) -> str:
    value = row[column]
    if value is None:
        return ""
    if row["kind_code"] == "metric":
        return number(float(value))
    if row["kind_code"] == "recommendation":
        return "words that are not printed here" if DIGEST.fullmatch(value) else str(value)
    if row["field"] == "lead_inspector":
        return str(value)
    return names.get(value) or (plain_value(value) if row["kind_code"] == "date" else spoken(value))
