"""What a benchmark measured of one thing, over repeated runs."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """The middle, lowest and highest of a figure's runs.

    Where it was not measured there are no figures and no runs, and `skipped` says why.
    """

    name: str
    unit: str
    median: float | None
    lowest: float | None
    highest: float | None
    runs: int
    skipped: str = ""


def measurement(name: str, unit: str, figures: Sequence[float]) -> Measurement:
    """The measurement of one figure for each run; there must be one at least."""
    return Measurement(name, unit, statistics.median(figures), min(figures), max(figures), len(figures))


def skipped(name: str, unit: str, why: str) -> Measurement:
    """A measurement that was not made."""
    return Measurement(name, unit, None, None, None, 0, why)
