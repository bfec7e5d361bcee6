"""A framework is one module, its reference rows and its reports: made-up ones reach views and pages by those alone."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import reference
from pipelines.settings import ROOT

PROJECT = ("pipelines", "assets", "sql", "expectations", "docs", "data/reference", "workspace.yaml")
MADE_UP = Path(__file__).parent / "made_up"
MODULES = ("made_up_youth.py", "made_up_letter.py")
KENT, KENTS_INSPECTION = "80476", "80476_2022-07-05_childrens-services-inspection.pdf"
NOBODY = "Quillfeather"  # to whom the letter is addressed
ROWS = {
    "frameworks": [
        {
            "framework_code": "made_up_youth",
            "framework_name": "Inspection of a made-up youth service",
            "short_name": "Made-up youth",
            "inspectorates": "Made-up Inspectorate",
            "attribution": "Made-up Inspectorate",
            "kind_code": "inspection",
            "first_inspection": "2018-01-01",
            "is_graded": "true",
            "is_of_childrens_services": "false",
            "grade_scale": "outstanding;good;requires_improvement;inadequate",
            "description": "A service that no authority has",
            "what_was_judged": "A made-up service.",
            "how_it_differs": "It is not a grade of the authority's services for children.",
        },
        {
            "framework_code": "made_up_letter",
            "framework_name": "Joint inspection of a made-up area",
            "short_name": "Made-up letter",
            "inspectorates": "Ofsted;Made-up Inspectorate",
            "attribution": "Ofsted",
            "kind_code": "inspection",
            "first_inspection": "2016-05-01",
            "is_graded": "false",
            "is_of_childrens_services": "false",
            "description": "A letter about a made-up area",
            "what_was_judged": "A made-up area's agencies.",
            "how_it_differs": "It gives no grade.",
        },
    ],
    "services": [{"service_code": "made_up_service", "service_name": "Made-up service", "description": "None"}],
    "framework_judgements": [
        {
            "framework_code": "made_up_youth",
            "service_code": "made_up_service",
            "domain_code": "overall_effectiveness",
            "position": "1",
            "requirement": "required",
            "covers_care_leavers": "false",
        }
    ],
    "judgement_labels": [
        {
            "framework_code": "made_up_youth",
            "service_code": "made_up_service",
            "domain_code": "overall_effectiveness",
            "label": "overall rating",
            "covers_care_leavers": "false",
        }
    ],
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published folder of a project with the made-up frameworks, its job run and its site built."""
    project = copied_project(tmp_path_factory.mktemp("project"))
    for module in MODULES:
        shutil.copy2(MADE_UP / module, project / "pipelines" / "frameworks" / module)
    for table, rows in ROWS.items():
        append_rows(project / "data" / "reference" / f"{table}.csv", rows)
    reports = project / "reports"
    reports.mkdir()
    shutil.copy2(ROOT / "data" / "sample" / KENTS_INSPECTION, reports)
    for text in ("report.txt", "letter.txt"):
        shutil.copy2(MADE_UP / text, reports)
    run_in(project, "run", "--source", "folder", "--reports", str(reports))
    run_in(project, "site", "--no-serve")
    return project / "data" / "published"


def copied_project(project: Path, *more: str) -> Path:
    """A copy of what a run and the site need, and of more files, in that folder."""
    for name in (*PROJECT, *more):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / name, project / name)
    return project


def append_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        header = next(csv.reader(file))
    with path.open("a", newline="", encoding="utf-8") as file:
        csv.DictWriter(file, header, restval="", lineterminator="\n").writerows(rows)


