"""docs/questions.md: each question of sql/questions with its answer from the sample reports."""

from __future__ import annotations

import duckdb

from pipelines.docs.markdown import cell, escaped, table, wrapped
from pipelines.warehouse.parameters import A_COLUMN, defaults
from pipelines.warehouse.questions import Parameter, Question, questions

BUILT_ON = "2026-07-01"  # the day that the page pretends the file was built, so that it is the same every day
MOST_ROWS = 10
HEAD = """# Ready answers

Questions that analysts ask every month, each a file of `sql/questions/` to run on the published file:

```sh
.venv/bin/inspections query --question latest_grades
.venv/bin/inspections query --question recommendations_about --set word=supervision --set region="South West"
.venv/bin/inspections query --list
```

What can be set stands beneath each question, with what it is when it is left out; `--list` has the values to choose
from. In the file they are DuckDB's variables. So the same SQL runs in any DuckDB client ([connect.md](connect.md)),
after `set variable word = 'supervision';`. It needs DuckDB 1.2 or later and no extension.

Below are the answers from the sample reports, as if the file had been built on {built_on}. The sample has {inspections}
inspections of {authorities} authorities, so counts are small and most authorities have no grade. Rows beyond the first
{most_rows} are left out, long text is cut. This page is made by `make docs`.
"""


class DocsError(Exception):
    """A page cannot be made; the message is one line."""


def questions_page(connection: duckdb.DuckDBPyConnection) -> str:
    """The page, answered by the published sample. Raises DocsError when the file is of other reports."""
    sources = connection.execute("select distinct source from raw.report_files").fetchall()
    if sources != [("sample",)]:
        raise DocsError("docs/questions.md is made from the sample reports, and this file is of others.")
    ((inspections, authorities),) = connection.execute(
        "select count(*), count(distinct authority_urn) from inspections"
    ).fetchall()
    head = HEAD.format(built_on=BUILT_ON, inspections=inspections, authorities=authorities, most_rows=MOST_ROWS)
    found = questions().values()
    listed = [wrapped(f"[{question.title}](#{_anchor(question)})", f"{question.number}. ") for question in found]
    # A temporary view comes before the table of its name.
    connection.execute(f"create temp view publication as select timestamp '{BUILT_ON}' as published_at")
    try:
        parts = [head, *listed, *(_answer(connection, question) for question in found)]
    finally:
        connection.execute("drop view temp.publication")
    return "\n".join(parts).rstrip() + "\n"


def _anchor(question: Question) -> str:
    return question.name.replace("_", "-")


def _settable(connection: duckdb.DuckDBPyConnection, question: Question, parameter: Parameter) -> str:
    """What can be set, with its default and where its values come from."""
    standing = defaults(connection, question)[parameter.name]
    default = "all" if standing is None else f"`{standing}`"
    allowed = f", of `{parameter.allowed}`" if A_COLUMN.fullmatch(parameter.allowed) else ""
    return f"`{parameter.name}` ({default}{allowed}): {escaped(parameter.meaning).rstrip('.')}."


def _answer(connection: duckdb.DuckDBPyConnection, question: Question) -> str:
    result = connection.execute(question.sql)
    header = [column[0] for column in result.description or ()]
    rows = result.fetchall()
    path = f"sql/questions/{question.name}.sql"
    parts = [
        f'\n<a id="{_anchor(question)}"></a>\n\n## {question.number}. {question.title}\n',
        wrapped(f"[{path}](../{path}): {question.grain}.") + "\n",
        *(wrapped(_settable(connection, question, each), "- ") for each in question.parameters),
        wrapped(f"Beware: {escaped(question.caveat)}", "- ") + "\n",
        table(header, [[cell(value) for value in row] for row in rows[:MOST_ROWS]]),
    ]
    if not rows:
        parts.append("\nNo rows: the sample has no such inspections.")
    elif len(rows) > MOST_ROWS:
        parts.append(f"\n{len(rows)} rows in all.")
    return "\n".join(parts) + "\n"
