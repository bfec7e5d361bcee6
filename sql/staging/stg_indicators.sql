-- grain: one row per value of a listed series, area and period in the file of indicators
with areas as (
    select area_number, area_kind_code, area_code
    from reference.indicator_areas
    union all
    select distinct dfe_code as area_number, 'authority' as area_kind_code, urn as area_code
    from reference.authorities
),

periods as (
    -- 2016, 2016-17 (OT), 2018 (Rev), 2014/15-16/17: the year is the one that the period ends in.
    select
        years_printed,
        trim(regexp_extract(years_printed, '^([^(]*)', 1)) as period,
        regexp_extract(years_printed, '\(([^)]*)\)', 1) as mark,
        2000 + try_cast(regexp_extract(years_printed, '(\d\d)\s*(?:\(|$)', 1) as integer) as year
    from (select distinct years_printed from raw.raw_indicators)
),

dated as (
    select
        values.row_number,
        indicators.indicator_code,
        areas.area_kind_code,
        areas.area_code,
        periods.period,
        periods.year,
        make_date(periods.year, cast(year_types.month as integer), cast(year_types.day as integer)) as period_end_date,
        releases.release_code,
        cast(releases.release_rank as integer) as release_rank,
        values.value_printed,
        try_cast(values.value_printed as double) as value
    from raw.raw_indicators as values
    inner join reference.indicators as indicators on values.series = indicators.series
    inner join reference.indicator_year_types as year_types on indicators.year_type_code = year_types.year_type_code
    left join periods on values.years_printed = periods.years_printed
    left join reference.indicator_releases as releases on periods.mark = releases.mark
    left join areas on cast(cast(values.area_number as double) as integer) = cast(areas.area_number as integer)
),

in_force as (
    select distinct authorities.urn, days.period_end_date
    from reference.authorities as authorities
    cross join (select distinct period_end_date from dated) as days
    where
        days.period_end_date
        between cast(coalesce(nullif(authorities.valid_from, ''), '0001-01-01') as date)
        and cast(coalesce(nullif(authorities.valid_to, ''), '9999-12-31') as date)
),

published as (
    select distinct indicator_code, period, release_code
    from dated
    where value is not null
)

select
    dated.row_number,
    dated.indicator_code,
    dated.area_kind_code,
    dated.area_code,
    dated.period,
    dated.year,
    dated.period_end_date,
    dated.release_code,
    -- Of figures of one year the final ones count, else the revised ones.
    dated.release_rank = min(dated.release_rank) over (
        partition by dated.indicator_code, dated.area_code, dated.year
    ) as is_current_release,
    dated.value_printed,
    dated.value,
    -- The file has one sign, a hyphen, for all that is no number.
    case
        when dated.value is not null then 'value'
        when dated.value_printed <> '-' then null
        when dated.area_kind_code = 'authority' and in_force.urn is null then 'no_such_authority'
        when published.indicator_code is null then 'not_published'
        else 'suppressed_or_missing'
    end as value_status_code
from dated
left join in_force on dated.area_code = in_force.urn and dated.period_end_date = in_force.period_end_date
left join published
    on dated.indicator_code = published.indicator_code
    and dated.period = published.period
    and dated.release_code = published.release_code
