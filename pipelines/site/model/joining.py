"""Joins the warehouse's rows into authorities, their inspections, and the facts of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from pipelines import reference
from pipelines.site.errors import SiteError
from pipelines.site.model.grades import Framework, Grade, Judgement, recorded_grade
from pipelines.site.model.model import Authority, Inspection, Model
from pipelines.site.model.reading import Row, Tables, by, grouped
from pipelines.site.text import spoken

LETTERS = {
    "outstanding": "O",
    "good": "G",
    "adequate": "A",
    "requires_improvement": "R",
    "inadequate": "I",
    "not_judged": "N",
}


def make_model(tables: Tables) -> Model:
    """Joins the rows. Raises SiteError when a code of the file has no words here."""
    grades = _grades(tables)
    frameworks = {row["framework_code"]: Framework(row) for row in sorted(tables["dim_framework"], key=_age)}
    authorities = _authorities(tables)
    inspections = _inspections(tables, frameworks)
    _judgements(tables, inspections, grades)
    _facts(tables, inspections)
    for inspection in sorted(inspections.values(), key=lambda one: (one.date, one.id), reverse=True):
        authorities[inspection.row["authority_urn"]].inspections.append(inspection)
    latest = {row["inspection_id"] for row in tables["judgement_history_all"] if row["is_latest"]}
    for authority in authorities.values():
        authority.latest = next((one for one in authority.inspections if one.id in latest), None)
    _unread(tables, authorities)
    return Model(authorities, inspections, frameworks, grades, tables)


def _unread(tables: Tables, authorities: dict[str, Authority]) -> None:
    """Tells each authority of its latest report in quarantine, where that is later than the grades shown."""
    for row in sorted(tables["unread_reports"], key=lambda row: (row["unread_date"], row["source_path"])):
        authority = authorities[row["authority_urn"]]
        shown = authority.latest and (authority.latest.published or authority.latest.date)
        if shown is None or row["unread_date"] > shown:
            authority.unread = row


def _grades(tables: Tables) -> dict[str, Grade]:
    result = {}
    for row in tables["dim_grade"]:
        code = row["grade_code"]
        if code not in LETTERS:
            raise SiteError(f"The grade {code} has no letter in pipelines/site/model/joining.py.")
        result[code] = Grade(code, row["grade_name"], LETTERS[code], row["grade_rank"])
    return result


def _age(framework: Row) -> tuple[date, str]:
    return framework["first_inspection_date"], framework["framework_code"]


def _authorities(tables: Tables) -> dict[str, Authority]:
    versions = grouped(tables["dim_authority"], "authority_urn")
    found = [Authority(sorted(rows, key=lambda row: row["valid_to_date"] or date.max)) for rows in versions.values()]
    authorities = {authority.urn: authority for authority in sorted(found, key=lambda one: (one.name, one.urn))}
    for authority in authorities.values():
        for urn in filter(None, (authority.row["successor_urns"] or "").split(";")):
            authority.successors.append(authorities[urn])
            authorities[urn].predecessors.append(authority)
    set_names = {row["neighbour_set_code"]: row["neighbour_set_name"] for row in reference.rows("neighbour_sets")}
    latest = [row for row in tables["bridge_authority_neighbour"] if row["is_latest_set"]]
    for row in sorted(latest, key=lambda row: row["neighbour_rank"]):
        authority = authorities[row["authority_urn"]]
        authority.neighbours.append(authorities[row["neighbour_urn"]])
        authority.neighbour_set = set_names[row["neighbour_set_code"]]
    for row in tables["indicator_history"]:
        authorities[row["authority_urn"]].indicators.append(row)
    return authorities


def _inspections(tables: Tables, frameworks: dict[str, Framework]) -> dict[str, Inspection]:
    shown = by(tables["all_inspections"], "inspection_id")
    licences: dict[str, Row] = {row["licence_code"]: dict(row) for row in reference.rows("licences")}
    result = {}
    for row in tables["dim_inspection"]:
        code = row["licence_code"]
        if code is not None and code not in licences:
            raise SiteError(f"The licence {code} is not in data/reference/licences.csv.")
        licence = licences[code] if code is not None else None
        framework = frameworks[row["framework_code"]]
        result[row["inspection_id"]] = Inspection(row, shown[row["inspection_id"]], framework, licence)
    return result


def _judgements(tables: Tables, inspections: dict[str, Inspection], grades: dict[str, Grade]) -> None:
    """Grades of reports, and of the official statistics for the inspections that no report shows."""
    domains = by(tables["dim_domain"], "domain_key")
    codes = {row["grade_key"]: row["grade_code"] for row in tables["dim_grade"]}
    of_key = {one.row["inspection_key"]: one for one in inspections.values()}
    for row in tables["fact_judgement"]:
        inspection = of_key[row["inspection_key"]]
        if inspection.has_report:
            inspection.judgements.append(
                Judgement(
                    domains[row["domain_key"]],
                    grades[codes[row["grade_key"]]],
                    row["judgement_label"],
                    row["grade_printed"],
                    row["page_number"],
                    row["evidence_text"],
                    row["agreement"],
                )
            )
    for row in tables["official_outcomes"]:
        recorded = inspections.get(row["official_id"])
        if row["inspection_id"] or recorded is None:
            continue
        recorded.records.append(row)
        if not row["is_used"] or row["grade_code"] is None:
            continue
        domain = _domain_at(tables["dim_domain"], row, recorded.date)
        grade = recorded_grade(grades, row["grade_code"], recorded.framework)
        recorded.judgements.append(Judgement(domain, grade, row["judgement_label"], row["grade_printed"], record=row))
    for inspection in inspections.values():
        inspection.judgements.sort(key=lambda judgement: judgement.domain["position"])


def _domain_at(domains: list[Row], record: Row, when: date) -> Row:
    """The row of dim_domain that the framework had on the day."""
    for row in domains:
        is_of = all(row[key] == record[key] for key in ("framework_code", "service_code", "domain_code"))
        if is_of and (row["inspections_from_date"] or date.min) <= when <= (row["inspections_to_date"] or date.max):
            return row
    raise SiteError(
        f"{record['official_id']} has a grade for {record['domain_code']}, which its framework does not judge."
    )


def _facts(tables: Tables, inspections: dict[str, Inspection]) -> None:
    """Hands each inspection its rows."""
    of_key = {one.row["inspection_key"]: one for one in inspections.values()}
    metrics = by(tables["dim_metric"], "metric_key")
    for row in tables["fact_metric"]:
        of_key[row["inspection_key"]].metrics.append(row | {"metric": metrics[row["metric_key"]]})
    for row in tables["fact_recommendation"]:
        of_key[row["inspection_key"]].recommendations.append(row)
    for row in tables["fact_finding"]:
        of_key[row["inspection_key"]].findings.append(row)
    names = {row["inspector_key"]: row["inspector_name"] for row in tables["dim_inspector"]}
    for row in tables["bridge_inspection_inspector"]:
        named: dict[str, Any] = row | {"name": names[row["inspector_key"]], "role": spoken(row["role_code"])}
        of_key[row["inspection_key"]].inspectors.append(named)
    for inspection in inspections.values():
        inspection.metrics.sort(key=lambda row: (row["metric"]["metric_name"], row["figure_key"]))
        inspection.inspectors.sort(
            key=lambda row: (row["role_code"] != "lead_inspector", row["role_code"], row["position"])
        )
        for rows in (inspection.recommendations, inspection.findings):
            rows.sort(key=lambda row: row["position"])
    for name, attribute in (
        ("conflicts", "conflicts"),
        ("stated_history", "stated_history"),
        ("withheld_metrics", "withheld_metrics"),
        ("superseded_documents", "superseded"),
    ):
        for row in tables[name]:
            getattr(inspections[row["inspection_id"]], attribute).append(row)
    for row in tables["corrections"]:
        if row["document_sha256"]:  # else it is of an inspection that the file has not
            inspections[row["inspection_id"]].corrections.append(row)
    for row in tables["set_aside"]:
        # Those of a superseded document of the inspection are not this report's.
        inspection = inspections[row["inspection_id"]]
        if inspection.row["document_sha256"] == row["document_sha256"]:
            inspection.set_aside.append(row)
    for row in tables["reconciliation"]:
        if row["inspection_id"]:
            inspections[row["inspection_id"]].reconciliation.append(row)
