"""Builds the site beside its place and puts it there whole, so that nobody meets half of it."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pipelines.site.errors import SiteError
from pipelines.site.find.passages import passages
from pipelines.site.find.search_index import write_index
from pipelines.site.model.joining import make_model
from pipelines.site.model.model import Model
from pipelines.site.model.reading import read_tables
from pipelines.site.news.feeds import write_feeds
from pipelines.site.news.whats_new import changes
from pipelines.site.pages import Content, write_pages
from pipelines.site.ready.ready_table_list import READY_TABLES
from pipelines.site.ready.ready_tables import answers
from pipelines.site.sql_page import ready_questions, write_sql

MARK = "made-by-build-site.txt"  # tells a folder that a build may replace from any other
LEFT_OVER_SECONDS = 3600
MOST_SWAPS = 10
TAKEN = (errno.ENOTEMPTY, errno.EEXIST)  # what renaming a folder onto another's content is refused with


@dataclass(frozen=True)
class SiteSummary:
    """What was built: where, how many pages, and the bytes of all files."""

    folder: Path
    pages: int
    bytes: int


def build_site(
    warehouse: Path, folder: Path, site_url: str = "", report_errors_to: str = "", modules: Path | None = None
) -> SiteSummary:
    """Builds the pages of the published file at `warehouse` into `folder`, replacing those of an earlier build.

    `site_url` is the address that the site will have, if pages are to say it (SITE_URL); `report_errors_to` where their
    links to report an error lead (REPORT_ERRORS_TO), if there are to be any; `modules` the folder with npm's DuckDB, if
    there is to be an SQL page (SITE_SQL).

    The folder is swapped in at the end: a reader sees the former site or the new one, and a build that is
    stopped leaves the former. Of two builds at once the later swap stays. Raises SiteError when the file cannot
    be read, when the folder holds anything but a site, or when other builds keep taking the place.
    """
    try:
        if not _is_replaceable(folder):
            raise SiteError(f"{folder} is not a site that this made: name another folder, or move it away.")
        model = make_model(read_tables(warehouse))
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            (made / MARK).write_text("A build of the site replaces this folder.\n", encoding="utf-8")
            pages = _write(model, warehouse, made, site_url, report_errors_to, modules)
            files = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
            made.chmod(0o755)
            _swap(made, folder)
            _clear_leftovers(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise SiteError(f"The site cannot be written to {folder}: {error.strerror or error}.") from None
    return SiteSummary(folder, pages, files)


def _write(
    model: Model, warehouse: Path, folder: Path, site_url: str, report_errors_to: str, modules: Path | None
) -> int:
    """Writes pages, feeds and the search's index; returns the number of pages."""
    found = list(passages(model))
    # Most of the index is DuckDB's work, which goes on beside the pages.
    with ThreadPoolExecutor(1) as beside:
        index = beside.submit(write_index, found, folder)
        questions = ready_questions(warehouse) if modules else []
        content = Content(found, answers(warehouse, READY_TABLES), changes(model), questions)
        pages = write_pages(model, content, folder, site_url, report_errors_to)
        write_feeds(model, content.changed, folder, site_url)
        if modules:
            write_sql(questions, warehouse, modules, folder)
        index.result()
    return pages


def _is_replaceable(folder: Path) -> bool:
    """Whether there is nothing, an empty folder, or a site; one look, as another build may be swapping."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return True
    except NotADirectoryError:
        return False
    return not names or MARK in names


def _swap(made: Path, folder: Path) -> None:
    """Puts `made` in the place of `folder`. Between the two renames there is no site, never half of one."""
    former = made.with_name(f"{made.name}-former")
    for _ in range(MOST_SWAPS):
        with suppress(FileNotFoundError):
            os.replace(folder, former)
        try:
            os.replace(made, folder)
        except OSError as error:
            if error.errno not in TAKEN:
                _put_back(former, folder)
                raise
            # Another build put its site there between the renames: that one is the former now.
            shutil.rmtree(former, ignore_errors=True)
        else:
            shutil.rmtree(former, ignore_errors=True)
            return
    raise SiteError(f"Other builds keep writing to {folder}: wait until they have ended, then build again.")


def _put_back(former: Path, folder: Path) -> None:
    """Returns the former site to its place, unless there was none or another build has put its own there."""
    try:
        os.replace(former, folder)
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno not in TAKEN:
            raise
        shutil.rmtree(former, ignore_errors=True)


def _clear_leftovers(folder: Path) -> None:
    """Removes what builds that were stopped left beside the folder; another that is under way is younger."""
    for path in folder.parent.iterdir():
        if not path.name.startswith(f".{folder.name}-"):
            continue
        try:
            made_at = (path / MARK).stat().st_mtime
        except (FileNotFoundError, NotADirectoryError):
            continue  # not a site, or another build is removing it
        if time.time() - made_at > LEFT_OVER_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
