"""Publication: the checked build becomes a file of its own, is verified, and takes the published one's place."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipelines import build, models
from pipelines.catalogue import Table, table, tables
from pipelines.publishing.verbatim import leaves_out_words, selected

KEPT = 5
MANIFEST = "manifest.json"
WAREHOUSE = "warehouse.duckdb"
PREVIOUS = "previous"
ATTRIBUTION = "Contains public sector information licensed under the Open Government Licence v3.0. Source: Ofsted"


class PublicationError(Exception):
    """The build is not fit to publish; what was published before is untouched."""


@dataclass(frozen=True)
class Manifest:
    """What went into a published file. Counts are rows; `sha256` is the file's own."""

    run_id: str
    published_at: str
    reader_version: str
    parser_version: str
    verbatim: str
    document_count: int
    inspection_count: int
    quarantine_count: int
    judgement_count: int
    metric_count: int
    checks_passed: int
    checks_failed: int
    sha256: str


def write_warehouse(build_path: Path, target: Path) -> None:
    """Copies the build's catalogued tables to a new file, with keys, comments, rows in order, and the views.

    Reports' own words are left out where the build's publication says so.

    Raises PublicationError when the build breaks a key or lacks a table.
    """
    target.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    connection = build.connect(target)
    try:
        connection.execute(f"attach '{_quoted(build_path)}' as build (read_only)")
        for schema in ("raw", "staging"):
            connection.execute(f"create schema {schema}")
        leaves_out = leaves_out_words(connection)
        for entry in tables().values():
            if not entry.is_view:
                _copy(connection, entry, leaves_out)
        connection.execute("detach build")
        for model in models.models("views"):
            connection.execute(f"create view {model.table.qualified} as {model.sql}")
            _comment(connection, model.table)
    except duckdb.Error as error:
        raise PublicationError(f"The build is not whole: {str(error).splitlines()[0]}") from error
    finally:
        connection.close()


def _copy(connection: duckdb.DuckDBPyConnection, entry: Table, leaves_out: bool) -> None:
    columns = [column.name for column in entry.columns]
    wanted = selected(entry) if leaves_out else ", ".join(columns)
    connection.execute(entry.create_statement(keys=True))
    connection.execute(
        f"insert into {entry.qualified} select {wanted} from build.{entry.qualified} "
        f"order by {', '.join(entry.primary_key or columns)}"
    )
    _comment(connection, entry)


def _comment(connection: duckdb.DuckDBPyConnection, entry: Table) -> None:
    for statement in entry.comment_statements():
        connection.execute(statement)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def verify(path: Path) -> Manifest:
    """Opens the file as a reader would and counts what is in it. Raises PublicationError."""
    connection = build.connect(path, read_only=True)
    try:
        for entry in tables().values():
            connection.execute(f"select * from {entry.qualified} limit 1").fetchall()
        names = [c.name for c in table("publication").columns if c.name not in ("attribution", "published_at")]
        row = connection.execute(f"select published_at, {', '.join(names)} from publication").fetchall()
        checks = connection.execute(
            "select count(*) filter (where passed), count(*) filter (where not passed), "
            "count(*) filter (where not passed and severity = 'error') from check_results"
        ).fetchall()[0]
    except duckdb.Error as error:
        raise PublicationError(f"The new file does not open whole: {str(error).splitlines()[0]}") from error
    finally:
        connection.close()
    if len(row) != 1 or checks[2] or not checks[0]:
        raise PublicationError(f"The new file records {checks[2]} failed and {checks[0]} passed checks.")
    facts = dict(zip(names, row[0][1:], strict=True))
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    published_at = row[0][0].isoformat(timespec="seconds") + "Z"
    return Manifest(published_at=published_at, **facts, checks_passed=checks[0], checks_failed=checks[1], sha256=sha256)


def publish(build_path: Path, folder: Path) -> Manifest:
    """Publishes the build in the folder: the file is replaced by one rename, after everything else has worked.

    The file before it is kept in previous/, with its manifest; the last five stay. Raises PublicationError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    new = build_path.with_suffix(".publishing.duckdb")
    try:
        write_warehouse(build_path, new)
        manifest = verify(new)
        _keep_previous(folder)
        os.replace(new, folder / WAREHOUSE)
    finally:
        new.unlink(missing_ok=True)
    _write_manifest(folder / MANIFEST, manifest)
    return manifest


def _write_manifest(path: Path, manifest: Manifest) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
    os.replace(partial, path)


def _keep_previous(folder: Path) -> None:
    """Copies the published file and its manifest aside, and drops all but the last five."""
    current, manifest = folder / WAREHOUSE, folder / MANIFEST
    if not current.is_file() or not manifest.is_file():
        return
    said = json.loads(manifest.read_text(encoding="utf-8"))
    moment = datetime.fromisoformat(said["published_at"].removesuffix("Z"))
    name = f"{moment:%Y%m%dT%H%M%S}-{said['run_id'][:8]}"
    previous = folder / PREVIOUS
    previous.mkdir(exist_ok=True)
    shutil.copy2(current, previous / f"{name}.duckdb")
    shutil.copy2(manifest, previous / f"{name}.json")
    for old in sorted(previous.glob("*.duckdb"))[:-KEPT]:
        old.unlink()
        old.with_suffix(".json").unlink(missing_ok=True)
