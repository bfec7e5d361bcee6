-- grain: one row per indicator, area and period, as the file of indicators has it
with versions as (
    select
        authority_key,
        authority_urn,
        coalesce(valid_from_date, date '0001-01-01') as valid_from_date,
        coalesce(valid_to_date, date '9999-12-31') as valid_to_date
    from dim_authority
),

-- An area's figures of years in which there was no such authority are of the version nearest in time.
versions_on as (
    select
        versions.authority_urn,
        days.period_end_date,
        min_by(
            versions.authority_key,
            case
                when days.period_end_date < versions.valid_from_date
                    then versions.valid_from_date - days.period_end_date
                when days.period_end_date > versions.valid_to_date then days.period_end_date - versions.valid_to_date
                else 0
            end
        ) as authority_key
    from versions
    cross join (select distinct period_end_date from staging.stg_indicators) as days
    group by versions.authority_urn, days.period_end_date
)

select
    row_number() over (
        order by indicators.indicator_key, figures.area_code, figures.period_end_date, figures.release_code
    ) as indicator_value_key,
    indicators.indicator_key,
    figures.area_kind_code,
    figures.area_code,
    versions_on.authority_key,
    figures.period,
    figures.year,
    figures.period_end_date,
    figures.release_code,
    figures.is_current_release,
    figures.value,
    figures.value_printed,
    figures.value_status_code
from staging.stg_indicators as figures
inner join dim_indicator as indicators on figures.indicator_code = indicators.indicator_code
left join versions_on
    on figures.area_kind_code = 'authority'
    and figures.area_code = versions_on.authority_urn
    and figures.period_end_date = versions_on.period_end_date
-- What is not understood is told by a check of stg_indicators, and stands for nothing.
where
    figures.area_code is not null
    and figures.year is not null
    and figures.release_code is not null
    and figures.value_status_code is not null
