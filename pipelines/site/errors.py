"""What the site cannot be built from."""

from __future__ import annotations


class SiteError(Exception):
    """The site cannot be built or served; the message is one line that says why."""
