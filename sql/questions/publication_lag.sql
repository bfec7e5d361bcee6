-- 5. How long do reports take to be published, by framework and year?
-- grain: one row per framework and calendar year in which inspections ended
-- set framework_code (dim_framework.framework_code): the framework; all of them when left out
-- caveat: Calendar days from an inspection's last day (of its second period, when it had one) to the day of
--   publication, of inspections that a report in the file shows. Where the report prints no date the reports site's is
--   taken (dates_from_site counts them), which can be that of a corrected report, or else that of the official
--   statistics (dates_from_official). A report whose date nobody gives counts in reports alone.
with chosen as (
    select cast(getvariable('framework_code') as varchar) as framework_code
),

reports as (
    select
        inspections.framework_code,
        frameworks.framework_name,
        coalesce(inspections.published_date, inspections.official_published_date) as published_date,
        inspections.published_date_source,
        coalesce(inspections.further_end_date, inspections.inspection_end_date) as last_date
    from dim_inspection as inspections
    inner join dim_framework as frameworks on inspections.framework_key = frameworks.framework_key
    cross join chosen
    where
        inspections.source_code = 'report'
        and (chosen.framework_code is null or inspections.framework_code = chosen.framework_code)
)

select
    framework_code,
    framework_name,
    year(last_date) as year,
    count(*) as reports,
    count(published_date) as reports_with_dates,
    median(date_diff('day', last_date, published_date)) as median_days,
    min(date_diff('day', last_date, published_date)) as shortest_days,
    max(date_diff('day', last_date, published_date)) as longest_days,
    count(*) filter (where published_date_source = 'site') as dates_from_site,
    count(published_date) filter (where published_date_source is null) as dates_from_official
from reports
group by framework_code, framework_name, year(last_date)
order by framework_code, year
