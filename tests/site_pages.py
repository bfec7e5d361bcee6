"""What tests of the site share: its pages parsed, and a warehouse whose every text is out to do harm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
from selectolax.lexbor import LexborHTMLParser

from pipelines.site.model.reading import TABLES
from pipelines.warehouse.schema import table

MOST_BYTES = 300_000
# What the queries of ready tables read beyond the site's own tables.
ASKED = (
    "full_inspections",
    "authority_summary",
    "recommendations",
    "good_or_better_by_region",
    "next_due",
    "local_area_send_inspections",
)
# Markup, an attribute's end, a template's braces, a mark that turns direction, and control characters.
HOSTILE = "<script>hit = 1</script>\"'><img src=x onerror='hit = 1'>{{ 7 * 7 }}\u202eesrever\x07\x1b"
HOSTILE_ADDRESS = "javascript:hit = 1"
HOSTILE_ID = '/../../<b>"'
IDS = ("inspection_id", "official_id", "matched_inspection_id", "last_inspection_id", "revisit_inspection_id")
# Codes that the site knows words for, and digests: the schema's checks hold them to their values.
KEPT = {
    "dim_authority": ("authority_urn", "successor_urns"),
    "bridge_authority_neighbour": ("neighbour_set_code", "authority_urn", "neighbour_urn"),
    "dim_framework": ("grade_scale",),
}


def pages(folder: Path) -> Iterator[tuple[Path, LexborHTMLParser]]:
    """Every page of the site, parsed."""
    for path in sorted(folder.rglob("*.html")):
        yield path, LexborHTMLParser(path.read_text(encoding="utf-8"))


def make_hostile(source: Path, target: Path) -> None:
    """Copies what the site reads of a warehouse, every text that is no code replaced by HOSTILE, long and short.

    It does not say that it is a sample: words of a sample are shown without their licence.
    """
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"attach '{source}' as source (read_only)")
        for name in (*TABLES, *ASKED):
            columns = ", ".join(
                f"{_hostile(name, column.name, column.type)} as {column.name}" for column in table(name).columns
            )
            connection.execute(f"create table main.{name} as select {columns} from source.main.{name}")
        connection.execute("update publication set is_sample = false")
        connection.execute("detach source")


def _hostile(table_name: str, column: str, kind: str) -> str:
    is_code = column.endswith(("_code", "_urn", "_key", "precision")) or column in (
        *KEPT.get(table_name, ()),
        *("agreement", "severity", "verbatim", "published_date_source", "unit_codes"),
    )
    if kind.lower() != "varchar" or is_code:
        return column
    if column in IDS:
        return f"{column} || '{HOSTILE_ID}'"
    if column == "source_url":
        return f"'{HOSTILE_ADDRESS}'"
    text = HOSTILE.replace("'", "''")
    if column == "unexpected_rows":
        row = json.dumps([{"inspection_id": HOSTILE_ID, HOSTILE: HOSTILE}, HOSTILE]).replace("'", "''")
        return f"'{row}'"
    if column == "finding_text":
        return f"repeat('{text}', 150)"
    return f"'{text}'"
