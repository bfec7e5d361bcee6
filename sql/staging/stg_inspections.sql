-- grain: one row per document, with the inspection that it reports, typed and with its dates chosen
with inspection_dates as (
    select document_sha256, start_date, end_date
    from staging.stg_dates
    where kind = 'inspection' and statement_rank = 1
),

-- A correction of the first day changes no key.
printed_starts as (
    select document_sha256, start_date
    from staging.stg_dates
    where kind = 'inspection' and place <> 'correction'
    qualify row_number() over (partition by document_sha256 order by statement_rank) = 1
),

corrected_codes as (
    select
        document_sha256,
        max(value) filter (where field = 'theme_code') as theme_code,
        max(value) filter (where field = 'jtai_theme_code') as jtai_theme_code,
        max(value) filter (where field = 'outcome_code') as outcome_code
    from staging.stg_corrections
    group by document_sha256
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
),

site_publication as (
    -- A site's day before the inspection had ended, or to come, is mistyped: it is in conflicts, and not used.
    select
        documents.document_sha256,
        documents.site_published_date as published_date
    from staging.stg_documents as documents
    inner join inspection_dates on documents.document_sha256 = inspection_dates.document_sha256
    where documents.site_published_date between inspection_dates.end_date and current_date
)

select
    inspections.document_sha256,
    inspections.authority_urn || '-' || inspections.framework_code || '-' || printed_starts.start_date as inspection_id,
    inspections.framework_code,
    inspections.title,
    inspections.authority_urn,
    inspections.authority_printed,
    inspection_dates.start_date as inspection_start_date,
    inspection_dates.end_date as inspection_end_date,
    further_dates.start_date as further_start_date,
    further_dates.end_date as further_end_date,
    coalesce(printed_publication.published_date, site_publication.published_date) as published_date,
    case
        when printed_publication.published_date is not null then 'document'
        when site_publication.published_date is not null then 'site'
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
    coalesce(corrected_codes.theme_code, inspections.theme_code) as theme_code,
    coalesce(corrected_codes.jtai_theme_code, inspections.jtai_theme_code) as jtai_theme_code,
    inspections.outcome,
    coalesce(corrected_codes.outcome_code, inspections.outcome_code) as outcome_code,
    inspections.licence_code,
    coalesce(site_publication.published_date, printed_publication.published_date) as ranking_date,
    documents.site_file_number,
    -- Of two documents of one inspection the later is shown: by its day, then as the site numbers its files. Of two of
    -- one day, the one whose grades the official record has; then the one with pages to point to, then the first by
    -- path. What those say otherwise is in conflicts.
    row_number() over (
        partition by inspections.authority_urn, inspections.framework_code, printed_starts.start_date
        order by
            coalesce(site_publication.published_date, printed_publication.published_date) desc nulls last,
            documents.site_file_number desc nulls last,
            coalesce(official.agreeing_grade_count, 0) desc,
            documents.page_count is null,
            documents.source_path
    ) as document_rank
from raw.raw_inspections as inspections
inner join staging.stg_documents as documents on inspections.document_sha256 = documents.document_sha256
inner join reference.frameworks as frameworks on inspections.framework_code = frameworks.framework_code
inner join inspection_dates on inspections.document_sha256 = inspection_dates.document_sha256
inner join printed_starts on inspections.document_sha256 = printed_starts.document_sha256
left join corrected_codes on inspections.document_sha256 = corrected_codes.document_sha256
left join further_dates on inspections.document_sha256 = further_dates.document_sha256
left join printed_publication on inspections.document_sha256 = printed_publication.document_sha256
left join site_publication on inspections.document_sha256 = site_publication.document_sha256
left join staging.stg_official_agreement as official on inspections.document_sha256 = official.document_sha256
