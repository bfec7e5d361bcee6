"""The SQL page: DuckDB in the browser over a copy of the published file beside it, with the ready questions.

Its program is npm's `@duckdb/duckdb-wasm`, with the `apache-arrow` that it needs: installed by whoever builds the site,
copied beside the pages, and part of neither the project nor its packages.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.site.errors import SiteError
from pipelines.warehouse import build_file
from pipelines.warehouse.parameters import allowed_values, defaults
from pipelines.warehouse.questions import questions

FOLDER = "sql"
DATABASE = "warehouse.duckdb"
LIBRARY = "@duckdb/duckdb-wasm/dist/duckdb-browser.cjs"
ARROW = "apache-arrow/Arrow.es2015.min.js"
# Of the builds that the package has, the one that every browser of the last years runs without further headers.
COPIED = ("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm", "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js", ARROW)
# The library asks for Arrow as Node does, and the page has no bundler: it is handed Arrow's own global.
WRAPPED = """var duckdb = (() => {
const module = { exports: {} };
const exports = module.exports;
const require = () => Arrow;
%s
return module.exports;
})();
"""


@dataclass(frozen=True)
class Setting:
    """What can be set in a question: its default in words, empty for none, and the values it takes, if only some."""

    name: str
    meaning: str
    default: str
    values: list[str]


@dataclass(frozen=True)
class Ready:
    """A ready question as the page offers it."""

    name: str
    title: str
    sql: str
    settings: list[Setting]


def ready_questions(warehouse: Path) -> list[Ready]:
    """The ready questions with the values that the published file allows."""
    with build_file.connect(warehouse, read_only=True) as connection:
        found = []
        for question in questions().values():
            usual = defaults(connection, question)
            settings = [
                Setting(
                    one.name,
                    one.meaning,
                    "" if usual[one.name] is None else str(usual[one.name]),
                    allowed_values(connection, one),
                )
                for one in question.parameters
            ]
            found.append(Ready(question.name, question.title, question.sql, settings))
        return found


def write_sql(found: list[Ready], warehouse: Path, modules: Path, site: Path) -> None:
    """Puts the program, the questions and a copy of the published file into the site's folder `sql`.

    `modules` is the node_modules of `npm install @duckdb/duckdb-wasm`. Raises SiteError when a file is not there.
    """
    folder = site / FOLDER
    folder.mkdir()
    for name in (LIBRARY, *COPIED):
        if not (modules / name).is_file():
            raise SiteError(
                f"There is no {name} in {modules}: run npm install @duckdb/duckdb-wasm, and name its node_modules."
            )
    for name in COPIED:
        shutil.copyfile(modules / name, folder / Path(name).name)
    library = (modules / LIBRARY).read_text(encoding="utf-8").split("//# sourceMappingURL")[0]
    (folder / "duckdb.js").write_text(WRAPPED % library, encoding="utf-8")
    shutil.copyfile(warehouse, folder / DATABASE)
    (folder / "questions.js").write_text(f"var questions = {json.dumps(_plain(found))};\n", encoding="utf-8")


def _plain(found: list[Ready]) -> dict[str, Any]:
    return {
        one.name: {
            "sql": one.sql,
            "settings": [[each.name, each.meaning, each.default, each.values] for each in one.settings],
        }
        for one in found
    }
