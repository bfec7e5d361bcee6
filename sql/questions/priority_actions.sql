-- 7. After which inspections and visits were there priority actions, and what came next?
-- grain: one row per inspection or visit whose report names priority actions
-- set kind_code (priority_action, recommendation, area_for_improvement): the kind
-- caveat: Overall grades are as printed, of full inspections of children's services: grade_before of the latest before
--   this one, next_full_grade of the next. Empty means that the file has no such inspection, or that it gave no overall
--   grade. What came next is the next of any kind in the file, of the reports or of the official statistics.
with chosen as (
    select coalesce(getvariable('kind_code'), 'priority_action') as kind_code
),

inspected as (
    select
        inspection_id,
        authority_urn,
        authority_name,
        framework_code,
        inspected_date,
        lead(framework_code) over successive as next_framework_code,
        lead(inspected_date) over successive as next_date
    from all_inspections
    window successive as (partition by authority_urn order by inspected_date, inspection_id)
),

with_actions as (
    select recommendations.inspection_id, count(*) as actions
    from recommendations
    inner join chosen on recommendations.kind_code = chosen.kind_code
    group by recommendations.inspection_id
),

grades_before as (
    select inspected.inspection_id, earlier.overall_grade_code
    from inspected
    inner join full_inspections as earlier
        on inspected.authority_urn = earlier.authority_urn and earlier.inspected_date < inspected.inspected_date
    where earlier.service_code = 'childrens_services'
    qualify
        row_number() over (
            partition by inspected.inspection_id order by earlier.inspected_date desc, earlier.inspection_id
        ) = 1
),

next_full as (
    select inspected.inspection_id, later.inspected_date, later.overall_grade_code
    from inspected
    inner join full_inspections as later
        on inspected.authority_urn = later.authority_urn and later.inspected_date > inspected.inspected_date
    where later.service_code = 'childrens_services'
    qualify
        row_number() over (
            partition by inspected.inspection_id order by later.inspected_date, later.inspection_id
        ) = 1
)

select
    inspected.inspection_id,
    inspected.authority_urn,
    inspected.authority_name,
    inspected.framework_code,
    inspected.inspected_date,
    with_actions.actions,
    grades_before.overall_grade_code as grade_before,
    inspected.next_framework_code,
    inspected.next_date,
    date_diff('day', inspected.inspected_date, inspected.next_date) as days_to_next,
    next_full.inspected_date as next_full_date,
    next_full.overall_grade_code as next_full_grade
from inspected
inner join with_actions on inspected.inspection_id = with_actions.inspection_id
left join grades_before on inspected.inspection_id = grades_before.inspection_id
left join next_full on inspected.inspection_id = next_full.inspection_id
order by inspected.inspected_date, inspected.inspection_id
