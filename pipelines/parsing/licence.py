"""The reuse notice that a report prints."""

from __future__ import annotations

import re

from pipelines.parsing.report import Report

NON_COMMERCIAL = re.compile(
    r"\bmay (?:be (?:reproduced|copied)|copy|reproduce)\b[^.]{0,80}\bfor non-\s?commercial\b", re.IGNORECASE
)
OPEN_GOVERNMENT = re.compile(r"\bopen[- ]\s?government[- ]\s?licence\b", re.IGNORECASE)
VERSION_3 = re.compile(
    r"\bopen[- ]\s?government[- ]\s?licence\s?(?:,?\s*(?:version\s*3|v\.?\s?3)|/version/3)", re.IGNORECASE
)


def licence_code(report: Report) -> str:
    """licences.csv's code of the notice printed, none_stated when there is none.

    A file that prints two notices (two reports in one) counts under the narrower one.
    """
    text = " ".join(line.text for line in (*report.lines, *report.footnotes))
    if NON_COMMERCIAL.search(text):
        return "non_commercial_no_adaptation"
    if VERSION_3.search(text):
        return "ogl_v3"
    return "ogl" if OPEN_GOVERNMENT.search(text) else "none_stated"
