"""What was corrected is listed, and beside each fact stands where to report an error, when somebody is named."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.errors import SettingError
from pipelines.settings import settings
from pipelines.site import SiteSummary
from tests.site.altered import SIF


def links(folder: Path) -> set[str]:
    page = LexborHTMLParser((folder / "inspections" / f"{SIF}.html").read_text(encoding="utf-8"))
    return {unquote(node.attributes.get("href") or "") for node in page.css("a.report-error")}


def test_an_error_is_reported_with_the_key_of_its_fact(altered: SiteSummary, furnished: SiteSummary) -> None:
    assert links(altered.folder) == set()
    found = links(furnished.folder)
    fields = {link.removeprefix(f"mailto:data@example.org?subject={SIF} ") for link in found}
    assert fields >= {
        "judgement.childrens_services.leadership",
        "metric.children_looked_after.per_10k.actual",
        "inspection_start_date",
        "published_date",
    }


def test_the_quality_page_lists_corrections(altered: SiteSummary) -> None:
    page = (altered.folder / "quality.html").read_text(encoding="utf-8")
    (row,) = LexborHTMLParser(page).css("section[aria-labelledby=corrections-heading] tbody tr")
    said = row.text(separator=" ", strip=True)
    for words in ("North Somerset", "Leadership", "Good", "Inadequate", "Applied", "A. Person", "26 November 2026"):
        assert words in said


@pytest.mark.parametrize("address", ["mailto:data@example.org", "ftp://example.org/{fact}", "nobody {fact}"])
def test_an_address_that_takes_no_fact_is_refused(address: str) -> None:
    with pytest.raises(SettingError, match=r"^REPORT_ERRORS_TO=.*\{fact\}"):
        settings(report_errors_to=address)
