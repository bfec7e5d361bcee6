-- grain: one row per document, or file of the source, that was kept out of the warehouse, with what is known of it
with first_files as (
    -- Two files of the same bytes are one document: the first path names it.
    select
        document_sha256,
        first(file_name order by source_path) as file_name,
        first(source_path order by source_path) as source_path,
        first(nullif(source_url, '') order by source_path) as source_url,
        first(nullif(publication_title, '') order by source_path) as publication_title,
        first(try_cast(nullif(publication_date, '') as date) order by source_path) as site_published_date,
        first(nullif(provider_urn, '') order by source_path) as provider_urn,
        first(nullif(provider_name, '') order by source_path) as provider_name
    from raw.report_files
    group by document_sha256
),

kept_apart as (
    select
        files.file_name,
        quarantined.document_sha256,
        quarantined.stage,
        quarantined.reason_code,
        quarantined.reason,
        files.source_path,
        quarantined.authority_urn,
        files.provider_urn,
        files.provider_name,
        quarantined.framework_code,
        quarantined.inspection_start_date,
        coalesce(
            case when quarantined.published_date <= current_date then quarantined.published_date end,
            files.site_published_date
        ) as published_date,
        files.publication_title,
        files.source_url
    from raw.raw_quarantine as quarantined
    inner join first_files as files on quarantined.document_sha256 = files.document_sha256
    union all by name
    -- What could not be taken from the source has no bytes to be known by: its path says which file it is.
    select
        source_path as file_name,
        'source' as stage,
        reason_code,
        reason,
        source_path,
        nullif(provider_urn, '') as provider_urn,
        nullif(provider_name, '') as provider_name,
        try_cast(nullif(publication_date, '') as date) as published_date,
        nullif(publication_title, '') as publication_title,
        nullif(source_url, '') as source_url
    from raw.refused_files
),

names as (
    select authority_urn, last(authority_name order by coalesce(valid_to_date, date '9999-12-31')) as authority_name
    from dim_authority
    group by authority_urn
)

select
    kept_apart.file_name,
    kept_apart.document_sha256,
    kept_apart.stage,
    kept_apart.reason_code,
    kept_apart.reason,
    kept_apart.source_path,
    coalesce(printed.authority_urn, provider.authority_urn) as authority_urn,
    coalesce(printed.authority_name, provider.authority_name, kept_apart.provider_name) as authority_name,
    kept_apart.framework_code,
    kept_apart.inspection_start_date,
    kept_apart.published_date,
    kept_apart.publication_title,
    kept_apart.source_url
from kept_apart
left join names as printed on kept_apart.authority_urn = printed.authority_urn
-- The provider's number is the authority's, or that of a trust that serves one.
left join names as provider on kept_apart.provider_urn = provider.authority_urn
