"""Drills: a council divides and a framework is renewed before the project knows of either.

Surrey ends in 2027. Here it has ended a year earlier, since no inspection is of a day to come.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import duckdb
import pytest
import yaml

from tests.facsimiles.samples import FACTS, Sample
from tests.frameworks.test_made_up import MADE_UP, MODULES, ROWS, append_rows, copied_project, run_in

SURREY, WEST, EAST = "80567", "9000001", "9000002"
SURREYS_REPORT = "80567_2015-08-03_childrens-services-inspection.pdf"
SUCCESSORS_REPORT = f"{WEST}_2026-06-17_childrens-services-inspection.pdf"
SUCCESSORS = [
    {
        "urn": urn,
        "dfe_code": dfe_code,
        "name": name,
        "authority_type": "Unitary Authority",
        "region": "South East",
        "ofsted_region": "South East",
        "valid_from": "2026-04-01",
    }
    for urn, dfe_code, name in ((WEST, "990", "West Surrey"), (EAST, "991", "East Surrey"))
]
TILES = [
    {"authority_urn": WEST, "authority_name": "West Surrey", "label": "WSY", "column": "40", "row": "1"},
    {"authority_urn": EAST, "authority_name": "East Surrey", "label": "ESY", "column": "41", "row": "1"},
]


def of_the_successor(folder: Path) -> None:
    """An inspection report about West Surrey, which names the council before it, too."""
    text = (FACTS / "80555_2026-06-17.yaml").read_text(encoding="utf-8").replace("Somerset", "West Surrey")
    facts = yaml.safe_load(text) | {"file": SUCCESSORS_REPORT, "provider_urn": WEST, "provider_name": "west surrey"}
    facts["summary"][0] = f"Surrey County Council ran these services until March 2026. {facts['summary'][0]}"
    Sample(facts).write(folder)


def surrey_ends(project: Path, successors: str) -> None:
    path = project / "data" / "reference" / "authorities.csv"
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["urn"] == SURREY:
            row |= {"valid_to": "2026-03-31", "successor_urns": successors}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def asked(project: Path, sql: str) -> list[tuple[object, ...]]:
    path = project / "data" / "published" / "warehouse.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that knows that Surrey ends, and no more; with a report of a successor and one of a new framework."""
    project = copied_project(tmp_path_factory.mktemp("drill"))
    surrey_ends(project, "")
    reports = project / "reports"
    reports.mkdir()
    shutil.copy2(Path("data/sample").resolve() / SURREYS_REPORT, reports)
    shutil.copy2(MADE_UP / "report.txt", reports / "renewed.txt")
    of_the_successor(reports)
    return project


def test_both_arrive_are_kept_apart_and_taken_in(project: Path) -> None:
    reports = ("--source", "folder", "--reports", str(project / "reports"))
    told = run_in(project, "run", *reports)
    kept_apart = dict(asked(project, "select file_name, reason_code from quarantine"))
    assert kept_apart == {SUCCESSORS_REPORT: "authority_unknown", "renewed.txt": "unknown_framework"}
    assert "West Surrey" in told
    assert "No known framework's report" in told
    # The old council keeps its own report, and takes nothing of its successor's.
    assert asked(project, "select distinct authority_urn, framework_code from judgement_history") == [
        (SURREY, "lscb_review")
    ]
    assert asked(project, "select count(*) from authority_summary") == [(152,)]
    warned = "select check_name from check_results where table_name = 'dim_authority' and not passed order by all"
    assert asked(project, warned) == [("ended_authorities_have_successors",), ("today_s_authorities_are_153",)]

    surrey_ends(project, f"{WEST};{EAST}")
    append_rows(project / "data" / "reference" / "authorities.csv", SUCCESSORS)
    append_rows(project / "pipelines" / "site" / "drawings" / "authority_tiles.csv", TILES)
    shutil.copy2(MADE_UP / MODULES[0], project / "pipelines" / "frameworks" / MODULES[0])
    for table, rows in ROWS.items():
        append_rows(project / "data" / "reference" / f"{table}.csv", rows)
    run_in(project, "run", *reports)
    assert asked(project, "select file_name from quarantine") == []
    taken_in = asked(project, "select authority_urn, authority_name, framework_code from inspections order by all")
    assert [row for row in taken_in if row[0] == WEST] == [(WEST, "West Surrey", "ilacs")]
    assert "made_up_youth" in {row[2] for row in taken_in}
    summary = dict(asked(project, "select authority_name, inspection_id is not null from authority_summary"))
    assert "Surrey" not in summary
    assert (summary["West Surrey"], summary["East Surrey"], len(summary)) == (True, False, 154)
    panel = "select coverage_code from authority_year where authority_urn = '{}' and year = 2026"
    assert asked(project, panel.format(SURREY)) == [("not_inspected",)]
    run_in(project, "site", "--no-serve")
    pages = {page.name: page.read_text(encoding="utf-8") for page in (project / "data").rglob("*.html")}
    assert "West Surrey" in pages[f"{SURREY}.html"]
    assert "Surrey" in pages[f"{WEST}.html"]
