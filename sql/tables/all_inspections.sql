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
    inspections.authority_urn,
    inspections.authority_name,
    inspections.region_name,
    inspections.inspection_id,
    inspections.framework_code,
    inspections.source_code,
    inspections.inspected_date,
    inspections.published_date,
    graded.overall_effectiveness,
    graded.help_and_protection,
    graded.children_in_care,
    graded.care_leavers,
    graded.leadership,
    inspections.outcome_code,
    inspections.theme,
    inspections.overall_grade_at_the_time,
    inspections.visit_number
from all_inspections as inspections
left join graded on inspections.inspection_id = graded.inspection_id
order by inspections.inspected_date desc, inspections.authority_name, inspections.inspection_id
