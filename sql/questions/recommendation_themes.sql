-- 13. What do inspectors keep asking for, by year, region and grade?
-- grain: one row per theme, year, region and overall grade at the time
-- set framework_code (dim_framework.framework_code): the framework; all of them when left out
-- set region (dim_authority.region_name): one of the ONS's nine regions; all of them when left out
-- set from_date: the first day from which to look
-- caveat: Themes are inferred from wording by rules, not Ofsted's; the README says how often they are right. A
--   recommendation with two themes counts in both, so shares add up to more than one. The grade is the inspection's own
--   overall grade, or for a visit that of the latest full inspection published by its first day. no_grade_given is an
--   inspection without an overall grade (from April 2026), services_graded_apart one before November 2013, which graded
--   services one by one; no_inspection_in_file is an authority whose inspection is not in the file, or that had none yet.
with chosen as (
    select
        cast(getvariable('framework_code') as varchar) as framework_code,
        cast(getvariable('region') as varchar) as region,
        coalesce(cast(getvariable('from_date') as date), date '2013-01-01') as from_date
),

asked as (
    select
        recommendations.inspection_id,
        recommendations.position,
        recommendations.region_name,
        year(recommendations.inspection_start_date) as year,
        coalesce(inspections.no_grade_code, inspections.overall_grade_at_the_time) as grade_at_the_time
    from recommendations
    cross join chosen
    inner join all_inspections as inspections on recommendations.inspection_id = inspections.inspection_id
    where
        recommendations.inspection_start_date >= chosen.from_date
        and (chosen.framework_code is null or recommendations.framework_code = chosen.framework_code)
        and (chosen.region is null or recommendations.region_name = chosen.region)
)

select
    themes.recommendation_theme_code,
    themes.theme_name,
    asked.year,
    asked.region_name,
    asked.grade_at_the_time,
    count(*) as recommendations,
    count(distinct asked.inspection_id) as inspections,
    bool_and(themes.is_inferred) as is_inferred
from asked
inner join recommendation_themes as themes
    on asked.inspection_id = themes.inspection_id and asked.position = themes.position
group by all
order by recommendations desc, themes.recommendation_theme_code, asked.year, asked.region_name, asked.grade_at_the_time
