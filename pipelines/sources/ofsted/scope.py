"""What a run over the reports site looks at, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Scope:
    """What a run looks at: some providers, those with a report in a range of days, or, with neither, what is due."""

    urns: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def is_nightly(self) -> bool:
        return not (self.urns or self.since or self.until)


@dataclass(frozen=True)
class Collected:
    """What came of a run. `counts` has new, changed, withdrawn, blocked, requests and bytes, among others."""

    counts: dict[str, int]
    stopped: str = ""
    register: list[dict[str, Any]] = field(default_factory=list)
    oddities: list[dict[str, Any]] = field(default_factory=list)
