"""The words of a grade that stands by itself, as beside a heading or on the line below it."""

from __future__ import annotations

import re

GRADE_WORDS = re.compile(
    r"(?:is |are )?(?:outstanding|good|adequate|inadequate|not judged|requires? improvement(?: to be good)?)\.?",
    re.IGNORECASE,
)
