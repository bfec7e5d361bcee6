"""The site of words that are out to do harm, which several modules look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.settings import Settings
from pipelines.site import SiteSummary, build_site
from tests.made_once import made_once
from tests.site_pages import make_hostile


@pytest.fixture(scope="session")
def hostile(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> SiteSummary:
    """The site of a warehouse whose texts are out to do harm."""

    def build(folder: Path) -> SiteSummary:
        make_hostile(sample.warehouse, folder / "warehouse.duckdb")
        return build_site(folder / "warehouse.duckdb", folder / "site")

    return made_once(tmp_path_factory, "hostile", build)
