"""The site's parts: the map's tiles, the words for frameworks, addresses, names of pages, days, pictures of figures."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from pipelines import reference
from pipelines.docs.glossary import glossary
from pipelines.site.drawings.charts import small_multiples, uneven_metrics
from pipelines.site.drawings.tile_map import TILES, tiles
from pipelines.site.model.grades import Framework
from pipelines.site.model.model import Inspection
from pipelines.site.text import page_name, plain_value, spoken, web_address


def test_each_authority_of_today_has_a_tile_of_its_own() -> None:
    """And one that is to end while the numbers of those that follow it are not known: Surrey."""
    ordered = sorted(reference.rows("authorities"), key=lambda row: row["valid_to"] or "9999-12-31")
    latest = {row["urn"]: row for row in ordered}
    today = {urn: row["name"] for urn, row in latest.items() if not row["successor_urns"]}
    with TILES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["authority_urn"]: row["authority_name"] for row in rows} == today
    assert len({(row["column"], row["row"]) for row in rows}) == len(rows) == len(today)
    assert len({row["label"] for row in rows}) == len(rows)


def test_london_stands_by_itself_on_the_map() -> None:
    london = {row["urn"] for row in reference.rows("authorities") if row["region"] == "London"}
    places = {(tile.column, tile.row): urn in london for urn, tile in tiles().items()}
    for (column, row), is_london in places.items():
        around = {places.get((column + x, row + y)) for x in (-1, 0, 1) for y in (-1, 0, 1)}
        assert (not is_london) not in around


@pytest.mark.parametrize("column", ["short_name", "attribution", "what_was_judged", "how_it_differs"])
def test_each_framework_has_words(column: str) -> None:
    assert all(row[column] for row in reference.rows("frameworks"))


def test_the_sites_words_are_the_glossarys() -> None:
    words = glossary()
    assert next(iter(words)) == "Inspections"
    assert words["Children and figures"]["care leaver"].startswith("A young person who was in care")
    assert all("`" not in term + meaning for terms in words.values() for term, meaning in terms.items())


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


def test_codes_are_spoken_as_people_write_them() -> None:
    assert [spoken(code) for code in ("cqc_lead_inspector", "lscb", "truncated_pdf", "priority_action", None)] == [
        "CQC lead inspector",
        "LSCB",
        "Truncated PDF",
        "Priority action",
        "",
    ]


def inspection(year: int, *figures: tuple[str, float, str, str | None]) -> Inspection:
    """An inspection on 1 March whose report states figures of a metric: role, value, unit, period."""
    row = {"inspection_id": str(year)}
    shown = {"authority_name": "Somewhere", "inspected_date": date(year, 3, 1), "published_date": None}
    metrics = [
        {"metric": {"metric_name": "Reviews"}, "role_code": role, "value": value, "unit_code": unit}
        | {"period_code": period, "is_approximate": False, "as_of_date": None}
        for role, value, unit, period in figures
    ]
    framework = Framework({"framework_code": "sif", "grade_scale": "good"})
    return Inspection(row, shown, framework, metrics=metrics)


def test_a_line_joins_only_figures_that_follow_one_another() -> None:
    early, late = inspection(2014, ("actual", 4, "count", None)), inspection(2018, ("actual", 2, "count", None))
    (picture,) = small_multiples([late, early], set())
    assert picture.line == "12.1,6.0 162.5,32.0"
    assert (picture.latest, picture.national) == ("2 (2018)", "")
    two = inspection(2018, ("actual", 2, "count", None), ("actual", 3, "count", None))
    (picture,) = small_multiples([early, two], set())
    assert (picture.line, picture.latest, len(picture.points)) == ("", "2 and 3 (2018)", 3)
    stretch = inspection(2016, ("actual", 9, "count", "since_last_inspection"))
    uneven = uneven_metrics([early, late, stretch])
    (picture,) = small_multiples([early, late, stretch], uneven)
    assert (picture.line, uneven) == ("", {"Reviews"})


def test_figures_of_different_units_or_periods_have_pictures_of_their_own() -> None:
    early = inspection(
        2014, ("actual", 4, "count", None), ("actual", 40, "percent", None), ("national", 30, "percent", None)
    )
    late = inspection(2018, ("actual", 5, "count", "last_12_months"), ("previous", 0, "count", "last_12_months"))
    pictures = small_multiples([early, late], set())
    assert [(one.unit_code, one.period_code, one.latest, one.national) for one in pictures] == [
        ("percent", None, "40% (2014)", "30% (2014)")
    ]
    assert small_multiples([], set()) == []
