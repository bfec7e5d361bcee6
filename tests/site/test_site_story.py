"""What pages say of an authority in sentences, and of themselves to search engines, from the published facts alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.errors import SettingError
from pipelines.settings import Settings, settings
from pipelines.site import SiteSummary
from pipelines.site.find.passages import passages
from pipelines.site.model.joining import make_model
from pipelines.site.model.model import Model
from pipelines.site.model.reading import read_tables
from pipelines.site.story import story
from tests.site_pages import pages

KENT = [
    "Children's services in Kent were judged good overall at the latest graded inspection (ILACS, 3 November 2025).",
    "The overall grade fell from outstanding at the inspection before (ILACS, 9 May 2022); "
    "of the areas that both judged, 1 is lower and 2 are the same.",
]
SOMERSET = [
    "Children's services in Somerset were given no overall grade at the latest graded inspection "
    "(ILACS, 27 April 2026); 1 of the 4 judgements is good or better.",
    "The graded inspection before it (Child protection, 24 June 2013) judged other services, "
    "so the two are not compared.",
]
SOUTH_GLOUCESTERSHIRE = [
    "The services of South Gloucestershire were judged one by one at the latest graded inspection "
    "(Safeguarding and looked after, 25 June 2012): "
    "safeguarding services adequate and looked after children services adequate.",
    "No graded inspection before it is in this file.",
]
NORTH_SOMERSET = [
    "Children's services in North Somerset were judged requires improvement to be good overall "
    "at the latest graded inspection (Single inspection, 12 June 2017).",
    "No graded inspection before it is in this file.",
    "One inspection or visit after it is in this file: Focused visit, 7 December 2021.",
]
BLACKPOOL = [
    "No graded inspection of Blackpool is in this file.",
    "One inspection or visit without grades is in this file: Joint targeted inspection, 18 November 2024.",
]
NORFOLK = ["No graded inspection of Norfolk is in this file."]


@pytest.fixture(scope="module")
def model(sample: Settings) -> Model:
    return make_model(read_tables(sample.warehouse))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Kent", KENT),
        ("Somerset", SOMERSET),
        ("South Gloucestershire", SOUTH_GLOUCESTERSHIRE),
        ("North Somerset", NORTH_SOMERSET),
        ("Blackpool", BLACKPOOL),
        ("Norfolk", NORFOLK),
    ],
)
def test_a_story_is_made_from_facts_and_says_what_is_missing(model: Model, name: str, said: list[str]) -> None:
    (authority,) = (one for one in model.current if one.name == name)
    assert story(authority) == said


def test_every_paragraph_can_be_found_and_has_an_anchor(model: Model, site_folder: Path) -> None:
    ids = {
        path.relative_to(site_folder).as_posix(): {node.attributes["id"] for node in page.css("[id]")}
        for path, page in pages(site_folder)
    }
    found = list(passages(model))
    assert len({passage.address for passage in found}) == len(found)
    for passage in found:
        page, anchor = passage.address.split("#")
        assert anchor in ids[page]
    inspections = model.inspections.values()
    other = [row for one in inspections for row in one.findings if row["recommendation_key"] is None]
    assert len(found) == len(other) + sum(len(one.recommendations) for one in inspections)


def test_a_paragraph_that_is_a_recommendation_is_found_as_that_alone(model: Model) -> None:
    found = list(passages(model))
    both = 0
    for inspection in model.inspections.values():
        here = [passage for passage in found if passage.address.startswith(inspection.page.removesuffix(".html"))]
        asked_words = {word for one in here if one.kind == "recommendation" for word in one.text.split()}
        others = {one.text for one in here if one.kind != "recommendation"}
        for words in (row["finding_text"] for row in inspection.findings if row["recommendation_key"] is not None):
            both += 1
            assert words not in others
            assert set(words.split()) <= asked_words
    assert both


def test_titles_differ_and_each_page_is_described(site_folder: Path) -> None:
    heads = [(page.css_first("title"), page.css_first("meta[name=description]")) for _, page in pages(site_folder)]
    titles = [title.text() for title, _ in heads if title]
    assert len(set(titles)) == len(titles) == len(heads)
    assert "Dorset (to 31 March 2019) · Inspections of children's services in England" in titles
    assert all(told and len(told.attributes["content"] or "") > 40 for _, told in heads)


def test_an_address_of_the_site_is_said_by_each_page_and_its_sitemap(furnished: SiteSummary) -> None:
    listed = re.findall(r"<loc>(.*?)</loc>", (furnished.folder / "sitemap.xml").read_text(encoding="utf-8"))
    assert len(listed) == furnished.pages
    assert listed[0] == "https://inspections.example.org/pages/"
    page = LexborHTMLParser((furnished.folder / "authorities" / "80528.html").read_text(encoding="utf-8"))
    (canonical,) = page.css("link[rel=canonical]")
    assert canonical.attributes["href"] == "https://inspections.example.org/pages/authorities/80528.html"
    assert canonical.attributes["href"] in listed
    told = {node.attributes["property"]: node.attributes["content"] for node in page.css("meta[property]")}
    assert told["og:title"] == "North Somerset"
    assert told["og:description"] == NORTH_SOMERSET[0]
    with pytest.raises(SettingError, match=r"SITE_URL=.* is not an https address"):
        settings(site_url="http://inspections.example.org")
