"""Whether quoted words stand on the page that their row names: ../shared/tools/grounding.py, and what it counts short.

That tool reads the PDFs by another library and finds a row's words in one stretch, over the next page if need be. Of a
paragraph that runs over a page it finds the running lines and the page number in the midst of it; here such a row is
told from one whose words are not there: its beginning ends the page, but for those lines, and its rest begins the next.
Part of `make score`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path

import duckdb
import pypdfium2

from pipelines.settings import ROOT

TOOL = ROOT.parent / "shared" / "tools" / "grounding.py"
LEAST_IN_ONE_STRETCH = {"judgement_history": 1.0, "metric_history": 0.995, "recommendations": 0.97, "findings": 0.92}
LEAST = 0.999  # of each view's rows stand on their page, or run over its end
COLUMNS = {
    "judgement_history": "evidence_text",
    "metric_history": "evidence_text",
    "recommendations": "text",
    "findings": "text",
}
RUNNING = 400  # letters and digits: the running lines, page number and footnotes at a page's edge have fewer


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", unicodedata.normalize("NFKD", text).lower())


def runs_over(text: str, pages: list[str]) -> bool:
    """Whether the text stands on the pages, parted by no more than what stands at their edges.

    `text` and the `pages`, of which the first is the one it begins on, have letters and digits alone.
    """
    page, rest = pages[0], pages[1:]
    if text in page:
        return True
    if not rest:
        return False
    opening = text[: min(len(text), 20)]
    at = page.find(opening)
    while at >= 0:
        length = _common(text, page[at:])
        # What is the same by chance may be running lines' first letter: the cut is looked for back from there.
        for cut in range(length, max(length - 3, 0), -1):
            after = text[cut:]
            is_last = len(page) - (at + cut) <= RUNNING
            begins = rest[0].find(after[: min(len(after), 20)], 0, RUNNING + 20)
            if is_last and begins >= 0 and runs_over(after, [rest[0][begins:], *rest[1:]]):
                return True
        at = page.find(opening, at + 1)
    return False


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def print_grounding(warehouse: Path, reports: Path) -> int:
    """Prints the tool's table and ours; returns 0, or 1 when a view falls below its least in either."""
    files = {path.name: path for path in reports.rglob("*.pdf")}
    if not files:
        return 0
    least = [part for view, share in LEAST_IN_ONE_STRETCH.items() for part in ("--min", f"{view}={share}")]
    code = subprocess.run([sys.executable, str(TOOL), str(warehouse), str(reports), *least], check=False).returncode

    @lru_cache(maxsize=2)
    def pages(name: str) -> list[str]:
        document = pypdfium2.PdfDocument(files[name])
        return [letters(document[i].get_textpage().get_text_range()) for i in range(len(document))]

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for view, column in COLUMNS.items():
            rows = connection.execute(
                f"select file_name, page_number, {column} from {view} "
                "where file_name ilike '%.pdf' and page_number is not null order by file_name, page_number"
            ).fetchall()
            there = sum(runs_over(letters(text), pages(name)[page - 1 : page + 2]) for name, page, text in rows)
            share = there / len(rows) if rows else 1.0
            print(f"{view:20} on its page, or over its end to the next: {there} of {len(rows)} {share:.4f}")
            code = max(code, int(share < LEAST))
    return code
