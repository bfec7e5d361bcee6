-- 11. How many inspections of each type were there, year by year?
-- grain: one row per calendar year, framework and type
-- set from_year: the first year
-- set to_year: the last year
-- caveat: The year is that of the first day; of publication where the first day is not known (year_from_publication
--   counts them). An inspection that a report shows and the official statistics record is one. A file made from a few
--   reports counts those few. type_code is empty where the framework has no types.
with chosen as (
    select
        coalesce(cast(getvariable('from_year') as integer), 2009) as from_year,
        coalesce(cast(getvariable('to_year') as integer), 2100) as to_year
),

dated as (
    select
        framework_code,
        inspection_type_code,
        source_code,
        authority_urn,
        inspection_start_date is null as is_dated_by_publication,
        year(inspected_date) as year
    from all_inspections
)

select
    dated.year,
    dated.framework_code,
    frameworks.framework_name,
    dated.inspection_type_code as type_code,
    count(*) as inspections,
    count(distinct dated.authority_urn) as authorities,
    count(*) filter (where dated.source_code = 'report') as with_report,
    count(*) filter (where dated.source_code = 'official_statistics') as without_report,
    count(*) filter (where dated.is_dated_by_publication) as year_from_publication
from dated
inner join dim_framework as frameworks on dated.framework_code = frameworks.framework_code
cross join chosen
where dated.year between chosen.from_year and chosen.to_year
group by dated.year, dated.framework_code, frameworks.framework_name, dated.inspection_type_code
order by dated.year, dated.framework_code, dated.inspection_type_code nulls first
