"""Inspections that are made up, added to a copy of the published sample: histories that the sample is too small for."""

from __future__ import annotations

from pathlib import Path

import duckdb

ADDED = """
insert into dim_inspection by name
select
    (select max(inspection_key) + 1 from dim_inspection) as inspection_key,
    $urn || '-' || $framework || '-' || coalesce(cast($start as varchar), 'published-' || $published) as inspection_id,
    $source as source_code,
    frameworks.framework_key,
    frameworks.framework_code,
    authorities.authority_key,
    authorities.authority_urn,
    cast(strftime(cast($start as date), '%Y%m%d') as integer) as inspection_start_date_key,
    cast($start as date) as inspection_start_date,
    cast($start as date) + 4 as inspection_end_date,
    cast($published as date) as published_date,
    case when $published is not null then if($source = 'report', 'document', $source) end as published_date_source,
    $theme as theme_code
from dim_framework as frameworks
inner join dim_authority as authorities
    on authorities.authority_urn = $urn
    and cast(coalesce($start, $published) as date)
    between coalesce(authorities.valid_from_date, date '0001-01-01')
    and coalesce(authorities.valid_to_date, date '9999-12-31')
where frameworks.framework_code = $framework
"""
GRADED = """
insert into fact_judgement by name
select
    (select max(judgement_key) + 1 from fact_judgement) as judgement_key,
    inspections.inspection_key,
    inspections.authority_key,
    inspections.framework_key,
    domains.domain_key,
    grades.grade_key,
    inspections.inspection_start_date_key,
    'made up' as judgement_label,
    grades.grade_code as grade_printed,
    'made up' as evidence_text,
    'single_source' as agreement
from dim_inspection as inspections
inner join dim_domain as domains
    on inspections.framework_code = domains.framework_code
    and coalesce(inspections.inspection_start_date, inspections.published_date)
    between coalesce(domains.inspections_from_date, date '0001-01-01')
    and coalesce(domains.inspections_to_date, date '9999-12-31')
inner join dim_grade as grades on grades.grade_code = $grade
where
    inspections.inspection_key = (select max(inspection_key) from dim_inspection)
    and domains.service_code = $service
    and domains.domain_code = $domain
"""
PUBLISHED = """
update dim_inspection
set official_published_date = cast($day as date)
where inspection_key = (select max(inspection_key) from dim_inspection)
"""


class Story:
    """A writable copy of the sample; `add` makes up one inspection."""

    def __init__(self, path: Path) -> None:
        self.connection = duckdb.connect(str(path))
        self.connection.execute("update publication set published_at = timestamp '2026-07-01 02:00'")

    def add(
        self,
        urn: str,
        framework: str,
        start: str | None,
        published: str | None = None,
        *,
        grades: dict[str, str] | None = None,
        service: str = "childrens_services",
        source: str = "report",
        theme: str | None = None,
    ) -> None:
        """An inspection that started and was published on those days, with its grades by judgement area."""
        values = {
            "urn": urn,
            "framework": framework,
            "start": start,
            "published": published,
            "source": source,
            "theme": theme,
        }
        (added,) = self.connection.execute(ADDED, values).fetchone() or (0,)
        assert added == 1
        for domain, grade in (grades or {}).items():
            of = {"service": service, "domain": domain, "grade": grade}
            (added,) = self.connection.execute(GRADED, of).fetchone() or (0,)
            assert added == 1, domain

    def publish_officially(self, day: str) -> None:
        """The official statistics give the day on which the inspection added last was published."""
        (added,) = self.connection.execute(PUBLISHED, {"day": day}).fetchone() or (0,)
        assert added == 1


def overall(grade: str) -> dict[str, str]:
    """That overall grade alone."""
    return {"overall_effectiveness": grade}


