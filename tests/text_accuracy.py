"""How well the words of reports are kept: body words in no row or in two, typed-in summaries, themes by theme.

Part of `make score`. What counts as body here is told by rules of its own, apart from the outline's, so that a
paragraph that the outline loses shows as lost.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from pipelines.frameworks import withheld_lines
from pipelines.parsing.report import Block, Report
from pipelines.reading.read import read_document

PRODUCT = Path(__file__).parent / "product"
Figure = tuple[str, int, int]  # a name, how many are right, of how many

# Words that are no part of a report's body: the publisher's, the definitions of grades, the inspection's own.
NO_BODY = re.compile(
    r"^(?:the office for standards|if you (?:would|are)|you (?:may|can)|interested in|piccadilly|store street|t:? ?0300"
    r"|this (?:publication|report|document|inspection was carried|review of the)|further copies|website|any complaints"
    r"|ofsted (?:will|produces|piccadilly)|to receive|© crown|an? (?:outstanding|good|lscb|local authority that)"
    r"|in a local|outstanding|good|adequate|inadequate|inspectors (?:have )?(?:looked (?:closely )?at (?:the exp|how)"
    r"|considered the quality)|the inspect\w+ (?:of the local auth|team|was led)|the review of|a second visit|\d )",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"\b(?:inspectors?|hmi|director|lead|manager|analyst|chief executive|www\.\S+|[A-Z]{1,2}\d+ \d[A-Z]{2})\b"
)
SIGNED = re.compile(r"^yours? (?:sincerely|faithfully|truly)", re.IGNORECASE)
PROSE_WORDS = 12
SHOWN = 20  # differences


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def coverage(warehouse: Path, reports: Path) -> list[Figure]:
    """Words of the bodies of PDFs that stand in findings once; prints the reports with the most that do not."""
    rows: dict[str, list[str]] = defaultdict(list)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        query = "select file_name, text from findings where file_name ilike '%.pdf' order by file_name, position"
        for name, text in connection.execute(query).fetchall():
            rows[name].append(text)
    body = lost = doubled = 0
    worst: list[tuple[int, str, str]] = []
    for path in sorted(reports.glob("*.pdf")):
        if path.name not in rows:
            continue
        document = read_document(path.read_bytes())
        blocks = Report(document, withheld_lines(document)).blocks
        in_rows = Counter(word for text in rows[path.name] for word in words(text))
        printed = Counter(word for block in blocks for word in words(block.plain))
        missing = [block for block in _body(blocks) if not _is_in(block, rows[path.name])]
        body += sum(len(words(block.plain)) for block in _body(blocks))
        lost += sum(len(words(block.plain)) for block in missing)
        doubled += sum((in_rows - printed).values())
        worst += [(len(words(block.plain)), path.name, block.plain[:90]) for block in missing]
    for size, name, text in sorted(worst, reverse=True)[:10]:
        print(f"in no row: {size} words, {name}: {text}")
    print(f"Body words: {body}; in no row {lost}, in two {doubled}")
    return [("findings.words_covered_once", body - lost - doubled, body)]


def _is_in(block: Block, rows: Iterable[str]) -> bool:
    wanted = "".join(words(block.plain))
    return any(wanted[5:60] in "".join(words(text)) for text in rows)


def _body(blocks: Iterable[Block]) -> Iterator[Block]:
    """Prose, numbered paragraphs and bullets, from the second page or the first prose of a letter to the signature."""
    for block in blocks:
        if SIGNED.match(block.plain):
            return
        has_size = len(words(block.plain)) >= PROSE_WORDS and block.plain.rstrip()[-1:] in ".?!:;"
        is_body = block.kind in ("numbered", "bullet", "paragraph") and has_size and block.page != 1
        if is_body and not NO_BODY.match(block.plain) and len(PEOPLE.findall(block.plain)) < 3:
            yield block


def typed_in(name: str, connection: duckdb.DuckDBPyConnection) -> list[dict[str, str]]:
    """Rows of tests/product/<name>.csv about reports that the published file has."""
    shown = {row[0] for row in connection.execute("select file_name from inspections").fetchall()}
    with (PRODUCT / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["file"] in shown]


def summaries(connection: duckdb.DuckDBPyConnection) -> list[Figure]:
    """Paragraphs of the summaries typed in: found in their place, and how many of those found are so."""
    wanted = [
        (row["file"], int(row["position"]), row["page"], row["kind_code"], row["first_40_characters"])
        for row in typed_in("summaries_truth", connection)
    ]
    files = sorted({row[0] for row in wanted})
    have = connection.execute(
        "select file_name, position, coalesce(page_number::varchar, ''), kind_code, text from summaries "
        "where list_contains(?, file_name)",
        [files],
    ).fetchall()
    return _both("summaries", wanted, [(*row[:4], opening(row[4])) for row in have])


def stated_history(connection: duckdb.DuckDBPyConnection) -> list[Figure]:
    """Earlier grades typed in, for the files that summaries_truth.csv names."""
    columns = ("file", "when_printed", "service_code", "domain_code", "grade_code")
    wanted = [tuple(row[column] for column in columns) for row in typed_in("stated_history_truth", connection)]
    files = sorted({row["file"] for row in typed_in("summaries_truth", connection)})
    have = connection.execute(
        "select file_name, coalesce(when_printed, ''), coalesce(service_code, ''), domain_code, grade_code "
        "from stated_history where list_contains(?, file_name)",
        [files],
    ).fetchall()
    return _both("stated_history", wanted, have)


def _both(name: str, wanted: list[tuple[object, ...]], have: list[tuple[object, ...]]) -> list[Figure]:
    right = sum((Counter(wanted) & Counter(have)).values())
    for row in sorted(Counter(wanted) - Counter(have), key=str)[:SHOWN]:
        print(f"{name} not found: {row}")
    for row in sorted(Counter(have) - Counter(wanted), key=str)[:SHOWN]:
        print(f"{name} that the report has not: {row}")
    return [(f"{name}.recall", right, len(wanted)), (f"{name}.precision", right, len(have))]


def themes(connection: duckdb.DuckDBPyConnection) -> list[Figure]:
    """Precision and recall of the inferred themes of recommendations, by theme and over all."""
    shown = connection.execute(
        "select file_name, coalesce(page::varchar, ''), text, list(distinct recommendation_theme_code) "
        "from recommendations inner join recommendation_themes using (inspection_id, file_name, position) group by all"
    ).fetchall()
    have = {(name, page, opening(text)): set(found) for name, page, text, found in shown}
    rows = typed_in("recommendation_themes_truth", connection)
    figures: list[Figure] = []
    for sample, of_sample in (
        ("rules_seen", [row for row in rows if row["sample"] == "rules_seen"]),
        ("held_out", [row for row in rows if row["sample"] == "held_out"]),
        ("all", rows),
    ):
        right: Counter[str] = Counter()
        said: Counter[str] = Counter()
        true: Counter[str] = Counter()
        for row in of_sample:
            wanted = set(row["themes"].split(";"))
            found = have.get((row["file"], row["page"], row["first_40_characters"]), set())
            right.update(wanted & found)
            said.update(found)
            true.update(wanted)
        if sample == "all":
            for theme in sorted(true):
                figures.append((f"recommendation_themes.{theme}.precision", right[theme], said[theme]))
                figures.append((f"recommendation_themes.{theme}.recall", right[theme], true[theme]))
        figures.append((f"recommendation_themes.{sample}.precision", right.total(), said.total()))
        figures.append((f"recommendation_themes.{sample}.recall", right.total(), true.total()))
    return figures


def opening(text: str) -> str:
    """The first 40 characters, blanks as one."""
    return " ".join(text.split())[:40]


def print_text_accuracy(warehouse: Path, reports: Path) -> None:
    """Prints every figure of this module for a published file and the reports it was made of."""
    figures = coverage(warehouse, reports)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        figures += [*summaries(connection), *stated_history(connection), *themes(connection)]
        longest = connection.execute("select max(length(text)) from recommendations").fetchone()
    print(f"Longest recommendation: {longest[0] if longest else 0} characters")
    for name, right, total in figures:
        print(f"{name:64} {right:6}/{total:<6} {right / total if total else 1.0:.4f}")
