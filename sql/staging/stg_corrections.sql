-- grain: one row per correction and document of the inspection that it is of
with printed_dates as (
    select
        dates.document_sha256,
        dates.kind,
        dates.start_date,
        dates.end_date
    from raw.raw_dates as dates
    inner join reference.statement_places as places on dates.place = places.place
    qualify
        row_number() over (
            partition by dates.document_sha256, dates.kind
            order by cast(places.authority_rank as integer), dates.position
        ) = 1
),

-- Whose inspection a document reports, as printed: a correction changes no key.
printed_inspections as (
    select
        inspections.document_sha256,
        inspections.authority_urn || '-' || inspections.framework_code || '-' || inspected.start_date as inspection_id,
        inspected.start_date,
        inspected.end_date
    from raw.raw_inspections as inspections
    inner join printed_dates as inspected
        on inspections.document_sha256 = inspected.document_sha256 and inspected.kind = 'inspection'
)

select
    printed_inspections.document_sha256,
    corrections.inspection_id,
    corrections.field,
    split_part(corrections.field, '.', 1) as kind_code,
    corrections.value,
    corrections.page as page_number,
    corrections.text as evidence_text,
    printed_inspections.start_date as printed_start_date,
    printed_inspections.end_date as printed_end_date
from raw.raw_corrections as corrections
inner join printed_inspections on corrections.inspection_id = printed_inspections.inspection_id
