-- grain: one row per inspection, as its latest report shows it, or as the official statistics do when no report does
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
        jtai_theme_code,
        outcome,
        outcome_code,
        licence_code
    from staging.stg_inspections
    where document_rank = 1
),

lead_inspectors as (
    -- Two who are named together lead together ("Lead inspectors: A and B"); of two named apart the first is shown.
    select
        people.document_sha256,
        string_agg(people.inspector_name, ' and ' order by people.role_position) as inspector_name
    from staging.stg_people as people
    inner join staging.stg_people as first_named
        on people.document_sha256 = first_named.document_sha256
        and people.evidence_text = first_named.evidence_text
        and people.role_code = first_named.role_code
        and first_named.role_position = 1
    where people.role_code = 'lead_inspector'
    group by people.document_sha256
),

reported as (
    select
        shown.inspection_id,
        'report' as source_code,
        documents.file_name,
        shown.document_sha256,
        documents.source_url,
        shown.framework_code,
        shown.inspection_type_code,
        shown.title,
        shown.authority_urn,
        shown.authority_printed as authority_name_printed,
        shown.inspection_start_date,
        shown.inspection_end_date,
        shown.further_start_date,
        shown.further_end_date,
        shown.published_date,
        shown.published_date_source,
        lead_inspectors.inspector_name as lead_inspector,
        shown.theme_code,
        shown.jtai_theme_code,
        shown.theme,
        shown.outcome_code,
        shown.outcome,
        shown.licence_code,
        documents.page_count,
        documents.parser_version,
        -- Few reports since 2018 print their day of publication; the official statistics record it.
        official.publication_date as official_published_date
    from shown
    inner join staging.stg_documents as documents on shown.document_sha256 = documents.document_sha256
    left join lead_inspectors on shown.document_sha256 = lead_inspectors.document_sha256
    left join staging.stg_official_inspections as official on shown.inspection_id = official.inspection_id
),

official_alone as (
    select
        official_id as inspection_id,
        'official_statistics' as source_code,
        framework_code,
        inspection_type_code,
        authority_urn,
        authority_printed as authority_name_printed,
        inspection_date as inspection_start_date,
        publication_date as published_date,
        case when publication_date is not null then 'official_statistics' end as published_date_source,
        publication_date as official_published_date,
        theme_code,
        theme,
        outcome_code,
        outcome
    from staging.stg_official_inspections
    where inspection_id is null
),

inspections as (
    from reported
    union all by name
    from official_alone
)

select
    row_number() over (order by inspections.inspection_id) as inspection_key,
    inspections.inspection_id,
    inspections.source_code,
    inspections.file_name,
    inspections.document_sha256,
    inspections.source_url,
    frameworks.framework_key,
    inspections.framework_code,
    inspections.inspection_type_code,
    inspections.title,
    authorities.authority_key,
    inspections.authority_urn,
    inspections.authority_name_printed,
    trusts.trust_name,
    cast(strftime(inspections.inspection_start_date, '%Y%m%d') as integer) as inspection_start_date_key,
    inspections.inspection_start_date,
    inspections.inspection_end_date,
    inspections.further_start_date,
    inspections.further_end_date,
    inspections.published_date,
    inspections.published_date_source,
    inspections.official_published_date,
    inspections.lead_inspector,
    inspections.theme_code,
    inspections.jtai_theme_code,
    inspections.theme,
    inspections.outcome_code,
    inspections.outcome,
    inspections.licence_code,
    inspections.page_count,
    inspections.parser_version
from inspections
inner join dim_framework as frameworks on inspections.framework_code = frameworks.framework_code
inner join dim_authority as authorities
    on inspections.authority_urn = authorities.authority_urn
    and coalesce(inspections.inspection_start_date, inspections.published_date)
    between coalesce(authorities.valid_from_date, date '0001-01-01') and coalesce(authorities.valid_to_date, date '9999-12-31')
left join reference.trusts as trusts
    on inspections.authority_urn = trusts.urn
    and coalesce(inspections.inspection_start_date, inspections.published_date)
    between cast(trusts.valid_from as date) and coalesce(cast(nullif(trusts.valid_to, '') as date), date '9999-12-31')