def tell(story: Story) -> None:
    """The histories of tests/warehouse/test_questions_history.py. Some are made up, all are kept short."""
    # Northamptonshire ended on 31 March 2021; West Northamptonshire, one of two that followed, has no inspection here.
    story.add("80531", "sif", "2014-03-03", "2014-05-01", grades=overall("inadequate"))
    story.add("80531", "sif", "2016-03-07", "2016-04-27", grades=overall("requires_improvement"))
    story.add("80531", "ilacs", "2019-06-17", "2019-07-29", grades=overall("inadequate"))
    story.add("2637539", "ilacs", "2022-10-03", "2022-11-30", grades=overall("good"))
    # Barnsley: two of three known from the official statistics alone, the first by its day of publication.
    official = "official_statistics"
    story.add("80426", "sif", None, "2014-08-08", grades=overall("requires_improvement"), source=official)
    story.add("80426", "ilacs", "2018-10-08", "2018-11-19", grades=overall("good"))
    story.add("80426", "ilacs", "2023-09-11", "2023-10-27", grades=overall("good"), source=official)
    # Visited while a new inspection was made and not published yet.
    story.add("80426", "ilacs_focused_visit", "2018-10-30", "2018-11-20", theme="front_door")
    story.add("80567", "sif", "2014-10-21", "2015-06-03", grades=overall("inadequate"))
    story.add("80567", "sif", "2018-02-26", "2018-05-16", grades=overall("inadequate"))
    story.add("80567", "ilacs", "2022-01-17", "2022-03-09", grades=overall("requires_improvement"))
    story.add("80567", "ilacs", "2025-03-17", "2025-05-09", grades=overall("good"))
    # Somerset's inspection of April 2026, in the sample, has no overall grade.
    story.add("80555", "sif", "2015-01-20", "2015-03-27", grades=overall("inadequate"))
    story.add("80555", "sif", "2017-11-07", "2018-01-29", grades=overall("requires_improvement"))
    story.add("80555", "ilacs", "2022-07-18", "2022-09-21", grades=overall("good"))
    story.add("80543", "ilacs", "2022-06-27", "2022-08-12", grades=overall("good"))
    both = {"overall_effectiveness": "outstanding", "leadership": "outstanding"}
    story.add("80543", "ilacs", "2025-11-03", "2025-12-16", grades=both)
    # Bath and North East Somerset's safeguarding was adequate in 2013 (sample).
    story.add("80427", "slac", "2010-05-10", "2010-06-18", grades=overall("good"), service="safeguarding")
    story.add(
        "80427",
        "slac",
        None,
        "2012-02-10",
        grades=overall("requires_improvement"),
        service="safeguarding",
        source=official,
    )
    # The Isle of Wight's inspection of 2014, in the sample, named four priority actions; the next is of 2018, good.
    story.add("80419", "ilacs_monitoring_visit", "2016-05-10", "2016-06-10")
    # Lancashire's area inspection of December 2024, in the sample, named three.
    story.add("80480", "ilacs", "2022-11-28", "2023-01-20", grades=overall("good"))
    story.add("80480", "ilacs", "2026-05-11", "2026-06-25", grades={"leadership": "good"})
    # The City of London: too few care leavers to judge.
    story.add(
        "80450",
        "sif",
        "2016-04-11",
        "2016-06-03",
        grades={"overall_effectiveness": "not_judged", "children_in_care": "good", "care_leavers": "not_judged"},
    )
    # Wakefield's of 2026 is in the official statistics, which record no overall grade then.
    story.add("80451", "ilacs", "2021-11-08", "2021-12-17", grades=overall("good"))
    story.add("80451", "ilacs", "2026-05-18", None, source=official)
    # Blackpool's of 2026 gave no overall grade, as none does from that April.
    story.add("80431", "sif", None, "2015-08-22", grades=overall("inadequate"), source=official)
    story.add("80431", "ilacs", "2026-06-08", "2026-06-29", grades={"leadership": "outstanding"})
    # Walsall's report prints no day of publication.
    story.add("80574", "ilacs", "2021-10-04", None, grades=overall("good"))
    story.publish_officially("2021-11-26")
