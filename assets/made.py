"""Which tables an asset makes: one of SQL its own, one that reads files all that it reads from them."""

from collections.abc import Mapping

import dagster as dg

from pipelines.publishing.sizes import NOTHING_BEFORE
from pipelines.raw.indicators import INDICATORS
from pipelines.raw.official import CELLS, FILES, INSPECTIONS
from pipelines.warehouse import sql_models
from pipelines.warehouse.schema import table, tables

REPORT_FILES, REGISTER, EDITION_BEFORE = "report_files", "report_register", "edition_before"
RAW, OFFICIAL = "raw_tables", "official_tables"
# Assets that make no table of the catalogue.
LISTING, NEW_INPUTS, REFERENCE = "source_listing", "new_inputs", "reference_tables"
_FROM_FILES = {
    REPORT_FILES: (REPORT_FILES, "refused_files", "manifest_oddities", "raw_corrections"),
    REGISTER: (REGISTER, "site_oddities"),
    EDITION_BEFORE: (*NOTHING_BEFORE, "edition_changes"),
    OFFICIAL: (FILES, CELLS, INSPECTIONS),
    INDICATORS: (INDICATORS,),
}
_ELSEWHERE = {name for names in _FROM_FILES.values() for name in names}
MADE: dict[str, tuple[str, ...]] = {
    **_FROM_FILES,
    RAW: tuple(entry.name for entry in tables().values() if entry.layer == "raw" and entry.name not in _ELSEWHERE),
    **{model.name: (model.name,) for model in sql_models.all_models()},
}
# The tables that a publication is made from.
PUBLISHED = [model.name for model in sql_models.all_models() if model.table.layer != "staging"]
_ASSETS = {name: asset for asset, names in MADE.items() for name in names}


def asset_of(name: str) -> str:
    """The asset that makes the table."""
    return _ASSETS[name]


def described(asset: str) -> str:
    """What the asset's tables hold."""
    names = MADE[asset]
    said = {name: f"{table(name).description} {table(name).caveats}".strip() for name in names}
    return said[asset] if names == (asset,) else "\n".join(f"- `{name}`: {words}" for name, words in said.items())


def row_counts(counts: Mapping[str, int]) -> dict[str, dg.MetadataValue | int]:
    """How many rows each of an asset's tables has, as its metadata; Dagster draws each over the runs."""
    if len(counts) == 1:
        return {"dagster/row_count": next(iter(counts.values()))}
    return {f"rows of {name}": dg.MetadataValue.int(count) for name, count in counts.items()}
