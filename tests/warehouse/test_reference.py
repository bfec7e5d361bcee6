"""The reference tables agree with themselves, with their lookups and with what reports print."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from itertools import combinations, pairwise

import pytest

from pipelines.parsing.authority import resolve
from pipelines.parsing.statements import AuthorityStatement
from pipelines.reference import (
    Authority,
    ReferenceDataError,
    authorities,
    grade_code,
    label_domain,
    name_index,
    normalise_name,
    reference_dir,
    resolve_authority,
    rows,
    trust_councils,
)
from tests.conftest import SHARED

TODAY = dt.date(2026, 6, 1)
TRUTH = SHARED / "corpus" / "truth"

KEYS = {
    "authorities": ("urn", "valid_from"),
    "authority_aliases": ("urn", "alias"),
    "authority_designators": ("position", "designator"),
    "domains": ("domain_code",),
    "framework_judgements": ("framework_code", "service_code", "domain_code", "inspections_from"),
    "frameworks": ("framework_code",),
    "grade_wordings": ("wording",),
    "grades": ("grade_code",),
    "judgement_labels": ("framework_code", "service_code", "label"),
    "licences": ("licence_code",),
    "metrics": ("metric_code",),
    "neighbour_sets": ("neighbour_set_code",),
    "outcomes": ("outcome_code",),
    "indicator_areas": ("area_number",),
    "indicator_releases": ("mark",),
    "indicator_year_types": ("year_type_code",),
    "indicators": ("indicator_code",),
    "official_outcome_values": ("block_code", "value"),
    "reinspection_rules": (
        "framework_code",
        "result_code",
        "next_framework_code",
        "next_kind_code",
        "inspections_from",
    ),
    "regions": ("scheme", "region_name"),
    "services": ("service_code",),
    "statistical_neighbours": ("neighbour_set_code", "urn", "neighbour_urn"),
    "trusts": ("trust_name", "urn"),
    "visit_themes": ("theme_code",),
    "jtai_themes": ("jtai_theme_code",),
    "recommendation_themes": ("recommendation_theme_code",),
    "recommendation_theme_wordings": ("recommendation_theme_code", "pattern"),
    "addressee_wordings": ("addressee_code",),
    "report_sections": ("pattern",),
    "heading_domains": ("pattern",),
}
REFERENCES = [
    ("jtai_theme_wordings", "jtai_theme_code", "jtai_themes", "jtai_theme_code"),
    ("heading_domains", "domain_code", "domains", "domain_code"),
    (
        "recommendation_theme_wordings",
        "recommendation_theme_code",
        "recommendation_themes",
        "recommendation_theme_code",
    ),
    ("authority_aliases", "urn", "authorities", "urn"),
    ("authorities", "successor_urns", "authorities", "urn"),
    ("trusts", "urn", "authorities", "urn"),
    ("authorities", "region", "regions", "region_name"),
    ("authorities", "ofsted_region", "regions", "region_name"),
    ("authority_designators", "authority_types", "authorities", "authority_type"),
    ("framework_judgements", "framework_code", "frameworks", "framework_code"),
    ("framework_judgements", "service_code", "services", "service_code"),
    ("framework_judgements", "domain_code", "domains", "domain_code"),
    ("frameworks", "grade_scale", "grades", "grade_code"),
    ("grade_wordings", "grade_code", "grades", "grade_code"),
    ("grades", "comparable_grade_code", "grades", "grade_code"),
    ("judgement_labels", "framework_code", "frameworks", "framework_code"),
    ("judgement_labels", "service_code", "services", "service_code"),
    ("judgement_labels", "domain_code", "domains", "domain_code"),
    ("statistical_neighbours", "urn", "authorities", "urn"),
    ("statistical_neighbours", "neighbour_urn", "authorities", "urn"),
    ("statistical_neighbours", "neighbour_set_code", "neighbour_sets", "neighbour_set_code"),
    ("indicators", "metric_code", "metrics", "metric_code"),
    ("indicators", "year_type_code", "indicator_year_types", "year_type_code"),
    ("official_outcome_values", "outcome_code", "outcomes", "outcome_code"),
    ("outcomes", "framework_code", "frameworks", "framework_code"),
    ("reinspection_rules", "framework_code", "frameworks", "framework_code"),
    ("reinspection_rules", "next_framework_code", "frameworks", "framework_code"),
]


def versions_by_urn() -> dict[str, list[Authority]]:
    grouped: dict[str, list[Authority]] = {}
    for version in authorities():
        grouped.setdefault(version.urn, []).append(version)
    return grouped


def with_rows() -> list[tuple[Authority, dict[str, str]]]:
    """Each version with its row, which has its codes, regions and successors."""
    return list(zip(authorities(), rows("authorities"), strict=True))


def last_day(version: Authority) -> dt.date:
    return version.valid_to or TODAY


def truth(name: str) -> list[dict[str, str]]:
    path = TRUTH / name
    if not path.is_file():
        pytest.skip("the hand-read truth is not beside the project")
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", sorted(KEYS))
def test_keys_are_unique(name: str) -> None:
    counts = Counter(tuple(row[column] for column in KEYS[name]) for row in rows(name))
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(("name", "column", "target", "target_column"), REFERENCES)
def test_references_exist(name: str, column: str, target: str, target_column: str) -> None:
    used = {code for row in rows(name) for code in row[column].split(";") if code}
    assert used <= {row[target_column] for row in rows(target)}


def test_files_are_plain_utf8_with_unix_line_ends() -> None:
    for name in KEYS:
        path = reference_dir() / f"{name}.csv"
        content = path.read_bytes()
        assert b"\r" not in content, path.name
        assert content.endswith(b"\n"), path.name
        content.decode("utf-8")


def test_regions_belong_to_their_scheme() -> None:
    names = {(row["scheme"], row["region_name"]) for row in rows("regions")}
    for row in rows("authorities"):
        assert ("ons", row["region"]) in names
        assert ("ofsted", row["ofsted_region"]) in names


def test_validity_is_contiguous_and_codes_belong_to_one_authority_at_a_time() -> None:
    for versions in versions_by_urn().values():
        for earlier, later in pairwise(versions):
            assert earlier.valid_to is not None
            assert later.valid_from == earlier.valid_to + dt.timedelta(days=1)
    for column in ("ons_code", "dfe_code"):
        for (one, row), (other, other_row) in combinations(with_rows(), 2):
            if one.urn != other.urn and row[column] == other_row[column]:
                assert not one.overlaps(other)


def test_authorities_number_153_today_and_five_have_ended() -> None:
    current = {version.urn for version in authorities() if version.valid_on(TODAY)}
    ended = {version.name: (version, row) for version, row in with_rows() if version.urn not in current}
    assert len(current) == 153
    assert set(ended) == {"Northamptonshire", "Cumbria", "Bournemouth", "Poole", "Dorset"}
    for version, row in ended.values():
        assert version.valid_to is not None
        successors = [v for v in authorities() if v.urn in row["successor_urns"].split(";")]
        assert {s.valid_from for s in successors} == {version.valid_to + dt.timedelta(days=1)}


def test_current_authorities_have_ten_statistical_neighbours() -> None:
    of_may_2025 = [row for row in rows("statistical_neighbours") if row["neighbour_set_code"] == "may_2025"]
    counts = Counter(row["urn"] for row in of_may_2025)
    assert counts == {version.urn: 10 for version in authorities() if version.valid_on(TODAY)}
    assert {row["rank"] for row in of_may_2025} == {str(rank) for rank in range(1, 11)}
    assert all(row["closeness_code"] for row in of_may_2025)
    assert all(row["urn"] != row["neighbour_urn"] for row in rows("statistical_neighbours"))


FORMS = {
    "London Borough": ["London Borough of {}", "{} London Borough", "{} Borough Council", "LB {}"],
    "Metropolitan District": [
        "{} Metropolitan Borough Council",
        "Metropolitan Borough of {}",
        "{} City Council",
        "City of {} Council",
        "City of {} Metropolitan District Council",
    ],
    "Unitary Authority": ["{} City Council", "{} Borough Council", "The Borough of {}", "{} unitary authority"],
    "County Council": ["{} County Council", "{} county council", "County of {}"],
    "City Corporation": ["{} Corporation", "The {} Corporation"],
}
ANY_TYPE = [
    "{}",
    "  {} ",
    "{} Council",
    "The {} Council",
    "{} local authority",
    "{} Local Area Partnership",
    "{} Children’s Services",
]


def test_every_authority_resolves_from_its_printed_forms() -> None:
    for version in authorities():
        for form in ANY_TYPE + FORMS[version.authority_type]:
            found = resolve_authority(form.format(version.name), last_day(version))
            assert found == version, form.format(version.name)
            upper = resolve_authority(form.format(version.name).upper(), last_day(version))
            assert upper == version, form.format(version.name)


@pytest.mark.parametrize("around", ["{} area", "the {}", "{} (the council)", "{}’s", "{} local authority area"])
def test_every_authority_resolves_from_what_stands_round_its_name(around: str) -> None:
    for authority in authorities():
        day = authority.valid_to or TODAY
        named = [AuthorityStatement("cover", around.format(authority.name), 1, "")]
        assert resolve(named, day)[1] == authority.urn


def test_trusts_serve_authorities_of_their_day() -> None:
    for row in rows("trusts"):
        start, end = (
            dt.date.fromisoformat(row["valid_from"]),
            row["valid_to"] and dt.date.fromisoformat(row["valid_to"]),
        )
        versions = [version for version in authorities() if version.urn == row["urn"]]
        assert any(version.valid_on(start) for version in versions)
        assert any(version.valid_on(end or TODAY) for version in versions)
        for name in (row["trust_name"], *filter(None, row["aliases"].split(";"))):
            assert row["urn"] in trust_councils(f"The {name}", start)
            assert row["urn"] not in trust_councils(name, start - dt.timedelta(days=1))


def test_every_alias_resolves() -> None:
    for row in rows("authority_aliases"):
        version = versions_by_urn()[row["urn"]][-1]
        assert resolve_authority(row["alias"], last_day(version)) == version, row["alias"]
        assert resolve_authority(f"{row['alias']} Council", last_day(version)) == version, row["alias"]


def test_no_alias_repeats_what_designators_already_give() -> None:
    without = name_index(authorities(), ())
    for row in rows("authority_aliases"):
        assert normalise_name(row["alias"]) not in without, row["alias"]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Bristol, City of", "Bristol"),
        ("Bristol City of", "Bristol"),
        ("Hull City Council", "Kingston upon Hull"),
        ("Kingston upon Hull, City of", "Kingston upon Hull"),
        ("Kingston-upon-Hull City Council", "Kingston upon Hull"),
        ("Royal Borough of Kingston upon Thames", "Kingston upon Thames"),
        ("Royal Borough of Kingston", "Kingston upon Thames"),
        ("London Borough of Richmond upon Thames", "Richmond upon Thames"),
        ("Royal Borough of Greenwich", "Greenwich"),
        ("Royal Borough of Windsor & Maidenhead", "Windsor and Maidenhead"),
        ("London Borough of Sutton", "Sutton"),
        ("City of Westminster", "Westminster"),
        ("Westminster City Council", "Westminster"),
        ("City of London Corporation", "City of London"),
        ("City of London", "City of London"),
        ("Corporation of London", "City of London"),
        ("City of York Council", "York"),
        ("City of York", "York"),
        ("Durham County Council", "Durham"),
        ("County Durham", "Durham"),
        ("Northumberland County Council", "Northumberland"),
        ("Rutland County Council District Council", "Rutland"),
        ("Herefordshire, County of", "Herefordshire"),
        ("County of Herefordshire District Council", "Herefordshire"),
        ("Bedford Borough", "Bedford"),
        ("Bedford Borough Council", "Bedford"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("BCP Council", "Bournemouth, Christchurch and Poole"),
        ("Bournemouth, Christchurch & Poole", "Bournemouth, Christchurch and Poole"),
        ("Southend-on-Sea city council", "Southend-on-Sea"),
        ("Southend on Sea", "Southend-on-Sea"),
        ("St. Helens Metropolitan Borough Council", "St Helens"),
        ("Borough of Telford & Wrekin", "Telford and Wrekin"),
        ("The City of Brighton & Hove", "Brighton and Hove"),
        ("Newcastle City Council", "Newcastle upon Tyne"),
        ("Stoke on Trent City Council", "Stoke-on-Trent"),
        ("East Riding of Yorkshire Council", "East Riding of Yorkshire"),
        ("City of Bradford Metropolitan District Council", "Bradford"),
        ("City of Doncaster Council", "Doncaster"),
        ("Kirklees Metropolitan Council", "Kirklees"),
        ("Leicester City Council", "Leicester"),
        ("Leicestershire County Council", "Leicestershire"),
        ("Nottingham City Council", "Nottingham"),
        ("Medway Towns", "Medway"),
        ("Somerset County Council", "Somerset"),
    ],
)
def test_typical_names(printed: str, name: str) -> None:
    found = resolve_authority(printed, TODAY)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "printed",
    [
        "",
        " ",
        "council",
        "The Council",
        "Ofsted",
        "Wales",
        "London",
        "Greater London",
        "Kingston",
        "Sussex",
        "Yorkshire",
        "Bedfordshire County Council",
        "Oxford City Council",
        "Leicester County Council",
        "Leicestershire City Council",
        "Derby County Council",
        "Northampton Borough Council",
        "Northamptonshire County Council",
        "Cumbria County Council",
        "Birmingham Children's Trust",
        "Northamptonshire Children’s Trust",
        "Bradford Children and Families Trust",
        "Surrey Safeguarding Children Board",
        "Birmingham and Solihull",
        "Birminghm",
    ],
)
def test_what_is_not_an_authority_resolves_to_none(printed: str) -> None:
    assert resolve_authority(printed, TODAY) is None


@pytest.mark.parametrize(
    ("printed", "day", "urn"),
    [
        ("Dorset", "2019-03-31", "80463"),
        ("Dorset County Council", "2016-02-01", "80463"),
        ("Dorset", "2019-04-01", "2532283"),
        ("Poole", "2018-01-01", "80433"),
        ("Borough of Poole", "2018-01-01", "80433"),
        ("Poole", "2020-01-01", None),
        ("Cumbria County Council", "2022-09-20", "80457"),
        ("Cumberland", "2023-03-31", None),
        ("Northamptonshire County Council", "2019-06-17", "80531"),
        ("West Northamptonshire", "2021-03-31", None),
    ],
)
def test_names_hold_only_while_the_authority_does(printed: str, day: str, urn: str | None) -> None:
    found = resolve_authority(printed, dt.date.fromisoformat(day))
    assert (found.urn if found else None) == urn


def test_codes_follow_the_day() -> None:
    for day, code in [("2023-03-31", "E10000027"), ("2023-04-01", "E06000066")]:
        found = resolve_authority("Somerset", dt.date.fromisoformat(day))
        assert found is not None
        assert [row["ons_code"] for version, row in with_rows() if version == found] == [code]


def test_two_authorities_of_one_name_on_one_day_are_an_error() -> None:
    alias = ({"urn": versions_by_urn()["80482"][0].urn, "alias": "LEICESTERSHIRE", "note": ""},)
    with pytest.raises(ReferenceDataError, match="leicestershire"):
        name_index(authorities(), alias)


def test_a_missing_table_is_an_error() -> None:
    with pytest.raises(ReferenceDataError, match="no_such_table"):
        rows("no_such_table")


def test_normalised_names() -> None:
    assert normalise_name("  Children’s\u00a0Services, St.  Helens–on&by ") == "children's services st helens on and by"


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("Outstanding", "outstanding"),
        ("Requires improvement to be good", "requires_improvement"),
        ("require improvement", "requires_improvement"),
        ("Grade 3 (Adequate)", "adequate"),
        ("Not Judged", "not_judged"),
        ("good or better", None),
        ("", None),
    ],
)
def test_grade_wordings(wording: str, code: str | None) -> None:
    assert grade_code(wording) == code


def test_labels_name_their_domain_within_a_framework() -> None:
    cic = "The experiences and progress of children in care and care leavers."
    assert label_domain("ilacs", "childrens_services", cic) == "children_in_care"
    assert label_domain("slac", "safeguarding", "Leadership and management") == "leadership"
    assert label_domain("ilacs", "childrens_services", "Adoption performance") is None


def test_labels_are_of_judgements_the_framework_has() -> None:
    judged = {(r["framework_code"], r["service_code"], r["domain_code"]) for r in rows("framework_judgements")}
    assert {(r["framework_code"], r["service_code"], r["domain_code"]) for r in rows("judgement_labels")} == judged
    assert all(r["label"] == r["label"].lower().replace("’", "'") for r in rows("judgement_labels"))


def judgements_expected(framework: str, day: str) -> list[tuple[int, str]]:
    return sorted(
        (int(row["position"]), row["domain_code"])
        for row in rows("framework_judgements")
        if row["framework_code"] == framework
        and row["inspections_from"] <= day
        and day <= (row["inspections_to"] or "9999")
    )


def test_judgements_of_each_framework() -> None:
    assert [p for p, _ in judgements_expected("slac", "2012-06-25")] == list(range(1, 23))
    assert len(judgements_expected("sif", "2015-01-01")) == 7
    assert [d for _, d in judgements_expected("ilacs", "2022-12-05")][-1] == "overall_effectiveness"
    assert len(judgements_expected("ilacs", "2022-12-05")) == 4
    assert len(judgements_expected("ilacs", "2026-03-16")) == 5
    assert "overall_effectiveness" not in {d for _, d in judgements_expected("ilacs", "2026-04-27")}


def test_metrics_have_units_and_a_direction() -> None:
    for row in rows("metrics"):
        assert set(row["unit_codes"].split(";")) <= {"count", "percent", "per_10k"}
        assert row["better_when"] in {"higher", "lower", "neither"}


def test_truth_names_resolve_to_their_authority() -> None:
    for row in truth("inspections.csv"):
        if not row["authority_urn"]:
            continue
        found = resolve_authority(row["authority_printed"], dt.date.fromisoformat(row["start"]))
        assert (found.urn if found else None) == row["authority_urn"], row["authority_printed"]


def test_truth_judgements_have_codes_labels_and_requirements() -> None:
    inspections = {row["file"]: row for row in truth("inspections.csv")}
    judged: dict[str, set[tuple[str, str]]] = {}
    for row in truth("judgements.csv"):
        framework = inspections[row["file"]]["framework_code"]
        assert label_domain(framework, row["service_code"], row["judgement_label"]) == row["domain_code"]
        assert row["grade_code"] in {grade["grade_code"] for grade in rows("grades")}
        judged.setdefault(row["file"], set()).add((row["service_code"], row["domain_code"]))
    for file, found in judged.items():
        allowed, required = set(), set()
        for row in rows("framework_judgements"):
            start = inspections[file]["start"]
            in_force = row["inspections_from"] <= start <= (row["inspections_to"] or "9999")
            if row["framework_code"] == inspections[file]["framework_code"] and in_force:
                allowed.add((row["service_code"], row["domain_code"]))
                if row["requirement"] == "required":
                    required.add((row["service_code"], row["domain_code"]))
        assert required <= found <= allowed, file


def test_truth_metrics_themes_and_outcomes_are_in_the_tables() -> None:
    units = {row["metric_code"]: set(row["unit_codes"].split(";")) for row in rows("metrics")}
    for row in truth("metrics.csv"):
        if row["metric"] != "other":
            assert row["unit"] in units[row["metric"]]
    themes = {row["theme_code"] for row in rows("visit_themes")} | {""}
    outcomes = {row["outcome_code"] for row in rows("outcomes")} | {""}
    frameworks = {row["framework_code"] for row in rows("frameworks")} | {"unrecognised"}
    for row in truth("inspections.csv"):
        assert row["theme_code"] in themes
        assert row["outcome_code"] in outcomes
        assert row["framework_code"] in frameworks
