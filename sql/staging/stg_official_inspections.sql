-- grain: one row per inspection or visit of the official statistics, whatever number of sheets record it
with official as (
    select
        official_id,
        any_value(framework_code) as framework_code,
        any_value(authority_urn) as authority_urn,
        first(authority_printed order by record_rank) as authority_printed,
        first(inspection_date order by record_rank) as inspection_date,
        first(publication_date order by record_rank) filter (where publication_date is not null) as publication_date,
        first(inspection_type_code order by record_rank) filter (where inspection_type_code is not null) as inspection_type_code,
        first(theme order by record_rank) filter (where theme is not null) as theme,
        first(theme_code order by record_rank) filter (where theme_code is not null) as theme_code,
        first(outcome order by record_rank) filter (where outcome is not null) as outcome,
        first(outcome_code order by record_rank) filter (where outcome_code is not null) as outcome_code
    from staging.stg_official_records
    where official_id is not null
    group by official_id
),

candidates as (
    select
        official.official_id,
        reports.inspection_id,
        -- Sheets of 2009 to 2018 give the day of publication alone.
        abs(case
            when official.inspection_date is not null then reports.inspection_start_date - official.inspection_date
            else coalesce(reports.published_date, reports.inspection_end_date + 45) - official.publication_date
        end) as days_apart
    from official
    inner join staging.stg_inspections as reports
        on official.authority_urn = reports.authority_urn
        and official.framework_code = reports.framework_code
        and reports.document_rank = 1
),

ranked as (
    -- All 113 reports that the corpus and the official record share agree to the day. The tolerance is for misprints,
    -- such as Nottingham's publication in November 2022 for September, and stays below half of what lies between
    -- two inspections: 186 days, and 77 between visits.
    select
        *,
        row_number() over (partition by official_id order by days_apart, inspection_id) as report_rank,
        row_number() over (partition by inspection_id order by days_apart, official_id) as official_rank
    from candidates
    where days_apart <= case when contains(official_id, '_visit-') then 21 else 90 end
)

select
    official.official_id,
    ranked.inspection_id,
    ranked.days_apart,
    official.framework_code,
    official.authority_urn,
    official.authority_printed,
    official.inspection_date,
    official.publication_date,
    official.inspection_type_code,
    official.theme,
    official.theme_code,
    official.outcome,
    official.outcome_code
from official
left join ranked
    on official.official_id = ranked.official_id and ranked.report_rank = 1 and ranked.official_rank = 1
