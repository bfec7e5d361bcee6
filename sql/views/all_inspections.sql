-- grain: one row per inspection or visit, of the reports or of the official statistics alone
with dated as (
    select
        inspections.inspection_id,
        inspections.source_code,
        inspections.framework_code,
        frameworks.kind_code,
        inspections.inspection_type_code,
        inspections.authority_urn,
        authorities.authority_name,
        authorities.region_name,
        inspections.inspection_start_date,
        -- The official statistics of 2009 to 2018 give the day of publication alone.
        coalesce(inspections.inspection_start_date, inspections.published_date) as inspected_date,
        coalesce(inspections.published_date, inspections.official_published_date) as published_date,
        coalesce(inspections.theme_code, inspections.jtai_theme_code, inspections.theme) as theme,
        inspections.outcome_code
    from dim_inspection as inspections
    inner join dim_framework as frameworks on inspections.framework_key = frameworks.framework_key
    inner join dim_authority as authorities on inspections.authority_key = authorities.authority_key
),

in_force as (
    -- The grade that a full inspection gives itself; before a visit, that of the latest one published by its first day.
    select
        dated.inspection_id,
        graded.inspection_id as graded_inspection_id,
        graded.overall_grade_code,
        graded.overall_grade_rank
    from dated
    inner join full_inspections as graded
        on dated.authority_urn = graded.authority_urn
        and graded.service_code = 'childrens_services'
        and (
            dated.inspection_id = graded.inspection_id
            or coalesce(graded.published_date, graded.inspected_date) <= dated.inspected_date
        )
    qualify
        row_number() over (
            partition by dated.inspection_id
            order by dated.inspection_id = graded.inspection_id desc, graded.inspected_date desc, graded.inspection_id
        ) = 1
),

graded_apart as (
    -- Before November 2013 an inspection graded services one by one, and gave no grade of them all.
    select inspection_id
    from full_inspections
    group by inspection_id
    having not bool_or(service_code = 'childrens_services')
),

numbered_visits as (
    select
        visits.inspection_id,
        row_number() over (
            partition by visits.authority_urn, visits.framework_code, in_force.graded_inspection_id
            order by visits.inspected_date, visits.inspection_id
        ) as visit_number
    from dated as visits
    left join in_force on visits.inspection_id = in_force.inspection_id
    where visits.kind_code = 'visit'
)

select
    dated.inspection_id,
    dated.source_code,
    dated.framework_code,
    dated.kind_code,
    dated.inspection_type_code,
    dated.authority_urn,
    dated.authority_name,
    dated.region_name,
    dated.inspected_date,
    dated.inspection_start_date,
    dated.published_date,
    dated.theme,
    dated.outcome_code,
    in_force.overall_grade_code as overall_grade_at_the_time,
    case
        when in_force.inspection_id is null and graded_apart.inspection_id is not null then 'services_graded_apart'
        when in_force.inspection_id is null then 'no_inspection_in_file'
        when in_force.overall_grade_rank is null then 'no_grade_given'
    end as no_grade_code,
    cast(numbered_visits.visit_number as integer) as visit_number
from dated
left join in_force on dated.inspection_id = in_force.inspection_id
left join graded_apart on dated.inspection_id = graded_apart.inspection_id
left join numbered_visits on dated.inspection_id = numbered_visits.inspection_id
