"""A folder's manifest.csv: what the reports site says of each file. What is wrong in it costs the row that has it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path

from pipelines.sources.listed_report import ManifestOddity, Said, last_part
from pipelines.sources.plausible_dates import plausible_day

NAME = "manifest.csv"
FILE = "file"
SAID = tuple(field.name for field in fields(Said))
LONGEST_FIELD = 131_072  # characters
MOST_BYTES = 50_000_000
Row = tuple[int, dict[str, str]]  # the line that it ends on, and its cells by column


class _Unusable(Exception):
    """The manifest as a whole cannot be used: a kind of oddity, and what to do."""


def read_manifest(path: Path, files: Iterable[str], today: date) -> tuple[dict[str, Said], list[ManifestOddity]]:
    """What the manifest says of these files (paths below its folder), by path; and what of it is not used, and why.

    A row names a file by its path below the folder, or by its name when no other file there has it.
    """
    odd: list[ManifestOddity] = []
    try:
        rows = list(_rows(_lines(path), odd))
    except _Unusable as error:
        return {}, [ManifestOddity(0, *error.args)]
    named = _by_file(rows, list(files), odd)
    found = {}
    for file, (first, *others) in named.items():
        if any(cells != first[1] for _, cells in others):
            lines = ", ".join(str(line) for line, _ in (first, *others))
            message = f"Lines {lines} say different things of one file: none of them is used."
            odd.append(ManifestOddity(others[-1][0], "said_twice", file, message))
            continue
        found[file] = _said(first, file, today, odd)
    return found, sorted(odd, key=lambda each: (each.line_number, each.kind_code, each.file_name))


def _lines(path: Path) -> list[str]:
    """The lines of the manifest, with surrogates for bytes that are not UTF-8; none without a manifest."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _Unusable(
                "too_large", NAME, f"The manifest is larger than {MOST_BYTES} bytes: nothing of it is used."
            )
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        message = f"The manifest cannot be read ({error.strerror}): nothing of it is used."
        raise _Unusable("unreadable", NAME, message) from error
    return list(io.StringIO(content.decode("utf-8-sig", "surrogateescape"), newline=""))


def _rows(lines: list[str], odd: list[ManifestOddity]) -> Iterator[Row]:
    """The rows that can be read. Raises _Unusable."""
    csv.field_size_limit(LONGEST_FIELD)
    records = _records(lines, odd)
    _, header = next(records, (0, [FILE]))
    names = [name.strip() for name in header]
    if FILE not in names:
        message = f"The manifest has no column named {FILE}: nothing of it is used."
        raise _Unusable("no_file_column", NAME, message)
    for line, values in records:
        cells = dict(zip(names, (value.strip() for value in values), strict=False))
        if not any(cells.values()):
            continue
        message = _wrong(values, names)
        if message:
            name = cells.get(FILE, "").encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
            odd.append(ManifestOddity(line, "unreadable", name.replace("\0", "\\0"), message))
        else:
            yield line, {name: cells.get(name, "") for name in (FILE, *SAID)}


def _records(lines: list[str], odd: list[ManifestOddity]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line that it ends on. After one that is no CSV, reading goes on at the next line.

    So a quotation mark that is never closed costs its own line, and not all that follow.
    """
    start = 0
    while start < len(lines):
        reader = csv.reader(lines[start:], strict=True)
        ended = 0  # the line, from `start`, that the last whole record ended on
        try:
            for values in reader:
                ended = reader.line_num
                yield start + ended, values
            return
        except csv.Error as error:
            start += ended + 1
            odd.append(ManifestOddity(start, "unreadable", "", f"The line is not CSV ({error}): it is not used."))


def _wrong(values: list[str], names: list[str]) -> str:
    """Why a row is not used; empty when it can be."""
    if len(values) > len(names):
        return f"The row has {len(values)} values for {len(names)} columns: it is not used."
    text = "".join(values)
    if "\0" in text:
        return "The row holds a NUL character: it is not used."
    try:
        text.encode()
    except UnicodeEncodeError:
        return "The row is not in UTF-8: it is not used. Save the manifest as CSV in UTF-8."
    return ""


def _by_file(rows: Iterable[Row], files: list[str], odd: list[ManifestOddity]) -> dict[str, list[Row]]:
    """The rows by the path of the file that each names; a row that names none, or several, is odd."""
    by_name = defaultdict(list)
    for file in files:
        by_name[last_part(file)].append(file)
    paths, named = set(files), defaultdict(list)
    for line, cells in rows:
        name = cells[FILE]
        meant = [name] if name in paths else by_name.get(name, [])
        if len(meant) == 1:
            named[meant[0]].append((line, cells))
        elif meant:
            message = f"{len(meant)} files have this name: give the file's path below the folder."
            odd.append(ManifestOddity(line, "name_of_several", name, message))
        else:
            odd.append(ManifestOddity(line, "no_such_file", name, "The folder holds no such file."))
    return named


def _said(row: Row, file: str, today: date, odd: list[ManifestOddity]) -> Said:
    line, cells = row
    said = Said(**{name: cells[name] for name in SAID})
    if not said.publication_date or plausible_day(said.publication_date, today):
        return said
    message = f"{said.publication_date[:40]} is no day on which a report was published: write it as 2026-01-31."
    odd.append(ManifestOddity(line, "publication_date", file, message))
    return replace(said, publication_date="")


def oddity_rows(oddities: Iterable[ManifestOddity]) -> list[dict[str, object]]:
    """Rows of manifest_oddities."""
    return [asdict(oddity) for oddity in oddities]
