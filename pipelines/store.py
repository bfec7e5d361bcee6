"""What has been fetched and read, kept by content: the same bytes are stored and read once, ever."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Any


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


class Store:
    """Files under one folder: documents/ (bytes by SHA-256), pages/ and facts/ (JSON by version and SHA-256)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def document_path(self, sha256: str) -> Path:
        """Where a document's unchanged bytes are."""
        return self.folder / "documents" / sha256[:2] / sha256

    def put_document(self, content: bytes) -> tuple[str, bool]:
        """Keeps the bytes; returns their SHA-256 and whether they were new."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.document_path(sha256)
        if path.is_file() and path.stat().st_size == len(content):
            return sha256, False
        write_atomically(path, content)
        return sha256, True

    def note_provenance(self, entry: dict[str, str]) -> None:
        """Adds a line to provenance.jsonl: which bytes were found where. Nothing is ever taken out."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "provenance.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n")

    def _json_path(self, kind: str, version: str, sha256: str) -> Path:
        return self.folder / kind / version / sha256[:2] / f"{sha256}.json.gz"

    def get_json(self, kind: str, version: str, sha256: str) -> Any | None:
        """The kept result, or None when there is none or the file is damaged (then it is made anew)."""
        try:
            return json.loads(gzip.decompress(self._json_path(kind, version, sha256).read_bytes()))
        except (FileNotFoundError, EOFError, gzip.BadGzipFile, json.JSONDecodeError, UnicodeDecodeError):
            return None

    def put_json(self, kind: str, version: str, sha256: str, value: Any) -> None:
        """Keeps a result."""
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        content = gzip.compress(text.encode(), compresslevel=1, mtime=0)
        write_atomically(self._json_path(kind, version, sha256), content)
