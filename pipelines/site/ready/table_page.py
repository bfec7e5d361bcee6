"""A ready table as a page: its cells in words, what it can be narrowed by, its counts, and the rows beyond a page."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from pipelines.formulas import harmless
from pipelines.site import text
from pipelines.site.model.grades import Grade
from pipelines.site.model.model import Model
from pipelines.site.model.reading import Row
from pipelines.site.ready.columns import Column
from pipelines.site.ready.ready_tables import Answer
from pipelines.site.words import DOMAINS

SOURCES = {"report": "Report", "official_statistics": "Official statistics alone"}
NO_GRADES = {
    "no_inspection_in_file": "No inspection in this file",
    "no_grade_given": "No overall grade given",
    "services_graded_apart": "Services graded one by one",
}
Names = dict[str, str]


@dataclass(frozen=True)
class TableCell:
    """A value as shown: its words, the value that it sorts by and has in a file, its grade, and where it leads."""

    words: str
    value: str | None = None
    rank: int | None = None
    grade: Grade | None = None
    page: str = ""


@dataclass(frozen=True)
class Choice:
    """What rows can be narrowed by: the column at `index`, and its values; none of days, which are from and to."""

    index: int
    column: Column
    values: list[str]


@dataclass(frozen=True)
class Counts:
    """Rows counted by the words of two columns at `places`; a third place is what is added up."""

    places: tuple[int, ...]
    lines: list[str]
    columns: list[str]
    number: Counter[tuple[str, str]]

    def total(self, line: str) -> int:
        return sum(self.number[line, column] for column in self.columns)


@dataclass(frozen=True)
class Spread:
    """Least, median and most of the numbers of the column at `index`."""

    index: int
    column: Column
    numbers: list[float]

    @property
    def median(self) -> float:
        return float(median(self.numbers))


def code_names(model: Model) -> Names:
    """Words for the codes that ready tables show, where the file or the site has better than the code itself."""
    frameworks = {code: framework.short_name for code, framework in model.frameworks.items()}
    own = model.service_names | model.domain_names | DOMAINS
    return own | model.outcome_names | frameworks | SOURCES | NO_GRADES


def table_page(model: Model, answer: Answer, names: Names) -> dict[str, Any]:
    """What the template of a ready table shows."""
    cells = [[_cell(model, names, column, row) for column in answer.table.columns] for row in answer.rows]
    return {
        "table": answer.table,
        "lines": cells,
        "filters": _choices(answer.table.columns, cells),
        "counts": _counts(answer, cells),
        "spread": _spread(answer),
    }


def _cell(model: Model, names: Names, column: Column, row: Row) -> TableCell:
    value = row[column.name]
    page = _page(model, column.links, row)
    if value is None:
        return TableCell("", page="")
    if column.kind == "date":
        day = value if isinstance(value, date) else date.fromisoformat(value)
        return TableCell(text.short_day(day), day.isoformat(), page=page)
    if column.kind in ("number", "share"):
        shown = f"{value:.0%}" if column.kind == "share" else text.number(value)
        return TableCell(shown, f"{value:g}" if isinstance(value, float) else str(value))
    if column.kind == "grade" and value in model.grades:
        grade = model.grades[value]
        return TableCell(grade.short_name, rank=grade.rank or 9, grade=grade)
    words = (
        names.get(value) or text.spoken(value)
        if column.kind in ("code", "grade") and isinstance(value, str)
        else str(value)
    )
    return TableCell(words, page=page)


def _page(model: Model, links: str, row: Row) -> str:
    key = row[links] if links else None
    if key is None:
        return ""
    return model.authorities[key].page if links.endswith("_urn") else model.inspections[key].page


def _choices(columns: tuple[Column, ...], cells: list[list[TableCell]]) -> list[Choice]:
    return [
        Choice(index, column, [] if column.kind == "date" else _values(line[index] for line in cells))
        for index, column in enumerate(columns)
        if column.is_filter
    ]


def _values(cells: Any) -> list[str]:
    """The words of the cells, each once: grades the best first, all else in order."""
    ranks = {cell.words: cell.rank or 10 for cell in cells if cell.words}
    return sorted(ranks, key=lambda words: (ranks[words], words.casefold()))


def _counts(answer: Answer, cells: list[list[TableCell]]) -> Counts | None:
    if not answer.table.counted or not cells:
        return None
    at = [column.name for column in answer.table.columns].index
    places = tuple(at(name) for name in answer.table.counted)
    number: Counter[tuple[str, str]] = Counter()
    for line, row in zip(cells, answer.rows, strict=True):
        weight = row[answer.table.counted[2]] if len(places) > 2 else 1
        number[line[places[0]].words, line[places[1]].words] += weight
    lines, columns = ([line[place] for line in cells] for place in places[:2])
    return Counts(places, _values(lines), _values(columns), number)


def _spread(answer: Answer) -> Spread | None:
    if not answer.table.spread:
        return None
    for index, column in enumerate(answer.table.columns):
        if column.name == answer.table.spread:
            numbers = [float(row[column.name]) for row in answer.rows if row[column.name] is not None]
            return Spread(index, column, numbers) if numbers else None
    raise LookupError(f"{answer.table.name} has no column {answer.table.spread}.")


def csv_of(columns: tuple[Column, ...], lines: list[list[TableCell]]) -> str:
    """The whole table as a file that spreadsheets open as it is meant (csv.js makes the same of what is shown)."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    for line in lines:
        writer.writerow([harmless(cell.words) if cell.value is None else cell.value for cell in line])
    return f"\ufeff{written.getvalue()}"


def cut(
    lines: list[list[TableCell]], written: Callable[[list[TableCell]], str], room: int
) -> tuple[list[str], list[str]]:
    """The rows as HTML, those that a page of so many bytes has room for, and the others."""
    shown: list[str] = []
    rows = [written(line) for line in lines]
    for row in rows:
        room -= len(row.encode())
        if room < 0:
            break
        shown.append(row)
    return shown, rows[len(shown) :]