def run_in(project: Path, *arguments: str, module: str = "pipelines") -> str:
    """What the command of that module, `inspections`, says when it is run in the project."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "TMPDIR", "LANG", "LD_LIBRARY_PATH")
    }
    command = [sys.executable, "-m", module, *arguments, "--data", str(project / "data")]
    done = subprocess.run(
        command,
        cwd=project,
        env={**environment, "PYTHONPATH": str(project), "WORKERS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def views(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(published / "warehouse.duckdb"), read_only=True) as connection:
        yield connection


def test_their_reports_are_in_the_views(views: duckdb.DuckDBPyConnection) -> None:
    sql = "select framework_code, inspection_start_date::varchar from inspections where authority_urn = ? order by all"
    assert views.execute(sql, [KENT]).fetchall() == [
        ("ilacs", "2022-05-09"),
        ("made_up_letter", "2024-06-10"),
        ("made_up_youth", "2024-06-03"),
    ]
    assert views.execute("select count(*) from quarantine").fetchall() == [(0,)]


def test_another_inspectorates_grade_is_kept_and_does_not_replace_the_authoritys(
    views: duckdb.DuckDBPyConnection,
) -> None:
    sql = (
        "select framework_code, bool_or(is_latest), count(*) from {} where authority_urn = ? group by all order by all"
    )
    for view in ("judgement_history", "judgement_history_all"):
        found = views.execute(sql.format(view), [KENT]).fetchall()
        assert found == [("ilacs", True, 4), ("made_up_youth", False, 1)]
    for view in ("latest_judgements", "full_inspections"):
        frameworks = views.execute(f"select distinct framework_code from {view} where authority_urn = ?", [KENT])
        assert frameworks.fetchall() == [("ilacs",)]
    summary = "select framework_code from authority_summary where authority_urn = ?"
    assert views.execute(summary, [KENT]).fetchall() == [("ilacs",)]


def test_its_source_is_named(views: duckdb.DuckDBPyConnection) -> None:
    ((attribution,),) = views.execute("select attribution from publication").fetchall()
    assert attribution.endswith("Source: Made-up Inspectorate, Ofsted")


def test_their_traits_hold(views: duckdb.DuckDBPyConnection) -> None:
    found = views.execute(
        "select framework_code, addressed_to, count(*) from recommendations group by all order by all"
    )
    assert found.fetchall()[1:] == [("made_up_letter", "partnership", 1), ("made_up_youth", "partnership", 3)]


def test_nobody_to_whom_a_letter_goes_is_named(published: Path, views: duckdb.DuckDBPyConnection) -> None:
    tables = views.execute("select table_schema, table_name from information_schema.tables").fetchall()
    for schema, table in tables:
        rows = views.execute(f'select * from "{schema}"."{table}"').fetchall()
        assert NOBODY not in str(rows), table
    pages = published.parent.rglob("*.html")
    assert not [page for page in pages if NOBODY in page.read_text(encoding="utf-8")]


def test_they_have_pages(published: Path) -> None:
    pages = {page.name: page.read_text(encoding="utf-8") for page in published.parent.rglob("*.html")}
    inspection = pages[f"{KENT}-made_up_youth-2024-06-03.html"]
    assert "Made-up youth" in inspection
    assert "Overall rating" in inspection
    assert "A made-up service." in pages["frameworks.html"]
    assert "Made-up letter" in pages[f"{KENT}.html"]


# What is about one framework by its nature, by file: how many lines name it.
ABOUT_ONE = {
    "sql/quality/reconciliation.sql": 2,  # a board's review, held against the single inspection that it came with
    "sql/views/authority_summary.sql": 2,  # the latest visits of either kind, in columns promised by name
    "sql/questions/visit_themes.sql": 2,  # the visits that the question is about, for its asker to change
    "pipelines/site/ready/ready_table_list.py": 3,  # the tables of a kind of visit or joint inspection
}
SHARED = ("pipelines", "assets", "sql", "expectations")


def test_shared_code_names_no_framework() -> None:
    codes = {row["framework_code"] for row in reference.rows("frameworks")}
    services = {row["service_code"] for row in reference.rows("services")}
    # A service can share its code with a framework: there a line must speak of a framework to be about it.
    alone, shared = "|".join(codes - services), "|".join(codes & services)
    named = re.compile(rf"\b(?:{alone})\b|framework.*\b(?:{shared})\b", re.IGNORECASE)
    found: dict[str, int] = {}
    for folder in SHARED:
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix in (".pyc", "") or name.startswith("pipelines/frameworks/"):
                continue
            lines = [line for line in path.read_text(encoding="utf-8").splitlines() if named.search(line)]
            found |= {name: len(lines)} if lines else {}
    assert found == ABOUT_ONE
    assert sum(found.values()) <= 10
