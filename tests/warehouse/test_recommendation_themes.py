"""Themes of recommendations: inferred from wording or addressee by rules of data/reference; other where none fits."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.reference import reference_dir, rows
from pipelines.warehouse.sql_models import models
from pipelines.warehouse.wordings import is_worded


def themes(text: str, lead_in: str | None = None, addressee: str = "authority") -> set[str]:
    connection = duckdb.connect()
    connection.create_function("is_worded", is_worded)
    connection.execute("create schema reference")
    path = reference_dir() / "recommendation_theme_wordings.csv"
    connection.execute(
        f"create table reference.recommendation_theme_wordings as "
        f"select columns(*)::varchar, from read_csv('{path}', all_varchar = true, nullstr = '\x01')"
    )
    connection.execute(
        "create table fact_recommendation as select 1 as recommendation_key, 1 as inspection_key, "
        "? as addressee_code, cast(? as varchar) as lead_in, ? as recommendation_text",
        [addressee, lead_in, text],
    )
    (sql,) = (model.sql for model in models("star") if model.name == "fact_recommendation_theme")
    found = connection.execute(f"select recommendation_theme_code from ({sql})").fetchall()
    assert len(set(found)) == len(found)
    return {code for (code,) in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Managers’ oversight of cases.", {"management_oversight"}),
        ("The timeliness of initial health assessments.", {"health"}),
        ("Assessments, so that families know them.", {"assessment"}),
        ("Self-assessment by leaders of the council.", {"data_and_quality_assurance"}),
        ("The response to 16- and 17-year-olds who present as homeless.", {"homeless_young_people"}),
        ("Children who go missing, and the use of return home interviews.", {"missing_and_exploited"}),
        ("Access of young people to education, employment and training.", {"education"}),
        ("Training of staff.", {"workforce"}),
        ("Pre-proceedings work.", {"pre_proceedings"}),
        ("The response to domestic abuse and neglect.", {"neglect_and_domestic_abuse"}),
        ("The response to abuse and neglect.", {"other"}),
        ("Enough emergency and unplanned placements.", {"fostering_adoption_and_homes"}),
        ("Planned placements in the office.", {"other"}),
        ("Enough suitable AP in the town.", {"education"}),
        ("The SEND and AP strategy.", {"send_and_disabled_children"}),
        ("The transition of young people from children’s services to adults’ services.", {"care_leavers"}),
        ("Ensure that young people are well prepared for adulthood.", {"send_and_disabled_children"}),
        ("Opportunities for children to participate and be heard.", {"voice_of_the_child"}),
        ("Recruit qualified and experienced staff.", {"workforce"}),
        ("Secure effective leadership across the service.", {"corporate_parenting_and_leadership"}),
        ("Ensure that key agencies fully engage.", {"partnership_and_thresholds"}),
        ("Paint the office.", {"other"}),
    ],
)
def test_a_wording_tells_the_theme(text: str, expected: set[str]) -> None:
    assert themes(text) == expected


def test_the_lead_in_counts_and_of_a_long_item_its_first_sentence() -> None:
    assert themes("their homes", "Strengthen private fostering of:") == {"private_fostering"}
    long = "Strategy meetings are late. " + "Much else is said here of this and that. " * 10 + "Neglect is known."
    assert themes(long) == {"partnership_and_thresholds"}


def test_whatever_the_board_is_asked_for_is_the_board_s() -> None:
    assert themes("Publish the annual report.", addressee="lscb") == {
        "safeguarding_board",
        "data_and_quality_assurance",
    }


def test_every_theme_has_a_wording_but_other() -> None:
    worded = {row["recommendation_theme_code"] for row in rows("recommendation_theme_wordings")}
    assert {row["recommendation_theme_code"] for row in rows("recommendation_themes")} == worded | {"other"}
