"""Reports of 2009-13: cover, record of main findings, graded headings and first sentences."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.frameworks import read_report
from pipelines.frameworks.graded_sections import child_protection, looked_after, slac
from pipelines.frameworks.graded_sections.printed_grade import printed_grade
from pipelines.frameworks.graded_sections.sections import PASSED_OVER, domain_of, judgements
from pipelines.parsing.report import Report
from pipelines.parsing.statements import JudgementStatement, ReportStatements, UnreadableReport
from pipelines.parsing.verify import inspection_period, missing_judgements, verify
from pipelines.reading.read import read_document
from pipelines.settings import ROOT
from tests.era_documents import FILLER, Set, corpus_report, head, paged_report, para, seed, text_report

MODULES = {module.CODE: module for module in (slac, child_protection, looked_after)}
REPORTS = {
    "002": "002_2bd92043d0a643b7.txt",
    "003": "003_03d477164f673182.txt",
    "004": "004_9b577111554eefc8.txt",
    "80476_2013-08-23": "80476_2013-08-23_childrens-services-inspection.pdf",
    "80522_2013-08-23": "80522_2013-08-23_childrens-services-inspection.pdf",
}
COVER = [
    Set("Inspection of looked after children", size=26, gap=1.2),
    Set("services", size=26, gap=1.2),
    Set("Kent County Council", size=18, gap=2.0),
    Set("Inspection dates: | 15-19 July 2013", size=10, bold=True, gap=20),
    Set("Reporting inspector Ann O’Hara HMI", size=10, bold=True, gap=1.6),
    Set("Age group: | All", size=10, bold=True, gap=10),
    Set("Published: | 23 August 2013", size=10, gap=1.3),
]
BODY = [
    head("Overall effectiveness of services for looked", 18),
    Set("after children and young people", size=18, bold=True),
    head("Grade 3 (Adequate)"),
    para("1. | The overall effectiveness of services for looked after children is adequate."),
    head("Capacity to improve", 18),
    head("Grade 2 (good)"),
    para("2. | Placement stability is inadequate. Much else is not yet known."),
    head("Outcomes for looked after children and young", 18),
    Set("people", size=18, bold=True),
    head("Grade: 3 (Adequate)"),
    para("3. | In 2010 outcomes were inadequate. They have risen since then."),
    head("Quality of provision", 18),
    head("Adequate"),
    para("4. | The quality of provision is adequate."),
    head("Leadership and management", 18),
    head("Grade 3 (Adequate)"),
    para("5. | Leadership and management are adequate, and know it."),
]
RECORD = [
    head("Record of main findings", 18),
    head("Services for looked after children"),
    Set("Overall effectiveness | Adequate", size=11, bold=True, gap=2.4),
    Set("Capacity to improve | Good Grade 2", size=11, bold=True, gap=2.4),
    Set("Outcomes for looked after children and | Adequate", size=11, bold=True, gap=2.4),
    Set("young people", size=11, bold=True),
    Set("Quality of provision | Grade 3 (Adequate)", size=11, bold=True, gap=2.4),
    Set("Leadership and management | Adequate", size=11, bold=True, gap=2.4),
]


def truth(shared: Path, name: str, file: str) -> list[dict[str, str]]:
    with (shared / "corpus" / "truth" / name).open(newline="", encoding="utf-8") as rows:
        return [row for row in csv.DictReader(rows) if row["file"] == file]


def load(shared: Path, name: str) -> Report:
    return seed(shared, name) if len(name) == 3 else corpus_report(shared, name)


def record(statements: list[JudgementStatement]) -> dict[tuple[str, str], str]:
    return {(s.service_code, s.domain_code): s.grade_code for s in statements if s.place == "record_of_findings"}


def read(report: Report) -> ReportStatements:
    printed = looked_after.read(report)
    verify(printed)
    return printed


@pytest.mark.parametrize("name", REPORTS)
def test_real_reports_agree_with_what_was_read_by_hand(shared: Path, name: str) -> None:
    facts = truth(shared, "inspections.csv", REPORTS[name])[0]
    report = load(shared, name)
    assert [code for code, module in MODULES.items() if module.claims(report)] == [facts["framework_code"]]
    printed = MODULES[facts["framework_code"]].read(report)
    verify(printed)
    period = inspection_period(printed)
    published = [d.start.isoformat() for d in printed.dates if d.kind == "publication"]
    assert (printed.authority_urn, printed.title) == (facts["authority_urn"], facts["title"])
    assert (period.start.isoformat(), period.end.isoformat()) == (facts["start"], facts["end"])
    assert published == [facts["published_printed"]] * bool(facts["published_printed"])
    assert [p.name for p in printed.people if p.role == "lead_inspector"] == [facts["lead_inspector"]]
    assert printed.licence_code == "non_commercial_no_adaptation"
    rows = truth(shared, "judgements.csv", REPORTS[name])
    in_record = [j for j in printed.judgements if j.place == "record_of_findings"]
    assert [(j.service_code, j.domain_code, j.label, j.grade_code) for j in in_record] == [
        (r["service_code"], r["domain_code"], r["judgement_label"], r["grade_code"]) for r in rows
    ]


@pytest.mark.parametrize("name", REPORTS)
def test_every_statement_of_a_judgement_in_a_real_report_agrees(shared: Path, name: str) -> None:
    file = REPORTS[name]
    framework = truth(shared, "inspections.csv", file)[0]["framework_code"]
    expected = {(r["service_code"], r["domain_code"]): r["grade_code"] for r in truth(shared, "judgements.csv", file)}
    statements = MODULES[framework].read(load(shared, name)).judgements
    assert {(s.service_code, s.domain_code, s.grade_code) for s in statements} == {(*k, g) for k, g in expected.items()}
    stated_twice = {(s.service_code, s.domain_code) for s in statements if s.place != "record_of_findings"}
    assert {domain for _, domain in expected.keys() - stated_twice} <= {"equality_and_diversity"}


def test_the_end_of_a_range_that_began_above_its_label_is_no_period() -> None:
    above = [*COVER[:3], Set("15 –", size=10, gap=18), Set("Inspection dates: | 19 July 2013", size=10, gap=1.2)]
    with pytest.raises(UnreadableReport) as raised:
        looked_after.read(paged_report([*above, *COVER[4:]], BODY, RECORD))
    assert raised.value.reason_code == "dates_missing"


def test_a_second_record_as_of_an_earlier_inspection_is_not_read() -> None:
    with pytest.raises(UnreadableReport, match="two stand in the report"):
        looked_after.read(paged_report(COVER, BODY, RECORD, [*RECORD, para("As then.")]))


def test_a_report_is_read_whole_from_its_pages() -> None:
    report = paged_report(COVER, BODY, RECORD)
    assert looked_after.claims(report)
    assert not slac.claims(report)
    printed = read(report)
    assert printed.authority.printed == "Kent County Council"
    assert [(d.kind, d.start, d.end) for d in printed.dates] == [
        ("inspection", date(2013, 7, 15), date(2013, 7, 19)),
        ("publication", date(2013, 8, 23), date(2013, 8, 23)),
    ]
    assert [(p.role, p.name, p.page) for p in printed.people] == [("lead_inspector", "Ann O’Hara", 1)]
    by_place = {
        place: {s.domain_code: (s.grade_code, s.page) for s in printed.judgements if s.place == place}
        for place in ("record_of_findings", "section_heading", "opening_sentence")
    }
    assert {domain: grade for domain, (grade, _) in by_place["record_of_findings"].items()} == {
        "overall_effectiveness": "adequate",
        "capacity_to_improve": "good",
        "outcomes": "adequate",
        "quality_of_provision": "adequate",
        "leadership": "adequate",
    }
    assert by_place["section_heading"] == {
        domain: (grade, 2) for domain, (grade, _) in by_place["record_of_findings"].items()
    }
    assert set(by_place["opening_sentence"]) == {"overall_effectiveness", "quality_of_provision", "leadership"}


def test_a_record_that_runs_over_two_pages_is_one() -> None:
    whole = record(read(paged_report(COVER, BODY, RECORD)).judgements)
    assert record(read(paged_report(COVER, BODY, RECORD[:5], RECORD[5:])).judgements) == whole
    assert record(read(paged_report(COVER, BODY, RECORD[:4], RECORD[4:])).judgements) == whole


def test_without_its_record_a_report_is_read_from_its_headings() -> None:
    printed = read(paged_report(COVER, BODY))
    assert {j.place for j in printed.judgements} == {"section_heading", "opening_sentence"}


def test_a_grade_changed_in_one_place_is_kept_beside_the_others() -> None:
    changed = [Set("Inadequate", size=14, bold=True, gap=3) if line.text == "Adequate" else line for line in BODY]
    printed = read(paged_report(COVER, changed, RECORD))
    grades = {j.place: j.grade_code for j in printed.judgements if j.domain_code == "quality_of_provision"}
    assert grades == {"record_of_findings": "adequate", "section_heading": "inadequate", "opening_sentence": "adequate"}


def test_a_missing_judgement_is_reported_and_nothing_is_guessed() -> None:
    rows = [line for line in RECORD if not line.text.startswith("Leadership")]
    with pytest.raises(UnreadableReport, match="leadership") as caught:
        read(paged_report(COVER, BODY[:-3], rows))
    assert caught.value.reason_code == "judgement_missing"


@pytest.mark.parametrize(
    ("row", "code", "place"),
    [
        ("Value for money | Adequate", "record_of_findings", "record_of_findings"),
        ("Quality of provision | Good", "record_of_findings", "section_heading"),
        ("Quality of care | Grade 2 (Adequate)", "record_of_findings", "record_of_findings"),
    ],
)
def test_a_row_that_is_not_understood_costs_itself_and_one_out_of_place_its_record(
    row: str, code: str, place: str
) -> None:
    lines = [*RECORD, Set(row, size=11, bold=True, gap=2.4)]
    printed = read(paged_report(COVER, BODY, lines))
    assert {j.domain_code: j.grade_code for j in printed.judgements} == {
        j.domain_code: j.grade_code for j in read(paged_report(COVER, BODY, RECORD)).judgements
    }
    assert printed.judgements[0].place == place
    assert [(s.table_name, s.rule) for s in printed.set_aside] == [("raw_judgements", code)]


def test_a_row_whose_number_and_word_differ_is_set_aside_for_its_section_s_heading() -> None:
    rows = [Set("Quality of provision | Grade 2 (Adequate)", size=11, bold=True, gap=2.4)]
    lines = [*(line for line in RECORD if not line.text.startswith("Quality of provision")), *rows]
    printed = read(paged_report(COVER, BODY, lines))
    quality = [(j.place, j.grade_code) for j in printed.judgements if j.domain_code == "quality_of_provision"]
    assert quality == [("section_heading", "adequate"), ("opening_sentence", "adequate")]
    assert [s.rule for s in printed.set_aside] == ["grade_contradiction"]


@pytest.mark.parametrize("odd", ["RI", "Grade 5", "3", "Good/Adequate", "Requires improvement", ""])
@pytest.mark.parametrize(
    ("label", "domain"),
    [
        ("Quality of provision |", "quality_of_provision"),
        ("Quality of provision", "quality_of_provision"),
        ("Outcomes for looked after children and |", "outcomes"),
    ],
)
def test_a_row_without_a_grade_that_can_be_read_is_set_aside_for_its_section_s_heading(
    label: str, domain: str, odd: str
) -> None:
    odd_row = Set(f"{label} {odd}".strip(" |"), size=11, bold=True, gap=2.4)
    lines = [odd_row if line.text.startswith(label.strip(" |")) else line for line in RECORD]
    printed = read(paged_report(COVER, BODY, lines))
    places = {j.place: j.grade_code for j in printed.judgements if j.domain_code == domain}
    assert "record_of_findings" not in places
    assert places["section_heading"] == "adequate"
    assert [(s.rule, domain in s.reason, odd in s.text) for s in printed.set_aside] == [
        ("record_of_findings", True, True)
    ]


@pytest.mark.parametrize("row", ["Quality of provision | Good", "Quality of provision | Grade 2 (Adequate)"])
def test_a_record_that_no_heading_stands_in_for_costs_the_report(row: str) -> None:
    lines = [*(line for line in RECORD if "Leadership" not in line.text), Set(row, size=11, bold=True, gap=2.4)]
    with pytest.raises(UnreadableReport, match=r"out of place|looked_after\.leadership"):
        read(paged_report(COVER, BODY[:-3], lines))


def test_misplaced_headings_in_a_record_do_not_move_its_rows() -> None:
    rows = [
        "Record of main findings:",
        "| Safeguarding services | |",
        "| Overall effectiveness | Adequate |",
        "| Services for looked after children | |",
        "| Performance management and quality assurance | Inadequate |",
        "| Partnership working | Good |",
        "| Overall effectiveness | Good |",
        "| Performance management and quality assurance | Adequate |",
    ]
    found = record(judgements(text_report("\n".join(rows)), "slac", slac.SERVICES, date(2012, 5, 1))[0])
    assert found == {
        ("safeguarding", "overall_effectiveness"): "adequate",
        ("safeguarding", "performance_management"): "inadequate",
        ("safeguarding", "partnership_working"): "good",
        ("looked_after", "overall_effectiveness"): "good",
        ("looked_after", "performance_management"): "adequate",
    }


RECORDED = {
    "overall_effectiveness": "adequate",
    "help_and_protection": "good",
    "quality_of_practice": "inadequate",
    "leadership": "outstanding",
}
NAMES = [
    "Overall effectiveness",
    "The effectiveness of the help and protection provided to\nchildren, young people, families and carers",
    "The quality of practice",
    "Leadership and governance",
]


def recorded(form: str, heading: str = "Record of main findings") -> tuple[dict[str, str], list[str]]:
    """The grades of a record whose rows have that form, in a text, and the words of what is set aside."""
    numbers = {"outstanding": 1, "good": 2, "adequate": 3, "inadequate": 4}
    rows = [
        form.format(name, grade.capitalize(), numbers[grade])
        for name, grade in zip(NAMES, RECORDED.values(), strict=True)
    ]
    found, aside = judgements(
        text_report("\n".join([heading, *rows])), "child_protection", ("safeguarding",), date(2013, 5, 1)
    )
    return {s.domain_code: s.grade_code for s in found}, [s.text for s in aside]


@pytest.mark.parametrize(
    "form",
    [
        "{0}\t{1}",
        "{0}\n{1}",
        "{1}\n{0}",
        "• {0}: {1}",
        "{0}\t{1} ({2})",
        "{0}\tGrade: {1} ({2})",
        "{0}\t{2} – {1}",
        "{0}\t{1}*",
        "{0}\t{1}1",
    ],
)
def test_a_record_s_grade_stands_beside_below_or_above_its_label(form: str) -> None:
    assert recorded(form) == (RECORDED, [])


def test_a_record_may_be_an_annex() -> None:
    assert recorded("{0}\t{1}", "Annex A: Record of main findings") == (RECORDED, [])


@pytest.mark.parametrize(
    "broken", ["In-\nadequate", "In-adequate", "In adequate", "Not adequate", "Inade-\nquate", "Poor"]
)
def test_half_a_grade_is_none_and_its_row_is_set_aside(broken: str) -> None:
    rows = ["Record of main findings", "Overall effectiveness\tGood", f"The quality of practice\t{broken}"]
    found, aside = judgements(text_report("\n".join(rows)), "child_protection", ("safeguarding",), date(2013, 5, 1))
    assert {s.domain_code: s.grade_code for s in found} == {"overall_effectiveness": "good"}
    assert {s.rule for s in aside} == {"record_of_findings"}


def test_health_agencies_are_judged_apart_from_the_schedule_of_2010() -> None:
    missing = [missing_judgements("slac", day, []) for day in (date(2009, 11, 2), date(2010, 9, 1))]
    assert ["safeguarding.health_agencies" in names for names in missing] == [False, True]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("23 August 2013 (amended 2 September 2013)", date(2013, 8, 23)),
        ("\n23 August 2013", date(2013, 8, 23)),
        ("August 2013", None),
    ],
)
def test_a_day_of_publication_is_read_or_set_aside(published: str, day: date | None) -> None:
    rows = "\n".join(line.text.replace(" | ", "\t") for line in (*BODY, *RECORD))
    printed = read_report(
        read_document(
            "Inspection of looked after children services\nKent County Council\nInspection dates: 15-19 July 2013\n"
            f"Published: {published}\n{rows}\n{FILLER}".encode()
        )
    )
    assert [d.start for d in printed.dates if d.kind == "publication"] == ([day] if day else [])
    assert [s.rule for s in printed.set_aside] == ([] if day else ["publication_date_unreadable"])


def test_days_without_a_year_are_those_before_the_publication() -> None:
    text = (
        "Inspection of looked after children services\nKent County Council\n"
        "Inspection dates: 30 November to 11 December\nPublished: 22 January 2010\n"
    )
    printed = looked_after.read(text_report(text))
    assert (printed.dates[0].start, printed.dates[0].end) == (date(2009, 11, 30), date(2009, 12, 11))


@pytest.mark.parametrize("words", ["and", "&"])
def test_both_services_stand_in_one_title(words: str) -> None:
    cover = f"Inspection of safeguarding {words} looked after children services\nKent County Council\n"
    report = text_report(f"{cover}Inspection dates: 15-26 November 2010\nPublished: 22 December 2010\n")
    assert [code for code, module in MODULES.items() if module.claims(report)] == ["slac"]


def test_a_running_header_does_not_make_a_report_of_both_services() -> None:
    running = Set("Medway Council Inspection of safeguarding and looked after children", size=8, gap=-6)
    report = paged_report(COVER, [running, *BODY], [running, *RECORD])
    assert [code for code, module in MODULES.items() if module.claims(report)] == ["looked_after"]


def test_a_title_inside_the_text_makes_no_cover() -> None:
    report = text_report(
        "Focused visit to Kent\n\nDear Director\n\nThe inspection of looked after children services was in 2013.\n"
    )
    assert not any(module.claims(report) for module in MODULES.values())


def test_labels_and_values_set_apart_on_the_cover_are_put_together() -> None:
    report = text_report(
        "## Inspection of local authority arrangements for the protection of children Somerset County Council\n\n"
        "Inspection dates: Lead inspector 24 June – 3 July 2013 Simon Rushall HMI\n\nAge group: All\n"
    )
    printed = child_protection.read(report)
    assert printed.authority.printed == "Somerset County Council"
    assert [p.name for p in printed.people] == ["Simon Rushall"]
    assert (printed.dates[0].start, printed.dates[0].end) == (date(2013, 6, 24), date(2013, 7, 3))


@pytest.mark.parametrize("grade", ["outstanding", "good", "adequate", "inadequate"])
@pytest.mark.parametrize("form", ["{0}", "Grade {1} ({0})", "Grade: {1} ({0})", "grade {1} – {0}", "{0} (Grade {1})"])
def test_a_grade_is_read_in_every_printed_form(form: str, grade: str) -> None:
    number = ["outstanding", "good", "adequate", "inadequate"].index(grade) + 1
    for word in (grade, grade.capitalize()):
        printed = form.format(word, number)
        assert printed_grade(f"Capacity to improve {printed}") == ("Capacity to improve", printed, grade)
        assert printed_grade(f"Capacity to improve {printed} ²,³") == ("Capacity to improve", printed, grade)


@given(st.text(alphabet=st.sampled_from("abcdegiqtu ADGIO()123:"), max_size=40))
def test_no_grade_is_read_where_no_grade_word_ends_the_text(text: str) -> None:
    words = ("outstanding", "good", "adequate", "inadequate")
    if not any(word in text.lower() for word in words):
        assert printed_grade(text) is None


@pytest.mark.parametrize(
    ("framework", "service", "label", "domain"),
    [
        ("slac", "safeguarding", "Contribution of health agencies to keeping children and young people safe",
         "health_agencies"),
        ("slac", "looked_after", "Quality of provision for looked after children and young people",
         "quality_of_provision"),
        ("slac", "looked_after", "Partnership working", None),
        ("slac", "looked_after", "Services for looked after children", None),
        ("looked_after", "looked_after", "Capacity for improvement", "capacity_to_improve"),
        ("child_protection", "safeguarding", "Quality of practice", "quality_of_practice"),
    ],
)  # fmt: skip
def test_labels_name_their_domain(framework: str, service: str, label: str, domain: str | None) -> None:
    assert domain_of(framework, service, label) == domain


def test_sample_reports_of_these_frameworks_are_claimed_by_one_module_each() -> None:
    sample = ROOT / "data" / "sample"
    for pattern, code in (
        ("80556_2012-08-10*", "slac"),
        ("80555_2013*", "child_protection"),
        ("80476_2013*", "looked_after"),
    ):
        report = Report(read_document(next(sample.glob(pattern)).read_bytes()))
        assert [name for name, module in MODULES.items() if module.claims(report)] == [code]


def test_an_area_that_the_catalogue_leaves_out_is_passed_over_by_name() -> None:
    assert domain_of("slac", "safeguarding", "Value for money") == PASSED_OVER
    assert domain_of("slac", "looked_after", "Partnerships") == PASSED_OVER
    assert domain_of("slac", "safeguarding", "Partnerships") == "partnership_working"
    assert domain_of("slac", "safeguarding", "Value of friendship") is None
