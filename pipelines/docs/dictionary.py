"""docs/data-dictionary.md: every table and column, from sql/schema, sql/ and data/reference."""

from __future__ import annotations

from pipelines.docs.codes import CODE_LISTS, ROLES, CodeList, code_list
from pipelines.docs.markdown import escaped, table, wrapped
from pipelines.docs.origin import origin
from pipelines.warehouse.schema import LEFT_OUT, Column, Table, tables

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
HEAD = """# Data dictionary

Every table and column of `warehouse.duckdb`. Made from `sql/schema/` by `make docs`; the same words are the comments
in the file (`select column_name, comment from duckdb_columns() where table_name = 'inspections'`).
"""
NOTES = (
    "**Adequate and requires improvement are not the same test.** `grade_code` is as printed; `comparable_grade_code` "
    "counts adequate (to 2013) as requires improvement, as the official statistics do.",
    "**Not judged is no grade.** Leave it out of shares.",
    "Null means that it is not printed, not known or does not apply; a column's meaning says which where it matters.",
    "Days are dates without a time; times are UTC. Units are in a column's meaning; `unit_code` gives a figure's.",
    f"Words of reports (¶) are under their report's licence.{LEFT_OUT.replace('Null', 'They are null')}",
    "A key (→) points to the table that it is a key of. Keys change between builds, codes and `inspection_id` do not.",
    "A table `reference.x`, which others are made from, is [data/reference/x.csv](../data/reference/README.md). It is "
    "not in the published file: the dimensions hold what it says.",
)


def data_dictionary() -> str:
    """The page. Raises CatalogueError when a table or column has no description."""
    parts = [HEAD, "\n".join(wrapped(note, "- ") for note in NOTES) + "\n", _contents()]
    for layer, (title, about) in LAYERS.items():
        parts.append(f"## {title}\n\n{about}\n")
        parts += [_table(entry) for entry in _of(layer)]
    parts.append("## Codes\n")
    parts += [_codes(codes) for codes in (*CODE_LISTS, ROLES)]
    return "\n".join(parts).rstrip() + "\n"


def _of(layer: str) -> list[Table]:
    return [entry for entry in tables().values() if entry.layer == layer]


def _contents() -> str:
    lines = [f"{title}: {', '.join(_link(entry) for entry in _of(layer))}" for layer, (title, _) in LAYERS.items()]
    lines.append(f"Codes: {', '.join(f'[{codes.title}](#{codes.anchor})' for codes in (*CODE_LISTS, ROLES))}")
    return "\n".join(wrapped(line, "- ") for line in lines) + "\n"


def _link(entry: Table) -> str:
    return f"[{entry.name}](#{entry.name})"


def _table(entry: Table) -> str:
    parts = [f"### {entry.name}\n", wrapped(f"{entry.description} {_origin(entry)}") + "\n"]
    if entry.caveats:
        parts.append(wrapped(f"*Beware:* {entry.caveats}") + "\n")
    rows = [_column(entry, column) for column in entry.columns]
    parts.append(table(("column", "type", "meaning", "codes"), rows))
    return "\n".join(parts) + "\n"


def _origin(entry: Table) -> str:
    """Grain, key and where the rows come from."""
    found = origin(entry)
    parts = [f"Grain: {found.grain}."] if found.grain else []
    if entry.primary_key:
        parts.append(f"Key: {', '.join(f'`{name}`' for name in entry.primary_key)}.")
    if found.made_by:
        sources = ", ".join(f"`{name}`" for name in found.sources)
        parts.append(f"Made by [{found.made_by}](../{found.made_by}) from {sources}.")
    else:
        parts.append(f"Made from {found.words}.")
    return " ".join(parts)


def _column(entry: Table, column: Column) -> tuple[str, str, str, str]:
    meaning = escaped(column.description)
    if column.is_verbatim:
        meaning += " ¶"
    if column.references:
        meaning += f" → [{column.references}](#{column.references})"
    codes = code_list(entry, column.name)
    return f"`{column.name}`", column.type, meaning, f"[{codes.in_a_sentence}](#{codes.anchor})" if codes else ""


def _codes(codes: CodeList) -> str:
    rows = [(f"`{code}`", *map(escaped, told)) for code, *told in codes.rows()]
    parts = [f'<a id="{codes.anchor}"></a>\n\n### {codes.title}\n']
    if codes.caveat:
        parts.append(wrapped(codes.caveat) + "\n")
    if codes.meaning:
        parts.append(table(("code", "meaning", *codes.more), rows))
    else:
        parts.append(wrapped(", ".join(code for code, *_ in rows) + "."))
    return "\n".join(parts) + "\n"
