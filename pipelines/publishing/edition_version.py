"""An edition's version, by which it is cited: the day of publication, and a number for all but the day's first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.publishing.editions import edition_folders, said_by


def next_version(published: Path, day: date, *, is_sample: bool) -> str:
    """The version of an edition to be published that day (UTC): 2026.11.26, and 2026.11.26.2 for a second one.

    An edition of the sample is never cited, so its version is not counted for others. One whose manifest is damaged
    counts as one more: a number may be passed over, and none is given twice.
    """
    first = f"{day:%Y.%m.%d}"
    latest, damaged = 0, 0
    for edition in edition_folders(published):
        said = said_by(edition)
        if said is None:
            damaged += edition.name.startswith(f"{day:%Y%m%d}")
        elif is_sample or not said.get("is_sample"):
            latest = max(latest, _number(str(said.get("version")), first))
    number = latest + damaged + 1
    return first if number == 1 else f"{first}.{number}"


def _number(version: str, first: str) -> int:
    """Which of the day's editions has the version, from 1; 0 for another day's."""
    day, number = version[: len(first)], version[len(first) + 1 :]
    if day != first:
        return 0
    return int(number) if number.isdecimal() else 1
