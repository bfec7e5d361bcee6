"""Which ready tables there are, in the order of their list."""

from __future__ import annotations

from itertools import product

from pipelines.site.ready.columns import (
    AUTHORITY,
    DOMAIN,
    FRAMEWORK,
    GRADES,
    PUBLISHED,
    REGION,
    SHARE,
    SOURCE,
    VISIT,
    YEAR,
    Column,
    code,
    first_day,
    grade,
    numbers,
)
from pipelines.site.ready.ready_tables import ReadyTable
from pipelines.site.words import DOMAINS

# Days that shares good or better are shown of: each 31 March to that of publication, as Ofsted's yearly statistics are.
PAST_DAYS = tuple(f"{year}-03-31" for year in range(2015, 2041))
_SERVICES_TO_2013 = ("safeguarding", "looked_after")


def _visits(name: str, title: str, about: str, framework_code: str, against: str = "grade_at_the_time") -> ReadyTable:
    """The visits or joint inspections of one framework, their themes counted against another column."""
    settings = ({"framework_code": framework_code},)
    return ReadyTable(name, title, about, "visits", VISIT, settings, ("theme", against))


READY_TABLES = (
    ReadyTable(
        "latest-grades",
        "Latest grades of every authority",
        "Each authority's latest inspection that a report in the file shows, and a later one that only the official "
        "statistics have.",
        "latest_grades",
        (
            AUTHORITY,
            REGION,
            Column("inspection_start_date", "First day", "date", is_filter=True),
            PUBLISHED,
            *GRADES,
            Column("later_inspection_date", "Later inspection", "date"),
            Column("later_overall_effectiveness", "Its overall grade", "grade"),
        ),
    ),
    ReadyTable(
        "all-inspections",
        "All inspections and visits",
        "Every inspection and visit in the file, of reports and of the official statistics, with its grades or "
        "outcome. Inspections before November 2013 graded services one by one: see the page of each.",
        "all_inspections",
        (
            AUTHORITY,
            REGION,
            FRAMEWORK,
            first_day("inspected_date"),
            Column("published_date", "Published", "date", is_filter=True),
            *GRADES,
            Column("outcome_code", "Outcome", "code"),
            code("theme", "Theme"),
            grade("overall_grade_at_the_time", "Overall grade at the time"),
            *numbers(visit_number="Number of the visit"),
            SOURCE,
        ),
    ),
    _visits(
        "focused-visits",
        "Focused visits by theme and grade at the time",
        "What focused visits looked at, and the authority's overall grade when each began.",
        "ilacs_focused_visit",
    ),
    _visits(
        "monitoring-visits",
        "Monitoring visits by theme",
        "Visits about the progress of authorities judged inadequate, and what each looked at.",
        "ilacs_monitoring_visit",
    ),
    _visits(
        "joint-inspections",
        "Joint targeted area inspections by theme",
        "Inspections by four inspectorates of how an area's agencies answer one theme.",
        "jtai",
        "region_name",
    ),
    ReadyTable(
        "area-send",
        "Area SEND inspections by outcome and region",
        "How areas serve children with special educational needs and disabilities: outcomes since 2023, and local area "
        "inspections of 2016 to 2022 with their revisits.",
        "inspections_with_outcome",
        (
            AUTHORITY,
            REGION,
            FRAMEWORK,
            first_day("inspection_start_date"),
            PUBLISHED,
            code("outcome_code", "Outcome"),
            Column("revisit_start_date", "Revisit", "date"),
            Column("revisit_outcome_code", "Outcome of the revisit", "code"),
        ),
        counted=("region_name", "outcome_code"),
    ),
    ReadyTable(
        "good-or-better",
        "Good or better by region and judgement, now",
        "Of each region's authorities, by their latest inspection, how many are good or outstanding.",
        "good_or_better_now",
        (
            REGION,
            DOMAIN,
            *numbers(
                authorities="Authorities",
                graded="With a grade",
                outstanding="Outstanding",
                good="Good",
                requires_improvement="Requires improvement",
                inadequate="Inadequate",
                good_or_better="Good or better",
            ),
            SHARE,
        ),
    ),
    ReadyTable(
        "good-or-better-on-a-day",
        "Good or better by region and judgement, on past days",
        "As it stood on each 31 March, of reports published by then. For any other day, set on_date in its SQL.",
        "share_good_by_region",
        (
            REGION,
            Column("on_date", "On", "date", is_filter=True),
            DOMAIN,
            *numbers(authorities="Authorities", authorities_with_grade="With a grade", good_or_better="Good or better"),
            SHARE,
            *numbers(no_inspection_in_file="No inspection in the file", no_grade_given="No such grade given"),
        ),
        tuple({"on_date": day, "domain_code": domain} for day, domain in product(reversed(PAST_DAYS), DOMAINS)),
    ),
    ReadyTable(
        "publication-lag",
        "From the last day to publication",
        "How many days reports took to be published, by framework and year.",
        "publication_lag",
        (
            FRAMEWORK,
            YEAR,
            *numbers(
                reports="Reports",
                reports_with_dates="With both days",
                shortest_days="Least days",
                median_days="Median days",
                longest_days="Most days",
            ),
        ),
        spread="median_days",
    ),
    ReadyTable(
        "waiting-times",
        "Time since the last full inspection",
        "How long ago each authority's last full inspection began, and when the next would follow after the usual "
        "time.",
        "next_window",
        (
            AUTHORITY,
            REGION,
            first_day("inspected_date", "Last full inspection"),
            grade("overall_grade_code", "Overall grade"),
            *numbers(
                days_since="Days since", median_days="Median days to the next", intervals_counted="Intervals counted"
            ),
            Column("window_opens_date", "After that median", "date"),
        ),
        spread="days_since",
    ),
    ReadyTable(
        "next-due",
        "Next inspections",
        "When a next inspection is due: as the report says, by the framework's rule, and after the median of past "
        "intervals. No inspectorate has planned them.",
        "next_inspections",
        (
            AUTHORITY,
            REGION,
            FRAMEWORK,
            code("next_kind_code", "What is to follow"),
            Column("last_inspected_date", "Last", "date", links="last_inspection_id"),
            grade("last_result_code", "Its grade or outcome"),
            Column("stated_due_date", "As its report says", "date"),
            Column("rule_due_date", "By the rule", "date", is_filter=True),
            Column("past_due_date", "After the median", "date"),
            *numbers(past_intervals_counted="Intervals counted"),
        ),
    ),
    ReadyTable(
        "priority-actions",
        "Priority actions, and what came next",
        "Inspections and visits whose reports name priority actions, and what followed.",
        "priority_actions",
        (
            AUTHORITY,
            FRAMEWORK,
            first_day("inspected_date"),
            *numbers(actions="Priority actions"),
            grade("grade_before", "Overall grade before"),
            Column("next_framework_code", "Next", "code"),
            Column("next_date", "On", "date"),
            *numbers(days_to_next="Days to it"),
            Column("next_full_date", "Next full inspection", "date"),
            Column("next_full_grade", "Its overall grade", "grade"),
        ),
        spread="days_to_next",
    ),
    ReadyTable(
        "risen-and-fallen",
        "Who rose and who fell",
        "Successive inspections of an authority whose grades differ, in each area.",
        "risen_and_fallen",
        (
            AUTHORITY,
            first_day("inspected_date"),
            code("service_code", "Service"),
            DOMAIN,
            code("change_code", "Change"),
            Column("previous_inspected_date", "Before", "date", links="previous_inspection_id"),
            Column("previous_grade_code", "From", "grade"),
            Column("grade_code", "To", "grade"),
            *numbers(grades_risen="Grades risen", inspections_between="Inspections between"),
        ),
        (
            *({"service_code": "childrens_services", "domain_code": domain} for domain in DOMAINS),
            *({"service_code": service, "domain_code": "overall_effectiveness"} for service in _SERVICES_TO_2013),
        ),
        ("domain_code", "change_code"),
    ),
    ReadyTable(
        "inadequate-to-good",
        "From inadequate to good",
        "How long authorities took from a first inadequate overall grade to the next good or outstanding one.",
        "inadequate_to_good",
        (
            AUTHORITY,
            first_day("inadequate_date", "Inadequate", "inadequate_inspection_id"),
            *numbers(times_inadequate="Times inadequate"),
            code("state_code", "By the latest report here"),
            Column("good_date", "Good or outstanding", "date", links="good_inspection_id"),
            Column("reached_grade_code", "Grade reached", "grade"),
            *numbers(years_to_good="Years"),
        ),
        spread="years_to_good",
    ),
    ReadyTable(
        "recommendation-themes",
        "Recommendations by theme",
        "What inspectors ask for, by theme, year, region and the overall grade at the time.",
        "recommendation_themes",
        (
            Column("theme_name", "Theme", is_filter=True),
            YEAR,
            REGION,
            grade("grade_at_the_time", "Grade at the time"),
            *numbers(recommendations="Recommendations", inspections="Inspections"),
        ),
        counted=("theme_name", "grade_at_the_time", "recommendations"),
    ),
    ReadyTable(
        "inspections-by-year",
        "Inspections by year and kind",
        "How many inspections and visits of each kind there were.",
        "inspections_by_year",
        (
            YEAR,
            FRAMEWORK,
            code("type_code", "Type"),
            *numbers(
                inspections="Inspections",
                authorities="Authorities",
                with_report="With a report",
                without_report="Official statistics alone",
            ),
        ),
        counted=("framework_code", "year", "inspections"),
    ),
)
