"""Bullets of a document that prints another mark for them, as where a font of symbols came as letters ("o", "§")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipelines.reading.model import Line, Page

MARK = re.compile(r"(?P<mark>[oØüŸ§*»›✓✔►▶▸→–—-])(?:\s+(?=\S)|$)")
UNSURE = "-–—*§"  # what may begin a line otherwise, as a dash that the end of a line parts from its words
FEWEST = 3  # lines that one of those begins where it is the document's own mark


def with_bullets(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with • for what begins the items of their lists, where nothing in them begins with a • itself.

    Beside bullets such a mark is that of a list within the list.
    """
    lines = [line for page in pages for line in page.lines]
    if any(line.text.startswith("•") for line in lines):
        return tuple(pages)
    found = Counter(match["mark"] for line in lines if (match := MARK.match(line.cells[0].text)))
    marks = {mark for mark, count in found.items() if count >= FEWEST or mark not in UNSURE}
    return tuple(replace(page, lines=tuple(_with_bullet(line, marks) for line in page.lines)) for page in pages)


def _with_bullet(line: Line, marks: set[str]) -> Line:
    first, *others = line.cells
    match = MARK.match(first.text)
    if match is None or match["mark"] not in marks:
        return line
    return replace(line, cells=(replace(first, text=f"• {first.text[match.end() :]}".rstrip()), *others))
