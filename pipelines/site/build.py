"""Builds the site beside its place and puts it there whole, so that nobody meets half of it."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipelines.catalogue import tables as catalogue_tables
from pipelines.site import text
from pipelines.site.authority_page import authority_page
from pipelines.site.errors import SiteError
from pipelines.site.inspection_page import findings_pages, inspection_page
from pipelines.site.joining import make_model
from pipelines.site.model import Model
from pipelines.site.overview import overview
from pipelines.site.quality_page import quality_page
from pipelines.site.reading import Row, read_tables
from pipelines.site.words import FRAMEWORKS, GLOSSARY

HERE = Path(__file__).parent
STATIC = HERE / "static"
MARK = "made-by-build-site.txt"  # tells a folder that a build may replace from any other
LEFT_OVER_SECONDS = 3600
MOST_SWAPS = 10
TAKEN = (errno.ENOTEMPTY, errno.EEXIST)  # what renaming a folder onto another's content is refused with
LAYERS = ("views", "star", "quality", "staging", "raw")


@dataclass(frozen=True)
class SiteSummary:
    """What was built: pages, bytes of all files, and the largest page with its bytes."""

    folder: Path
    pages: int
    bytes: int
    largest_page: str
    largest_bytes: int


def build_site(warehouse: Path, folder: Path) -> SiteSummary:
    """Builds the pages of the published file at `warehouse` into `folder`, replacing those of an earlier build.

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
            pages = _write(model, made)
            files = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
            made.chmod(0o755)
            _swap(made, folder)
            _clear_leftovers(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        raise SiteError(f"The site cannot be written to {folder}: {error.strerror or error}.") from None
    largest = max(pages, key=lambda name: pages[name])
    return SiteSummary(folder, len(pages), files, largest, pages[largest])


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


def _write(model: Model, folder: Path) -> dict[str, int]:
    """Writes every page; returns their bytes by name. Raises SiteError when two pages would have one name."""
    (folder / MARK).write_text("A build of the site replaces this folder.\n", encoding="utf-8")
    templates = _environment(model)
    sizes: dict[str, int] = {}

    def write(name: str, template: str, context: dict[str, Any]) -> None:
        if name in sizes:
            raise SiteError(f"Two pages would be {name}: their ids differ only in what a file's name cannot hold.")
        root = "../" * name.count("/")
        content = templates.get_template(template).render(context, root=root, page=name).encode()
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        sizes[name] = len(content)

    write("index.html", "overview.html.j2", overview(model))
    for authority in model.authorities.values():
        write(authority.page, "authority.html.j2", authority_page(model, authority))
        for inspection in authority.inspections:
            context = inspection_page(model, authority, inspection)
            write(inspection.page, "inspection.html.j2", context)
            for part in findings_pages(inspection):
                write(part.page, "findings.html.j2", context | {"part": part})
    write("quality.html", "quality.html.j2", quality_page(model))
    descriptions = {row["grade_code"]: row["description"] for row in model.tables["dim_grade"]}
    about = {"domains": model.tables["dim_domain"], "descriptions": descriptions, "glossary": GLOSSARY}
    write("frameworks.html", "frameworks.html.j2", about)
    write("data-dictionary.html", "dictionary.html.j2", {"layers": _dictionary()})
    shutil.copytree(STATIC, folder / "static")
    return sizes


def _dictionary() -> list[tuple[str, list[Any]]]:
    tables = catalogue_tables().values()
    unknown = {table.layer for table in tables} - set(LAYERS)
    if unknown:
        raise SiteError(f"The data dictionary has no place for the layer {', '.join(sorted(unknown))}.")
    return [(layer, [table for table in tables if table.layer == layer]) for layer in LAYERS]


def _runs(rows: list[Row], column: str) -> list[tuple[Any, list[Row]]]:
    """The rows in runs of one value of the column, in their order."""
    return [(value, list(run)) for value, run in groupby(rows, key=lambda row: row[column])]


def _subject(names: dict[str, str], subject: str) -> str:
    """What a conflict is about, in words: `share.adoptions` is "Share: Adoptions in 12 months"."""
    return ": ".join(names.get(part, text.spoken(part)) for part in subject.split("."))


def _environment(model: Model) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    names = {row["metric_code"]: row["metric_name"] for row in model.tables["dim_metric"]}
    names |= {row["domain_code"]: row["domain_name"] for row in model.tables["dim_domain"]}
    environment.filters.update(
        spoken=text.spoken,
        day=text.day,
        short_day=text.short_day,
        moment=text.moment,
        number=text.number,
        value=text.plain_value,
        runs=_runs,
        subject=partial(_subject, names),
    )
    environment.globals.update(
        amount=text.amount,
        period=text.period,
        publication=model.publication,
        frameworks=model.frameworks,
        framework_words=FRAMEWORKS,
        grades=model.grades,
        grade_names={code: grade.name for code, grade in model.grades.items()}
        | {"not_given": "No overall grade given"},
    )
    return environment
