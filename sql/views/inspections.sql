-- grain: one row per inspection that a report shows
with in_force as (
    -- The grade that a full inspection gives itself; before a visit, that of the latest one published by its first day.
    select
        inspections.inspection_key,
        graded.inspection_id as graded_inspection_id,
        graded.overall_grade_code
    from dim_inspection as inspections
    inner join full_inspections as graded
        on inspections.authority_urn = graded.authority_urn
        and graded.service_code = 'childrens_services'
        and (
            inspections.inspection_id = graded.inspection_id
            or coalesce(graded.published_date, graded.inspected_date)
            <= coalesce(inspections.inspection_start_date, inspections.published_date)
        )
    qualify
        row_number() over (
            partition by inspections.inspection_key order by graded.inspected_date desc, graded.inspection_id
        ) = 1
),

numbered_visits as (
    select
        visits.inspection_key,
        row_number() over (
            partition by visits.authority_urn, visits.framework_code, in_force.graded_inspection_id
            order by coalesce(visits.inspection_start_date, visits.published_date), visits.inspection_id
        ) as visit_number
    from dim_inspection as visits
    inner join dim_framework as frameworks on visits.framework_key = frameworks.framework_key
    left join in_force on visits.inspection_key = in_force.inspection_key
    where frameworks.kind_code = 'visit'
),

changed as (
    select distinct inspection_id
    from edition_differences
),

published as (
    select max(published_at) as published_at
    from publication
)

select
    inspections.inspection_id,
    inspections.file_name,
    inspections.document_sha256,
    inspections.source_url,
    inspections.framework_code,
    inspections.inspection_type_code,
    inspections.title,
    inspections.authority_urn,
    authorities.authority_name,
    inspections.authority_name_printed,
    inspections.trust_name,
    inspections.inspection_start_date,
    inspections.inspection_end_date,
    inspections.published_date,
    inspections.published_date_source,
    inspections.lead_inspector,
    inspections.theme_code,
    inspections.jtai_theme_code,
    inspections.theme,
    inspections.outcome_code,
    inspections.licence_code,
    inspections.page_count,
    inspections.parser_version,
    authorities.region_name,
    in_force.overall_grade_code as overall_grade_at_the_time,
    cast(numbered_visits.visit_number as integer) as visit_number,
    coalesce(before.first_published_at, published.published_at) as first_published_at,
    case
        when changed.inspection_id is null then coalesce(before.last_changed_at, published.published_at)
        else published.published_at
    end as last_changed_at
from dim_inspection as inspections
inner join dim_authority as authorities on inspections.authority_key = authorities.authority_key
cross join published
left join in_force on inspections.inspection_key = in_force.inspection_key
left join numbered_visits on inspections.inspection_key = numbered_visits.inspection_key
left join raw.published_inspections as before on inspections.inspection_id = before.inspection_id
left join changed on inspections.inspection_id = changed.inspection_id
where inspections.source_code = 'report'
