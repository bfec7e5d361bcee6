-- grain: one row per printed statement that disagrees with the one that is used, or with the report's own figures
with judgement_conflicts as (
    select
        statements.document_sha256,
        'judgement' as kind_code,
        statements.service_code || '.' || statements.domain_code as subject,
        used.grade_code as used_value,
        used.place as used_place,
        used.page_number as used_page_number,
        used.evidence_text as used_text,
        statements.grade_code as other_value,
        statements.place as other_place,
        statements.page as other_page_number,
        statements.text as other_text
    from raw.raw_judgements as statements
    inner join staging.stg_judgements as used
        on statements.document_sha256 = used.document_sha256
        and statements.service_code = used.service_code
        and statements.domain_code = used.domain_code
    where statements.grade_code <> used.grade_code
    union all
    select
        document_sha256,
        'judgement',
        service_code || '.' || domain_code,
        grade_code,
        place,
        page_number,
        evidence_text,
        other_grade_code,
        'another_document',
        other_page_number,
        other_text
    from staging.stg_contradictions
),

date_conflicts as (
    select
        statements.document_sha256,
        'date' as kind_code,
        statements.kind as subject,
        used.start_date || ' to ' || used.end_date as used_value,
        used.place as used_place,
        used.page as used_page_number,
        used.text as used_text,
        statements.start_date || ' to ' || statements.end_date as other_value,
        statements.place as other_place,
        statements.page as other_page_number,
        statements.text as other_text
    from staging.stg_dates as statements
    inner join staging.stg_dates as used
        on statements.document_sha256 = used.document_sha256
        and statements.kind = used.kind
        and used.statement_rank = 1
    where
        statements.kind <> 'further_inspection'
        and (statements.start_date <> used.start_date or statements.end_date <> used.end_date)
),

site_date_conflicts as (
    select
        documents.document_sha256,
        'date' as kind_code,
        'publication' as subject,
        cast(printed.start_date as varchar) as used_value,
        printed.place as used_place,
        printed.page as used_page_number,
        printed.text as used_text,
        cast(documents.site_published_date as varchar) as other_value,
        'site' as other_place,
        cast(null as integer) as other_page_number,
        cast(null as varchar) as other_text
    from staging.stg_documents as documents
    inner join staging.stg_dates as printed
        on documents.document_sha256 = printed.document_sha256
        and printed.kind = 'publication'
        and printed.statement_rank = 1
    where documents.site_published_date <> printed.start_date
    union all
    -- Without a printed day of publication, what a site's day contradicts is the days of the inspection.
    select
        documents.document_sha256,
        'date',
        'publication',
        inspected.start_date || ' to ' || inspected.end_date,
        inspected.place,
        inspected.page,
        inspected.text,
        cast(documents.site_published_date as varchar),
        'site',
        null,
        null
    from staging.stg_documents as documents
    inner join staging.stg_inspections as inspections on documents.document_sha256 = inspections.document_sha256
    inner join staging.stg_dates as inspected
        on documents.document_sha256 = inspected.document_sha256
        and inspected.kind = 'inspection'
        and inspected.statement_rank = 1
    where
        inspections.published_date is null
        and documents.site_published_date not between inspections.inspection_end_date and current_date
),

set_aside_date_conflicts as (
    -- A letter whose own day cannot be read, or lies before its visit, is dated by the reports site or not at all.
    select
        set_aside.document_sha256,
        'date' as kind_code,
        'publication' as subject,
        coalesce(cast(inspections.published_date as varchar), 'not known') as used_value,
        coalesce(inspections.published_date_source, 'none') as used_place,
        cast(null as integer) as used_page_number,
        cast(null as varchar) as used_text,
        coalesce(nullif(set_aside.text, ''), 'none printed') as other_value,
        'set_aside' as other_place,
        set_aside.page as other_page_number,
        nullif(set_aside.text, '') as other_text
    from raw.raw_set_aside as set_aside
    inner join staging.stg_inspections as inspections on set_aside.document_sha256 = inspections.document_sha256
    where
        set_aside.table_name = 'raw_dates'
        and set_aside.rule in (
            'letter_date_missing', 'letter_date_unreadable', 'publication_date_unreadable',
            'published_before_the_inspection_ended'
        )
),

authority_conflicts as (
    select
        statements.document_sha256,
        'authority' as kind_code,
        'authority' as subject,
        used.authority_printed as used_value,
        used.authority_place as used_place,
        used.authority_page as used_page_number,
        used.authority_text as used_text,
        statements.printed as other_value,
        statements.place as other_place,
        statements.page as other_page_number,
        statements.text as other_text
    from raw.raw_authority_statements as statements
    inner join raw.raw_inspections as used on statements.document_sha256 = used.document_sha256
),

correction_conflicts as (
    -- Dates and grades that are corrected are statements among the others, above.
    select
        corrections.document_sha256,
        'correction' as kind_code,
        corrections.field as subject,
        corrections.value as used_value,
        'correction' as used_place,
        corrections.page_number as used_page_number,
        corrections.evidence_text as used_text,
        corrections.printed_value as other_value,
        corrections.printed_place as other_place,
        corrections.printed_page_number as other_page_number,
        corrections.printed_text as other_text
    from corrections
    where corrections.state_code = 'applied' and corrections.kind_code not in ('judgement', 'date')
),

arithmetic_conflicts as (
    -- The figure stays as printed: what is shown beside it is what the report's other figures come to.
    select
        document_sha256,
        'arithmetic' as kind_code,
        check_code || '.' || metric_code as subject,
        printed_value as used_value,
        'figure' as used_place,
        page_number as used_page_number,
        evidence_text as used_text,
        arithmetic as other_value,
        'arithmetic' as other_place,
        other_page_number,
        other_text
    from metric_oddities
    union all
    select
        document_sha256,
        'arithmetic',
        check_code || '.sentence',
        printed_value,
        'figure',
        page_number,
        evidence_text,
        arithmetic,
        'arithmetic',
        page_number,
        evidence_text
    from sentence_oddities
),

all_conflicts as (
    from judgement_conflicts
    union all by name
    from date_conflicts
    union all by name
    from site_date_conflicts
    union all by name
    from set_aside_date_conflicts
    union all by name
    from authority_conflicts
    union all by name
    from correction_conflicts
    union all by name
    from arithmetic_conflicts
)

select
    inspections.inspection_id,
    documents.file_name,
    conflicts.document_sha256,
    conflicts.kind_code,
    conflicts.subject,
    conflicts.used_value,
    conflicts.used_place,
    conflicts.used_page_number,
    conflicts.used_text,
    conflicts.other_value,
    conflicts.other_place,
    conflicts.other_page_number,
    conflicts.other_text
from all_conflicts as conflicts
inner join staging.stg_inspections as inspections on conflicts.document_sha256 = inspections.document_sha256
inner join staging.stg_documents as documents on conflicts.document_sha256 = documents.document_sha256
