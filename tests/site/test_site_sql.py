"""The SQL page is there when DuckDB for the browser is: its files, its policy and questions; else it is left out.

That the questions have answers in a browser is shown by `make sql-check`, which needs 35 MB from npm.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.settings import Settings
from pipelines.site import SiteError, SiteSummary, build_site
from pipelines.site.policy import policy_of
from pipelines.site.sql_page import ARROW, COPIED
from pipelines.warehouse.questions import questions


def test_the_page_has_the_program_the_file_and_the_questions(furnished: SiteSummary, altered: SiteSummary) -> None:
    site = furnished.folder
    assert {path.name for path in (site / "sql").iterdir()} == {
        *(Path(name).name for name in COPIED),
        *("duckdb.js", "questions.js", "warehouse.duckdb"),
    }
    assert (site / "sql" / "warehouse.duckdb").read_bytes() == (altered.folder.parent / "warehouse.duckdb").read_bytes()
    library = (site / "sql" / "duckdb.js").read_text(encoding="utf-8")
    assert "exports.version" in library
    assert "sourceMappingURL" not in library
    asked = json.loads((site / "sql" / "questions.js").read_text(encoding="utf-8").partition("=")[2].strip(" ;\n"))
    assert {name: one["sql"] for name, one in asked.items()} == {name: one.sql for name, one in questions().items()}
    region = {one[0]: one for one in asked["latest_grades"]["settings"]}["region"]
    assert region[2] == ""
    assert "South West" in region[3]
    page = LexborHTMLParser((site / "sql.html").read_text(encoding="utf-8"))
    assert page.css_first("meta[http-equiv]").attributes["content"] == policy_of("sql.html")
    assert "'wasm-unsafe-eval'" in policy_of("sql/duckdb-browser-eh.worker.js")
    assert "unsafe-eval" not in policy_of("tables.html")
    for script in page.css("script"):
        assert (site / str(script.attributes["src"])).is_file()
    index = LexborHTMLParser((site / "index.html").read_text(encoding="utf-8"))
    assert "sql.html" in [link.attributes["href"] for link in index.css("nav a")]


def test_it_is_left_out_without_the_program(site_folder: Path) -> None:
    assert not (site_folder / "sql.html").exists()
    assert not (site_folder / "sql").exists()
    assert "sql.html" not in (site_folder / "index.html").read_text(encoding="utf-8")


def test_what_is_missing_of_the_program_is_named(sample: Settings, modules: Path, tmp_path: Path) -> None:
    (modules / ARROW).unlink()
    with pytest.raises(SiteError, match="There is no apache-arrow"):
        build_site(sample.warehouse, tmp_path / "site", modules=modules)
    assert not (tmp_path / "site").exists()
