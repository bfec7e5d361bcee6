"""What was corrected is listed, and beside each fact stands where to report an error, when somebody is named."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.errors import SettingError
from pipelines.settings import Settings, settings
from pipelines.site import build_site

SIF = "80528-sif-2017-06-12"
TO = "mailto:data@example.org?subject={fact}"


def links(folder: Path) -> set[str]:
    page = LexborHTMLParser((folder / "inspections" / f"{SIF}.html").read_text(encoding="utf-8"))
    return {unquote(node.attributes.get("href") or "") for node in page.css("a.report-error")}


def test_an_error_is_reported_with_the_key_of_its_fact(sample: Settings, tmp_path: Path) -> None:
    assert links(build_site(sample.warehouse, tmp_path / "without").folder) == set()
    found = links(build_site(sample.warehouse, tmp_path / "with", report_errors_to=TO).folder)
    fields = {link.removeprefix(f"mailto:data@example.org?subject={SIF} ") for link in found}
    assert fields >= {
        "judgement.childrens_services.leadership",
        "metric.children_looked_after.per_10k.actual",
        "inspection_start_date",
        "published_date",
    }


def test_the_quality_page_lists_corrections(sample: Settings, tmp_path: Path) -> None:
    changed = Path(shutil.copyfile(sample.warehouse, tmp_path / "warehouse.duckdb"))
    changed.chmod(0o600)
    with duckdb.connect(str(changed)) as connection:
        connection.execute(
            "insert into corrections by name select ? as inspection_id, 'judgement' as kind_code, "
            "'judgement.childrens_services.leadership' as field, 'good' as value, 'inadequate' as printed_value, "
            "'applied' as state_code, 'A. Person' as corrected_by, date '2026-11-26' as corrected_on",
            [SIF],
        )
    page = (build_site(changed, tmp_path / "site").folder / "quality.html").read_text(encoding="utf-8")
    (row,) = LexborHTMLParser(page).css("section[aria-labelledby=corrections-heading] tbody tr")
    said = row.text(separator=" ", strip=True)
    for words in ("North Somerset", "Leadership", "Good", "Inadequate", "Applied", "A. Person", "26 November 2026"):
        assert words in said


@pytest.mark.parametrize("address", ["mailto:data@example.org", "ftp://example.org/{fact}", "nobody {fact}"])
def test_an_address_that_takes_no_fact_is_refused(address: str) -> None:
    with pytest.raises(SettingError, match=r"^REPORT_ERRORS_TO=.*\{fact\}"):
        settings(report_errors_to=address)
