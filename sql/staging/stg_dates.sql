-- grain: one row per statement of a document's dates, printed or corrected, the most authoritative of its kind ranked 1
with corrected_periods as (
    select
        document_sha256,
        coalesce(
            max(value) filter (where field = 'inspection_start_date'), any_value(printed_start_date)
        ) as start_date,
        coalesce(max(value) filter (where field = 'inspection_end_date'), any_value(printed_end_date)) as end_date,
        any_value(page_number) as page,
        any_value(evidence_text) as text
    from staging.stg_corrections
    where field in ('inspection_start_date', 'inspection_end_date')
    group by document_sha256
),

statements as (
    select
        document_sha256,
        position,
        kind,
        start_date,
        end_date,
        place,
        page,
        text
    from raw.raw_dates
    union all
    select
        document_sha256,
        -1 as position,
        'inspection' as kind,
        start_date,
        end_date,
        'correction' as place,
        page,
        text
    from corrected_periods
    union all
    select
        document_sha256,
        -2 as position,
        'publication' as kind,
        value as start_date,
        value as end_date,
        'correction' as place,
        page_number as page,
        evidence_text as text
    from staging.stg_corrections
    where field = 'published_date'
)

select
    statements.document_sha256,
    statements.position,
    statements.kind,
    try_cast(statements.start_date as date) as start_date,
    try_cast(statements.end_date as date) as end_date,
    statements.place,
    statements.page,
    statements.text,
    row_number() over (
        partition by statements.document_sha256, statements.kind
        order by cast(places.authority_rank as integer), statements.position
    ) as statement_rank
from statements
inner join reference.statement_places as places on statements.place = places.place
