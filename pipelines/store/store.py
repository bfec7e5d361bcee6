"""What has been fetched and read, kept by content: the same bytes are stored and read once, ever."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

TOGETHER = 200  # results that are asked for at once, where asking takes longer than answering
DOCUMENTS_TOGETHER = 25  # documents; a report has some 700 kB, so they take 20 MB


class DamagedDocument(Exception):
    """The bytes kept under a SHA-256 have another; the message is one line."""


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file so that it is there whole or not at all, also when the machine stops half way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".partial-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


class Files(Protocol):
    """Where the store's files are. A name has forward slashes; a file is there whole or not at all."""

    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError."""

    def read_many(self, names: list[str]) -> dict[str, bytes]:
        """The content of those that are there."""

    def holds(self, name: str, content: bytes) -> bool:
        """Whether the file is there with this very content."""

    def write(self, name: str, content: bytes) -> None: ...

    def clear_partial(self) -> None:
        """Removes what killed runs had not finished writing; nobody else may write meanwhile."""


class LocalFiles:
    """Files of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes:
        return (self._folder / name).read_bytes()

    def read_many(self, names: list[str]) -> dict[str, bytes]:
        found = {}
        for name in names:
            try:
                found[name] = self.read(name)
            except FileNotFoundError:
                continue
        return found

    def holds(self, name: str, content: bytes) -> bool:
        path = self._folder / name
        return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content

    def write(self, name: str, content: bytes) -> None:
        write_atomically(self._folder / name, content)

    def clear_partial(self) -> None:
        for path in (self._folder / "documents").glob("*/.partial-*"):
            path.unlink(missing_ok=True)


def files_at(place: str) -> Files:
    """The files of a folder, or of an object store's URL. Raises SettingError when it cannot be used."""
    if "://" not in place:
        return LocalFiles(Path(place))
    from pipelines.store.object_store import ObjectFiles

    return ObjectFiles(place)


class Store:
    """Files by content: documents/ (bytes by SHA-256), pages/ and facts/ (JSON by version and SHA-256), provenance/.

    `place` is a folder or an fsspec URL of an object store; a Store of the same place in another process has the
    same files.
    """

    def __init__(self, place: str | Path) -> None:
        self.place = str(place)
        self._files = files_at(self.place)

    def document(self, sha256: str) -> bytes:
        """A document's unchanged bytes. Raises FileNotFoundError, and DamagedDocument when they have changed."""
        content = self._files.read(_document(sha256))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DamagedDocument(f"{_document(sha256)} in the store does not have that SHA-256.")
        return content

    def not_whole(self, documents: Iterable[str]) -> set[str]:
        """Those of the documents (SHA-256) whose bytes are not there, or have changed: each is read."""
        rest, found = iter(documents), set()
        while group := list(islice(rest, DOCUMENTS_TOGETHER)):
            contents = self._files.read_many([_document(sha256) for sha256 in group])
            for sha256 in group:
                content = contents.get(_document(sha256))
                if content is None or hashlib.sha256(content).hexdigest() != sha256:
                    found.add(sha256)
        return found

    def put_document(self, content: bytes) -> tuple[str, bool]:
        """Keeps the bytes, in the place of damaged ones too; returns their SHA-256 and whether they were new."""
        sha256 = hashlib.sha256(content).hexdigest()
        if self._files.holds(_document(sha256), content):
            return sha256, False
        self._files.write(_document(sha256), content)
        return sha256, True

    def note_provenance(self, entry: dict[str, str]) -> None:
        """Keeps a note of where the bytes of `document_sha256` were found. Nothing is ever taken out."""
        sha256 = entry["document_sha256"]
        content = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        name = f"provenance/{sha256[:2]}/{sha256}-{hashlib.sha256(content).hexdigest()[:12]}.json"
        self._files.write(name, content)

    def get_json(self, kind: str, version: str, sha256: str) -> Any | None:
        """The kept result, or None when there is none or the file is damaged (then it is made anew)."""
        try:
            return _value(self._files.read(_result(kind, version, sha256)))
        except FileNotFoundError:
            return None

    def get_many_json(self, kind: str, version: str, documents: Iterable[str]) -> Iterator[tuple[str, Any | None]]:
        """What `get_json` gives for each document, in their order."""
        rest = iter(documents)
        while group := list(islice(rest, TOGETHER)):
            found = self._files.read_many([_result(kind, version, sha256) for sha256 in group])
            for sha256 in group:
                content = found.pop(_result(kind, version, sha256), None)
                yield sha256, None if content is None else _value(content)

    def put_json(self, kind: str, version: str, sha256: str, value: Any) -> None:
        """Keeps a result."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        self._files.write(_result(kind, version, sha256), gzip.compress(text.encode(), compresslevel=1, mtime=0))

    def clear_partial(self) -> None:
        """Removes what killed runs had not finished writing; nobody else may write documents meanwhile."""
        self._files.clear_partial()


def _document(sha256: str) -> str:
    return f"documents/{sha256[:2]}/{sha256}"


def _result(kind: str, version: str, sha256: str) -> str:
    return f"{kind}/{version}/{sha256[:2]}/{sha256}.json.gz"


def _value(content: bytes) -> Any | None:
    try:
        return json.loads(gzip.decompress(content))
    except (EOFError, gzip.BadGzipFile, zlib.error, json.JSONDecodeError, UnicodeDecodeError):
        return None
