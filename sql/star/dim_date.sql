-- grain: one row per day from 1 January 2005 to the end of the year after the last inspection
with last_day_needed as (
    select make_date(coalesce(max(year(last_day)), 2025) + 1, 12, 31) as last_date
    from (
        select inspection_end_date as last_day from staging.stg_inspections
        union all
        select inspection_date as last_day from staging.stg_official_inspections
    )
),

days as (
    select cast(day as date) as date
    from last_day_needed, unnest(generate_series(timestamp '2005-01-01', cast(last_date as timestamp), interval 1 day)) as series (day)
)

select
    cast(strftime(date, '%Y%m%d') as integer) as date_key,
    date,
    year(date) as year,
    quarter(date) as quarter,
    month(date) as month,
    monthname(date) as month_name,
    day(date) as day_of_month,
    dayname(date) as weekday_name,
    -- A local authority's year runs from April; 2023-24 is written by both its years.
    case
        when month(date) >= 4 then year(date) || '-' || lpad(cast((year(date) + 1) % 100 as varchar), 2, '0')
        else (year(date) - 1) || '-' || lpad(cast(year(date) % 100 as varchar), 2, '0')
    end as financial_year
from days
