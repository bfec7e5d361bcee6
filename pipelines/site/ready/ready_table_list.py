"""Which ready tables there are, in the order of their list."""

from __future__ import annotations

from itertools import product

from pipelines.site.ready.ready_tables import Column, ReadyTable
from pipelines.site.words import DOMAINS

# Days that shares good or better are shown of: each 31 March to that of publication, as Ofsted's yearly statistics are.
PAST_DAYS = tuple(f"{year}-03-31" for year in range(2015, 2041))
_SERVICES_TO_2013 = ("safeguarding", "looked_after")

_AUTHORITY = Column("authority_name", "Authority", links="authority_urn")
_REGION = Column("region_name", "Region", is_filter=True)
_FRAMEWORK = Column("framework_code", "Kind", "code", is_filter=True)
_DAY = Column("inspected_date", "First day", "date", links="inspection_id", is_filter=True)
_PUBLISHED = Column("published_date", "Published", "date")
_SOURCE = Column("source_code", "Known from", "code", is_filter=True)
_GRADES = tuple(Column(code, name, "grade") for code, name in DOMAINS.items())
_VISIT = (
    _AUTHORITY,
    _REGION,
    Column("visited_date", "First day", "date", links="inspection_id", is_filter=True),
    _PUBLISHED,
    Column("theme", "Theme", "code", is_filter=True),
    Column("grade_at_the_time", "Grade at the time", "grade", is_filter=True),
    Column("priority_actions", "Priority actions", "number"),
    Column("areas_for_improvement", "Areas for improvement", "number"),
    _SOURCE,
)
_BY_GRADE = tuple(
    Column(code, name, "number")
    for code, name in (
        ("outstanding", "Outstanding"),
        ("good", "Good"),
        ("requires_improvement", "Requires improvement"),
        ("inadequate", "Inadequate"),
        ("good_or_better", "Good or better"),
    )
)
_SHARE = Column("share_good_or_better", "Share good or better", "share")
_DOMAIN = Column("domain_code", "Judgement", "code", is_filter=True)

