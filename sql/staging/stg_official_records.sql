-- grain: one row per inspection or visit in one sheet of the official statistics, typed; several sheets can record one inspection
with blocks as (
    select distinct block_code, framework_code
    from reference.official_headings
    where framework_code <> ''
),

outcomes as (
    select
        cells.file_sha256,
        cells.sheet_name,
        cells.row_number,
        headings.block_code,
        cells.value as outcome,
        meanings.outcome_code
    from raw.official_statistics as cells
    inner join reference.official_headings as headings
        on cells.heading_key = headings.heading and headings.field = 'outcome'
    left join reference.official_outcome_values as meanings
        on headings.block_code = meanings.block_code and lower(cells.value) = meanings.value
),

days as (
    -- A mistyped day, of before these inspections or to come, counts as none.
    select
        file_sha256,
        sheet_name,
        row_number,
        block_code,
        case
            when try_cast(inspection_date as date) between date '2009-01-01' and current_date
                then cast(inspection_date as date)
        end as inspection_date,
        case
            when try_cast(publication_date as date) between date '2009-01-01' and current_date
                then cast(publication_date as date)
        end as publication_date
    from raw.raw_official_inspections
),

typed as (
    select
        records.file_sha256,
        records.file_name,
        records.sheet_name,
        records.row_number,
        records.block_code,
        coalesce(blocks.framework_code, types.framework_code) as framework_code,
        frameworks.kind_code,
        records.authority_urn,
        records.authority_printed,
        days.inspection_date,
        days.publication_date,
        records.inspection_type,
        case
            when ends_with(records.block_code, 'reinspection') then 'reinspection'
            when ends_with(records.block_code, 'revisit') then 'revisit'
            else nullif(types.inspection_type_code, '')
        end as inspection_type_code,
        records.theme,
        themes.theme_code,
        outcomes.outcome,
        outcomes.outcome_code,
        max(coalesce(days.inspection_date, days.publication_date)) over (partition by records.file_sha256) as last_day_of_file
    from raw.raw_official_inspections as records
    inner join days
        on records.file_sha256 = days.file_sha256
        and records.sheet_name = days.sheet_name
        and records.row_number = days.row_number
        and records.block_code = days.block_code
    left join blocks on records.block_code = blocks.block_code
    left join reference.official_inspection_types as types on lower(records.inspection_type) = types.inspection_type
    left join reference.frameworks as frameworks
        on coalesce(blocks.framework_code, types.framework_code) = frameworks.framework_code
    left join reference.official_themes as themes on lower(records.theme) = themes.theme
    left join outcomes
        on records.file_sha256 = outcomes.file_sha256
        and records.sheet_name = outcomes.sheet_name
        and records.row_number = outcomes.row_number
        and records.block_code = outcomes.block_code
),

dated as (
    select
        *,
        -- A record without the day of inspection takes it from a record of the same publication. Where none has
        -- it, it counts from 50 days before publication, the record's own median.
        coalesce(
            inspection_date,
            case
                when publication_date is not null
                    then max(inspection_date) over (partition by authority_urn, framework_code, publication_date)
            end,
            publication_date - 50
        ) as about_date
    from typed
),

compared as (
    select
        *,
        -- Records of one inspection are at most 106 days apart by this measure, and inspections of one authority under
        -- one graded framework at least 186; focused and monitoring visits at least 77.
        coalesce(
            about_date - lag(about_date) over (partition by authority_urn, framework_code order by about_date)
            > case when kind_code = 'visit' then 21 else 120 end,
            true
        ) as is_another_inspection
    from dated
),

numbered as (
    select
        *,
        sum(cast(is_another_inspection as integer)) over (
            partition by authority_urn, framework_code
            order by about_date
        ) as inspection_number
    from compared
),

ranked as (
    select
        *,
        row_number() over (
            partition by authority_urn, framework_code, inspection_number
            order by
                inspection_date is null, publication_date is null, last_day_of_file desc, file_sha256, sheet_name, row_number, block_code
        ) as record_rank
    from numbered
)

select
    file_sha256,
    file_name,
    sheet_name,
    row_number,
    block_code,
    case
        when authority_urn is not null and framework_code is not null
            then authority_urn || '-' || framework_code || '-' || first_value(
                coalesce(cast(inspection_date as varchar), 'published-' || publication_date)
            ) over (partition by authority_urn, framework_code, inspection_number order by record_rank)
    end as official_id,
    record_rank,
    framework_code,
    authority_urn,
    authority_printed,
    inspection_date,
    publication_date,
    inspection_type,
    inspection_type_code,
    theme,
    theme_code,
    outcome,
    outcome_code
from ranked
