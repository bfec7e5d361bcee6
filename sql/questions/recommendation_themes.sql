-- 13. What do inspectors keep asking for, by year, region and grade?
-- grain: one row per theme, year, region and overall grade at the time
-- change: in `chosen`, the framework (null for all), a region of the ONS's nine (null for all), and the first day from
--   which to look.
-- caveat: Themes are inferred from wording by rules, not Ofsted's; the README says how often they are right. A
--   recommendation with two themes counts in both, so shares add up to more than one. The grade is the inspection's own
--   overall grade, or for a visit that of the latest full inspection published by its first day; no_grade_given where
--   there is none.
with chosen as (
    select
        cast(null as varchar) as framework_code,
        cast(null as varchar) as region_name,
        date '2013-01-01' as from_date
),

asked as (
    select
        recommendations.inspection_id,
        recommendations.position,
        recommendations.authority_urn,
        recommendations.inspection_start_date,
        authorities.region_name
    from recommendations
    cross join chosen
    inner join dim_authority as authorities
        on recommendations.authority_urn = authorities.authority_urn
        and recommendations.inspection_start_date
        between coalesce(authorities.valid_from_date, date '0001-01-01')
        and coalesce(authorities.valid_to_date, date '9999-12-31')
    where
        recommendations.inspection_start_date >= chosen.from_date
        and (chosen.framework_code is null or recommendations.framework_code = chosen.framework_code)
        and (chosen.region_name is null or authorities.region_name = chosen.region_name)
),

grades as (
    select
        asked.inspection_id,
        inspections.overall_grade_code
    from (select distinct inspection_id, authority_urn, inspection_start_date from asked) as asked
    left join full_inspections as inspections
        on asked.authority_urn = inspections.authority_urn
        and inspections.service_code = 'childrens_services'
        and (
            inspections.inspection_id = asked.inspection_id
            or inspections.published_date <= asked.inspection_start_date
        )
    qualify
        row_number() over (
            partition by asked.inspection_id
            order by inspections.inspected_date desc nulls last, inspections.inspection_id
        ) = 1
),

counted as (
    select
        year(asked.inspection_start_date) as year,
        asked.region_name,
        coalesce(grades.overall_grade_code, 'no_grade_given') as grade_at_the_time,
        asked.inspection_id,
        asked.position
    from asked
    left join grades on asked.inspection_id = grades.inspection_id
)

select
    themes.recommendation_theme_code,
    themes.theme_name,
    counted.year,
    counted.region_name,
    counted.grade_at_the_time,
    count(*) as recommendations,
    count(distinct counted.inspection_id) as inspections,
    bool_and(themes.is_inferred) as is_inferred
from counted
inner join recommendation_themes as themes
    on counted.inspection_id = themes.inspection_id and counted.position = themes.position
group by all
order by recommendations desc, themes.recommendation_theme_code, counted.year, counted.region_name, counted.grade_at_the_time
