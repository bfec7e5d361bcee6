"""By when a report asks for something, as it prints that above a list or at an item's beginning."""

from __future__ import annotations

import re

TIMESCALES = (
    (
        "immediately",
        re.compile(r"(?:immediately|with immediate effect|immediate(?: and priority)? actions?)\b", re.IGNORECASE),
    ),
    ("within_3_months", re.compile(r"within (?:three|3) months\b", re.IGNORECASE)),
    ("within_6_months", re.compile(r"within (?:six|6) months\b", re.IGNORECASE)),
)


def timescale(text: str, *, whole: bool) -> str | None:
    """The timescale that a text begins with, or wholly is but for a stop at its end."""
    plain = text.rstrip(" .:")
    found = (code for code, pattern in TIMESCALES if (pattern.fullmatch if whole else pattern.match)(plain))
    return next(found, None)
