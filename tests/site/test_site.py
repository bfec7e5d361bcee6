"""The site's files: whole, small, linked, well-formed, and deaf to what the words of reports might try."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import pytest

from pipelines.settings import Settings
from pipelines.site import SiteError, SiteSummary, build_site
from pipelines.site.policy import policy_of
from pipelines.site.text import fit, page_name
from tests.site.hostile_changes import REPORT_ADDRESS
from tests.site_pages import HOSTILE, HOSTILE_ADDRESS, HOSTILE_ID, MOST_BYTES, make_hostile, pages

SCRIPTS = {
    "index.html": ["site.js", "names.js", "listing.js", "overview.js"],
    "compare.html": ["compare-rows.js", "site.js", "names.js", "csv.js", "compare.js"],
    "find.html": ["site.js", "names.js", "csv.js", "spelling.js", "search.js", "also_said.js", "hits.js", "find.js"],
}
OF_TABLES = ["site.js", "names.js", "listing.js", "csv.js", "table.js"]
SVG = "http://www.w3.org/2000/svg"  # the name of a kind of file, which nothing loads


@pytest.fixture(params=["summary", "hostile"])
def built(request: pytest.FixtureRequest) -> SiteSummary:
    """Either site."""
    site: SiteSummary = request.getfixturevalue(request.param)
    return site


def test_summary_counts_what_was_written(summary: SiteSummary) -> None:
    everything = sum(path.stat().st_size for path in summary.folder.rglob("*") if path.is_file())
    assert (summary.pages, summary.bytes) == (len(list(pages(summary.folder))), everything)


def test_every_inspection_and_authority_has_its_page(
    summary: SiteSummary, warehouse: duckdb.DuckDBPyConnection
) -> None:
    for folder, column, source in (
        ("inspections", "inspection_id", "dim_inspection"),
        ("authorities", "authority_urn", "dim_authority"),
    ):
        ids = {row[0] for row in warehouse.execute(f"select distinct {column} from {source}").fetchall()}
        made = {path.stem for path in (summary.folder / folder).glob("*.html")}
        assert {stem for stem in made if "-findings-" not in stem} == ids


def test_pages_are_small(built: SiteSummary) -> None:
    assert max(path.stat().st_size for path, _ in pages(built.folder)) < MOST_BYTES


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
        usual = OF_TABLES if path.parent.name == "tables" else SCRIPTS.get(path.name, ["site.js"])
        rows = path.with_suffix(".js")
        scripts = [rows.name, *usual] if rows.is_file() else usual
        assert [Path(node.attributes.get("src") or "").name for node in page.css("script")] == scripts, path
        rels = ["icon", "stylesheet", "stylesheet", "alternate"]
        assert [node.attributes.get("rel") for node in page.css("link")] == rels, path
        assert not page.css("img, iframe, object, embed, style, base, form[action]"), path
        policy = policy_of(path.relative_to(built.folder).as_posix())
        told, *_ = page.css("meta[http-equiv], link, script")
        assert (told.attributes.get("http-equiv"), told.attributes["content"]) == ("Content-Security-Policy", policy)
        for node in page.css("*"):
            assert not [name for name in node.attributes if name.startswith("on")], path
            address = urlsplit(node.attributes.get("href") or "")
            assert address.scheme in ("", "http", "https"), path
    for path in (built.folder / "static").iterdir():
        assert "http" not in path.read_text(encoding="utf-8").replace(SVG, ""), path


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


def test_a_report_is_linked_when_the_file_has_its_address(approximate: SiteSummary) -> None:
    linked = [
        path.parent.name
        for path, page in pages(approximate.folder)
        if any(node.attributes.get("href") == REPORT_ADDRESS for node in page.css("a.out"))
    ]
    assert set(linked) == {"inspections", "authorities"}


def test_without_its_address_a_report_is_found_through_its_authority(summary: SiteSummary) -> None:
    """The reports site has a page for each authority, by its URN."""
    for path, page in pages(summary.folder):
        linked = {node.attributes.get("href") for node in page.css("main a.out")}
        if path.parent.name == "authorities":
            assert linked == {f"https://reports.ofsted.gov.uk/provider/44/{path.stem}"}, path
        elif path.parent.name == "inspections" and "-findings-" not in path.stem:
            urn = path.stem.partition("-")[0]
            assert linked == {f"https://reports.ofsted.gov.uk/provider/44/{urn}"}, path
        else:
            assert not linked, path


def test_words_that_are_left_out_are_said_to_be(left_out: SiteSummary) -> None:
    for path, page in pages(left_out.folder):
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
