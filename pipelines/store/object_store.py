"""An object store as the place of the store's files, through fsspec, which finds credentials in its own settings."""

from __future__ import annotations

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
    def _sizes(self) -> dict[str, int]:
        """The size of each of LISTED, by path, as listed once and written since."""
        try:
            found = self._fs.find(self._path(LISTED), detail=True)
        except FileNotFoundError:
            return {}
        return {path: int(info["size"]) for path, info in found.items()}

    def size(self, name: str) -> int | None:
        if name.startswith(f"{LISTED}/"):
            return self._sizes.get(self._path(name))
        try:
            return int(self._fs.info(self._path(name))["size"])
        except FileNotFoundError:
            return None

    def write(self, name: str, content: bytes) -> None:
        self._fs.pipe_file(self._path(name), content)
        if name.startswith(f"{LISTED}/") and "_sizes" in vars(self):
            self._sizes[self._path(name)] = len(content)

    def clear_partial(self) -> None:
        """There are none."""
