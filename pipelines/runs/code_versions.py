"""Versions of the code that reads and parses, taken from the code itself so that no cache outlives it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipelines.settings import ROOT

AFTER_PUBLICATION = (("pipelines", "site"), ("pipelines", "docs"))
READ_WITH = ("pdfminer.six",)
BUILT_WITH = ("duckdb", "great_expectations", "pandas", "python-calamine", "xlsxwriter")
REFERENCE = ROOT / "data" / "reference"
KINDS = ("*.py", "*.sql", "*.yaml", "*.csv")


def _digest(*parts: tuple[Path, str], libraries: tuple[str, ...] = ()) -> str:
    digest = hashlib.sha256("\n".join(libraries).encode())
    for folder, pattern in parts:
        for path in sorted(folder.rglob(pattern)):
            if path.relative_to(ROOT).parts[:2] in AFTER_PUBLICATION:
                continue
            digest.update(path.relative_to(ROOT).as_posix().encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


def _labels(libraries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{library}-{version(library)}" for library in libraries)


@cache
def reader_version() -> str:
    """Changes when the code that turns bytes into lines does, or the library that it reads with."""
    return _digest((ROOT / "pipelines" / "reading", "*.py"), libraries=_labels(READ_WITH))


@cache
def build_version() -> str:
    """Changes when anything does that makes the published tables and exports: our code, or a library's version."""
    return f"{code_version()}{reference_version()}"


@cache
def code_version() -> str:
    """Changes when code does that makes the published tables and exports, or a library's version."""
    folders = [ROOT / name for name in ("pipelines", "assets", "sql", "expectations")]
    parts = [(folder, kind) for folder in folders for kind in KINDS]
    return _digest(*parts, libraries=_labels((*READ_WITH, *BUILT_WITH)))


@cache
def reference_version() -> str:
    """Changes when a reference table does."""
    return _digest((REFERENCE, "*.csv"))


@cache
def parser_version() -> str:
    """Changes when reading, a framework, what frameworks share, or a reference table does."""
    pipelines = ROOT / "pipelines"
    return _digest(
        (pipelines / "reading", "*.py"),
        (pipelines / "parsing", "*.py"),
        (pipelines / "frameworks", "*.py"),
        (pipelines, "reference.py"),
        (REFERENCE, "*.csv"),
        libraries=_labels(READ_WITH),
    )
