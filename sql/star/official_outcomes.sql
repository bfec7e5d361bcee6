-- grain: one row per judgement that a sheet of the official statistics records, or per record without one
with grades as (
    select
        cells.file_sha256,
        cells.sheet_name,
        cells.row_number,
        headings.block_code,
        headings.service_code,
        headings.domain_code,
        cells.heading,
        cells.value,
        -- A dash is no grade: the record prints one for judgements of 2016 that were not made for want of children, and
        -- for one of 2012, of the Isles of Scilly's looked after children, that a later report says was good.
        wordings.grade_code
    from raw.official_statistics as cells
    inner join reference.official_headings as headings
        on cells.heading_key = headings.heading and headings.field = 'grade'
    left join reference.grade_wordings as wordings on lower(cells.value) = wordings.wording
)

select
    records.official_id,
    inspections.inspection_id,
    records.framework_code,
    records.authority_urn,
    records.authority_printed,
    records.inspection_date,
    records.publication_date,
    records.inspection_type_code,
    records.inspection_type as inspection_type_printed,
    records.theme_code,
    records.theme as theme_printed,
    records.outcome_code,
    records.outcome as outcome_printed,
    grades.service_code,
    grades.domain_code,
    grades.heading as judgement_label,
    grades.value as grade_printed,
    grades.grade_code,
    records.official_id is not null
    and row_number() over (
        partition by records.official_id, grades.service_code, grades.domain_code
        order by records.record_rank
    ) = 1 as is_used,
    records.file_name,
    records.file_sha256,
    records.sheet_name,
    records.row_number,
    records.block_code
from staging.stg_official_records as records
left join grades
    on records.file_sha256 = grades.file_sha256
    and records.sheet_name = grades.sheet_name
    and records.row_number = grades.row_number
    and records.block_code = grades.block_code
left join staging.stg_official_inspections as inspections on records.official_id = inspections.official_id
