-- grain: one row per indicator, area and year, for areas that there were in that year
with figures as (
    select
        indicator_key,
        area_kind_code,
        area_code,
        authority_key,
        period,
        year,
        period_end_date,
        release_code,
        value,
        value_status_code
    from fact_indicator
    where is_current_release and value_status_code <> 'no_such_authority'
),

neighbours as (
    select
        bridge.authority_urn,
        figures.indicator_key,
        figures.year,
        median(figures.value) as neighbours_median,
        count(figures.value) as neighbours_counted,
        any_value(bridge.neighbour_set_code) as neighbour_set_code
    from bridge_authority_neighbour as bridge
    inner join figures on bridge.neighbour_urn = figures.area_code
    where bridge.is_latest_set
    group by bridge.authority_urn, figures.indicator_key, figures.year
)

select
    indicators.indicator_code,
    indicators.indicator_name,
    indicators.unit_code,
    authorities.authority_urn,
    authorities.authority_name,
    figures.area_kind_code,
    figures.year,
    figures.period,
    figures.value,
    figures.value_status_code = 'suppressed_or_missing' as is_suppressed,
    england.value as england_value,
    regions.value as region_value,
    neighbours.neighbours_median,
    neighbours.neighbours_counted,
    neighbours.neighbour_set_code,
    figures.area_code,
    coalesce(authorities.authority_name, areas.area_name) as area_name,
    authorities.region_name,
    figures.period_end_date,
    figures.release_code,
    figures.value_status_code
from figures
inner join dim_indicator as indicators on figures.indicator_key = indicators.indicator_key
left join dim_authority as authorities on figures.authority_key = authorities.authority_key
left join dim_indicator_area as areas on figures.area_code = areas.area_code
left join figures as england
    on figures.indicator_key = england.indicator_key and figures.year = england.year and england.area_code = 'england'
left join dim_indicator_area as own_regions
    on authorities.region_name = own_regions.area_name and own_regions.area_kind_code = 'region'
left join figures as regions
    on figures.indicator_key = regions.indicator_key
    and figures.year = regions.year
    and own_regions.area_code = regions.area_code
left join neighbours
    on authorities.authority_urn = neighbours.authority_urn
    and figures.indicator_key = neighbours.indicator_key
    and figures.year = neighbours.year
