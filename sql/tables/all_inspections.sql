-- grain: one row per inspection or visit, of the reports or of the official statistics alone
with graded as (
    select
        inspection_id,
        any_value(grade_code) filter (where domain_code = 'overall_effectiveness') as overall_effectiveness,
        any_value(grade_code) filter (where domain_code = 'help_and_protection') as help_and_protection,
        any_value(grade_code) filter (where domain_code = 'children_in_care') as children_in_care,
        any_value(grade_code) filter (where domain_code = 'care_leavers') as care_leavers,
        any_value(grade_code) filter (where domain_code = 'leadership') as leadership
    from judgement_history_all
    where service_code = 'childrens_services'
    group by inspection_id
)

select
    authorities.authority_urn,
    authorities.authority_name,
    authorities.region_name,
    inspections.inspection_id,
    inspections.framework_code,
    inspections.source_code,
    coalesce(inspections.inspection_start_date, inspections.published_date) as inspected_date,
    coalesce(inspections.published_date, inspections.official_published_date) as published_date,
    graded.overall_effectiveness,
    graded.help_and_protection,
    graded.children_in_care,
    graded.care_leavers,
    graded.leadership,
    inspections.outcome_code,
    coalesce(inspections.theme_code, inspections.jtai_theme_code, inspections.theme) as theme,
    shown.overall_grade_at_the_time,
    shown.visit_number
from dim_inspection as inspections
inner join dim_authority as authorities on inspections.authority_key = authorities.authority_key
left join inspections as shown on inspections.inspection_id = shown.inspection_id
left join graded on inspections.inspection_id = graded.inspection_id
order by inspected_date desc, authorities.authority_name, inspections.inspection_id
