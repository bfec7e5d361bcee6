"""docs/glossary.md taken apart, so that the site shows the same words."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
HEADING = re.compile(r"^## (?P<title>.+)$")
ROW = re.compile(r"^\| (?P<term>.+?) \| (?P<meaning>.+?) \|$")
HEADER = "term"


@cache
def glossary() -> dict[str, dict[str, str]]:
    """The meaning of each term, by the heading of its table, in the page's order and without its marks for code."""
    sections: dict[str, dict[str, str]] = {}
    title = ""
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        heading, row = HEADING.match(line), ROW.match(line.replace("`", ""))
        if heading:
            title = heading["title"]
        elif row and row["term"] != HEADER and not row["term"].startswith("---"):
            sections.setdefault(title, {})[row["term"]] = row["meaning"]
    return sections
