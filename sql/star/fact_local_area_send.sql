-- grain: one row per local area SEND inspection of 2016-22 or revisit of one
with counted as (
    select
        records.official_id,
        max(try_cast(cells.value as integer)) filter (where headings.field = 'weaknesses') as weaknesses,
        max(try_cast(cells.value as integer)) filter (
            where headings.field = 'weaknesses_with_progress'
        ) as weaknesses_with_progress,
        max(try_cast(cells.value as integer)) filter (
            where headings.field = 'weaknesses_without_progress'
        ) as weaknesses_without_progress
    from staging.stg_official_records as records
    inner join raw.official_statistics as cells
        on records.file_sha256 = cells.file_sha256
        and records.sheet_name = cells.sheet_name
        and records.row_number = cells.row_number
    inner join reference.official_headings as headings
        on cells.heading_key = headings.heading and records.block_code = headings.block_code
    where records.record_rank = 1
    group by records.official_id
),

inspections as (
    select
        inspection_key,
        inspection_id,
        authority_key,
        authority_urn,
        inspection_start_date,
        inspection_type_code,
        outcome_code
    from dim_inspection
    -- The framework whose official record counts significant weaknesses.
    where framework_code in (select framework_code from reference.official_headings where field = 'weaknesses')
)

select
    inspections.inspection_key,
    inspections.authority_key,
    revisited.inspection_key as revisited_inspection_key,
    inspections.outcome_code,
    counted.weaknesses,
    counted.weaknesses_with_progress,
    counted.weaknesses_without_progress
from inspections
left join counted on inspections.inspection_id = counted.official_id
-- A revisit is of the area's last inspection before it.
asof left join (from inspections where inspection_type_code is null) as revisited
    on inspections.authority_urn = revisited.authority_urn
    and inspections.inspection_type_code = 'revisit'
    and inspections.inspection_start_date > revisited.inspection_start_date
