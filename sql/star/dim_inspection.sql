-- grain: one row per inspection, as its latest report shows it
with shown as (
    select
        document_sha256,
        inspection_id,
        framework_code,
        title,
        authority_urn,
        authority_printed,
        inspection_start_date,
        inspection_end_date,
        further_start_date,
        further_end_date,
        published_date,
        published_date_source,
        inspection_type_code,
        theme,
        theme_code,
        outcome,
        outcome_code,
        licence_code
    from staging.stg_inspections
    where document_rank = 1
),

lead_inspectors as (
    select document_sha256, inspector_name
    from staging.stg_people
    where role_code = 'lead_inspector' and role_position = 1
)

select
    row_number() over (order by shown.inspection_id) as inspection_key,
    shown.inspection_id,
    documents.file_name,
    shown.document_sha256,
    documents.source_url,
    frameworks.framework_key,
    shown.framework_code,
    shown.inspection_type_code,
    shown.title,
    authorities.authority_key,
    shown.authority_urn,
    shown.authority_printed as authority_name_printed,
    cast(strftime(shown.inspection_start_date, '%Y%m%d') as integer) as inspection_start_date_key,
    shown.inspection_start_date,
    shown.inspection_end_date,
    shown.further_start_date,
    shown.further_end_date,
    shown.published_date,
    shown.published_date_source,
    lead_inspectors.inspector_name as lead_inspector,
    shown.theme_code,
    shown.theme,
    shown.outcome_code,
    shown.outcome,
    shown.licence_code,
    documents.page_count,
    documents.parser_version
from shown
inner join staging.stg_documents as documents on shown.document_sha256 = documents.document_sha256
inner join dim_framework as frameworks on shown.framework_code = frameworks.framework_code
inner join dim_authority as authorities
    on shown.authority_urn = authorities.authority_urn
    and shown.inspection_start_date >= coalesce(authorities.valid_from_date, date '0001-01-01')
    and shown.inspection_start_date <= coalesce(authorities.valid_to_date, date '9999-12-31')
left join lead_inspectors on shown.document_sha256 = lead_inspectors.document_sha256
