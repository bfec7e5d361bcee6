"""The reuse notice that a report prints."""

from __future__ import annotations

import re

from pipelines.parsing.report import Report

NON_COMMERCIAL = re.compile(
    r"\bmay (?:be (?:reproduced|copied)|copy|reproduce)\b[^.]{0,80}\bfor non-\s?commercial\b", re.IGNORECASE
)
OPEN_GOVERNMENT = re.compile(
    r"\bopen[- ]\s?government[- ]\s?licence(?:(?P<version_3>\s?(?:,?\s*(?:version\s*3|v\.?\s?3)|/version/3))|\b)",
    re.IGNORECASE,
)


def licence_code(report: Report) -> str:
    """licences.csv's code of the notice printed, none_stated when there is none.

    A file that prints two notices (two reports in one) counts under the narrower one.
    """
    text = " ".join(line.text for line in (*report.lines, *report.footnotes))
    # Few reports have the notice's words, and looking for its pattern in a long one without them takes long.
    if "for non-" in text.lower() and NON_COMMERCIAL.search(text):
        return "non_commercial_no_adaptation"
    versions = [notice["version_3"] for notice in OPEN_GOVERNMENT.finditer(text)]
    if any(versions):
        return "ogl_v3"
    return "ogl" if versions else "none_stated"
