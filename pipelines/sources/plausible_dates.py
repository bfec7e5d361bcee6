"""Which days a source may give for a report's publication."""

from __future__ import annotations

import re
from datetime import date, timedelta

EARLIEST = date(2000, 1, 1)  # the site's oldest reports of councils are of 2001
AHEAD = timedelta(days=1)  # of the clock's day: it may be tomorrow elsewhere
ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_plausible(day: date, today: date) -> bool:
    """Whether a report can have been published that day, as of `today`."""
    return EARLIEST <= day <= today + AHEAD


def plausible_day(text: str, today: date) -> date | None:
    """The day that is written as 2026-01-31, None when it is written otherwise, is none or is not plausible."""
    try:
        day = date.fromisoformat(text) if ISO.fullmatch(text) else None
    except ValueError:
        return None
    return day if day and is_plausible(day, today) else None
