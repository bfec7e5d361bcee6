"""docs/data-dictionary.md: every table and column, from sql/schema, sql/ and data/reference."""

from __future__ import annotations

from pipelines import models
from pipelines.catalogue import LEFT_OUT, Column, Table, tables
from pipelines.docs.codes import CODE_LISTS, ROLES, CodeList, code_list
from pipelines.docs.markdown import escaped, table

LAYERS = {
    "views": (
        "Views",
        "Start here: names and codes instead of keys. In the schema `main`, as are the next two.",
    ),
    "star": ("Star schema", "Dimensions, facts and bridges. Keys are made anew by each build; codes last."),
    "quality": ("Quality", "What was kept apart, what disagrees, what was checked, and the build itself."),
    "staging": ("Staging", "Typed and chosen, one source at a time (schema `staging`)."),
    "raw": ("Raw", "What is printed, verbatim, with its page and words (schema `raw`)."),
}
HEAD = f"""# Data dictionary

Every table and column of `warehouse.duckdb`. Made from `sql/schema/` by `make docs`; the same words are the comments
in the file (`select column_name, comment from duckdb_columns() where table_name = 'inspections'`).

- **Adequate and requires improvement are not the same test.** `grade_code` is as printed; `comparable_grade_code`
  counts adequate (to 2013) as requires improvement, as the official statistics do.
- **Not judged is no grade.** Leave it out of shares.
- Days are dates without a time; times are UTC. Units are in a column's meaning; `unit_code` gives a figure's.
- Words of reports (¶) are under their report's licence.{LEFT_OUT.replace("Null", "They are null")}
- A key (→) points to the table that it is a key of.
"""


def data_dictionary() -> str:
    """The page. Raises CatalogueError when a table or column has no description."""
    parts = [HEAD, _contents()]
    for layer, (title, about) in LAYERS.items():
        parts.append(f"## {title}\n\n{about}\n")
        parts += [_table(entry) for entry in _of(layer)]
    parts.append("## Codes\n")
    parts += [_codes(codes) for codes in (*CODE_LISTS, ROLES)]
    return "\n".join(parts).rstrip() + "\n"


def _of(layer: str) -> list[Table]:
    return [entry for entry in tables().values() if entry.layer == layer]


def _contents() -> str:
    lines = [f"- {title}: {', '.join(_link(entry) for entry in _of(layer))}" for layer, (title, _) in LAYERS.items()]
    lines.append(f"- Codes: {', '.join(f'[{codes.title}](#{codes.anchor})' for codes in (*CODE_LISTS, ROLES))}")
    return "\n".join(lines) + "\n"


def _link(entry: Table) -> str:
    return f"[{entry.name}](#{entry.name})"


def _table(entry: Table) -> str:
    parts = [f"### {entry.name}\n", f"{entry.description} {_origin(entry)}\n"]
    if entry.caveats:
        parts.append(f"*Beware:* {entry.caveats}\n")
    rows = [_column(entry, column) for column in entry.columns]
    parts.append(table(("column", "type", "meaning", "codes"), rows))
    return "\n".join(parts) + "\n"


def _origin(entry: Table) -> str:
    """Grain, key and where the rows come from."""
    model = next((each for each in _models(entry.layer) if each.name == entry.name), None)
    parts = []
    if model and model.grain != entry.description.rstrip(".").replace("One", "one", 1):
        parts.append(f"Grain: {model.grain}.")
    if entry.primary_key:
        parts.append(f"Key: {', '.join(f'`{name}`' for name in entry.primary_key)}.")
    if model:
        path = f"sql/{entry.layer}/{entry.name}.sql"
        parts.append(f"Made by [{path}](../{path}) from {', '.join(f'`{name}`' for name in model.upstream)}.")
    elif entry.layer == "raw":
        parts.append("Made by `assets/` from what `pipelines/sources/` lists and `pipelines/frameworks/` reads.")
    else:
        parts.append("Made at publication.")
    return " ".join(parts)


def _models(layer: str) -> tuple[models.Model, ...]:
    return models.models(layer) if layer in models.LAYERS else ()


def _column(entry: Table, column: Column) -> tuple[str, str, str, str]:
    meaning = escaped(column.description)
    if column.is_verbatim:
        meaning += " ¶"
    if column.references:
        meaning += f" → [{column.references}](#{column.references})"
    codes = code_list(entry, column.name)
    return f"`{column.name}`", column.type, meaning, f"[{_lower(codes.title)}](#{codes.anchor})" if codes else ""


def _lower(title: str) -> str:
    return title[0].lower() + title[1:]


def _codes(codes: CodeList) -> str:
    rows = [(f"`{code}`", escaped(meaning)) for code, meaning in codes.rows()]
    parts = [f'<a id="{codes.anchor}"></a>\n\n### {codes.title}\n']
    if codes.caveat:
        parts.append(f"{codes.caveat}\n")
    if any(meaning for _, meaning in rows):
        parts.append(table(("code", "meaning"), rows))
    else:
        parts.append(", ".join(code for code, _ in rows) + ".")
    return "\n".join(parts) + "\n"
