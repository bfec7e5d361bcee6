"""Letters about local area SEND inspections of 2016-22: known for what they are, and kept apart."""

from __future__ import annotations

import pytest

from pipelines.frameworks import frameworks
from pipelines.parsing.report import Report
from pipelines.parsing.statements import UnreadableReport
from tests.printed import Row, head, paragraph, report


def letter(title: str | None, sentence: str) -> Report:
    rows = [Row("4 July 2017"), Row("Ms Flo Snow"), Row("Dear Ms Snow", is_bold=True)]
    titled = [paragraph(title, is_bold=True)] if title else []
    return report([*rows, *titled, paragraph(sentence), head("Main findings"), paragraph("Leaders know the area.")])


def claimants(subject: Report) -> list[str]:
    return [framework.CODE for framework in frameworks() if framework.claims(subject)]


SAID = "Between 6 and 10 March 2017, inspectors of both inspectorates looked at how Wiltshire had taken up reforms."


@pytest.mark.parametrize(
    "title",
    [
        "Joint local area SEND inspection in Wiltshire",
        "Joint area SEND inspection in Wiltshire",
        "Joint area SEND revisit in Wiltshire",
        "Joint local area SEND re-visit to Wiltshire",
        "Joint local area special educational needs and/or disabilities (SEND) inspection in Wiltshire",
        "Joint local area special educational needs and disabilities inspection of Wiltshire",
    ],
)
def test_its_title_is_claimed_by_it_alone_and_it_is_not_read(title: str) -> None:
    subject = letter(title, SAID)
    assert claimants(subject) == ["local_area_send"]
    (framework,) = (one for one in frameworks() if one.CODE == "local_area_send")
    with pytest.raises(UnreadableReport) as error:
        framework.read(subject)
    assert (error.value.stage, error.value.reason_code) == ("framework", "official_record_only")
    assert str(error.value).startswith("Local area SEND inspection 2016-22: only the official record is read")


def test_a_letter_without_its_title_says_it_in_a_sentence() -> None:
    said = (
        "In March 2017, Ofsted and the CQC made a joint inspection of the local area of Wiltshire to judge the "
        "effectiveness of the area in implementing the reforms."
    )
    assert claimants(letter(None, said)) == ["local_area_send"]


@pytest.mark.parametrize(
    "title",
    [
        "Area SEND inspection of Wiltshire Local Area Partnership",
        "Joint targeted area inspection of Wiltshire",
        "Area SEND monitoring inspection of Wiltshire Local Area Partnership",
    ],
)
def test_inspections_of_other_kinds_are_not_its_own(title: str) -> None:
    assert "local_area_send" not in claimants(letter(title, SAID))
