"""The workflows: what they may do, and each shell step run here, the nightly ones against a replica of the site."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.settings import ROOT, Settings
from tests.replica.server import Site, serving
from tests.replica.site import providers

FOLDER = ROOT / ".github" / "workflows"
TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yml"))}
WORKFLOWS: dict[str, dict[str, Any]] = {name: yaml.safe_load(text) for name, text in TEXTS.items()}
JOBS = [(workflow, job) for workflow, found in WORKFLOWS.items() for job in found["jobs"]]
PINNED = re.compile(r"actions/[\w/-]+@[0-9a-f]{40}|docker://[\w/-]+:[\d.]+@sha256:[0-9a-f]{64}")
MAY_WRITE = {("nightly", "deploy"): {"pages", "id-token"}, ("nightly", "release"): {"contents"}}
INSTALLS = ("make setup", "-m venv", "-m pip install")
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c")  # as GitHub starts it
# Stands in for GitHub's own command: it notes what it is asked, and has a release once one is made.
GH = """#!/usr/bin/env bash
echo "$@" >> "$GH_ASKED"
case "$2" in
  view) grep -q "^release create $3 " "$GH_ASKED" ;;
esac
"""


def steps(workflow: str, job: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = WORKFLOWS[workflow]["jobs"][job]["steps"]
    return found


def commands(workflow: str, job: str) -> dict[str, str]:
    """The shell steps of a job, by name."""
    return {step["name"]: step["run"] for step in steps(workflow, job) if "run" in step}


def permissions(workflow: str, job: str) -> dict[str, str]:
    given = WORKFLOWS[workflow]["jobs"][job].get("permissions", WORKFLOWS[workflow]["permissions"])
    assert isinstance(given, dict)
    return given


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_a_job_is_allowed_no_more_than_it_needs_and_ends(workflow: str, job: str) -> None:
    given = permissions(workflow, job)
    assert {name for name, level in given.items() if level == "write"} == MAY_WRITE.get((workflow, job), set())
    assert set(given.values()) <= {"read", "write"}
    assert 0 < WORKFLOWS[workflow]["jobs"][job]["timeout-minutes"] <= 360
    for step in steps(workflow, job):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize(("workflow", "job"), JOBS)
def test_other_people_s_code_is_pinned_and_no_expression_is_in_a_command(workflow: str, job: str) -> None:
    for step in steps(workflow, job):
        assert ("run" in step) != ("uses" in step)
        if "uses" in step:
            assert PINNED.fullmatch(step["uses"]), step["uses"]
        else:
            assert "${{" not in step["run"], step["name"]
    pinned = re.findall(r"uses: (?:actions/\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+|docker://\S+)$", TEXTS[workflow], re.M)
    assert len(pinned) == TEXTS[workflow].count("uses: ")


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_two_runs_do_not_meet(workflow: str) -> None:
    assert WORKFLOWS[workflow]["concurrency"]["cancel-in-progress"] is (workflow == "ci")


def test_nothing_is_asked_of_the_site_until_it_is_switched_on_and_secrets_reach_one_step() -> None:
    jobs = WORKFLOWS["nightly"]["jobs"]
    assert [name for name, job in jobs.items() if job.get("if") == "vars.NIGHTLY == 'on'"] == ["refresh"]
    assert {name: job["needs"] for name, job in jobs.items() if "needs" in job} == {
        "deploy": ["refresh"],
        "release": ["refresh"],
    }
    assert TEXTS["nightly"].count("secrets.") == 2
    (refresh,) = [step for step in steps("nightly", "refresh") if step.get("id") == "refresh"]
    assert refresh["env"] == {
        "OFSTED_CONTACT": "${{ secrets.OFSTED_CONTACT }}",
        "NOTIFY": "${{ secrets.NOTIFY }}",
    }
    assert refresh["timeout-minutes"] + 30 < jobs["refresh"]["timeout-minutes"]


def test_what_is_kept_is_found_again_whatever_became_of_the_run() -> None:
    restore, keep = (step for step in steps("nightly", "refresh") if "actions/cache/" in step.get("uses", ""))
    assert restore["with"]["path"] == keep["with"]["path"] == WORKFLOWS["nightly"]["jobs"]["refresh"]["env"]["DATA"]
    assert restore["with"]["key"] == keep["with"]["key"]
    assert keep["with"]["key"].startswith(restore["with"]["restore-keys"])
    assert keep["if"].startswith("always()")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(Site(providers(152, distinct=False))) as served:
        yield served


class Runner:
    """A machine that a job runs on: a folder with the project's commands in it."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        (folder / ".venv").mkdir(parents=True)
        (folder / ".venv" / "bin").symlink_to(Path(sys.executable).parent)
        tools = folder / "tools"
        tools.mkdir()
        (tools / "gh").write_text(GH)
        (tools / "gh").chmod(0o755)
        self.output = folder / "output"
        self.asked = folder / "asked"
        self.environment = {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "HOME": str(folder),
            "PYTHONPATH": str(ROOT),
            "WORKERS": "1",
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_REPOSITORY_OWNER": "someone",
            "GITHUB_REPOSITORY": "someone/inspections",
            "GITHUB_SHA": "1" * 40,
            "GH_ASKED": str(self.asked),
            **environment,
        }

    def run(self, command: str, **environment: str) -> str:
        """Runs a step as GitHub does; returns what it says."""
        done = subprocess.run(
            [*BASH, command],
            cwd=self.folder,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def nightly_environment(site: Site) -> dict[str, str]:
    """The refresh job's environment, with the replica in the reports site's place."""
    given = WORKFLOWS["nightly"]["jobs"]["refresh"]["env"]
    plain = {name: value for name, value in given.items() if "${{" not in value}
    replica = {"OFSTED_REPORTS_URL": site.url, "OFSTED_FILE_HOSTS": "127.0.0.1", "OFSTED_PAUSE_SECONDS": "0"}
    return {**plain, **replica, "OFSTED_CONTACT": "tests@example.org", "NOTIFY": "", "INDICATORS": ""}


def test_the_nightly_steps_fetch_publish_and_release_and_the_next_night_fetches_nothing_again(
    site: Site, tmp_path: Path
) -> None:
    first = Runner(tmp_path / "first", nightly_environment(site))
    for command in commands("nightly", "refresh").values():
        if not command.startswith(INSTALLS):
            first.run(command)
    fetched = len(site.files_sent())
    assert fetched

    served = first.folder / "served"
    assert "https://someone.github.io/inspections/" in (served / "index.html").read_text("utf-8")
    assert (served / "exports" / "parquet" / "inspections.parquet").is_file()
    assert not [path for path in served.rglob("*") if path.is_symlink()], "GitHub Pages takes no links"
    manifest = json.loads((served / "manifest.json").read_text("utf-8"))
    assert first.output.read_text().strip() == f"version={manifest['version']}"
    assert manifest["verbatim"] == "open_licence"
    check_edition(first.folder / "edition", manifest["files"])

    release = commands("nightly", "release")["Release the month's first edition"]
    assert "is there already" not in first.run(release, VERSION=manifest["version"])
    assert "is there already" in first.run(release, VERSION=manifest["version"])
    made = [line for line in first.asked.read_text().splitlines() if line.startswith("release create")]
    assert len(made) == 1
    month = ".".join(manifest["version"].split(".")[:2])
    assert made[0].startswith(f"release create data-{month} edition/SHA256SUMS edition/exports.zip ")

    second = Runner(tmp_path / "second", nightly_environment(site))
    subprocess.run(["tar", "-C", first.folder, "-cf", tmp_path / "kept.tar", "nightly"], check=True)
    subprocess.run(["tar", "-C", second.folder, "-xf", tmp_path / "kept.tar"], check=True)
    second.run(commands("nightly", "refresh")["Refresh"])
    assert len(site.files_sent()) == fetched
    again = json.loads((second.folder / "nightly" / "published" / "manifest.json").read_text("utf-8"))
    assert again["version"] == manifest["version"]


def check_edition(edition: Path, sums: dict[str, str]) -> None:
    """What a release has is whole, and is what was published."""
    listed = dict(line.split("  ")[::-1] for line in (edition / "SHA256SUMS").read_text().splitlines())
    assert set(listed) == {"warehouse.duckdb", "manifest.json", "inspections.xlsx", "exports.zip"}
    for name, digest in listed.items():
        assert hashlib.sha256((edition / name).read_bytes()).hexdigest() == digest, name
    with zipfile.ZipFile(edition / "exports.zip") as packed:
        names = {name for name in packed.namelist() if not name.endswith("/")}
        assert names == {name for name in sums if name.startswith("exports/")}
        for name in names:
            assert hashlib.sha256(packed.read(name)).hexdigest() == sums[name], name


def test_the_smaller_set_publishes_asks_and_builds_pages(sample: Settings, tmp_path: Path) -> None:
    runner = Runner(tmp_path / "runner", {"DATA": str(tmp_path / "data")})
    shutil.copytree(sample.data, tmp_path / "data", symlinks=True)
    for name in ("Publish the sample", "Ask it", "Build the pages"):
        runner.run(commands("ci", "macos")[name])
    assert (runner.folder / "latest_grades.csv").read_text("utf-8-sig").startswith("region_name,")
    assert (tmp_path / "data" / "published" / "site" / "index.html").is_file()


def test_windows_and_macos_do_the_same_and_what_they_name_is_there() -> None:
    on_windows = {
        name: command.replace(".venv\\Scripts\\", ".venv/bin/") for name, command in commands("ci", "windows").items()
    }
    assert on_windows == commands("ci", "macos")
    for name, command in on_windows.items():
        assert "\n" not in command, f"{name}: PowerShell goes on after a command that fails"
        for file in re.findall(r"-r (\S+)|(tests/\S+)", command):
            assert (ROOT / "".join(file)).exists(), command


def test_windows_runs_what_the_readme_shows_for_it() -> None:
    (shown,) = re.findall(r"^```powershell not-run\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.M | re.S)
    run = [command.split(" --no-serve")[0].split(" --csv")[0] for command in commands("ci", "windows").values()]
    assert [line.replace("py -m", "python -m") for line in shown.splitlines()] == run[:6]


def test_linux_does_what_the_project_asks_of_a_change() -> None:
    assert list(commands("ci", "linux").values()) == ["make check", "make test"]
