"""Asks every ready question on the SQL page in Chromium, and tells what the page loads and how long it takes.

No test of the suite: it needs DuckDB for the browser from npm, 35 MB that are no part of the project.
`python -m tests.sql_in_browser data/npm/node_modules`
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from pipelines.settings import settings
from pipelines.site import build_site
from pipelines.site.serve import server
from tests.browser import chromium, pictures, served

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
MOST_MILLISECONDS = 120_000


def main(modules: Path, warehouse: Path) -> None:
    """Builds the site, asks, and prints a line a question. Fails when one has no answer or a page complains."""
    with tempfile.TemporaryDirectory() as folder:
        site = build_site(warehouse, Path(folder) / "site", modules=modules).folder
        for path in sorted((site / "sql").iterdir()):
            print(f"{path.stat().st_size / 1e6:6.1f} MB  {path.name}")
        with served(server(site, 0)) as where, chromium() as browser:
            page = browser.new_page(viewport=SIZES["desk"])
            said: list[str] = []
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("request", lambda one: None if one.url.startswith(where) else said.append(one.url))
            page.goto(f"{where}/sql.html")
            names = page.locator("#question option").evaluate_all("options => options.map(one => one.value)")
            for name in names:
                page.locator("#question").select_option(name)
                page.get_by_role("button", name="Run").click()
                page.locator("#run:not([disabled])").wait_for(timeout=MOST_MILLISECONDS)
                words = page.get_by_role("status").inner_text()
                print(f"{name or 'the first, with the start of DuckDB'}: {words}")
                if not words.endswith("seconds."):
                    said.append(f"{name}: {words}")
            for size, viewport in SIZES.items():
                page.set_viewport_size(viewport)
                page.screenshot(path=pictures() / f"site-sql-{size}.png")
                if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
                    said.append(f"The page is wider than {viewport['width']} pixels.")
    if said:
        sys.exit("\n".join(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else settings().warehouse)
