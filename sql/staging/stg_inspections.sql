-- grain: one row per document, with the inspection that it reports, typed and with its dates chosen
with inspection_dates as (
    select document_sha256, start_date, end_date
    from staging.stg_dates
    where kind = 'inspection' and statement_rank = 1
),

further_dates as (
    select document_sha256, min(start_date) as start_date, max(end_date) as end_date
    from staging.stg_dates
    where kind = 'further_inspection'
    group by document_sha256
),

printed_publication as (
    select document_sha256, start_date as published_date
    from staging.stg_dates
    where kind = 'publication' and statement_rank = 1
)

select
    inspections.document_sha256,
    inspections.authority_urn || '-' || inspections.framework_code || '-' || inspection_dates.start_date as inspection_id,
    inspections.framework_code,
    inspections.title,
    inspections.authority_urn,
    inspections.authority_printed,
    inspection_dates.start_date as inspection_start_date,
    inspection_dates.end_date as inspection_end_date,
    further_dates.start_date as further_start_date,
    further_dates.end_date as further_end_date,
    coalesce(printed_publication.published_date, documents.site_published_date) as published_date,
    case
        when printed_publication.published_date is not null then 'document'
        when documents.site_published_date is not null then 'site'
    end as published_date_source,
    -- Short or standard is not printed, where a framework has both: a main period within a week on site is short. That
    -- agrees with the official statistics for 268 of 268 inspections.
    case
        when
            inspection_dates.end_date - inspection_dates.start_date
            < cast(nullif(frameworks.short_inspection_days, '') as integer)
            then 'short'
        when frameworks.short_inspection_days <> '' then 'standard'
        when inspections.is_reinspection then 'reinspection'
    end as inspection_type_code,
    inspections.theme,
    inspections.theme_code,
    inspections.jtai_theme_code,
    inspections.outcome,
    inspections.outcome_code,
    inspections.licence_code,
    -- Of two documents of one inspection the later is shown; of two of one day, the one with pages to point to.
    row_number() over (
        partition by inspections.authority_urn, inspections.framework_code, inspection_dates.start_date
        order by
            coalesce(documents.site_published_date, printed_publication.published_date) desc nulls last,
            documents.page_count is null,
            inspections.document_sha256
    ) as document_rank
from raw.raw_inspections as inspections
inner join staging.stg_documents as documents on inspections.document_sha256 = documents.document_sha256
inner join reference.frameworks as frameworks on inspections.framework_code = frameworks.framework_code
inner join inspection_dates on inspections.document_sha256 = inspection_dates.document_sha256
left join further_dates on inspections.document_sha256 = further_dates.document_sha256
left join printed_publication on inspections.document_sha256 = printed_publication.document_sha256
