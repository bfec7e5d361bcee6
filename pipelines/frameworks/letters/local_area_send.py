"""Local area SEND inspections of 2016-22 and their revisits: letters that are known, and not read.

What they found is in Ofsted's official record, which OFFICIAL names; the letters' own words wait until real ones
are at hand to learn from.
"""

from __future__ import annotations

import re
from typing import NoReturn

from pipelines.frameworks.letters.letter import title_of
from pipelines.parsing.cover import is_near_front
from pipelines.parsing.report import Report
from pipelines.parsing.statements import UnreadableReport
from pipelines.parsing.traits import Traits

CODE = "local_area_send"
TRAITS = Traits(addressee="partnership", letter_title=re.compile(r"^Joint (?:local )?area SEND\b"))
NAMED = r"(?:special\s+educational\s+needs\s+and(?:/or)?\s+disabilit(?:y|ies)\s*(?:\(SEND\)\s*)?|SEND\s+)"
TITLE = re.compile(
    rf"(?<![\w’-])joint\s+(?:local\s+)?area\s+{NAMED}(?:inspection|re-?visit|re-?inspection)\b"
    r"\s*(?:of|in|to|[:–—-])\s+\S.*",
    re.IGNORECASE,
)
# The letters' first sentence, for one whose title is missing.
JUDGED = re.compile(
    r"\binspection of the (?:local )?area of .{3,60}? to judge the effectiveness of the (?:local )?area"
    r" in implementing\b"
)


def claims(report: Report) -> bool:
    """Whether a title on the first page, or without one a sentence there, is of such an inspection or revisit."""
    if title_of(report, TITLE) is not None:
        return True
    return any(JUDGED.search(block.plain) for block in report.blocks if is_near_front(report, block.page))


def read(report: Report) -> NoReturn:  # noqa: ARG001 - the letter itself is not read
    """Raises UnreadableReport: only the official record of these inspections is read."""
    raise UnreadableReport(
        "official_record_only",
        "Local area SEND inspection 2016-22: only the official record is read (OFFICIAL). Leave it out.",
        stage="framework",
    )
