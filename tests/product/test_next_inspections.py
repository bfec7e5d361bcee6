"""The area SEND reports of the corpus: when the next inspections are to be, as typed in from the reports."""

from __future__ import annotations

import pytest

from tests.corpus import printed

pytestmark = pytest.mark.usefixtures("shared")

YEARS_3 = [("full_inspection", 36, True)]
SYSTEMIC = [("monitoring_inspection", 18, True), ("full_inspection", 36, True)]
# Months until the next full and monitoring inspection, and whether "approximately" stands before them; all on page 1.
TRUE = {
    "80431_2024-07-25": YEARS_3,
    "80464_2025-03-11": YEARS_3,
    "80467_2025-02-04": YEARS_3,
    "80480_2025-02-12": SYSTEMIC,
    "80511_2024-11-28": YEARS_3,
    "80522_2024-04-02": YEARS_3,
    "80524_2024-05-20": YEARS_3,
    "80536_2023-09-15": SYSTEMIC,
    "80543_2024-11-14": [("full_inspection", 60, True)],
    "80558_2024-07-16": YEARS_3,
    "80559_2023-06-09": YEARS_3,
    "80567_2023-11-24": YEARS_3,
    "80575_2023-05-05": YEARS_3,
    "80578_2024-02-29": YEARS_3,
    "80580_2024-12-06": [("full_inspection", 60, False)],
}


@pytest.mark.parametrize("report", TRUE)
def test_a_report_states_its_next_inspections(report: str) -> None:
    found = printed(f"{report}_area-send-full-inspection.pdf").next_inspections
    assert [(one.kind_code, one.months, one.is_approximate) for one in found] == TRUE[report]
    assert {one.page for one in found} == {1}