READY_TABLES = (
    ReadyTable(
        "latest-grades",
        "Latest grades of every authority",
        "Each authority's latest inspection that a report in the file shows, and a later one that only the official "
        "statistics have.",
        "latest_grades",
        (
            _AUTHORITY,
            _REGION,
            Column("inspection_start_date", "First day", "date", is_filter=True),
            _PUBLISHED,
            *_GRADES,
            Column("later_inspection_date", "Later inspection", "date"),
            Column("later_overall_effectiveness", "Its overall grade", "grade"),
        ),
    ),
    ReadyTable(
        "all-inspections",
        "All inspections and visits",
        "Every inspection and visit in the file, of reports and of the official statistics, with its grades or "
        "outcome.",
        "all_inspections",
        (
            _AUTHORITY,
            _REGION,
            _FRAMEWORK,
            _DAY,
            Column("published_date", "Published", "date", is_filter=True),
            *_GRADES,
            Column("outcome_code", "Outcome", "code"),
            Column("theme", "Theme", "code", is_filter=True),
            Column("overall_grade_at_the_time", "Overall grade at the time", "grade", is_filter=True),
            Column("visit_number", "Number of the visit", "number"),
            _SOURCE,
        ),
    ),
    ReadyTable(
        "focused-visits",
        "Focused visits by theme and grade at the time",
        "What focused visits looked at, and the authority's overall grade when each began.",
        "visits",
        _VISIT,
        ({"framework_code": "ilacs_focused_visit"},),
        ("theme", "grade_at_the_time"),
    ),
    ReadyTable(
        "monitoring-visits",
        "Monitoring visits by theme",
        "Visits about the progress of authorities judged inadequate, and what each looked at.",
        "visits",
        _VISIT,
        ({"framework_code": "ilacs_monitoring_visit"},),
        ("theme", "grade_at_the_time"),
    ),
    ReadyTable(
        "joint-inspections",
        "Joint targeted area inspections by theme",
        "Inspections by four inspectorates of how an area's agencies answer one theme.",
        "visits",
        _VISIT,
        ({"framework_code": "jtai"},),
        ("theme", "region_name"),
    ),
    ReadyTable(
        "area-send",
        "Area SEND inspections by outcome and region",
        "How areas serve children with special educational needs and disabilities: outcomes since 2023, and local area "
        "inspections of 2016 to 2022 with their revisits.",
        "inspections_with_outcome",
        (
            _AUTHORITY,
            _REGION,
            _FRAMEWORK,
            Column("inspection_start_date", "First day", "date", links="inspection_id", is_filter=True),
            _PUBLISHED,
            Column("outcome_code", "Outcome", "code", is_filter=True),
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
            Column("region_name", "Region", is_filter=True),
            _DOMAIN,
            Column("authorities", "Authorities", "number"),
            Column("graded", "With a grade", "number"),
            *_BY_GRADE,
            _SHARE,
        ),
    ),
    ReadyTable(
        "good-or-better-on-a-day",
        "Good or better by region and judgement, on past days",
        "As it stood on each 31 March, of reports published by then. For any other day, set on_date in the SQL below.",
        "share_good_by_region",
        (
            Column("region_name", "Region", is_filter=True),
            Column("on_date", "On", "date", is_filter=True),
            _DOMAIN,
            Column("authorities", "Authorities", "number"),
            Column("authorities_with_grade", "With a grade", "number"),
            Column("good_or_better", "Good or better", "number"),
            _SHARE,
            Column("no_inspection_in_file", "No inspection in the file", "number"),
            Column("no_grade_given", "No such grade given", "number"),
        ),
        tuple({"on_date": day, "domain_code": code} for day, code in product(reversed(PAST_DAYS), DOMAINS)),
    ),
    ReadyTable(
        "publication-lag",
        "From the last day to publication",
        "How many days reports took to be published, by framework and year.",
        "publication_lag",
        (
            Column("framework_code", "Kind", "code", is_filter=True),
            Column("year", "Year", "code", is_filter=True),
            Column("reports", "Reports", "number"),
            Column("reports_with_dates", "With both days", "number"),
            Column("shortest_days", "Least days", "number"),
            Column("median_days", "Median days", "number"),
            Column("longest_days", "Most days", "number"),
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
            _AUTHORITY,
            _REGION,
            Column("inspected_date", "Last full inspection", "date", links="inspection_id", is_filter=True),
            Column("overall_grade_code", "Overall grade", "grade", is_filter=True),
            Column("days_since", "Days since", "number"),
            Column("median_days", "Median days to the next", "number"),
            Column("intervals_counted", "Intervals counted", "number"),
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
            _AUTHORITY,
            _REGION,
            _FRAMEWORK,
            Column("next_kind_code", "What is to follow", "code", is_filter=True),
            Column("last_inspected_date", "Last", "date", links="last_inspection_id"),
            Column("last_result_code", "Its grade or outcome", "grade", is_filter=True),
            Column("stated_due_date", "As its report says", "date"),
            Column("rule_due_date", "By the rule", "date", is_filter=True),
            Column("past_due_date", "After the median", "date"),
            Column("past_intervals_counted", "Intervals counted", "number"),
        ),
    ),
    ReadyTable(
        "priority-actions",
        "Priority actions, and what came next",
        "Inspections and visits whose reports name priority actions, and what followed.",
        "priority_actions",
        (
            Column("authority_name", "Authority"),
            _FRAMEWORK,
            _DAY,
            Column("actions", "Priority actions", "number"),
            Column("grade_before", "Overall grade before", "grade", is_filter=True),
            Column("next_framework_code", "Next", "code"),
            Column("next_date", "On", "date"),
            Column("days_to_next", "Days to it", "number"),
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
            _AUTHORITY,
            _DAY,
            Column("service_code", "Service", "code", is_filter=True),
            _DOMAIN,
            Column("change_code", "Change", "code", is_filter=True),
            Column("previous_inspected_date", "Before", "date", links="previous_inspection_id"),
            Column("previous_grade_code", "From", "grade"),
            Column("grade_code", "To", "grade"),
            Column("grades_risen", "Grades risen", "number"),
            Column("inspections_between", "Inspections between", "number"),
        ),
        (
            *({"service_code": "childrens_services", "domain_code": code} for code in DOMAINS),
            *({"service_code": code, "domain_code": "overall_effectiveness"} for code in _SERVICES_TO_2013),
        ),
        ("domain_code", "change_code"),
    ),
    ReadyTable(
        "inadequate-to-good",
        "From inadequate to good",
        "How long authorities took from a first inadequate overall grade to the next good or outstanding one.",
        "inadequate_to_good",
        (
            _AUTHORITY,
            Column("inadequate_date", "Inadequate", "date", links="inadequate_inspection_id", is_filter=True),
            Column("times_inadequate", "Times inadequate", "number"),
            Column("state_code", "Today", "code", is_filter=True),
            Column("good_date", "Good or outstanding", "date", links="good_inspection_id"),
            Column("reached_grade_code", "Grade reached", "grade"),
            Column("years_to_good", "Years", "number"),
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
            Column("year", "Year", "code", is_filter=True),
            _REGION,
            Column("grade_at_the_time", "Grade at the time", "grade", is_filter=True),
            Column("recommendations", "Recommendations", "number"),
            Column("inspections", "Inspections", "number"),
        ),
        counted=("theme_name", "grade_at_the_time", "recommendations"),
    ),
    ReadyTable(
        "inspections-by-year",
        "Inspections by year and kind",
        "How many inspections and visits of each kind there were.",
        "inspections_by_year",
        (
            Column("year", "Year", "code", is_filter=True),
            Column("framework_code", "Kind", "code", is_filter=True),
            Column("type_code", "Type", "code", is_filter=True),
            Column("inspections", "Inspections", "number"),
            Column("authorities", "Authorities", "number"),
            Column("with_report", "With a report", "number"),
            Column("without_report", "Official statistics alone", "number"),
        ),
        counted=("framework_code", "year", "inspections"),
    ),
)
