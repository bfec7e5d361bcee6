"""The site's files: whole, small, linked, well-formed, and deaf to what the words of reports might try."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.catalogue import tables as catalogue_tables
from pipelines.settings import Settings
from pipelines.site import SiteError, SiteSummary, build_site
from pipelines.site.text import fit, page_name
from tests.site_pages import HOSTILE, HOSTILE_ADDRESS, HOSTILE_ID, MOST_BYTES, make_hostile, pages


@pytest.fixture(scope="module")
def summary(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> SiteSummary:
    """The site of the sample reports."""
    return build_site(sample.warehouse, tmp_path_factory.mktemp("site") / "site")


@pytest.fixture(scope="module")
def hostile(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> SiteSummary:
    """The site of a warehouse whose texts are out to do harm."""
    folder = tmp_path_factory.mktemp("hostile")
    make_hostile(sample.warehouse, folder / "warehouse.duckdb")
    return build_site(folder / "warehouse.duckdb", folder / "site")


@pytest.fixture(params=["summary", "hostile"])
def built(request: pytest.FixtureRequest) -> SiteSummary:
    """Either site."""
    site: SiteSummary = request.getfixturevalue(request.param)
    return site


def test_summary_counts_what_was_written(summary: SiteSummary) -> None:
    sizes = {path.relative_to(summary.folder).as_posix(): path.stat().st_size for path, _ in pages(summary.folder)}
    everything = sum(path.stat().st_size for path in summary.folder.rglob("*") if path.is_file())
    assert (summary.pages, summary.bytes) == (len(sizes), everything)
    assert (summary.largest_page, summary.largest_bytes) == max(sizes.items(), key=lambda size: size[1])


def test_every_inspection_and_authority_has_its_page(
    summary: SiteSummary, warehouse: duckdb.DuckDBPyConnection
) -> None:
    for folder, column, source in (
        ("inspections", "inspection_id", "dim_inspection"),
        ("authorities", "authority_urn", "dim_authority"),
    ):
        ids = {row[0] for row in warehouse.execute(f"select distinct {column} from {source}").fetchall()}
        assert {path.stem for path in (summary.folder / folder).glob("*.html")} == ids


def test_pages_are_small(built: SiteSummary) -> None:
    assert built.largest_bytes < MOST_BYTES


def test_every_internal_link_resolves(built: SiteSummary) -> None:
    ids = {path: {node.attributes["id"] for node in page.css("[id]")} for path, page in pages(built.folder)}
    broken = []
    for path, page in pages(built.folder):
        for node in page.css("a[href], link[href], script[src]"):
            address = urlsplit(node.attributes.get("href") or node.attributes.get("src") or "")
            if address.scheme in ("http", "https", "data"):
                continue
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            if not target.is_file() or (address.fragment and address.fragment not in ids[target]):
                broken.append((path.name, address.geturl()))
    assert broken == []


def test_pages_are_well_formed(built: SiteSummary) -> None:
    for path, page in pages(built.folder):
        assert len(page.css("h1")) == 1, path
        levels = [int(node.tag[1]) for node in page.css("h1, h2, h3, h4")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
        repeated = [
            name for name, count in Counter(node.attributes["id"] for node in page.css("[id]")).items() if count > 1
        ]
        assert repeated == [], path
        assert all(table.css_first("caption") for table in page.css("table")), path
        assert all(node.attributes.get("scope") for node in page.css("th")), path
        assert page.css_first("a.skip[href='#main']"), path


def test_every_page_names_the_source_and_its_licence(
    summary: SiteSummary, warehouse: duckdb.DuckDBPyConnection
) -> None:
    row = warehouse.execute("select attribution from publication").fetchone()
    assert row is not None
    for path, page in pages(summary.folder):
        footer = page.css_first("footer")
        assert footer is not None, path
        assert row[0] in footer.text(), path
        assert footer.css_first("a[rel=license]"), path


def test_nothing_comes_from_elsewhere(built: SiteSummary) -> None:
    """No page loads, runs or links to what is neither the site's own nor an address of the web."""
    for path, page in pages(built.folder):
        assert [Path(node.attributes.get("src") or "").name for node in page.css("script")] == ["site.js"], path
        assert [node.attributes.get("rel") for node in page.css("link")] == ["icon", "stylesheet"], path
        assert not page.css("img, iframe, object, embed, style, base, form[action]"), path
        for node in page.css("*"):
            assert not [name for name in node.attributes if name.startswith("on")], path
            address = urlsplit(node.attributes.get("href") or "")
            assert address.scheme in ("", "http", "https") or address.geturl() == "data:,", path
    assert "http" not in (built.folder / "static" / "site.css").read_text(encoding="utf-8")
    assert "http" not in (built.folder / "static" / "site.js").read_text(encoding="utf-8")


