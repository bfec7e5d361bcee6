"""Every page of the site, written from its template."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from pipelines.docs.glossary import glossary
from pipelines.settings.values import FACT
from pipelines.site import text
from pipelines.site.authority_page import authority_page
from pipelines.site.compare_page import compare_page
from pipelines.site.dictionary_page import dictionary_page
from pipelines.site.drawings.charts import uneven_metrics
from pipelines.site.errors import SiteError
from pipelines.site.find.find_page import find_page
from pipelines.site.find.passages import Passage
from pipelines.site.inspection_page import inspection_page
from pipelines.site.model.model import CHILDRENS_SERVICES, Model
from pipelines.site.model.reading import Row
from pipelines.site.news.whats_new import Change
from pipelines.site.news.whats_new_page import whats_new_page
from pipelines.site.overview import overview
from pipelines.site.policy import FIND, SQL, policy_of
from pipelines.site.quality_page import quality_page
from pipelines.site.ready.ready_tables import Answer
from pipelines.site.ready.table_page import code_names, csv_of, cut, table_page
from pipelines.site.sql_page import Ready
from pipelines.site.words import ADDRESSEES, ROLES, SITE_NAME, SUBJECTS

HERE = Path(__file__).parent
STATIC = HERE / "static"
ROWS_BYTES = 150_000  # of a ready table's page, what its rows may take


@dataclass(frozen=True)
class Content:
    """What pages are made of beside the model: what the search finds, ready tables, what changed since when, and the
    SQL page's questions, none to leave it out.
    """

    passages: list[Passage]
    tables: list[Answer]
    changed: list[Change]
    questions: list[Ready]


def write_pages(model: Model, content: Content, folder: Path, site_url: str = "", report_errors_to: str = "") -> int:
    """Writes every page; returns their number. Raises SiteError when two pages would have one name.

    `site_url` is where the site will be found, with a slash at its end: pages say their address, and a sitemap lists
    them. Empty leaves both out. `report_errors_to` is an address in which {fact} stands for a fact's key.
    """
    templates = _environment(model, site_url)
    templates.globals["has_sql"] = bool(content.questions)
    templates.globals["error_address"] = partial(_error_address, report_errors_to)
    written: dict[str, None] = {}

    def write(name: str, template: str, context: dict[str, Any]) -> None:
        if name in written:
            raise SiteError(f"Two pages would be {name}: their ids differ only in what a file's name cannot hold.")
        root = "../" * name.count("/")
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(templates.get_template(template).render(context, root=root, page=name).encode())
        written[name] = None

    write("index.html", "overview.html.j2", overview(model))
    write(FIND, "find.html.j2", find_page(model, content.passages))
    uneven = uneven_metrics(model.inspections.values())
    for authority in model.authorities.values():
        write(authority.page, "authority.html.j2", authority_page(model, authority, uneven))
        for inspection in authority.inspections:
            context = inspection_page(model, authority, inspection)
            write(inspection.page, "inspection.html.j2", context)
            for part in context["findings_pages"]:
                write(part.page, "findings.html.j2", context | {"part": part})
    _write_tables(write, templates, model, content.tables, folder)
    if content.questions:
        write(SQL, "sql.html.j2", {"questions": content.questions})
    write("whats-new.html", "whats_new.html.j2", whats_new_page(model, content.changed))
    write("quality.html", "quality.html.j2", quality_page(model))
    descriptions = {row["grade_code"]: row["description"] for row in model.tables["dim_grade"]}
    about = {"domains": model.tables["dim_domain"], "descriptions": descriptions, "glossary": glossary()}
    write("frameworks.html", "frameworks.html.j2", about)
    dictionary = dictionary_page()
    write("data-dictionary.html", "dictionary.html.j2", dictionary)
    write("codes.html", "codes.html.j2", dictionary)
    shutil.copytree(STATIC, folder / "static")
    if site_url:
        (folder / "sitemap.xml").write_text(sitemap(site_url, written), encoding="utf-8")
    return len(written)


def _write_tables(
    write: Callable[[str, str, dict[str, Any]], None],
    templates: Environment,
    model: Model,
    answers: list[Answer],
    folder: Path,
) -> None:
    """The ready tables and their list, and the comparison, each with the rows that lie beside its page."""
    write("tables.html", "tables.html.j2", {"answers": answers})
    names = code_names(model)
    for answer in answers:
        context = table_page(model, answer, names)
        context |= _rows_of(templates, context, folder / "tables")
        write(answer.table.page, "table.html.j2", context)
    compared = compare_page(model, answers)
    write("compare.html", "compare.html.j2", compared)
    made: Any = templates.get_template("parts/compare_rows.html.j2").module
    rows = {
        "#years": made.over_time(compared["lines"], compared["years"], compared["given"]),
        "#indicators": made.figures(compared["lines"], compared["values"]),
    }
    _write_rows(folder / "compare-rows.js", rows)


def _rows_of(templates: Environment, context: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The rows that the page of a ready table has room for. The others are put beside it as a script, which works
    from `file://` too, and the whole table as CSV.
    """
    folder.mkdir(exist_ok=True)
    table, lines = context["table"], context["lines"]
    row = templates.get_template("parts/table_row.html.j2").module.row  # type: ignore[attr-defined]
    shown, others = cut(lines, lambda line: row(table.columns, line, "../"), ROWS_BYTES)
    (folder / f"{table.name}.csv").write_text(csv_of(table.columns, lines), encoding="utf-8", newline="")
    if others:
        _write_rows(folder / f"{table.name}.js", {"#rows": "".join(others)})
    return {"rows": shown, "is_cut": bool(others)}


