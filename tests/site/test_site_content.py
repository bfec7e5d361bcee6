"""What the site's pages say, beside the warehouse that they are made of."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import duckdb
import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.settings import Settings
from pipelines.site import SiteError, SiteSummary, build_site
from pipelines.site.compare_page import NEXT_DUE
from pipelines.site.model.grades import OVERALL
from pipelines.site.model.joining import make_model
from pipelines.site.model.reading import read_tables
from pipelines.site.pages import Content, write_pages
from pipelines.site.ready.ready_table_list import READY_TABLES
from pipelines.site.ready.ready_tables import answers
from pipelines.warehouse.schema import tables as catalogue_tables
from tests.site.altered import RECORDED_DAY, SUBJECTS, joint_inspection
from tests.site_pages import pages


def test_approximate_figures_are_shown_as_such_wherever_they_stand(
    left_out: SiteSummary, approximate: SiteSummary
) -> None:
    shown = []
    for site in (left_out, approximate):
        texts = Counter[str]()
        for path, page in pages(site.folder):
            if path.parent.name == "inspections":
                cells = page.css("section[aria-labelledby=figures] td.number")
                texts["inspection"] += sum(cell.text().startswith("about ") for cell in cells)
                texts["figures"] += len(cells)
            if path.parent.name == "authorities":
                section = "section[aria-labelledby=figures-heading]"
                texts["table"] += sum(cell.text().startswith("about ") for cell in page.css(f"{section} td.number"))
                texts["picture"] += sum(node.text().startswith("about ") for node in page.css(f"{section} figure > p"))
                texts["pictures"] += len(page.css(f"{section} figure"))
                for node in page.css(f"{section} svg.multiple"):
                    texts["spoken"] += (node.attributes["aria-label"] or "").count(": about ")
                    texts["titles"] += sum(": about " in title.text() for title in node.css("title"))
                    texts["points"] += len(node.css("title"))
        shown.append(texts)
    exact, about = shown
    assert not any(exact[place] for place in ("inspection", "table", "picture", "spoken", "titles"))
    assert about["inspection"] == about["table"] == about["figures"] > 0
    assert about["picture"] == about["pictures"] > 0
    assert about["spoken"] == about["titles"] == about["points"] > 0


def test_charts_of_years_say_what_the_file_lacks(summary: SiteSummary) -> None:
    """An authority that was inspected may have no inspection of that kind in the file: the file is what lacks it."""
    page = LexborHTMLParser((summary.folder / "index.html").read_text(encoding="utf-8"))
    headings = {
        (table.css_first("caption") or table).text(): [node.text() for node in table.css("thead th")]
        for table in page.css("figure.chart table")
    }
    assert len(headings) == 2
    for caption, names in headings.items():
        services = "children's services as a whole" if caption.startswith("Children") else "safeguarding services"
        assert names[-1] == f"No inspection of {services} in this file"
    for path, page in pages(summary.folder):
        assert "not inspected" not in (page.body.text() if page.body else "").lower(), path


def test_what_only_the_official_statistics_have_is_shown_as_theirs(approximate: SiteSummary) -> None:
    """An inspection of 2012 without a report, whose third grade the record has under its later name."""
    site = approximate
    found = dict(pages(site.folder))
    inspection = found[site.folder / "inspections" / "of-the-record.html"].css_first("main")
    assert inspection is not None
    assert "Adequate, recorded as requires improvement" in inspection.text()
    assert "record.ods, Sheet 1, row 12" in inspection.text()
    assert "published 1 May 2012" in inspection.text()
    facts = {node.css_first("dt").text(): node.css_first("dd").text() for node in inspection.css(".facts-list > div")}
    assert facts["Authority as recorded"] == "Somewhere Council"
    assert facts["Recorded in"] == "record.ods, Sheet 1, row 12"
    headings = [node.text() for node in inspection.css("table.grades thead th")]
    assert headings == ["Judgement", "Grade", "As recorded"]
    # A later report that says “adequate” agrees: it is shown beside the same grade, not beside another.
    stated = [
        node.text() for page in found.values() for node in page.css("section[aria-labelledby=history-heading] .grade")
    ]
    assert stated.count("Adequate, recorded as requires improvement") * 2 == len(stated) > 0
    (row,) = [
        row
        for row in found[site.folder / "index.html"].css("#authorities tbody tr")
        if "Somewhere" in row.css("th")[0].text()
    ]
    assert "official statistics" in row.text()
    assert {cell.attributes["data-grade"] for cell in row.css("td[data-grade]")} == {"by_service"}
    assert "Judged by service" in row.text()


def test_the_dictionary_has_every_column(summary: SiteSummary) -> None:
    (page,) = [page for path, page in pages(summary.folder) if path.name == "data-dictionary.html"]
    columns_of = page.css("table.dictionary:not(.codes) tbody tr")
    printed = [(row.css("th")[0].text(), row.css("td")[1].text()) for row in columns_of]
    columns = [column for table in catalogue_tables().values() for column in table.columns]
    assert sorted(name for name, _ in printed) == sorted(column.name for column in columns)
    assert all(about for _, about in printed)


def test_the_dictionary_tells_sources_grain_and_codes(summary: SiteSummary) -> None:
    (page,) = [page for path, page in pages(summary.folder) if path.name == "data-dictionary.html"]
    told = dict(zip([node.attributes["id"] for node in page.css("h3.code")], page.css("section p.note"), strict=True))
    assert set(told) == set(catalogue_tables())
    of_view, of_raw = told["judgement_history"].text(), told["raw_lines"].text()
    assert "Made by sql/views/judgement_history.sql from" in of_view
    assert "judgement_history_all" in of_view
    assert "Made from what pipelines/reading/ reads" in of_raw
    assert "Grain: one row per judgement of an inspection, whether" not in of_view
    (listed,) = [one for path, one in pages(summary.folder) if path.name == "codes.html"]
    codes = {row.css("th")[0].text(): row.text() for row in listed.css("table.codes tbody tr")}
    assert "requires_improvement" in codes["adequate"]
    assert "count, per_10k" in codes["children_looked_after"]
    grade = next(row for row in page.css("tbody tr") if row.css("th")[0].text() == "grade_code")
    assert grade.css("a")[-1].attributes["href"] == "codes.html#codes-grades"


def test_the_overview_shows_the_latest_grades(summary: SiteSummary, warehouse: duckdb.DuckDBPyConnection) -> None:
    (page,) = [page for path, page in pages(summary.folder) if path.name == "index.html"]
    share, *domains = [node.attributes["value"] or "" for node in page.css("#domain option")]
    assert [node.attributes["data-key"] for node in page.css("#authorities thead th")][3:] == [*domains, share]
    shown = {
        (row.attributes["id"] or "")[1:]: {
            domain: cell.attributes["data-grade"]
            for domain, cell in zip(domains, row.css("td[data-grade]"), strict=False)
            if "data-missing" not in cell.attributes
        }
        for row in page.css("#authorities tbody tr")
    }
    expected: dict[str, dict[str, str]] = {urn: {} for urn in shown}
    rows = warehouse.execute(
        "select authority_urn, domain_code, grade_code from judgement_history_all "
        "where is_latest and service_code = 'childrens_services'"
    ).fetchall()
    for urn, domain, grade in rows:
        if urn in expected and domain in domains:
            expected[urn][domain] = grade
    assert shown == expected
    assert any(expected.values())
    letters = {node.attributes["data-urn"]: node.css_first(".letter") for node in page.css("#map a")}
    good = {
        urn: sum(grade in ("outstanding", "good") for domain, grade in grades.items() if domain != OVERALL)
        for urn, grades in expected.items()
        if set(grades) - {OVERALL}
    }
    assert {urn: int(node.text()) for urn, node in letters.items() if node and node.text() != "–"} == good
    assert len(set(good.values())) > 2


def quality_of(site: SiteSummary) -> LexborHTMLParser:
    return LexborHTMLParser((site.folder / "quality.html").read_text(encoding="utf-8"))


def test_what_a_check_found_reads_as_words(altered: SiteSummary, warehouse: duckdb.DuckDBPyConnection) -> None:
    *_, name = joint_inspection(warehouse)
    tables = quality_of(altered).css("table")
    table = next(node for node in tables if "did not pass" in (node.css_first("caption") or node).text())
    (row_shown,) = table.css("tbody tr")
    lines = row_shown.css("td li")
    start = f"{name}, Joint targeted inspection, "
    assert [line.text().startswith(start) for line in lines] == [True, True, False, False, False]
    assert [line.css_first("a") is not None for line in lines] == [True, True, False, False, False]
    assert [(line.css_first(".sub") or line).text() for line in lines] == [
        "paragraph number 57; on 29 Feb 2024",
        lines[1].text(),
        "file name a_b.pdf",
        "\ufffdreversed",
        "7",
    ]


def test_what_a_check_found_is_json_or_there_is_no_site(sample: Settings, tmp_path: Path) -> None:
    copy = Path(shutil.copyfile(sample.warehouse, tmp_path / "warehouse.duckdb"))
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update check_results set unexpected_rows = '{' where not passed")
    with pytest.raises(SiteError, match="is not JSON"):
        build_site(copy, tmp_path / "site")


def test_conflicts_say_what_they_are_about(altered: SiteSummary) -> None:
    rows = quality_of(altered).css("section[aria-labelledby=conflicts-heading] tbody tr")
    shown = {row.css("td")[-1].text(): row.css_first("td .sub").text() for row in rows}
    assert shown == {str(number): words for number, words in enumerate(SUBJECTS.values())}


def test_coverage_counts_every_inspection(summary: SiteSummary, warehouse: duckdb.DuckDBPyConnection) -> None:
    page = LexborHTMLParser((summary.folder / "quality.html").read_text(encoding="utf-8"))
    shown = {
        (row.css("th")[0].text(), column): int(cell.text())
        for row in page.css("table.coverage tbody tr")
        for column, cell in enumerate(row.css("td"))
        if cell.text().strip()
    }
    codes = warehouse.execute(
        "select framework_code from dim_framework order by first_inspection_date, framework_code"
    ).fetchall()
    place = {code: column for column, (code,) in enumerate(codes)}
    rows = warehouse.execute(
        "select cast(year(inspection_start_date) as varchar), framework_code, count(*) from dim_inspection group by all"
    ).fetchall()
    assert shown == {(year, place[code]): count for year, code, count in rows}


@pytest.mark.parametrize(
    ("latest", "official", "words"),
    [
        (0, 0, "None have a graded one in this file. Each"),
        (1, 0, "1 has a graded one in this file. Each"),
        (1, 1, "1 has a graded one in this file, from Ofsted's official statistics alone. Each"),
        (2, 1, "2 have a graded one in this file, 1 of them from Ofsted's official statistics alone. Each"),
    ],
)
def test_the_overview_counts_in_words(
    hostile: SiteSummary, tmp_path: Path, latest: int, official: int, words: str
) -> None:
    copy = Path(shutil.copyfile(hostile.folder.parent / "warehouse.duckdb", tmp_path / "warehouse.duckdb"))
    with duckdb.connect(str(copy)) as connection:
        ids = connection.execute(
            "select any_value(inspection_id) from judgement_history_all where is_latest "
            "group by authority_urn order by all"
        ).fetchall()
        connection.execute("update judgement_history_all set is_latest = false")
        for number, (name,) in enumerate(ids[:latest]):
            connection.execute("update judgement_history_all set is_latest = true where inspection_id = ?", [name])
            if number < official:
                connection.execute(
                    "update dim_inspection set source_code = 'official_statistics' where inspection_id = ?", [name]
                )
    # Pages alone, with the one ready table that they need: the others and the search's index take most of a build.
    due = [table for table in READY_TABLES if table.name == NEXT_DUE]
    write_pages(make_model(read_tables(copy)), Content([], answers(copy, due), [], []), tmp_path)
    page = LexborHTMLParser((tmp_path / "index.html").read_text(encoding="utf-8"))
    about = page.css_first("section[aria-labelledby=about-heading]")
    assert about is not None
    assert words in about.text()


def test_the_latest_grades_of_two_services_stand_side_by_side(
    summary: SiteSummary, warehouse: duckdb.DuckDBPyConnection
) -> None:
    row = warehouse.execute(
        "select distinct authority_urn from judgement_history where is_latest and framework_code = 'slac'"
    ).fetchone()
    assert row is not None
    page = LexborHTMLParser((summary.folder / "authorities" / f"{row[0]}.html").read_text(encoding="utf-8"))
    cards = {node.css_first(".what").text(): node.css_first(".grade").text() for node in page.css(".cards li")}
    expected = warehouse.execute(
        "select service_name, grade_name from fact_judgement inner join dim_inspection using (inspection_key) "
        "inner join dim_domain using (domain_key) inner join dim_grade using (grade_key) "
        "where authority_urn = ? and domain_code = 'overall_effectiveness'",
        [row[0]],
    ).fetchall()
    assert cards == dict(expected)
    assert len(cards) == 2


def test_a_day_of_publication_that_only_the_official_statistics_know_counts(
    summary: SiteSummary, altered: SiteSummary
) -> None:
    inspection_id, _ = RECORDED_DAY
    page = LexborHTMLParser((altered.folder / "inspections" / f"{inspection_id}.html").read_text(encoding="utf-8"))
    assert "7 January 2019 (official statistics)" in " ".join(page.css_first("main").text().split())
    charts = [
        [figure.text() for figure in LexborHTMLParser((folder / "index.html").read_text("utf-8")).css("figure.chart")]
        for folder in (summary.folder, altered.folder)
    ]
    assert charts[0] == charts[1] != []
