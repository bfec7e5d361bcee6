"""The data dictionary: every table and column, where its rows come from, and what codes mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pipelines.docs.codes import CODE_LISTS, ROLES, CodeList, code_list
from pipelines.docs.dictionary import LAYERS
from pipelines.docs.origin import Origin, origin
from pipelines.site.errors import SiteError
from pipelines.warehouse.schema import Table, tables


@dataclass(frozen=True)
class Described:
    """A table, where its rows come from, and the codes that its columns hold, by column."""

    table: Table
    origin: Origin
    codes: dict[str, CodeList]


def dictionary_page() -> dict[str, Any]:
    """The tables by layer, with the layer's title and what it is, and the lists of codes. Raises SiteError."""
    unknown = {entry.layer for entry in tables().values()} - set(LAYERS)
    if unknown:
        raise SiteError(f"The data dictionary has no place for the layer {', '.join(sorted(unknown))}.")
    layers = [
        (layer, title, about, [_described(entry) for entry in tables().values() if entry.layer == layer])
        for layer, (title, about) in LAYERS.items()
    ]
    return {"layers": layers, "code_lists": (*CODE_LISTS, ROLES)}


def _described(entry: Table) -> Described:
    codes = {column.name: code_list(entry, column.name) for column in entry.columns}
    return Described(entry, origin(entry), {name: found for name, found in codes.items() if found})
