"""Sites that several modules look at: of words that are out to do harm, of an altered sample, and with all settings."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.settings import Settings, settings
from pipelines.site import SiteSummary, build_site
from pipelines.site.sql_page import COPIED, LIBRARY
from tests.made_once import made_once
from tests.site.altered import alter
from tests.site.hostile_changes import ADDRESSED, ALL_APPROXIMATE, ALL_EXACT, RECORD_ALONE, WORDS_LEFT_OUT
from tests.site_pages import make_hostile

LIBRARY_SOURCE = 'const arrow = require("apache-arrow"); exports.version = arrow.version;\n//# sourceMappingURL=a.map'


@pytest.fixture(scope="session")
def hostile(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> SiteSummary:
    """The site of a warehouse whose texts are out to do harm; the warehouse lies beside its folder."""
    return _hostile_site(sample, tmp_path_factory, "hostile")


@pytest.fixture(scope="session")
def approximate(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> SiteSummary:
    """A hostile site whose figures are all approximate, its reports' addresses known, one inspection without report."""
    return _hostile_site(sample, tmp_path_factory, "approximate", ALL_APPROXIMATE, ADDRESSED, RECORD_ALONE)


@pytest.fixture(scope="session")
def left_out(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> SiteSummary:
    """A hostile site whose figures are all exact, and whose words are left out."""
    return _hostile_site(sample, tmp_path_factory, "left_out", ALL_EXACT, *WORDS_LEFT_OUT)


def _hostile_site(sample: Settings, factory: pytest.TempPathFactory, name: str, *changes: str) -> SiteSummary:
    def build(folder: Path) -> SiteSummary:
        make_hostile(sample.warehouse, folder / "warehouse.duckdb")
        with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
            for change in changes:
                connection.execute(change)
        return build_site(folder / "warehouse.duckdb", folder / "site")

    return made_once(factory, name, build)


@pytest.fixture(scope="session")
def altered(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> SiteSummary:
    """The site of the altered sample, without settings; the warehouse lies beside its folder."""

    def build(folder: Path) -> SiteSummary:
        alter(sample.warehouse, folder / "warehouse.duckdb")
        return build_site(folder / "warehouse.duckdb", folder / "site")

    return made_once(tmp_path_factory, "altered", build)


@pytest.fixture(scope="session")
def furnished(altered: SiteSummary, tmp_path_factory: pytest.TempPathFactory) -> SiteSummary:
    """The site of the same file with an address, links to report errors and the SQL page."""

    def build(folder: Path) -> SiteSummary:
        chosen = settings(
            data=str(folder),
            site_url="https://inspections.example.org/pages",
            report_errors_to="mailto:data@example.org?subject={fact}",
        )
        return build_site(
            altered.folder.parent / "warehouse.duckdb",
            folder / "site",
            site_url=chosen.site_url,
            report_errors_to=chosen.report_errors_to,
            modules=npm_modules(folder),
        )

    return made_once(tmp_path_factory, "furnished", build)


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A folder as npm leaves it."""
    return npm_modules(tmp_path)


def npm_modules(parent: Path) -> Path:
    """A folder as npm leaves it, its files small."""
    for name in (LIBRARY, *COPIED):
        path = parent / "node_modules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LIBRARY_SOURCE if name == LIBRARY else name, encoding="utf-8")
    return parent / "node_modules"
