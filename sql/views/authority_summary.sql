-- grain: one row per authority that exists today
with latest_grades as (
    select
        authority_urn,
        any_value(framework_code) as framework_code,
        any_value(inspection_id) as inspection_id,
        any_value(inspection_start_date) as inspection_start_date,
        any_value(published_date) as published_date,
        any_value(grade_code) filter (where domain_code = 'overall_effectiveness') as overall_effectiveness,
        any_value(grade_code) filter (where domain_code = 'leadership') as leadership,
        any_value(grade_code) filter (where domain_code = 'help_and_protection') as help_and_protection,
        any_value(grade_code) filter (where domain_code = 'children_in_care') as children_in_care,
        any_value(grade_code) filter (where domain_code = 'care_leavers') as care_leavers
    from latest_judgements
    -- The two services of inspections to 2013 have no grade for children's services as a whole.
    where service_code = 'childrens_services'
    group by authority_urn
),

neighbour_grades as (
    select
        neighbours.authority_urn,
        string_agg(
            authorities.authority_name || ': ' || case
                when latest_grades.inspection_id is null then 'no report in the file'
                else coalesce(latest_grades.overall_effectiveness, 'no overall grade')
            end,
            '; ' order by neighbours.neighbour_rank
        ) as neighbours_overall_effectiveness,
        any_value(neighbours.neighbour_set_code) as neighbour_set_code
    from bridge_authority_neighbour as neighbours
    inner join dim_authority as authorities
        on neighbours.neighbour_urn = authorities.authority_urn and authorities.is_current
    left join latest_grades on neighbours.neighbour_urn = latest_grades.authority_urn
    where neighbours.is_latest_set
    group by neighbours.authority_urn
),

visits as (
    select
        authority_urn,
        max(inspection_start_date) filter (where framework_code = 'ilacs_focused_visit') as latest_focused_visit_date,
        max(inspection_start_date) filter (where framework_code = 'ilacs_monitoring_visit') as latest_monitoring_visit_date
    from dim_inspection
    where source_code = 'report'
    group by authority_urn
),

unread as (
    select authority_urn, max(unread_date) as unread_date
    from unread_reports
    group by authority_urn
)

select
    authorities.authority_urn,
    authorities.authority_name,
    authorities.authority_type,
    authorities.region_name,
    authorities.ofsted_region_name,
    latest_grades.inspection_id,
    latest_grades.framework_code,
    latest_grades.inspection_start_date,
    latest_grades.published_date,
    latest_grades.overall_effectiveness,
    latest_grades.leadership,
    latest_grades.help_and_protection,
    latest_grades.children_in_care,
    latest_grades.care_leavers,
    visits.latest_focused_visit_date,
    visits.latest_monitoring_visit_date,
    neighbour_grades.neighbours_overall_effectiveness,
    neighbour_grades.neighbour_set_code,
    case
        when
            unread.unread_date
            > coalesce(latest_grades.published_date, latest_grades.inspection_start_date, date '0001-01-01')
            then unread.unread_date
    end as newer_unread_date
from dim_authority as authorities
left join latest_grades on authorities.authority_urn = latest_grades.authority_urn
left join neighbour_grades on authorities.authority_urn = neighbour_grades.authority_urn
left join unread on authorities.authority_urn = unread.authority_urn
left join visits on authorities.authority_urn = visits.authority_urn
where authorities.is_current
