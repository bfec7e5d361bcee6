"""What a service installs is what the code imports: tests' tools are in a lock file of their own."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from pipelines.settings import ROOT

OWN = {"pipelines", "assets"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COME_WITH = {"alembic": "dagster", "sqlalchemy": "dagster", "markupsafe": "jinja2", "dask": "distributed"}
EXTRAS = PROJECT["optional-dependencies"]


def plain(requirement: str) -> str:
    """The package's name as the index knows it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~ ]", requirement)[0]).lower()


def imported() -> set[str]:
    """The modules of others that the code imports, by the first part of their names."""
    names: set[str] = set()
    for path in [file for folder in OWN for file in (ROOT / folder).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - OWN - set(sys.stdlib_module_names)


def test_what_the_code_imports_is_declared() -> None:
    declared = {plain(each) for each in PROJECT["dependencies"]}
    declared |= {plain(each) for extra in EXTRAS if extra != "dev" for each in EXTRAS[extra]}
    found = packages_distributions()
    missing = {name for name in imported() if not declared & {plain(each) for each in found[name]}}
    assert missing == COME_WITH.keys()


def test_the_lock_of_a_service_has_no_tool_of_tests() -> None:
    locked = {plain(line) for line in (ROOT / "requirements.lock").read_text().splitlines() if "==" in line}
    needed = {plain(each) for each in [*PROJECT["dependencies"], *EXTRAS["scaling"]]}
    assert needed <= locked
    tools = {plain(each) for each in EXTRAS["dev"]} - needed
    assert not locked & (tools - {"psutil"})  # Dask brings psutil
