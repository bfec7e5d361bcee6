"""The page "What's new": what the latest editions have otherwise than those before them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from pipelines.site.model.model import Model
from pipelines.site.news.feeds import feed_name
from pipelines.site.news.whats_new import LONGEST, MOST_VALUES, Change

MOST_SHOWN = 200  # changes; all are in the view changes


def whats_new_page(model: Model, found: list[Change]) -> dict[str, Any]:
    """What the template shows: the editions with their changes, how many are left out, and each authority's feed."""
    shown = groupby(found[:MOST_SHOWN], key=lambda one: (one.version, one.changed_at))
    return {
        "editions": [(version, changed_at, list(group)) for (version, changed_at), group in shown],
        "left_out": max(len(found) - MOST_SHOWN, 0),
        "most_values": MOST_VALUES,
        "longest": LONGEST,
        "feeds": [(authority.name, feed_name(authority)) for authority in model.current],
    }
