-- grain: one row per visit, or inspection of one theme, of the framework, of the reports or of the official statistics alone
with chosen as (
    select coalesce(getvariable('framework_code'), 'ilacs_focused_visit') as framework_code
),

visits as (
    select
        inspections.inspection_id,
        inspections.source_code,
        inspections.authority_urn,
        authorities.authority_name,
        authorities.region_name,
        coalesce(inspections.inspection_start_date, inspections.published_date) as visited_date,
        coalesce(inspections.published_date, inspections.official_published_date) as published_date,
        coalesce(inspections.theme_code, inspections.jtai_theme_code, inspections.theme, 'not_stated') as theme
    from dim_inspection as inspections
    inner join chosen on inspections.framework_code = chosen.framework_code
    inner join dim_authority as authorities on inspections.authority_key = authorities.authority_key
),

asked as (
    select
        inspection_id,
        count(*) filter (where kind_code = 'priority_action') as priority_actions,
        count(*) filter (where kind_code = 'area_for_improvement') as areas_for_improvement
    from recommendations
    group by inspection_id
),

-- The grade in force when the visit began: of the latest full inspection published by that day.
graded as (
    select
        visits.inspection_id,
        case
            when inspections.inspection_id is null then 'no_inspection_in_file'
            when inspections.overall_grade_rank is null then 'no_grade_given'
            else inspections.overall_grade_code
        end as grade_at_the_time
    from visits
    left join full_inspections as inspections
        on visits.authority_urn = inspections.authority_urn
        and inspections.service_code = 'childrens_services'
        and coalesce(inspections.published_date, inspections.inspection_start_date) <= visits.visited_date
    qualify
        row_number() over (
            partition by visits.inspection_id
            order by inspections.inspected_date desc nulls last, inspections.inspection_id
        ) = 1
)

select
    visits.authority_urn,
    visits.authority_name,
    visits.region_name,
    visits.inspection_id,
    visits.source_code,
    visits.visited_date,
    visits.published_date,
    visits.theme,
    graded.grade_at_the_time,
    coalesce(asked.priority_actions, 0) as priority_actions,
    coalesce(asked.areas_for_improvement, 0) as areas_for_improvement
from visits
inner join graded on visits.inspection_id = graded.inspection_id
left join asked on visits.inspection_id = asked.inspection_id
order by visits.visited_date desc, visits.authority_name, visits.inspection_id
