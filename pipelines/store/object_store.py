"""An object store as the place of the store's files, through fsspec, which finds credentials in its own settings."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Any

from pipelines.errors import SettingError

LISTED = "documents"  # one listing answers for them all, where asking for each would take a run's time


class ObjectFiles:
    """Objects under a URL such as s3://bucket/prefix."""

    def __init__(self, url: str) -> None:
        import fsspec

        protocol = url.partition("://")[0]
        try:
            # Other processes write as well: so nothing that was listed once is believed.
            self._fs: Any = fsspec.filesystem(protocol, use_listings_cache=False)
        except ImportError as error:
            raise SettingError(f"STORE={protocol}://... needs a package: {error}.") from error
        self._root = url.partition("://")[2].rstrip("/")

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def read(self, name: str) -> bytes:
        return bytes(self._fs.cat_file(self._path(name)))

    def read_many(self, names: list[str]) -> dict[str, bytes]:
        answers = self._fs.cat([self._path(name) for name in names], on_error="return")
        found = {}
        for name in names:
            answer = answers.get(self._path(name))
            if isinstance(answer, Exception) and not isinstance(answer, FileNotFoundError):
                raise answer
            if isinstance(answer, bytes):
                found[name] = answer
        return found

    @cached_property
    def _listed(self) -> dict[str, dict[str, Any]]:
        """What the store says of each of LISTED, by path, as listed once."""
        try:
            return dict(self._fs.find(self._path(LISTED), detail=True))
        except FileNotFoundError:
            return {}

    def holds(self, name: str, content: bytes) -> bool:
        """Where the listing has an object's MD5, as S3's has of one that was written in one piece, it is not read."""
        said = self._listed.get(self._path(name))
        if said is None or int(said["size"]) != len(content):
            return False
        if str(said.get("ETag", "")).strip('"') == hashlib.md5(content, usedforsecurity=False).hexdigest():
            return True
        try:
            return self.read(name) == content
        except FileNotFoundError:
            return False

    def write(self, name: str, content: bytes) -> None:
        self._fs.pipe_file(self._path(name), content)
        if "_listed" in vars(self):
            # What was listed of it is of what it was before.
            self._listed[self._path(name)] = {"size": len(content)}

    def clear_partial(self) -> None:
        """There are none."""
