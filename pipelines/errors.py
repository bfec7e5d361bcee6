"""What goes wrong in every part of the project, and what an error says in one line."""

from __future__ import annotations


class PublicationError(Exception):
    """The build is not fit to publish, or cannot be; what was published before is untouched."""


class SettingError(Exception):
    """A setting that cannot be used; the message is one line that names it."""


def first_line(error: BaseException) -> str:
    """The first line of what the error says; its class's name when it says nothing."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
