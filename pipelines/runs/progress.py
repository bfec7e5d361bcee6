"""How far a long stage is: a bar in a terminal, log lines elsewhere."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
LOG_EVERY = 25


def tracked(items: Iterable[Item], total: int, what: str, log: logging.Logger) -> Iterator[Item]:
    """The items unchanged, while the person at the terminal sees counts, rate and time left."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, Task, TextColumn, TimeRemainingColumn
        from rich.text import Text

        class Rate(TextColumn):
            """Items a second, once it is known."""

            def render(self, task: Task) -> Text:
                return Text(f"{task.speed:.1f}/s" if task.speed else "")

        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), Rate(""), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            yield from bar.track(items, total=total)
        return
    for number, item in enumerate(items, start=1):
        if number % LOG_EVERY == 0 or number == total:
            log.info("%s: %s of %s", what, number, total)
        yield item
