"""The site's parts: the map's tiles, the words for frameworks, addresses, names of pages, days."""

from __future__ import annotations

import csv

import pytest

from pipelines import reference
from pipelines.site.text import page_name, plain_value, web_address
from pipelines.site.tile_map import TILES, tiles
from pipelines.site.words import FRAMEWORKS


def test_each_authority_of_today_has_a_tile_of_its_own() -> None:
    today = {one.urn: one.name for one in reference.authorities() if one.valid_to is None}
    with TILES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["authority_urn"]: row["authority_name"] for row in rows} == today
    assert len({(row["column"], row["row"]) for row in rows}) == len(rows) == len(today)
    assert len({row["label"] for row in rows}) == len(rows)


def test_london_stands_by_itself_on_the_map() -> None:
    london = {one.urn for one in reference.authorities() if one.region == "London"}
    places = {(tile.column, tile.row): urn in london for urn, tile in tiles().items()}
    for (column, row), is_london in places.items():
        around = {places.get((column + x, row + y)) for x in (-1, 0, 1) for y in (-1, 0, 1)}
        assert (not is_london) not in around


def test_each_framework_has_words() -> None:
    assert set(FRAMEWORKS) == {row["framework_code"] for row in reference.table("frameworks")}


@pytest.mark.parametrize(
    ("address", "is_linked"),
    [
        ("https://files.ofsted.gov.uk/v1/file/50000000", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        (" JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org/x", False),
        ("https://", False),
        ("https://[", False),
        ("/etc/passwd", False),
        (None, False),
    ],
)
def test_only_addresses_of_the_web_are_linked(address: str | None, is_linked: bool) -> None:
    assert (web_address(address) is not None) is is_linked


def test_names_of_pages_come_from_ids() -> None:
    assert page_name("80528-ilacs-2022-01-31") == "80528-ilacs-2022-01-31.html"
    hostile = [page_name(name) for name in ("../../x", "../..//x", "", "a" * 300, "con\x00<b>", "x y", "x?y")]
    assert len(set(hostile)) == len(hostile)
    assert all("/" not in name and ".." not in name and len(name) < 120 for name in hostile)


def test_days_within_values_are_written_out() -> None:
    assert plain_value("2023-07-13 to 2023-07-21") == "13 Jul 2023 to 21 Jul 2023"
    assert plain_value("requires_improvement") == "Requires improvement"
    assert plain_value("2023-02-30") == "2023-02-30"
