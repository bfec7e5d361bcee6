-- grain: one row per document or file in quarantine that may be an authority's graded report which this file lacks
with candidates as (
    select
        quarantined.document_sha256,
        quarantined.source_path,
        quarantined.authority_urn,
        quarantined.framework_code,
        quarantined.inspection_start_date,
        quarantined.published_date,
        coalesce(quarantined.published_date, quarantined.inspection_start_date) as unread_date,
        quarantined.source_url
    from quarantine as quarantined
    left join dim_framework as frameworks on quarantined.framework_code = frameworks.framework_code
    where
        quarantined.authority_urn is not null
        and coalesce(quarantined.published_date, quarantined.inspection_start_date) <= current_date
        -- A web page under a report's name is what the site serves for a withdrawn one; some letters are not read at all.
        and quarantined.reason_code not in ('web_page', 'official_record_only')
        and coalesce(frameworks.is_graded, true)
)

select
    candidates.document_sha256,
    candidates.source_path,
    candidates.authority_urn,
    candidates.unread_date,
    candidates.source_url
from candidates
-- Another copy of the same report was read.
left join dim_inspection as inspections
    on candidates.authority_urn = inspections.authority_urn
    and inspections.source_code = 'report'
    and (
        candidates.published_date = inspections.published_date
        or (
            candidates.inspection_start_date = inspections.inspection_start_date
            and candidates.framework_code = inspections.framework_code
        )
    )
where inspections.inspection_id is null
