"""Every sample: which module builds it, and what the manifest says of it."""

from __future__ import annotations

import csv
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FACTS = Path(__file__).parent / "facts"
SAMPLE = Path(__file__).parents[2] / "data" / "sample"
COLUMNS = ("file", "provider_urn", "provider_name", "publication_title", "publication_date")


@dataclass(frozen=True)
class Sample:
    """One facsimile and its facts."""

    facts: dict[str, Any]

    @property
    def file(self) -> str:
        return str(self.facts["file"])

    def manifest_row(self) -> dict[str, str]:
        return {column: str(self.facts[column]) for column in COLUMNS}

    def write(self, folder: Path) -> Path:
        """Set the sample in the folder."""
        path = folder / self.file
        module = importlib.import_module(f".{self.facts['family']}", __package__)
        module.build(self.facts, path)
        return path


def samples() -> Iterator[Sample]:
    """The samples, by file name."""
    facts = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FACTS.glob("*.yaml"))]
    yield from (Sample(entry) for entry in sorted(facts, key=lambda entry: str(entry["file"])))


def write_all(folder: Path) -> list[Path]:
    """Set every sample and the manifest in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found = list(samples())
    paths = [sample.write(folder) for sample in found]
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sample.manifest_row() for sample in found)
    return paths
