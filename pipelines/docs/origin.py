"""Where a table's rows come from: its grain, and what makes it."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.warehouse import sql_models
from pipelines.warehouse.schema import CatalogueError, Table

SQL_LAYERS = frozenset(sql_models.LAYERS)
AT_PUBLICATION = frozenset({"check_results", "publication"})
READING = "what `pipelines/reading/` reads"
PARSING = "what `pipelines/frameworks/` and `pipelines/parsing/` read from a report"
OFFICIAL = "the spreadsheets that `OFFICIAL` names (`pipelines/sources/official_statistics.py`)"
REGISTER = "what was seen of the reports site (`pipelines/sources/ofsted/`)"
EDITION_BEFORE = "the edition published before (`pipelines/publishing/edition_before.py`)"
RAW = {
    "report_files": "what the source lists (`pipelines/sources/`)",
    "refused_files": "what could not be taken from the source (`pipelines/sources/`)",
    "manifest_oddities": "what a folder's manifest says that is not used (`pipelines/sources/manifest.py`)",
    "raw_corrections": "`data/corrections/` (`pipelines/sources/corrections.py`)",
    "published_sizes": "the file published before (`pipelines/publishing/sizes.py`)",
    "edition_changes": "a look at the edition published before (`pipelines/publishing/integrity.py`)",
    "published_documents": "the file published before (`pipelines/publishing/sizes.py`)",
    "published_edition": EDITION_BEFORE,
    "published_values": EDITION_BEFORE,
    "published_changes": EDITION_BEFORE,
    "published_reports": EDITION_BEFORE,
    "published_inspections": EDITION_BEFORE,
    "report_register": REGISTER,
    "site_oddities": REGISTER,
    "raw_documents": READING,
    "raw_lines": READING,
    "raw_inspections": PARSING,
    "raw_authority_statements": PARSING,
    "raw_judgements": PARSING,
    "raw_dates": PARSING,
    "raw_people": PARSING,
    "raw_recommendations": PARSING,
    "raw_findings": PARSING,
    "raw_quantities": PARSING,
    "raw_withheld_figures": PARSING,
    "raw_stated_history": PARSING,
    "raw_next_inspections": PARSING,
    "raw_set_aside": "what `pipelines/parsing/` does not understand, and `pipelines/raw/joining.py` refuses by rule",
    "raw_quarantine": "why a document is refused (`pipelines/reading/`, `frameworks/`, `parsing/`, `raw/`)",
    "official_files": OFFICIAL,
    "official_statistics": OFFICIAL,
    "raw_official_inspections": OFFICIAL,
    "raw_indicators": "the file that `INDICATORS` names (`pipelines/sources/indicators.py`)",
}


@dataclass(frozen=True)
class Origin:
    """`grain`: what one row is, where the description does not say it in the same words, else empty.

    `made_by`: the SQL file's path in the project, or empty. `sources`: the tables that it selects from. `words`:
    where the rows come from when no SQL file makes them, else empty.
    """

    grain: str
    made_by: str
    sources: tuple[str, ...]
    words: str


def origin(entry: Table) -> Origin:
    """Where the table's rows come from. Raises CatalogueError for a table that nothing here speaks of."""
    if entry.name in AT_PUBLICATION:
        return Origin("", "", (), "the run itself, at publication")
    if entry.layer not in SQL_LAYERS:
        if entry.name not in RAW:
            raise CatalogueError(f"{entry.name} has no origin in pipelines/docs/origin.py.")
        return Origin("", "", (), RAW[entry.name])
    model = next(model for model in sql_models.models(entry.layer) if model.name == entry.name)
    is_said = entry.description.lower().startswith(model.grain.lower())
    return Origin("" if is_said else model.grain, f"sql/{entry.layer}/{entry.name}.sql", model.upstream, "")
