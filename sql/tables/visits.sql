-- grain: one row per visit, or inspection of one theme, that a report or the official statistics alone show
with asked as (
    select
        inspection_id,
        count(*) filter (where kind_code = 'priority_action') as priority_actions,
        count(*) filter (where kind_code = 'area_for_improvement') as areas_for_improvement
    from recommendations
    group by inspection_id
)

select
    visits.authority_urn,
    visits.authority_name,
    visits.region_name,
    visits.inspection_id,
    visits.source_code,
    visits.inspected_date as visited_date,
    visits.published_date,
    coalesce(visits.theme, 'not_stated') as theme,
    coalesce(visits.no_grade_code, visits.overall_grade_at_the_time) as grade_at_the_time,
    coalesce(asked.priority_actions, 0) as priority_actions,
    coalesce(asked.areas_for_improvement, 0) as areas_for_improvement
from all_inspections as visits
left join asked on visits.inspection_id = asked.inspection_id
where visits.framework_code = getvariable('framework_code')
order by visited_date desc, visits.authority_name, visits.inspection_id