def _write_rows(path: Path, rows: dict[str, str]) -> None:
    """A script that adds rows to tables of its page, each named by its selector."""
    script = """for (const [table, rows] of Object.entries(%s)) {
  document.querySelector(table)?.tBodies[0].insertAdjacentHTML("beforeend", rows);
}
"""
    path.write_text(script % json.dumps(rows), encoding="utf-8")


def sitemap(site_url: str, pages: Iterable[str]) -> str:
    """The addresses of the pages as search engines read them."""
    addresses = (site_url + ("" if page == "index.html" else page) for page in pages)
    urls = "".join(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{urls}</urlset>\n"


def _runs(rows: list[Row], column: str) -> list[tuple[Any, list[Row]]]:
    """The rows in runs of one value of the column, in their order."""
    return [(value, list(run)) for value, run in groupby(rows, key=lambda row: row[column])]


def _subject(names: dict[str, str], subject: str) -> str:
    """What a conflict is about, in words: `safeguarding.leadership` is "Safeguarding services: Leadership"."""
    parts = [part for part in subject.split(".") if part != CHILDRENS_SERVICES]
    return ": ".join(names.get(part, text.spoken(part)) for part in parts)


def _error_address(report_errors_to: str, inspection_id: str, field: str) -> str:
    """Where to report an error of the fact; empty when nobody is named."""
    return report_errors_to.replace(FACT, quote(f"{inspection_id} {field}"))


def _environment(model: Model, site_url: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    names = model.metric_names | model.domain_names | model.service_names
    environment.filters.update(
        coded=text.coded,
        spoken=text.spoken,
        day=text.day,
        short_day=text.short_day,
        moment=text.moment,
        number=text.number,
        value=text.plain_value,
        runs=_runs,
        subject=partial(_subject, names | SUBJECTS),
    )
    environment.globals.update(
        policy_of=policy_of,
        site_name=SITE_NAME,
        site_url=site_url,
        amount=text.amount,
        period=text.period,
        publication=model.publication,
        frameworks=model.frameworks,
        outcomes=model.outcome_names,
        roles=ROLES,
        addressees=ADDRESSEES,
        grades=model.grades,
        grade_names={code: grade.name for code, grade in model.grades.items()}
        | {"not_given": "No overall grade given"},
    )
    return environment
