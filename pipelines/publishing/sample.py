"""What is made of the sample reports: facts of published reports in wording of our own, which nobody is to quote."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb

from pipelines.publishing.datapackage import checksum
from pipelines.publishing.editions import drop_edition, edition_folders, said_by
from pipelines.settings import SAMPLE

SITE = "site"


def holds_facsimiles(connection: duckdb.DuckDBPyConnection, sample: Path = SAMPLE) -> bool:
    """Whether the build is made of a report of the sample, known by its bytes, wherever it was read from."""
    listed = connection.execute("select distinct document_sha256 from raw.report_files").fetchall()
    return has_facsimiles((sha256 for (sha256,) in listed), sample)


def has_facsimiles(documents: Iterable[str], sample: Path = SAMPLE) -> bool:
    """Whether one of the documents, by their SHA-256, is a report of the sample."""
    ours = {checksum(path) for path in sample.glob("*") if path.is_file()}
    return any(sha256 in ours for sha256 in documents)


def drop_samples(published: Path) -> None:
    """Removes the editions made of the sample, and the pages made of one, once another edition is in place."""
    samples = [edition for edition in edition_folders(published) if (said_by(edition) or {}).get("is_sample")]
    for edition in samples:
        drop_edition(edition)
    site = published / SITE
    if samples and site.is_dir():
        try:
            shutil.rmtree(site)
        except OSError as error:
            logging.getLogger(__name__).warning("%s stays: %s", error.filename, error.strerror)
