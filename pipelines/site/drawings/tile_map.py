"""The map of England as one tile an authority: approximate places, so that none is too small to see or to click."""

from __future__ import annotations

import csv
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.site.errors import SiteError
from pipelines.site.model.model import Authority

LINE = 13  # letters of a name that a tile's line holds
LINES = 3
LONGEST = 17  # Northamptonshire has 16, in smaller letters
TILES = Path(__file__).with_name("authority_tiles.csv")


@dataclass(frozen=True)
class Tile:
    """An authority's place: column and row from 1, and a label of three letters."""

    authority_urn: str
    label: str
    column: int
    row: int


def name_lines(name: str) -> list[tuple[str, bool]]:
    """A name as a tile has it: each line, and whether it is a long one."""
    lines = textwrap.wrap(name, LINE, break_long_words=False, max_lines=LINES, placeholder="…")
    return [(textwrap.shorten(line, LONGEST, placeholder="…"), len(line) >= LINE) for line in lines]


@cache
def tiles() -> dict[str, Tile]:
    """Each authority's tile by its URN."""
    with TILES.open(encoding="utf-8", newline="") as file:
        return {
            row["authority_urn"]: Tile(row["authority_urn"], row["label"], int(row["column"]), int(row["row"]))
            for row in csv.DictReader(file)
        }


def place(authorities: list[Authority]) -> list[tuple[Tile, Authority]]:
    """Each authority's tile, from north-west to south-east. Raises SiteError when one has none."""
    missing = [authority.name for authority in authorities if authority.urn not in tiles()]
    if missing:
        raise SiteError(f"{', '.join(missing)} has no tile: add it to pipelines/site/drawings/authority_tiles.csv.")
    placed = [(tiles()[authority.urn], authority) for authority in authorities]
    return sorted(placed, key=lambda pair: (pair[0].row, pair[0].column))
