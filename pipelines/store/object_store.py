"""An object store as the place of the store's files, through fsspec, which finds credentials in its own settings."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from pipelines.settings import SettingError

# Whose objects are there whole or not at all: an upload that breaks off leaves none.
PROTOCOLS = ("s3", "gs", "az")
LISTED = "documents"  # one listing answers for them all, where asking for each would take a run's time


class ObjectFiles:
    """Objects under a URL such as s3://bucket/prefix."""

    def __init__(self, url: str) -> None:
        check_url(url)
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


def check_url(url: str) -> None:
    """Raises SettingError, which does not repeat the URL's secrets, when it is not one of an object store."""
    parts = urlsplit(url)
    if parts.username is not None or parts.password is not None:
        raise SettingError(
            f"STORE={parts.scheme}://... holds a name or password: give them in the way of the store's own tools."
        )
    if parts.scheme not in PROTOCOLS:
        known = ", ".join(f"{protocol}://" for protocol in PROTOCOLS)
        raise SettingError(f"STORE={parts.scheme}://... is not an object store: use a folder, or one of {known}.")
    if not parts.netloc or parts.query or parts.fragment:
        raise SettingError(f"STORE={parts.scheme}://... needs a bucket, and at most a prefix after it.")
