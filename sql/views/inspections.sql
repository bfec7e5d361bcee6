-- grain: one row per inspection that a report shows
with changed as (
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
    of_either_source.authority_name,
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
    of_either_source.region_name,
    of_either_source.overall_grade_at_the_time,
    of_either_source.visit_number,
    coalesce(before.first_published_at, published.published_at) as first_published_at,
    case
        when changed.inspection_id is null then coalesce(before.last_changed_at, published.published_at)
        else published.published_at
    end as last_changed_at
from dim_inspection as inspections
inner join all_inspections as of_either_source on inspections.inspection_id = of_either_source.inspection_id
cross join published
left join raw.published_inspections as before on inspections.inspection_id = before.inspection_id
left join changed on inspections.inspection_id = changed.inspection_id
where inspections.source_code = 'report'