def test_hostile_words_are_shown_as_words(hostile: SiteSummary) -> None:
    shown = 0
    for path, page in pages(hostile.folder):
        source = path.read_text(encoding="utf-8")
        assert HOSTILE_ADDRESS not in source, path
        assert "\u202e" not in source, path
        assert "\x07" not in source, path
        assert "<script>hit" not in source, path
        shown += page.body.text().count(fit(HOSTILE)) if page.body else 0
    assert shown > 1000


def test_long_findings_have_pages_of_their_own(hostile: SiteSummary) -> None:
    parts = sorted((hostile.folder / "inspections").glob("*-findings-*.html"))
    assert len(parts) > 1
    texts = [page.css("ol.findings li") for path, page in pages(hostile.folder) if path in parts]
    assert all(texts)


def test_a_report_is_linked_when_the_file_has_its_address(sample: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "warehouse.duckdb"
    make_hostile(sample.warehouse, copy)
    address = "https://reports.example/file/1?a=1&b=2"
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update dim_inspection set source_url = ?", [address])
    site = build_site(copy, tmp_path / "site")
    linked = [
        path.parent.name
        for path, page in pages(site.folder)
        if any(node.attributes.get("href") == address for node in page.css("a.out"))
    ]
    assert set(linked) == {"inspections", "authorities"}


def test_words_that_are_left_out_are_said_to_be(sample: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "warehouse.duckdb"
    make_hostile(sample.warehouse, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute("update publication set verbatim = 'open_licence'")
        for name, column in (
            ("fact_judgement", "evidence_text"),
            ("fact_metric", "evidence_text"),
            ("fact_finding", "finding_text"),
            ("fact_recommendation", "recommendation_text"),
            ("conflicts", "used_text"),
            ("conflicts", "other_text"),
            ("stated_history", "evidence_text"),
            ("check_results", "unexpected_rows"),
        ):
            connection.execute(f"update {name} set {column} = null")
    site = build_site(copy, tmp_path / "site")
    for path, page in pages(site.folder):
        text = page.body.text() if page.body else ""
        assert not re.search(r"None(?! graded in this file| stated)", text), path
        if path.parent.name == "inspections":
            assert "left out" in text, path


def test_words_under_a_narrower_licence_say_so_where_they_are_shown(
    hostile: SiteSummary, sample: Settings, warehouse: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    """On the page of the inspection, of its long findings and of the authority; and on no other report's page."""
    licences = warehouse.execute("select inspection_id, licence_code from dim_inspection").fetchall()
    narrow = {page_name(f"{name}{HOSTILE_ID}") for name, code in licences if not code.startswith("ogl")}
    assert 0 < len(narrow) < len(licences)
    noted = {path for path, page in pages(hostile.folder) if page.css("main p.licence")}
    of_inspections = {path.name for path in noted if path.parent.name == "inspections"}
    stems = tuple(name.removesuffix(".html") for name in narrow)
    expected = {path.name for path in (hostile.folder / "inspections").glob("*.html") if path.name.startswith(stems)}
    assert any("-findings-" in name for name in expected)
    assert of_inspections == expected
    for path, page in pages(hostile.folder):
        if path.parent.name == "authorities":
            links = {
                Path(node.attributes.get("href") or "").name for node in page.css("#recommendations-heading ~ * a")
            }
            assert not links & narrow or path in noted, path
    spoilt = tmp_path / "warehouse.duckdb"
    make_hostile(sample.warehouse, spoilt)
    with duckdb.connect(str(spoilt)) as connection:
        connection.execute("update dim_inspection set licence_code = 'unheard_of'")
    with pytest.raises(SiteError, match="licence unheard_of"):
        build_site(spoilt, tmp_path / "site")


def test_approximate_figures_are_shown_as_such_wherever_they_stand(sample: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "warehouse.duckdb"
    make_hostile(sample.warehouse, copy)
    shown = {}
    for is_approximate in (False, True):
        with duckdb.connect(str(copy)) as connection:
            connection.execute("update fact_metric set is_approximate = ?", [is_approximate])
        site = build_site(copy, tmp_path / "site")
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
        shown[is_approximate] = texts
    exact, approximate = shown[False], shown[True]
    assert not any(exact[place] for place in ("inspection", "table", "picture", "spoken", "titles"))
    assert approximate["inspection"] == approximate["table"] == approximate["figures"] > 0
    assert approximate["picture"] == approximate["pictures"] > 0
    assert approximate["spoken"] == approximate["titles"] == approximate["points"] > 0


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


def test_what_only_the_official_statistics_have_is_shown_as_theirs(sample: Settings, tmp_path: Path) -> None:
    """An inspection of 2012 without a report, whose third grade the record has under its later name."""
    copy = tmp_path / "warehouse.duckdb"
    make_hostile(sample.warehouse, copy)
    with duckdb.connect(str(copy)) as connection:
        connection.execute(
            """
            create table authority as
            select authority_key, authority_urn, authority_name from dim_authority
            where is_current and authority_urn not in (select authority_urn from dim_inspection)
            order by authority_urn limit 1;
            update dim_authority set authority_name = 'Somewhere'
            where authority_urn = (select authority_urn from authority);
            insert into dim_inspection by name
            select 9999 as inspection_key, 'of-the-record' as inspection_id, 'official_statistics' as source_code,
                framework_key, framework_code, authority_key, authority_urn,
                date '2012-05-01' as published_date, 'official_statistics' as published_date_source
            from authority, dim_framework where framework_code = 'slac';
            insert into official_outcomes by name
            select 'of-the-record' as official_id, 'slac' as framework_code, authority_urn,
                date '2012-05-01' as publication_date, 'safeguarding' as service_code,
                'overall_effectiveness' as domain_code, 'Overall effectiveness' as judgement_label,
                'Requires improvement to be good' as grade_printed, 'requires_improvement' as grade_code,
                true as is_used, 'record.ods' as file_name, 'Sheet 1' as sheet_name, 12 as row_number
            from authority;
            insert into judgement_history_all by name
            select 'of-the-record' as inspection_id, authority_urn, true as is_latest from authority;
            """
        )
    site = build_site(copy, tmp_path / "site")
    found = dict(pages(site.folder))
    inspection = found[site.folder / "inspections" / "of-the-record.html"].css_first("main")
    assert inspection is not None
    assert "Adequate, recorded as requires improvement" in inspection.text()
    assert "record.ods, Sheet 1, row 12" in inspection.text()
    assert "published 1 May 2012" in inspection.text()
    (row,) = [
        row
        for row in found[site.folder / "index.html"].css("#authorities tbody tr")
        if "Somewhere" in row.css("th")[0].text()
    ]
    assert "official statistics" in row.text()
    assert {cell.attributes["data-grade"] for cell in row.css("td[data-grade]")} == {"none"}
    assert "Judged by service" in row.text()


def test_the_dictionary_has_every_column(summary: SiteSummary) -> None:
    (page,) = [page for path, page in pages(summary.folder) if path.name == "data-dictionary.html"]
    printed = [(row.css("th")[0].text(), row.css("td")[1].text()) for row in page.css("tbody tr")]
    columns = [column for table in catalogue_tables().values() for column in table.columns]
    assert sorted(name for name, _ in printed) == sorted(column.name for column in columns)
    assert all(about for _, about in printed)


def test_the_overview_shows_the_latest_grades(summary: SiteSummary, warehouse: duckdb.DuckDBPyConnection) -> None:
    (page,) = [page for path, page in pages(summary.folder) if path.name == "index.html"]
    domains = [node.attributes["data-domain"] for node in page.css("th[data-domain]")]
    shown = {
        (row.attributes["id"] or "")[1:]: {
            domain: cell.attributes["data-grade"]
            for domain, cell in zip(domains, row.css("td[data-grade]"), strict=True)
            if cell.attributes["data-grade"] != "none"
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
    tiles_shown = {node.attributes["data-urn"]: node.attributes["class"] for node in page.css("#map a")}
    overall = {urn: f"is-{grades.get('overall_effectiveness', 'none')}" for urn, grades in expected.items()}
    assert tiles_shown == overall
