"""Pages of the reports site: what they say is read, and what they lack is told by page and selector."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipelines.sources.ofsted.pages import (
    known_labels,
    normalised_label,
    read_provider_page,
    read_search_page,
    says_withdrawn,
)
from tests.replica.site import provider_page, providers, search_page

URL = "https://reports.ofsted.gov.uk/provider/44/80426"
SEARCH = "https://reports.ofsted.gov.uk/search"
FILES = "https://files.ofsted.gov.uk"
TODAY = date(2026, 10, 1)


def timeline(*entries: str) -> bytes:
    items = "".join(f'<li class="timeline__day">{entry}</li>' for entry in entries)
    return f'<h1 class="heading--title">Barnsley</h1><ol class="timeline">{items}</ol>'.encode()


def link(words: str, href: str = f"{FILES}/v1/file/50252240") -> str:
    return f'<a class="publication-link" href="{href}">Report<span class="nonvisual">{words}</span></a>'


def test_a_search_page_lists_providers_and_says_whether_there_are_more() -> None:
    page = read_search_page(search_page(providers(), "start=0&rows=100"), SEARCH)
    assert (len(page.providers), page.count, page.has_next, page.oddities) == (100, 160, True, ())
    rest = read_search_page(search_page(providers(), "start=100&rows=100"), SEARCH)
    assert (len(rest.providers), rest.has_next) == (60, False)


def test_a_search_result_is_known_by_the_urn_printed_beneath_it() -> None:
    html = (
        b'<div class="js-results-count">1</div><ul class="results-list"><li class="search-result">'
        b'<h3 class="search-result__title"><a href="/provider/44/370">Barnsley</a></h3>'
        b"Latest report: <time>27 October 2023</time> URN: 80426</li></ul>"
    )
    (provider,) = read_search_page(html, SEARCH).providers
    assert (provider.urn, provider.name, provider.latest_report) == ("80426", "Barnsley", date(2023, 10, 27))
    assert provider.url == "https://reports.ofsted.gov.uk/provider/44/370"


def test_the_largest_number_counts_the_results() -> None:
    html = search_page(providers(3), "start=0").replace(b"3 results", b"1 to 3 of 1,153 results")
    assert read_search_page(html, SEARCH).count == 1153


def test_no_results_are_nothing_odd_when_the_page_counts_none() -> None:
    page = read_search_page(search_page([], "start=0"), SEARCH)
    assert (page.providers, page.count, page.oddities) == ((), 0, ())


@pytest.mark.parametrize("selector", [".js-results-count", "ul.results-list > li.search-result"])
def test_a_search_page_of_another_layout_is_told(selector: str) -> None:
    html = search_page(providers(3), "start=0&rows=100")
    html = html.replace(b"js-results-count", b"count") if selector[0] == "." else html.replace(b"results-list", b"list")
    (oddity,) = read_search_page(html, SEARCH).oddities
    assert (oddity.page_url, oddity.kind_code, oddity.selector) == (SEARCH, "listing", selector)


def test_a_provider_page_lists_its_publications_of_every_kind() -> None:
    provider = providers(1)[0]
    page = read_provider_page(provider_page(provider, FILES), URL, TODAY)
    assert page.is_whole
    assert page.oddities == ()
    assert [(p.file_id, p.site_date) for p in page.publications] == [
        (p.file_id, p.published) for p in provider.publications
    ]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Children's services focused visit, pdf - 01 August 2024", "Children's services focused visit, pdf"),
        ("children's services inspection,  pdf - 1 August 2024", "children's services inspection,  pdf"),
        (
            "joint area review - progress inspection, pdf - 01 August 2024",
            "joint area review - progress inspection, pdf",
        ),
    ],
)
def test_a_label_is_kept_as_printed_and_its_date_apart(words: str, label: str) -> None:
    page = read_provider_page(timeline(link(words)), URL, TODAY)
    (publication,) = page.publications
    assert (publication.label, publication.site_date) == (label, date(2024, 8, 1))
    assert page.oddities == ()


def test_a_label_may_stand_beside_its_link() -> None:
    bare = f'<a class="publication-link" href="{FILES}/v1/file/1">Report</a>'
    words = '<span class="nonvisual">Area SEND full inspection, pdf - 1 May 2026</span>'
    (publication,) = read_provider_page(timeline(bare + words), URL, TODAY).publications
    assert (publication.label, publication.site_date) == ("Area SEND full inspection, pdf", date(2026, 5, 1))


@pytest.mark.parametrize(
    "printed",
    [
        "Single inspection of LA children’s services as pdf",
        "Area SEND full inspection",
        "AREA SEND  full inspection,  pdf",
    ],
)
def test_labels_are_known_however_they_are_spaced(printed: str) -> None:
    assert normalised_label(printed) in known_labels()


@pytest.mark.parametrize(
    ("html", "kind", "selector", "publications"),
    [
        (b'<h1 class="heading--title">x</h1>', "timeline", "ol.timeline", 0),
        (b'<h1 class="heading--title">x</h1><ol class="timeline"></ol>', "timeline", "li.timeline__day", 0),
        (timeline(link("Area SEND full inspection, pdf")), "publication_date", "a.publication-link span.nonvisual", 1),
        (timeline(link("A new kind of visit, pdf - 1 May 2026")), "label", "a.publication-link span.nonvisual", 1),
        (
            timeline(link("Area SEND full inspection, pdf - 1 May 2026", "/elsewhere")),
            "file_address",
            "a.publication-link",
            0,
        ),
        (
            timeline(link("Area SEND full inspection, pdf - 1 May 2999")),
            "publication_date",
            "a.publication-link span.nonvisual",
            1,
        ),
        (
            timeline(link("Area SEND full inspection, pdf - 1 May 1066")),
            "publication_date",
            "a.publication-link span.nonvisual",
            1,
        ),
        (timeline("Inspection of 2014"), "publication_link", "a.publication-link", 0),
    ],
)
def test_what_a_provider_page_lacks_is_told(html: bytes, kind: str, selector: str, publications: int) -> None:
    page = read_provider_page(html, URL, TODAY)
    (oddity,) = page.oddities
    assert (oddity.page_url, oddity.kind_code, oddity.selector) == (URL, kind, selector)
    assert len(page.publications) == publications
    assert page.is_whole == (publications > 0)


def test_a_file_has_no_name_of_the_networks_choosing() -> None:
    page = read_provider_page(
        timeline(link("Area SEND full inspection, pdf - 1 May 2026", "/v1/file/../../x")), URL, TODAY
    )
    assert page.publications == ()


def test_the_sites_page_for_a_withdrawn_report_is_known(shared: Path) -> None:
    for path in (shared / "corpus" / "broken").glob("*.pdf"):
        assert says_withdrawn(path.read_bytes())
    assert not says_withdrawn(b"<html><title>Request blocked</title><main>Access denied</main></html>")


REPORT = link("Area SEND full inspection, pdf - 1 May 2026")
MORE = {
    "a button": "<button>Show more</button>",
    "a link": '<a href="?all=1">View older reports</a>',
    "an input": '<input type="submit" value="Load more reports">',
    "a page": '<a href="/provider/44/80426?page=2">2</a>',
    "words alone": '<a href="#" class="next">Next page</a>',
}


@pytest.mark.parametrize("control", MORE.values(), ids=MORE)
@pytest.mark.parametrize(
    "place",
    [
        '<li class="timeline__more">{}</li></ol></section></main>',
        "</ol><div>{}</div></section></main>",
        "</ol></section>{}</main>",
    ],
    ids=["inside", "under", "below its part"],
)
def test_a_timeline_that_goes_on_elsewhere_is_told(control: str, place: str) -> None:
    html = b"<main><a href=/all>See all providers</a><section>" + timeline(REPORT)
    end = f"{place.format(control)}<footer><a href=/more>Show more links</a></footer>"
    page = read_provider_page(html.replace(b"</ol>", end.encode()), URL, TODAY)
    assert [odd.kind_code for odd in page.oddities] == ["timeline_goes_on"]
    assert (len(page.publications), page.is_whole) == (1, False)


@pytest.mark.parametrize(
    ("beside", "kind"),
    [
        (f'<a class="document-link" href="{FILES}/v1/file/7">Report</a>', "publication_link"),
        (f'<a href="{FILES}/v2/reports/7.pdf">Report</a>', "unknown_link"),
        ('<a href="javascript:open(7)">Report</a>', "unknown_link"),
        ('<a href="http://[bad">Report</a>', "unknown_link"),
    ],
)
def test_an_unknown_link_beside_a_report_s_is_told(beside: str, kind: str) -> None:
    page = read_provider_page(timeline(REPORT + beside), URL, TODAY)
    assert [odd.kind_code for odd in page.oddities] == [kind]
    assert (len(page.publications), page.is_whole) == (1, False)


def test_a_file_outside_the_timeline_is_told_unless_it_is_in_it_too() -> None:
    latest = f'<p><a href="{FILES}/v1/file/50252240">Latest report</a> <a href="/about">Show cookies</a></p>'
    assert read_provider_page(latest.encode() + timeline(REPORT), URL, TODAY).oddities == ()
    other = latest.replace("50252240", "7")
    (odd,) = read_provider_page(other.encode() + timeline(REPORT), URL, TODAY).oddities
    assert odd.kind_code == "publication_link"


def test_a_report_in_an_entry_of_another_kind_is_told() -> None:
    other = link("Area SEND full inspection, pdf - 1 June 2026", f"{FILES}/v1/file/7")
    entry = f'<li class="timeline__event">{other}</li></ol>'
    page = read_provider_page(timeline(REPORT).replace(b"</ol>", entry.encode()), URL, TODAY)
    assert [odd.kind_code for odd in page.oddities] == ["publication_link"]
    assert (len(page.publications), page.is_whole) == (1, False)
