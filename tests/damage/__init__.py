"""Damaged PDFs: the sample reports with bytes, objects or structure spoilt, the same for the same number."""

from __future__ import annotations

import random
from collections.abc import Callable

from pipelines.settings import ROOT
from tests.damage import bombs, scars, structure

Damage = Callable[[random.Random, list[bytes]], bytes]

LIGHT: dict[str, Damage] = {function.__name__: function for function in (*scars.KINDS, *structure.KINDS)}
BOMBS: dict[str, Damage] = {function.__name__: function for function in bombs.KINDS}
KINDS = LIGHT | BOMBS
BOMB_EVERY = 40  # reading one takes as long as reading a hundred others


def whole_reports() -> list[bytes]:
    """The sample's PDFs that have pages with text."""
    contents = [path.read_bytes() for path in sorted((ROOT / "data" / "sample").glob("*.pdf"))]
    return [content for content in contents if b"/Type /Page\n" in content and b"trailer" in content]


def damaged(number: int, reports: list[bytes]) -> tuple[str, bytes]:
    """The kind and bytes of the damaged PDF of this number, counted from 0; kinds take turns, bombs seldom."""
    bomb, rest = divmod(number, BOMB_EVERY)
    among, turn = (BOMBS, bomb) if rest == BOMB_EVERY - 1 else (LIGHT, number - bomb)
    kind = list(among)[turn % len(among)]
    return kind, KINDS[kind](random.Random(f"damage {number}"), reports)
