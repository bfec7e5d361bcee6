-- grain: one row per correction that a person made of what is read from a report
with judgements_read as (
    select
        judgements.document_sha256,
        'judgement.' || judgements.service_code || '.' || judgements.domain_code as field,
        judgements.grade_code as value,
        judgements.place,
        judgements.page,
        judgements.text
    from raw.raw_judgements as judgements
    inner join reference.statement_places as places on judgements.place = places.place
    qualify
        row_number() over (
            partition by judgements.document_sha256, judgements.service_code, judgements.domain_code
            order by cast(places.authority_rank as integer), judgements.position
        ) = 1
),

dates_read as (
    select
        document_sha256,
        kind,
        start_date,
        end_date,
        place,
        page,
        text
    from staging.stg_dates
    where place <> 'correction'
    qualify row_number() over (partition by document_sha256, kind order by statement_rank) = 1
),

values_read as (
    from judgements_read
    union all
    select document_sha256, 'inspection_start_date', cast(start_date as varchar), place, page, text
    from dates_read
    where kind = 'inspection'
    union all
    select document_sha256, 'inspection_end_date', cast(end_date as varchar), place, page, text
    from dates_read
    where kind = 'inspection'
    union all
    select document_sha256, 'published_date', cast(start_date as varchar), place, page, text
    from dates_read
    where kind = 'publication'
    union all
    select document_sha256, 'theme_code', theme_code, null, null, theme
    from raw.raw_inspections
    where theme_code is not null
    union all
    select document_sha256, 'jtai_theme_code', jtai_theme_code, null, null, theme
    from raw.raw_inspections
    where jtai_theme_code is not null
    union all
    select document_sha256, 'outcome_code', outcome_code, null, null, outcome
    from raw.raw_inspections
    where outcome_code is not null
    union all
    select
        document_sha256,
        'metric.' || metric_code || '.' || unit_code || '.' || role_code as field,
        cast(any_value(value) as varchar),
        null,
        any_value(page),
        any_value(text)
    from raw.raw_quantities
    where metric_code is not null
    group by document_sha256, metric_code, unit_code, role_code
    having count(*) = 1
),

of_shown_documents as (
    select
        corrections.inspection_id,
        corrections.field,
        corrections.document_sha256,
        values_read.value,
        values_read.place,
        values_read.page,
        values_read.text
    from staging.stg_corrections as corrections
    inner join staging.stg_inspections as inspections
        on corrections.document_sha256 = inspections.document_sha256 and inspections.document_rank = 1
    left join values_read
        on corrections.document_sha256 = values_read.document_sha256 and corrections.field = values_read.field
)

select
    corrections.inspection_id,
    shown.document_sha256,
    case
        when corrections.field like 'judgement.%' then 'judgement'
        when corrections.field like 'metric.%' then 'metric'
        when corrections.field like '%_date' then 'date'
        else 'code'
    end as kind_code,
    corrections.field,
    corrections.value,
    shown.value as printed_value,
    shown.place as printed_place,
    shown.page as printed_page_number,
    shown.text as printed_text,
    case
        when shown.document_sha256 is null then 'matches_nothing'
        when corrections.field like 'metric.%' and shown.value is null then 'matches_nothing'
        when corrections.field like 'metric.%' and cast(shown.value as double) = cast(corrections.value as double)
            then 'as_read'
        when shown.value = corrections.value then 'as_read'
        else 'applied'
    end as state_code,
    corrections.page as page_number,
    corrections.text as evidence_text,
    corrections.corrected_by,
    corrections.corrected_on,
    corrections.file_name,
    corrections.entry_number
from raw.raw_corrections as corrections
left join of_shown_documents as shown
    on corrections.inspection_id = shown.inspection_id and corrections.field = shown.field
